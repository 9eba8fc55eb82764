//! One issue alone, of which only its state matters.

use serde::Deserialize;

use super::super::{FormatError, json};
use super::errors::not_expected;

#[derive(Deserialize)]
struct Wire {
    state: Option<String>,
}

/// Is the issue open? Reads the answer of `/repos/{owner}/{name}/issues/{number}`.
pub fn parse_issue_is_open(bytes: &[u8], source_name: &str) -> Result<bool, FormatError> {
    let wire: Wire = json::read(bytes, source_name)?;
    match wire.state.as_deref() {
        Some("open") => Ok(true),
        Some("closed") => Ok(false),
        _ => {
            let answer: serde_json::Value = json::read(bytes, source_name)?;
            Err(not_expected(source_name, &answer, "an issue"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_closed_and_neither() {
        let read = |text: &str| parse_issue_is_open(text.as_bytes(), "an issue");
        assert_eq!(read(r#"{"number":7,"state":"open"}"#), Ok(true));
        assert_eq!(read(r#"{"number":7,"state":"closed","state_reason":"completed"}"#), Ok(false));
        assert_eq!(
            read(r#"{"message":"Not Found"}"#).unwrap_err().to_string(),
            "an issue: GitHub says: Not Found"
        );
        assert!(read(r#"{"state":"odd"}"#).is_err() && read("[").is_err());
    }
}
