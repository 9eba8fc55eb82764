//! The test cases of a JUnit file as results with logs.

use super::Records;
use super::tally::Tally;
use crate::formats::junit::{self, Case, Suite};
use crate::formats::place::Place;
use crate::model::{Failure, FailureStatus};

/// Reads one file; suites may lie in suites. Skipped cases are thousands, and tell nothing: they are left out.
pub(super) fn read(text: &str, place: &Place, tally: &mut Tally) -> Records {
    let mut failures = Vec::new();
    let walked = junit::walk(text, |suites, case| {
        if case.status != Some(FailureStatus::Skip) {
            failures.push(failure(suites, case, place, tally));
        }
    });
    tally.entities += walked.entities;
    if !walked.is_junit() {
        tally.notes.push("this XML is no JUnit file: it has neither a testsuite nor a testcase".to_owned());
    } else if walked.breaks > 0 {
        let count = walked.cases;
        let note =
            format!("the XML is broken or cut short; the {count} test cases that can be read are kept");
        tally.notes.push(note);
    }
    Records { failures, warnings: Vec::new() }
}

fn failure(suites: &[Suite], case: Case, place: &Place, tally: &mut Tally) -> Failure {
    let status = case.status.unwrap_or(FailureStatus::Success);
    let failed = status.is_failure();
    let text = if case.text.trim().is_empty() { &case.output } else { without_repetition(&case.text) };
    tally.empty_logs += usize::from(failed && text.trim().is_empty());
    let suite = suites.last().cloned().unwrap_or_default();
    Failure {
        id: format!("{}#{}", place.name, case.number),
        status,
        log: if failed { text.trim().into() } else { "".into() },
        test: if case.name.is_empty() { case.class.clone() } else { case.name },
        context: if suite.name.is_empty() { case.class } else { suite.name },
        job: place.stem().to_owned(),
        date: suite.started,
        ..Failure::default()
    }
}

/// Many producers write the message twice: as the attribute and as the first line of the text.
fn without_repetition(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if !first.is_empty() && rest.trim_start().starts_with(first) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str) -> (Vec<Failure>, Tally) {
        let mut tally = Tally::default();
        let place = Place::outermost("a/junit_01.xml");
        (read(xml, &place, &mut tally).failures, tally)
    }

    #[test]
    fn message_text_and_both() {
        for (inner, log) in [
            (r#"<failure message="m"/>"#, "m"),
            (r"<failure>t &lt;b&gt; <![CDATA[<raw>]]></failure>", "t <b> <raw>"),
            (r#"<failure message="m">t</failure>"#, "m\nt"),
            (r#"<failure message="m">m at line 1</failure>"#, "m at line 1"),
            (r#"<error type="E"/>"#, "E"),
            ("<failure/><system-out>said</system-out>", "said"),
            (r#"<skipped/><failure message="a"/><error message="b"/>"#, "a\n\nb"),
            ("<failure>&#65;&#x42;&#0;</failure>", "AB\u{fffd}"),
        ] {
            let xml = format!(
                "<testsuite name='s'><testcase name='n' classname='c'>{inner}</testcase></testsuite>"
            );
            let (found, _) = check(&xml);
            assert_eq!(found.len(), 1, "{xml}");
            assert_eq!(&*found[0].log, log, "{xml}");
            assert_eq!(
                (found[0].test.as_str(), found[0].context.as_str(), found[0].job.as_str()),
                ("n", "s", "junit_01")
            );
        }
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
            <testsuite><testcase name="&b;"><failure>&b; &b;</failure></testcase></testsuite>"#;
        let (found, tally) = check(bomb);
        assert_eq!((&*found[0].log, found[0].test.as_str(), tally.entities), ("&b; &b;", "&b;", 2));
    }

    #[test]
    fn broken_files_go_on_at_the_next_case() {
        let xml = "<testsuite><testcase name='a'><failure>x</failure></testcase><testcase name='b'><!-- <testcase name='c'>\
                   <failure>y</failure></testcase><testcase name='d'><failure>cut sho";
        let (found, tally) = check(xml);
        let names: Vec<_> = found.iter().map(|f| (f.test.as_str(), &*f.log)).collect();
        assert_eq!(names, [("a", "x"), ("b", ""), ("c", "y"), ("d", "cut sho")]);
        assert_eq!(tally.notes.len(), 1);
    }

    #[test]
    fn other_xml_is_said_to_be_none() {
        let (found, tally) = check("<suites><case name='a'/></suites>");
        assert!(found.is_empty() && tally.notes[0].contains("no JUnit file"));
    }
}
