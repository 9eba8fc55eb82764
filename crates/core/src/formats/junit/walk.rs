//! The walk over one file.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::references::{reference, unescaped};
use super::{Case, Suite, Walked};
use crate::model::{FailureStatus, TimeMs};

/// Gives every test case to `each`, with the suites it lies in, the outermost first.
pub fn walk(text: &str, each: impl FnMut(&[Suite], Case)) -> Walked {
    let mut walk = Walk::new(each);
    let mut from = 0;
    while let Some(stop) = walk.read_from(text.get(from..).unwrap_or_default()) {
        walk.met.breaks += 1;
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
struct Walk<F> {
    each: F,
    suites: Vec<Suite>,
    /// How many lists of suites are open.
    lists: usize,
    case: Option<Case>,
    /// The text element that is open.
    within: Option<Within>,
    met: Walked,
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Failure,
    Output,
}

impl<F: FnMut(&[Suite], Case)> Walk<F> {
    fn new(each: F) -> Self {
        Walk { each, suites: Vec::new(), lists: 0, case: None, within: None, met: Walked::default() }
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
                Err(_) if self.met.breaks >= MAX_BREAKS => return None,
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
        self.met.entities += 1;
        format!("&{name};")
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().into_inner() {
            "testsuites" => {
                self.met.has_suites = true;
                self.lists += 1;
            }
            "testsuite" => self.start_suite(tag),
            "testcase" => self.start_case(tag),
            "failure" | "rerunFailure" => self.fails(tag, FailureStatus::Failure, false),
            "error" | "rerunError" => self.fails(tag, FailureStatus::Error, false),
            "flakyFailure" => self.fails(tag, FailureStatus::Failure, true),
            "flakyError" => self.fails(tag, FailureStatus::Error, true),
            "skipped" => self.skips(),
            "system-out" | "system-err" => self.within = Some(Within::Output),
            _ => {}
        }
    }

    fn start_suite(&mut self, tag: &BytesStart<'_>) {
        self.close_case(false);
        self.met.has_suites = true;
        let mut suite = Suite::default();
        each_attribute(tag, |key, value| match key {
            "name" => suite.name = unescaped(value),
            "timestamp" => {
                let text = unescaped(value);
                suite.started = TimeMs::parse(&text).or_else(|| TimeMs::parse(&format!("{text}Z")));
            }
            _ => {}
        });
        self.met.unnamed_suites += usize::from(suite.name.is_empty());
        self.suites.push(suite);
    }

    fn start_case(&mut self, tag: &BytesStart<'_>) {
        self.close_case(false);
        self.met.cases += 1;
        let mut case = Case { number: self.met.cases, ..Case::default() };
        each_attribute(tag, |key, value| match key {
            "name" => case.name = unescaped(value),
            "classname" => case.class = unescaped(value),
            "lifecycle" => case.informing = value == "informing",
            _ => {}
        });
        self.case = Some(case);
    }

    /// A second failure of one case is added to the first; a skip beside a failure does not count.
    fn fails(&mut self, tag: &BytesStart<'_>, status: FailureStatus, passed_again: bool) {
        self.within = Some(Within::Failure);
        let Some(case) = &mut self.case else { return };
        let failed_before = case.status.is_some_and(FailureStatus::is_failure);
        case.passed_again = passed_again && (case.passed_again || !failed_before);
        case.status = case.status.filter(|old| old.is_failure()).or(Some(status));
        if !case.text.is_empty() {
            case.text.push('\n');
        }
        case.text.push_str(&message(tag));
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
            "testcase" => self.close_case(true),
            "testsuite" => {
                self.close_case(false);
                self.suites.pop();
            }
            "testsuites" => self.lists = self.lists.saturating_sub(1),
            _ => self.within = None,
        }
    }

    fn close_case(&mut self, is_whole: bool) {
        self.within = None;
        let Some(case) = self.case.take() else { return };
        (self.each)(&self.suites, Case { is_whole, ..case });
    }

    fn end(mut self) -> Walked {
        let is_cut = self.case.is_some() || !self.suites.is_empty() || self.lists > 0;
        self.met.breaks += usize::from(is_cut);
        self.close_case(false);
        self.met
    }
}

/// What a failure says of itself: its message, else its type.
fn message(tag: &BytesStart<'_>) -> String {
    let [mut message, mut kind] = [String::new(), String::new()];
    each_attribute(tag, |key, value| match key {
        "message" => message = unescaped(value),
        "type" => kind = unescaped(value),
        _ => {}
    });
    if message.is_empty() { kind } else { message }
}

/// Every attribute with its raw value; faulty ones are left out.
fn each_attribute(tag: &BytesStart<'_>, mut each: impl FnMut(&str, &str)) {
    for attribute in tag.attributes().with_checks(false).flatten() {
        each(attribute.key.local_name().into_inner(), &attribute.value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases as (path, name, letter): p, f, s for their end, F for one that passed again, i for informing, ? for a cut one.
    fn check(xml: &str) -> (Vec<(String, String, String)>, Walked) {
        let mut cases = Vec::new();
        let met = walk(xml, |suites, case| {
            let path: Vec<&str> = suites.iter().map(|suite| suite.name.as_str()).collect();
            let mut letters = String::from(match case.status {
                Some(FailureStatus::Skip) => "s",
                Some(_) if case.passed_again => "F",
                Some(_) => "f",
                None => "p",
            });
            letters += if case.informing { "i" } else { "" };
            letters += if case.is_whole { "" } else { "?" };
            cases.push((path.join("/"), case.name, letters));
        });
        (cases, met)
    }

    fn letters(xml: &str) -> String {
        check(xml).0.into_iter().map(|(_, _, letters)| letters).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ends_of_cases() {
        for (inner, expect) in [
            ("", "p"),
            ("<failure/>", "f"),
            ("<skipped/>", "s"),
            ("<flakyFailure/>", "F"),
            ("<flakyFailure/><flakyError/>", "F"),
            ("<failure/><rerunFailure/>", "f"),
            ("<failure/><flakyFailure/>", "f"),
            ("<flakyFailure/><failure/>", "f"),
            ("<system-out>x</system-out>", "p"),
        ] {
            let xml = format!("<testsuite name='s'><testcase name='a'>{inner}</testcase></testsuite>");
            assert_eq!(letters(&xml), expect, "{inner}");
        }
        assert_eq!(
            letters("<testsuite><testcase name='a' lifecycle='informing'><failure/></testcase></testsuite>"),
            "fi"
        );
    }

    #[test]
    fn suites_lie_in_suites() {
        let (cases, met) = check(
            "<testsuites><testsuite name='a'><testsuite name='b'><testcase name='x'/></testsuite><testcase name='y'/>\
             </testsuite><testsuite><testcase name='z'/></testsuite></testsuites>",
        );
        let places: Vec<_> = cases.iter().map(|(path, name, _)| (path.as_str(), name.as_str())).collect();
        assert_eq!(places, [("a/b", "x"), ("a", "y"), ("", "z")]);
        assert_eq!((met.cases, met.unnamed_suites, met.breaks), (3, 1, 0));
    }

    #[test]
    fn wherever_a_file_is_cut_it_is_seen() {
        let whole = "<testsuites><testsuite name='s'><testcase name='a'/><testcase name='b'><failure>x</failure></testcase>\
                     </testsuite><testsuite name='t'><testcase name='c'/></testsuite></testsuites>";
        assert_eq!((letters(whole).as_str(), check(whole).1.breaks), ("p f p", 0));
        for end in 1..whole.len() {
            let (cases, met) = check(&whole[..end]);
            assert!(met.breaks > 0 || !met.is_junit(), "{}", &whole[..end]);
            let wrong = cases.iter().any(|(_, name, letters)| name == "b" && letters == "p");
            assert!(!wrong, "{}", &whole[..end]);
        }
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
                    <testsuite name='&b;'><testcase name='&b;'><failure>&b;</failure></testcase></testsuite>";
        let (cases, met) = check(bomb);
        assert_eq!(cases, [("&b;".to_owned(), "&b;".to_owned(), "f".to_owned())]);
        assert_eq!(met.entities, 1);
    }
}
