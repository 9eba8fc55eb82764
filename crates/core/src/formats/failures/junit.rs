//! JUnit XML of every producer. Broken files are read as far as they go, and again from the next test case on. Entities
//! are never expanded beyond the five that XML itself has, so that no text can grow.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::tally::Tally;
use super::{Place, Records};
use crate::model::{Failure, FailureStatus, TimeMs};

/// Reads one file; suites may lie in suites.
pub(super) fn read(text: &str, place: &Place, tally: &mut Tally) -> Records {
    let mut walk = Walk::new(place, tally);
    let mut from = 0;
    while let Some(stop) = walk.read_from(text.get(from..).unwrap_or_default()) {
        walk.breaks += 1;
        let next =
            text.get(from + stop..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"<testcase"));
        let Some(next) = next else { break };
        from += stop + next;
    }
    walk.end()
}

/// The most places in one file at which reading starts again.
const MAX_BREAKS: usize = 1000;

/// What is being read.
struct Walk<'a> {
    tally: &'a mut Tally,
    job: String,
    suites: Vec<(String, Option<TimeMs>)>,
    case: Option<Case>,
    /// The text element that is open.
    within: Option<Within>,
    failures: Vec<Failure>,
    cases: usize,
    seen_suite: bool,
    breaks: usize,
    name: String,
}

/// A test case before it is closed.
#[derive(Default)]
struct Case {
    test: String,
    class: String,
    status: Option<FailureStatus>,
    text: String,
    /// What the test wrote, taken where the failure itself says nothing.
    output: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Failure,
    Output,
}

impl<'a> Walk<'a> {
    fn new(place: &Place, tally: &'a mut Tally) -> Self {
        Walk {
            tally,
            job: place.stem().to_owned(),
            suites: Vec::new(),
            case: None,
            within: None,
            failures: Vec::new(),
            cases: 0,
            seen_suite: false,
            breaks: 0,
            name: place.name.clone(),
        }
    }

    /// Reads up to the end, or to a place that cannot be read; answers that place.
    fn read_from(&mut self, text: &str) -> Option<usize> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => return None,
                Ok(event) => self.event(event),
                Err(_) if self.breaks >= MAX_BREAKS => return None,
                // One byte further at least, so that reading comes to an end.
                Err(_) => return Some(usize::try_from(reader.error_position()).ok()?.max(1)),
            }
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::Empty(tag) => {
                self.start(&tag);
                self.close(tag.local_name().into_inner());
            }
            Event::End(tag) => self.close(tag.local_name().into_inner()),
            Event::Text(text) => self.text(&text.into_inner()),
            Event::CData(text) => self.text(&text.into_inner()),
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                let text = reference(&name).map_or_else(|| self.unknown(&name), String::from);
                self.text(&text);
            }
            _ => {}
        }
    }

    fn unknown(&mut self, name: &str) -> String {
        self.tally.entities += 1;
        format!("&{name};")
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().into_inner() {
            "testsuites" => self.seen_suite = true,
            "testsuite" => {
                self.close_case();
                self.seen_suite = true;
                let time = attribute(tag, "timestamp")
                    .and_then(|text| TimeMs::parse(&text).or_else(|| TimeMs::parse(&format!("{text}Z"))));
                self.suites.push((attribute(tag, "name").unwrap_or_default(), time));
            }
            "testcase" => self.start_case(tag),
            "failure" | "flakyFailure" | "rerunFailure" => self.fails(tag, FailureStatus::Failure),
            "error" | "flakyError" | "rerunError" => self.fails(tag, FailureStatus::Error),
            "skipped" => self.skips(),
            "system-out" | "system-err" => self.within = Some(Within::Output),
            _ => {}
        }
    }

    fn start_case(&mut self, tag: &BytesStart<'_>) {
        self.close_case();
        self.cases += 1;
        let class = attribute(tag, "classname").unwrap_or_default();
        self.case = Some(Case { test: attribute(tag, "name").unwrap_or_default(), class, ..Case::default() });
    }

    /// A second failure of one case is added to the first; a skip beside a failure does not count.
    fn fails(&mut self, tag: &BytesStart<'_>, status: FailureStatus) {
        self.within = Some(Within::Failure);
        let Some(case) = &mut self.case else { return };
        case.status = case.status.filter(|old| old.is_failure()).or(Some(status));
        if !case.text.is_empty() {
            case.text.push('\n');
        }
        let message = attribute(tag, "message").or_else(|| attribute(tag, "type"));
        case.text.push_str(&message.unwrap_or_default());
        if !case.text.is_empty() {
            case.text.push('\n');
        }
    }

    fn skips(&mut self) {
        if let Some(case) = &mut self.case {
            case.status = case.status.or(Some(FailureStatus::Skip));
        }
    }

    fn text(&mut self, text: &str) {
        match (&mut self.case, self.within) {
            (Some(case), Some(Within::Failure)) => case.text.push_str(text),
            (Some(case), Some(Within::Output)) => case.output.push_str(text),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "testcase" => self.close_case(),
            "testsuite" => {
                self.close_case();
                self.suites.pop();
            }
            _ => self.within = None,
        }
    }

    /// Skipped cases are thousands, and tell nothing.
    fn close_case(&mut self) {
        self.within = None;
        let Some(case) = self.case.take() else { return };
        let status = case.status.unwrap_or(FailureStatus::Success);
        if status == FailureStatus::Skip {
            return;
        }
        let failed = status.is_failure();
        let text = if case.text.trim().is_empty() { &case.output } else { without_repetition(&case.text) };
        self.tally.empty_logs += usize::from(failed && text.trim().is_empty());
        let (suite, date) = self.suites.last().cloned().unwrap_or_default();
        self.failures.push(Failure {
            id: format!("{}#{}", self.name, self.cases),
            status,
            log: if failed { text.trim().into() } else { "".into() },
            test: if case.test.is_empty() { case.class.clone() } else { case.test },
            context: if suite.is_empty() { case.class } else { suite },
            job: self.job.clone(),
            date,
            ..Failure::default()
        });
    }

    fn end(mut self) -> Records {
        let is_cut = self.case.is_some() || !self.suites.is_empty();
        self.breaks += usize::from(is_cut);
        if self.case.is_some() {
            self.close_case();
        }
        if !self.seen_suite && self.cases == 0 {
            self.tally
                .notes
                .push("this XML is no JUnit file: it has neither a testsuite nor a testcase".to_owned());
        } else if self.breaks > 0 {
            let count = self.cases;
            let note =
                format!("the XML is broken or cut short; the {count} test cases that can be read are kept");
            self.tally.notes.push(note);
        }
        Records { failures: self.failures, warnings: Vec::new() }
    }
}

/// Many producers write the message twice: as the attribute and as the first line of the text.
fn without_repetition(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if !first.is_empty() && rest.trim_start().starts_with(first) => rest,
        _ => text,
    }
}

/// The value of an attribute; `None` for one that is missing or empty. Faulty attributes end the search.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|a| a.key.local_name().into_inner() == name)?;
    Some(unescaped(&found.value)).filter(|value| !value.is_empty())
}

/// The text with its references resolved; what is none stays as it is.
fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let end = after.bytes().take(12).position(|b| b == b';');
        let read = end.and_then(|end| Some((reference(after.get(..end)?)?, after.get(end + 1..)?)));
        let (c, following) = read.unwrap_or(('&', after));
        text.push(c);
        rest = following;
    }
    text.push_str(rest);
    text
}

/// The character of a reference without `&` and `;`: the five names that XML has, or a number. Numbers that are no
/// character show as U+FFFD.
fn reference(name: &str) -> Option<char> {
    let code = |digits: &str, base| {
        Some(
            u32::from_str_radix(digits, base)
                .ok()
                .and_then(char::from_u32)
                .filter(|c| *c != '\0')
                .unwrap_or('\u{fffd}'),
        )
    };
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(hex) => code(hex, 16),
            None => code(name.get(1..)?, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str) -> (Vec<Failure>, Tally) {
        let mut tally = Tally::default();
        let place = Place { name: "a/junit_01.xml".to_owned(), nesting: 0 };
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
