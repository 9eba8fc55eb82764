//! Tickets: a key of Jira, an issue on GitHub, or an address. Nothing from a source file becomes an address but its parts.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::export::web_address;
use crate::model::Repository;

/// Everything but what keys are made of.
const KEY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// What a ticket's text means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ticket {
    /// A key of Jira: `DCOS_OSS-4568`.
    Jira(String),
    /// An issue on GitHub.
    GitHub(Repository, u64),
    /// An address of the web.
    Address(String),
}

impl Ticket {
    /// Reads a ticket's whole text; `#7` is an issue of `own`, where that is known. `None` for anything else.
    pub fn parse(text: &str, own: Option<&Repository>) -> Option<Self> {
        let text = text.trim();
        if is_jira_key(text) {
            return Some(Self::Jira(text.to_owned()));
        }
        if let Some(path) = text.strip_prefix("https://github.com/") {
            return issue_page(path).or_else(|| web_address(text).map(Self::Address));
        }
        let (repository, number) = text.split_once('#').or_else(|| text.split_once("GH-"))?;
        let repository = if repository.is_empty() { own.cloned()? } else { Repository::parse(repository)? };
        Some(Self::GitHub(repository, number_of(number)?))
    }

    /// The first ticket in a text for people; its own text.
    pub fn find(text: &str) -> Option<&str> {
        let is_edge = |c: char| c.is_whitespace() || ",;:()[]{}<>\"'`|".contains(c);
        let words = split_keeping_addresses(text, is_edge);
        words
            .into_iter()
            .map(|word| word.trim_end_matches(['.', '!', '?']))
            .find(|word| Self::parse(word, Some(&Repository::default())).is_some())
    }

    /// Its page; `jira` is the base address of Jira, without which its keys have none.
    pub fn url(&self, jira: &str) -> Option<String> {
        match self {
            Self::Jira(_) if jira.is_empty() => None,
            Self::Jira(key) => {
                let key = utf8_percent_encode(key, KEY);
                web_address(&format!("{}/browse/{key}", jira.trim_end_matches('/')))
            }
            Self::GitHub(repository, number) => {
                Some(format!("https://github.com/{repository}/issues/{number}"))
            }
            Self::Address(address) => Some(address.clone()),
        }
    }
}

/// Words of a text; an address keeps its colon.
fn split_keeping_addresses(text: &str, is_edge: impl Fn(char) -> bool) -> Vec<&str> {
    text.split(|c: char| c != ':' && is_edge(c)).map(|word| word.trim_matches(':')).collect()
}

/// `owner/name/issues/7` or `…/pull/7`, with or without an anchor.
fn issue_page(path: &str) -> Option<Ticket> {
    let mut parts = path.split(['/', '#', '?']);
    let repository = format!("{}/{}", parts.next()?, parts.next()?);
    let is_issue = matches!(parts.next()?, "issues" | "pull");
    let number = number_of(parts.next()?)?;
    is_issue.then_some(Ticket::GitHub(Repository::parse(&repository)?, number))
}

fn number_of(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok().filter(|number| *number > 0) } else { None }
}

/// Capital letters, digits and `_` from two on, a hyphen and a number (Atlassian, "Changing the project key format").
fn is_jira_key(text: &str) -> bool {
    let Some((project, number)) = text.rsplit_once('-') else { return false };
    let is_sign = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    project.len() >= 2
        && project != "GH"
        && project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.bytes().all(is_sign)
        && number_of(number).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, url: Option<&str>) {
        let own = Repository::parse("o/r");
        let ticket = Ticket::parse(text, own.as_ref());
        let found = ticket.and_then(|ticket| ticket.url("https://jira.example/"));
        assert_eq!(found.as_deref(), url, "{text}");
    }

    #[test]
    fn each_form_has_its_page() {
        check("DCOS-45278", Some("https://jira.example/browse/DCOS-45278"));
        check("DCOS_OSS-4568", Some("https://jira.example/browse/DCOS_OSS-4568"));
        check("#12", Some("https://github.com/o/r/issues/12"));
        check("GH-12", Some("https://github.com/o/r/issues/12"));
        check("a/b#12", Some("https://github.com/a/b/issues/12"));
        check("https://github.com/a/b/issues/12#issuecomment-1", Some("https://github.com/a/b/issues/12"));
        check("https://github.com/a/b/pull/12", Some("https://github.com/a/b/issues/12"));
        check("https://github.com/a/b", Some("https://github.com/a/b"));
        for none in
            ["", "soon", "UTF-8x", "A-1", "dcos-1", "#0", "#x", "x y#1", "DCOS-", "javascript:alert(1)"]
        {
            check(none, None);
        }
        assert_eq!(Ticket::parse("DCOS-1", None).unwrap().url(""), None);
        assert_eq!(Ticket::parse("#1", None), None);
    }

    #[test]
    fn tickets_in_a_reason() {
        for (text, expect) in [
            ("DCOS-45278 - test_checks_cli", Some("DCOS-45278")),
            ("DCOS_OSS-4416: returns more lines", Some("DCOS_OSS-4416")),
            ("flaky (#12).", Some("#12")),
            ("see https://github.com/a/b/issues/3.", Some("https://github.com/a/b/issues/3")),
            ("kubernetes/kubernetes#9!", Some("kubernetes/kubernetes#9")),
            ("fails now and then", None),
            ("", None),
        ] {
            assert_eq!(Ticket::find(text), expect, "{text}");
        }
    }
}
