//! What GitHub says when it refuses, as one sentence.

use serde_json::Value;

use super::super::{FormatError, json};
use crate::model::clean_line;

/// The longest text that is taken over from an answer: more would push the rest of a message off the screen.
const LONGEST: usize = 200;

/// What an answer of `{message, errors[]}` says, in one line and without a full stop: `Validation Failed: Label color
/// invalid`. `None` if it is no such answer.
pub fn error_sentence(bytes: &[u8]) -> Option<String> {
    json::read::<Value>(bytes, "").ok().as_ref().and_then(explain)
}

/// As [`error_sentence`], for an answer that has been read.
pub(super) fn explain(answer: &Value) -> Option<String> {
    let message = answer.get("message")?.as_str()?.trim_end_matches('.');
    let details: Vec<String> = list(answer.get("errors")).iter().filter_map(detail).collect();
    let whole =
        if details.is_empty() { message.to_owned() } else { format!("{message}: {}", details.join(", ")) };
    Some(short(&whole))
}

/// One entry of `errors`: a text, an object with a message, or one with a field and a code.
fn detail(error: &Value) -> Option<String> {
    let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
    let said = match error.as_str().unwrap_or(text("message")) {
        "" => [text("resource"), text("field"), text("code")].join(" "),
        said => said.to_owned(),
    };
    let words: Vec<&str> = said.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// One clean line of at most [`LONGEST`] characters.
pub(super) fn short(text: &str) -> String {
    let clean = clean_line(text.trim());
    match clean.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", clean.get(..end).unwrap_or_default()),
        None => clean.into_owned(),
    }
}

/// The error for an answer that is well-formed and not what was asked for: what it says itself, else `expected`.
pub(super) fn not_expected(source_name: &str, answer: &Value, expected: &str) -> FormatError {
    let message = match explain(answer) {
        Some(said) => format!("GitHub says: {said}"),
        None => format!("this is not {expected}"),
    };
    FormatError::Content { source_name: source_name.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_become_sentences() {
        for (answer, expect) in [
            (r#"{"message":"Not Found","documentation_url":"x","status":"404"}"#, Some("Not Found")),
            (r#"{"message":"Bad credentials."}"#, Some("Bad credentials")),
            (
                r#"{"message":"Validation Failed","errors":[{"resource":"Label","field":"color","code":"invalid"}]}"#,
                Some("Validation Failed: Label color invalid"),
            ),
            (
                r#"{"message":"Validation Failed","errors":["a is wrong",{"message":"b is\n wrong"},{},7]}"#,
                Some("Validation Failed: a is wrong, b is wrong"),
            ),
            (r#"{"message":"a\u001b[31mb\u202e"}"#, Some("ab")),
            (r#"{"message":7}"#, None),
            (r#"{"message":null}"#, None),
            ("[]", None),
            ("{", None),
        ] {
            assert_eq!(error_sentence(answer.as_bytes()).as_deref(), expect, "{answer}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        let answer = format!("{{\"message\":\"{}\"}}", "ä".repeat(1000));
        assert_eq!(error_sentence(answer.as_bytes()).unwrap().chars().count(), LONGEST + 1);
    }
}
