//! One entry of a list of issues. The service leaves out or empties what does not apply (`null`); anything else of a
//! wrong type makes the whole entry unreliable, so it is refused with a reason.

use serde_json::{Map, Value};

use crate::model::{Issue, Repository, TimeMs};

/// Why an entry was refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The issue's number, if that much could be read.
    pub(super) number: Option<u64>,
    /// What is wrong, without a full stop.
    pub(super) reason: String,
}

/// Reads an entry; `repository` is for those that do not tell theirs.
pub(super) fn read_entry(entry: Value, repository: &Repository) -> Result<Issue, Wrong> {
    let fields = match entry {
        Value::Object(fields) => fields,
        other => return Err(Wrong { number: None, reason: format!("{}, not an issue", kind(&other)) }),
    };
    let number = fields.get("number").and_then(Value::as_u64).filter(|number| *number > 0);
    read_fields(fields, number, repository).map_err(|reason| Wrong { number, reason })
}

fn read_fields(
    mut fields: Map<String, Value>,
    number: Option<u64>,
    repository: &Repository,
) -> Result<Issue, String> {
    let closed_at = time(&mut fields, "closed_at")?;
    Ok(Issue {
        number: number.ok_or("`number` is missing or not a positive number")?,
        repository: repository_of(&fields, repository).ok_or("its repository is not told")?,
        is_pull_request: fields.get("pull_request").is_some_and(|value| !value.is_null()),
        open: is_open(&text(&mut fields, "state")?, closed_at),
        title: text(&mut fields, "title")?,
        body: text(&mut fields, "body")?,
        state_reason: text(&mut fields, "state_reason")?,
        labels: names(&mut fields, "labels", "name")?,
        assignees: names(&mut fields, "assignees", "login")?,
        comments: count(&fields, "comments")?,
        created_at: time(&mut fields, "created_at")?,
        updated_at: time(&mut fields, "updated_at")?,
        closed_at,
    })
}

/// Without a state, an issue that was never closed is open.
fn is_open(state: &str, closed_at: Option<TimeMs>) -> bool {
    if state.is_empty() { closed_at.is_none() } else { state.eq_ignore_ascii_case("open") }
}

/// The repository in an entry's addresses, the plainest first, else `given` unless that is empty.
fn repository_of(fields: &Map<String, Value>, given: &Repository) -> Option<Repository> {
    ["repository_url", "html_url", "url"]
        .iter()
        .find_map(|key| in_address(fields.get(*key)?.as_str()?))
        .or_else(|| (!given.as_str().is_empty()).then(|| given.clone()))
}

/// `owner/name` of `https://api.github.com/repos/owner/name/…` or of `https://github.com/owner/name/…`. On a company's
/// own host the part before it is `https://host/api/v3/repos/`.
pub(super) fn in_address(address: &str) -> Option<Repository> {
    let path = address.strip_prefix("https://")?.split_once('/')?.1;
    let path = path.strip_prefix("api/v3/").unwrap_or(path);
    let mut parts = path.strip_prefix("repos/").unwrap_or(path).split(['/', '?', '#']);
    Repository::parse(&format!("{}/{}", parts.next()?, parts.next()?))
}

fn text(fields: &mut Map<String, Value>, key: &str) -> Result<String, String> {
    match fields.remove(key) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(format!("`{key}` is {}, not a text", kind(&other))),
    }
}

/// A time; `None` if there is none or if it is not written as the service writes times.
fn time(fields: &mut Map<String, Value>, key: &str) -> Result<Option<TimeMs>, String> {
    text(fields, key).map(|text| TimeMs::parse(&text))
}

fn count(fields: &Map<String, Value>, key: &str) -> Result<u32, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(0),
        Some(value) => {
            let number = value.as_u64().ok_or_else(|| format!("`{key}` is {}, not a count", kind(value)))?;
            Ok(u32::try_from(number).unwrap_or(u32::MAX))
        }
    }
}

/// A list of texts or of objects with the text at `inner`. Entries without one (a deleted user is `null`) are passed over.
fn names(fields: &mut Map<String, Value>, key: &str, inner: &str) -> Result<Vec<String>, String> {
    match fields.remove(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) => {
            let named: Result<Vec<_>, _> = list.into_iter().map(|one| name(one, key, inner)).collect();
            Ok(named?.into_iter().filter(|name| !name.is_empty()).collect())
        }
        Some(other) => Err(format!("`{key}` is {}, not a list", kind(&other))),
    }
}

fn name(value: Value, key: &str, inner: &str) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Object(mut fields) => text(&mut fields, inner),
        other => Err(format!("`{key}` holds {}", kind(&other))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(entry: Value) -> Result<Issue, Wrong> {
        read_entry(entry, &Repository::parse("given/repo").unwrap())
    }

    #[test]
    fn every_field_is_read() {
        let issue = read(json!({
            "number": 7, "title": "t", "body": "b\r\n", "state": "closed", "state_reason": "completed",
            "labels": [{"name": "kind/flake", "color": "f00"}, "plain", null, {"color": "0f0"}],
            "assignees": [{"login": "a"}, null], "comments": 3, "locked": true, "user": null,
            "repository_url": "https://api.github.com/repos/o/r", "pull_request": {"url": "x"},
            "created_at": "2026-11-01T00:00:00Z", "updated_at": "soon", "closed_at": "2026-11-02T00:00:00Z",
        }))
        .unwrap();
        let expect = Issue {
            repository: Repository::parse("o/r").unwrap(),
            number: 7,
            is_pull_request: true,
            title: "t".into(),
            body: "b\r\n".into(),
            open: false,
            state_reason: "completed".into(),
            labels: vec!["kind/flake".into(), "plain".into()],
            assignees: vec!["a".into()],
            comments: 3,
            created_at: TimeMs::parse("2026-11-01T00:00:00Z"),
            updated_at: None,
            closed_at: TimeMs::parse("2026-11-02T00:00:00Z"),
        };
        assert_eq!(issue, expect);
    }

    #[test]
    fn what_is_null_or_missing_is_empty() {
        let sparse = read(json!({"number": 1})).unwrap();
        let nulls = json!({"number": 1, "title": null, "body": null, "labels": null, "assignees": null,
            "comments": null, "state": null, "state_reason": null, "pull_request": null, "closed_at": null});
        assert_eq!(read(nulls).unwrap(), sparse);
        assert!(sparse.open && !sparse.is_pull_request && sparse.labels.is_empty());
        assert_eq!(sparse.repository.as_str(), "given/repo");
    }

    #[test]
    fn wrong_types_are_named() {
        let number = Some(4);
        for (entry, number, reason) in [
            (json!(7), None, "a number, not an issue"),
            (json!([]), None, "a list, not an issue"),
            (json!({}), None, "`number` is missing or not a positive number"),
            (json!({"number": "4"}), None, "`number` is missing or not a positive number"),
            (json!({"number": 0}), None, "`number` is missing or not a positive number"),
            (json!({"number": -4}), None, "`number` is missing or not a positive number"),
            (json!({"number": 4.5}), None, "`number` is missing or not a positive number"),
            (json!({"number": 4, "title": {}}), number, "`title` is an object, not a text"),
            (json!({"number": 4, "body": false}), number, "`body` is true or false, not a text"),
            (json!({"number": 4, "labels": "x"}), number, "`labels` is a text, not a list"),
            (json!({"number": 4, "labels": [1]}), number, "`labels` holds a number"),
            (json!({"number": 4, "labels": [{"name": []}]}), number, "`name` is a list, not a text"),
            (json!({"number": 4, "comments": -1}), number, "`comments` is a number, not a count"),
            (json!({"number": 4, "created_at": 4}), number, "`created_at` is a number, not a text"),
        ] {
            assert_eq!(read(entry.clone()), Err(Wrong { number, reason: reason.to_owned() }), "{entry}");
        }
        let untold = read_entry(json!({"number": 4}), &Repository::default()).unwrap_err();
        assert_eq!(untold.reason, "its repository is not told");
    }

    #[test]
    fn the_repository_is_in_the_addresses() {
        for (key, address, expect) in [
            ("repository_url", "https://api.github.com/repos/o/r", "o/r"),
            ("url", "https://api.github.com/repos/o/r/issues/3", "o/r"),
            ("html_url", "https://github.com/o/r/pull/3", "o/r"),
            ("html_url", "https://github.com/o/r#x", "o/r"),
            ("url", "https://git.example.com/api/v3/repos/o/r/issues/3", "o/r"),
            ("html_url", "javascript:alert(1)//o/r", "given/repo"),
            ("html_url", "https://github.com/../r", "given/repo"),
            ("html_url", "https://github.com/o", "given/repo"),
            ("repository_url", "", "given/repo"),
        ] {
            let issue = read(json!({"number": 1, key: address})).unwrap();
            assert_eq!(issue.repository.as_str(), expect, "{address}");
        }
    }
}
