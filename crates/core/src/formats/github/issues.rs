//! Lists of issues: the answer of `GET /repos/{owner}/{name}/issues` and of `GET /search/issues`, fresh or saved
//! (docs.github.com/rest/issues/issues, /rest/search/search).

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::super::FormatError;
use super::super::json::{Each, List, Str, read_seed};
use super::entry::{Wrong, read_entry};
use super::errors::not_expected;
use crate::model::{Issue, Repository};
use crate::warning::Warning;

/// How many of the entries that were left out are named.
const NAMED: usize = 5;

/// Reads a list of issues. Pull requests are in it and marked. Where an entry tells its repository, that is taken, else
/// `repository`. Every warning means that the list is not complete: the service said so, or entries were left out.
pub fn parse_issues(
    bytes: &[u8],
    source_name: &str,
    repository: &Repository,
) -> Result<(Vec<Issue>, Vec<Warning>), FormatError> {
    let mut found = Found::new(repository);
    read_seed(bytes, source_name, Top(&mut found))?;
    if !found.is_list {
        return Err(not_expected(source_name, &Value::Object(found.others), "a list of issues"));
    }
    let warnings = found.warnings(source_name);
    Ok((found.issues, warnings))
}

/// Does a file look like a list of issues? The other files that people save are objects of TestGrid.
pub fn looks_like_issues(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    bytes.starts_with(b"[") || memchr::memmem::find(head, b"\"total_count\"").is_some()
}

/// What has been read so far.
struct Found<'a> {
    repository: &'a Repository,
    issues: Vec<Issue>,
    /// How many entries there were.
    seen: usize,
    /// How many were left out, and the first of them.
    left_out: usize,
    reasons: Vec<String>,
    is_list: bool,
    is_incomplete: bool,
    /// What an answer that is no list says of itself.
    others: Map<String, Value>,
}

impl<'a> Found<'a> {
    fn new(repository: &'a Repository) -> Self {
        Self {
            repository,
            issues: Vec::new(),
            seen: 0,
            left_out: 0,
            reasons: Vec::new(),
            is_list: false,
            is_incomplete: false,
            others: Map::new(),
        }
    }

    fn take(&mut self, entry: Value) {
        self.seen += 1;
        match read_entry(entry, self.repository) {
            Ok(issue) => self.issues.push(issue),
            Err(wrong) => self.leave_out(&wrong),
        }
    }

    fn leave_out(&mut self, wrong: &Wrong) {
        self.left_out += 1;
        if self.reasons.len() < NAMED {
            let place = match wrong.number {
                Some(number) => format!("#{number}"),
                None => format!("entry {}", self.seen),
            };
            self.reasons.push(format!("{place} ({})", wrong.reason));
        }
    }

    fn warnings(&self, source_name: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.is_incomplete {
            let message =
                "GitHub gave up before the search was complete. Some issues may be missing. Ask again.";
            warnings.push(Warning::new(source_name, message));
        }
        if self.left_out > 0 {
            let more = if self.left_out > self.reasons.len() { " and more" } else { "" };
            let (left_out, seen) = (self.left_out, self.seen);
            let message =
                format!("{left_out} of {seen} entries were left out: {}{more}.", self.reasons.join(", "));
            warnings.push(Warning::new(source_name, message));
        }
        warnings
    }
}

/// The list itself, or an object that holds it as `items`.
struct Top<'f, 'a>(&'f mut Found<'a>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of issues")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.is_list = true;
        while EachEntry(self.0).next(&mut seq)? {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Str<'de>>()? {
            search_field(self.0, &key.0, &mut map)?;
        }
        Ok(())
    }
}

fn search_field<'de, A: MapAccess<'de>>(
    found: &mut Found<'_>,
    key: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    match key {
        "items" => {
            found.is_list = true;
            map.next_value_seed(List { what: "a list of issues", each: EachEntry(found) })
        }
        "incomplete_results" => map.next_value().map(|value: Value| found.is_incomplete |= value == true),
        "message" | "errors" => {
            map.next_value().map(|value| drop(found.others.insert(key.to_owned(), value)))
        }
        _ => map.next_value().map(|IgnoredAny| ()),
    }
}

struct EachEntry<'f, 'a>(&'f mut Found<'a>);

impl<'de> Each<'de> for EachEntry<'_, '_> {
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error> {
        let Some(entry) = seq.next_element()? else { return Ok(false) };
        self.0.take(entry);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Vec<Issue>, Vec<Warning>), String> {
        let repository = Repository::parse("o/r").unwrap();
        parse_issues(text.as_bytes(), "page", &repository).map_err(|error| error.to_string())
    }

    fn numbers(issues: &[Issue]) -> Vec<u64> {
        issues.iter().map(|issue| issue.number).collect()
    }

    #[test]
    fn both_endpoints_are_read() {
        for text in [
            r#"[{"number":1,"title":"a"},{"number":2,"title":"b","new_key":{"x":[1]}}]"#,
            r#"{"total_count":2,"incomplete_results":false,"items":[{"number":1,"title":"a"},{"number":2,"title":"b"}]}"#,
            "\u{feff}{\"items\":[{\"title\":\"a\",\"number\":1},{\"title\":\"b\",\"number\":2}],\"incomplete_results\":null}",
        ] {
            let (issues, warnings) = read(text).unwrap();
            assert_eq!((numbers(&issues), warnings), (vec![1, 2], vec![]), "{text}");
            assert_eq!(issues[1].title, "b");
        }
        assert_eq!(read("[]").unwrap(), (vec![], vec![]));
    }

    #[test]
    fn what_is_missing_is_told() {
        let (issues, warnings) = read(r#"{"incomplete_results":true,"items":[{"number":1}]}"#).unwrap();
        assert_eq!((numbers(&issues), warnings.len()), (vec![1], 1));
        assert!(warnings[0].message.starts_with("GitHub gave up before the search was complete"));
    }

    #[test]
    fn a_wrong_entry_is_named_and_the_rest_is_kept() {
        let (issues, warnings) = read(r#"[{"number":1},7,{"number":3,"body":[]},{"number":4}]"#).unwrap();
        assert_eq!(numbers(&issues), [1, 4]);
        assert_eq!(warnings.len(), 1);
        assert_eq!(
            warnings[0].message,
            "2 of 4 entries were left out: entry 2 (a number, not an issue), #3 (`body` is a list, not a text)."
        );
        let (_, warnings) = read(&format!("[{}7]", "7,".repeat(99))).unwrap();
        assert!(warnings[0].message.starts_with("100 of 100 entries were left out: entry 1"));
        assert!(warnings[0].message.ends_with("entry 5 (a number, not an issue) and more."));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert_eq!(read("{}").unwrap_err(), "page: this is not a list of issues");
        assert_eq!(read(r#"{"message":"Not Found"}"#).unwrap_err(), "page: GitHub says: Not Found");
        assert!(read("7").unwrap_err().contains("line 1, column 1"), "{}", read("7").unwrap_err());
        assert!(read("[{\"number\":1},\n{").unwrap_err().starts_with("page: line 2, column 1: EOF"));
        assert!(read(r#"{"items":7}"#).unwrap_err().contains("expected a list of issues"));
    }
}
