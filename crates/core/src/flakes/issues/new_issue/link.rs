//! The prefilled page of the code host, in an address that every server takes.

use super::NewIssue;
use super::marker::marker;
use crate::model::Repository;

/// An address of this many characters or more may be refused.
pub const LONGEST_LINK: usize = 8_000;
/// The repository with the two forms.
const FORMS: &str = "kubernetes/kubernetes";
/// Stands where a text was cut.
const CUT: &str = "\u{2026}(cut)";

/// A field and how it is cut to a length in encoded characters.
type Field = (fn(&mut NewIssue) -> &mut String, fn(&str, usize) -> String);

/// What is cut, in this order, until the address fits. An address is left out whole.
const CUT_ORDER: [Field; 8] = [
    (|issue| &mut issue.reason, cut_fence),
    (|issue| &mut issue.additional, cut_lines),
    (|issue| &mut issue.testgrid, |_, _| String::new()),
    (|issue| &mut issue.jobs, cut_lines),
    (|issue| &mut issue.tests, cut_text),
    (|issue| &mut issue.since, cut_text),
    (|issue| &mut issue.sigs, cut_text),
    (|issue| &mut issue.title, cut_text),
];

impl NewIssue {
    /// The address of the new-issue page with everything filled in, shorter than [`LONGEST_LINK`]: by the fields of the
    /// form for kubernetes/kubernetes, by title and body elsewhere. Empty without a repository.
    pub fn link(&self, repository: &Repository) -> String {
        if repository.as_str().is_empty() {
            return String::new();
        }
        self.fitted(LONGEST_LINK, |issue| issue.address(repository).len()).address(repository)
    }

    /// The issue with its fields cut until it is shorter than `limit`. `length` counts encoded characters.
    pub(super) fn fitted(&self, limit: usize, length: impl Fn(&Self) -> usize) -> Self {
        let mut issue = self.clone();
        for (field, cut) in CUT_ORDER {
            let Some(excess) = (length(&issue) + 1).checked_sub(limit).filter(|excess| *excess > 0) else {
                break;
            };
            let text = field(&mut issue);
            *text = cut(text, encoded_length(text).saturating_sub(excess));
        }
        issue
    }

    fn address(&self, repository: &Repository) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if repository.as_str() == FORMS {
            query.extend_pairs(self.form_fields());
        } else {
            query.append_pair("title", &self.title).append_pair("body", &self.body_for_api());
        }
        format!("https://github.com/{repository}/issues/new?{}", query.finish())
    }

    /// The keys are the ids of the form's fields.
    fn form_fields(&self) -> [(&'static str, String); 9] {
        [
            ("template", self.template.file().to_owned()),
            ("title", self.title.clone()),
            ("jobs", self.jobs.clone()),
            ("tests", self.tests.clone()),
            ("since", self.since.clone()),
            ("testgrid", self.testgrid.clone()),
            ("reason", self.reason.clone()),
            ("additional", format!("{}\n\n{}", self.additional, marker(&self.key)).trim_start().to_owned()),
            ("sigs", self.sigs.clone()),
        ]
    }
}

/// How many characters a text takes in a query.
pub(super) fn encoded_length(text: &str) -> usize {
    form_urlencoded::byte_serialize(text.as_bytes()).map(str::len).sum()
}

/// The beginning of a text and [`CUT`], in at most `most` encoded characters; empty when not even that fits.
fn cut_text(text: &str, most: usize) -> String {
    if encoded_length(text) <= most {
        return text.to_owned();
    }
    let Some(mut room) = most.checked_sub(encoded_length(CUT)) else { return String::new() };
    let mut kept = String::new();
    for c in text.chars() {
        let Some(rest) = room.checked_sub(encoded_length(c.encode_utf8(&mut [0; 4]))) else { break };
        room = rest;
        kept.push(c);
    }
    kept + CUT
}

/// Whole lines from the beginning and [`CUT`]: half an address would lead nowhere.
fn cut_lines(text: &str, most: usize) -> String {
    if encoded_length(text) <= most {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.lines().collect();
    let shorter =
        (0..lines.len()).rev().map(|n| [lines.get(..n).unwrap_or_default(), &[CUT]].concat().join("\n"));
    let mut fitting = shorter.filter(|text| encoded_length(text) <= most);
    fitting.next().unwrap_or_default()
}

/// A fenced text is cut inside its fence, so that the fence still closes.
fn cut_fence(text: &str, most: usize) -> String {
    let fence: String = text.chars().take_while(|c| *c == '`').collect();
    let inside = text.strip_prefix(&fence).and_then(|rest| rest.strip_suffix(&fence));
    let Some(inside) = inside.filter(|_| fence.len() >= 3) else { return cut_text(text, most) };
    let Some(room) = most.checked_sub(encoded_length(&format!("{fence}\n{fence}"))) else {
        return String::new();
    };
    match cut_text(inside.trim_end(), room) {
        empty if empty.is_empty() => empty,
        inside => format!("{fence}{inside}\n{fence}"),
    }
}
