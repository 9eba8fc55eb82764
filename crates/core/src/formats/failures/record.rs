//! One failure record of the seed's schema, with the spellings of its relatives: fields may be missing, null, a text or a
//! number.

use serde_json::{Map, Value};

use super::tally::Tally;
use crate::model::{Failure, FailureStatus, TimeMs};

/// Reads a record; `None` for an object that is none, because it has neither a log nor a test.
pub(super) fn record(mut fields: Map<String, Value>, tally: &mut Tally) -> Option<Failure> {
    let mut any = |names: &[&str]| names.iter().find_map(|name| text(fields.remove(*name)));
    let log = any(&["log", "full_stack", "failure_text", "message", "text", "stack"]);
    let test = any(&["test", "test_name", "name"]);
    if log.is_none() && test.is_none() {
        return None;
    }
    let mut read = Failure {
        id: any(&["id"]).unwrap_or_default(),
        pull: any(&["pull", "pull_request", "pr"]).unwrap_or_default(),
        test: test.unwrap_or_default(),
        context: any(&["context"]).unwrap_or_default(),
        job: any(&["job", "job_name"]).unwrap_or_default(),
        revision: any(&["revision", "commit", "sha"]).unwrap_or_default(),
        url: any(&["url", "link"]).unwrap_or_default(),
        cause: any(&["cause"]).unwrap_or_default(),
        log: log.unwrap_or_default().into(),
        ..Failure::default()
    };
    let mut take =
        |names: &[&str]| names.iter().find_map(|name| fields.remove(*name).filter(|v| !v.is_null()));
    read.status = status(take(&["status", "result", "outcome"]), tally);
    read.date = take(&["date", "timestamp", "time", "started"]).and_then(|value| date(&value, tally));
    read.merged = take(&["merged"]).as_ref().and_then(truth);
    read.trackers = take(&["trackers", "tracker"]).map(list).unwrap_or_default();
    tally.empty_logs += usize::from(read.status.is_failure() && read.log.trim().is_empty());
    Some(read)
}

/// A text or a number as text; `None` for what is empty or another thing.
fn text(value: Option<Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A record without a word for its end is a failure: that is what such files hold.
fn status(value: Option<Value>, tally: &mut Tally) -> FailureStatus {
    let Some(word) = text(value) else { return FailureStatus::Failure };
    let status = FailureStatus::parse(&word);
    tally.unknown_status += usize::from(status == FailureStatus::Unknown);
    status
}

fn date(value: &Value, tally: &mut Tally) -> Option<TimeMs> {
    let read = match value {
        Value::String(text) => date_text(text.trim()),
        Value::Number(number) => number.as_f64().and_then(epoch),
        _ => None,
    };
    tally.bad_dates += usize::from(read.is_none());
    read
}

/// RFC 3339; the same without an offset, which means UTC; a day alone; or a number of seconds or milliseconds.
fn date_text(text: &str) -> Option<TimeMs> {
    TimeMs::parse(text)
        .or_else(|| TimeMs::parse(&format!("{text}Z")))
        .or_else(|| TimeMs::parse(&format!("{text}T00:00:00Z")))
        .or_else(|| text.parse().ok().and_then(epoch))
}

/// Numbers above 10¹¹ are milliseconds: as seconds they would be beyond the year 5138.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range becomes its end, which is refused"
)]
fn epoch(number: f64) -> Option<TimeMs> {
    TimeMs::from_ms(if number > 1e11 { number as i64 } else { (number * 1000.0) as i64 })
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|n| n != 0.0),
        Value::String(word) => match word.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn list(value: Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.into_iter().filter_map(|value| text(Some(value))).collect(),
        other => text(Some(other)).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> (Option<Failure>, Tally) {
        let mut tally = Tally::default();
        let Value::Object(fields) = serde_json::from_str(json).unwrap() else { panic!("an object") };
        (record(fields, &mut tally), tally)
    }

    #[test]
    fn the_seeds_schema() {
        let (found, _) = read(
            r#"{"id": 7, "status": "failure", "pull": 7348, "log": "x", "test": "t", "context": "c", "tracker": "u",
                "date": "2017-07-19T10:57:43Z", "merged": false, "revision": "fd4f", "url": null}"#,
        );
        let found = found.unwrap();
        assert_eq!((found.id.as_str(), found.pull.as_str(), &*found.log), ("7", "7348", "x"));
        assert_eq!((found.status, found.merged), (FailureStatus::Failure, Some(false)));
        assert_eq!(found.date.unwrap().to_string(), "2017-07-19T10:57:43Z");
        assert_eq!(found.trackers, ["u"]);
    }

    #[test]
    fn dates_in_every_spelling() {
        for (json, expect) in [
            ("1500461863", "2017-07-19T10:57:43Z"),
            ("1500461863000", "2017-07-19T10:57:43Z"),
            ("1500461863.5", "2017-07-19T10:57:43Z"),
            ("\"1500461863\"", "2017-07-19T10:57:43Z"),
            ("\"2017-07-19 10:57:43\"", "2017-07-19T10:57:43Z"),
            ("\"2017-07-19\"", "2017-07-19T00:00:00Z"),
            ("\"2017-07-19T12:57:43.123456+02:00\"", "2017-07-19T10:57:43Z"),
        ] {
            let (found, _) = read(&format!("{{\"log\":\"x\",\"date\":{json}}}"));
            assert_eq!(found.unwrap().date.unwrap().to_string(), expect, "{json}");
        }
        let (found, tally) = read(r#"{"log": "x", "date": "yesterday"}"#);
        assert_eq!((found.unwrap().date, tally.bad_dates), (None, 1));
    }

    #[test]
    fn what_is_no_record_and_what_is_counted() {
        assert_eq!(read(r#"{"a": 1}"#).0, None);
        assert_eq!(read(r#"{"test": "t", "log": ""}"#).1.empty_logs, 1);
        assert_eq!(read(r#"{"test": "t", "status": "perhaps"}"#).1.unknown_status, 1);
        assert_eq!(read(r#"{"test": "t", "merged": "yes"}"#).0.unwrap().merged, Some(true));
    }
}
