//! Reading one field of a row: texts, counts, seconds and percentages, given as texts or as numbers. What cannot be read is
//! noted with its row and left out.

use serde_json::Value;

use super::notes::Notes;
use super::table::Record;
use crate::model::{Seconds, TimeMs};

/// A row that is being read.
pub(super) struct Fields<'a> {
    pub(super) record: &'a Record,
    pub(super) notes: &'a mut Notes,
}

impl Fields<'_> {
    /// A text or a number as text; empty where it is missing. `None` for another thing, which is noted: the row would
    /// count for something that it is not about.
    pub(super) fn text(&mut self, column: &str) -> Option<String> {
        match self.record.get(column) {
            None => Some(String::new()),
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(other) => {
                let what = format!("{column} is {}, not a text; the row is left out", shown(other));
                self.note(&format!("{column} is not a text; the row is left out"), &what);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn name(&mut self, column: &str) -> Option<String> {
        let text = self.text(column)?;
        if text.trim().is_empty() {
            let message = format!("{column} is empty; the row is left out");
            self.note(&message, &message);
            return None;
        }
        Some(text)
    }

    /// A whole number from 0 on.
    pub(super) fn count(&mut self, column: &str) -> Option<u32> {
        let whole = |n: &f64| n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(n);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked against the bounds"
        )]
        let count = self.number(column).filter(whole).map(|n| n as u32);
        self.or_note(count, column, "a whole number from 0 on")
    }

    /// A time of 0 seconds or more.
    pub(super) fn seconds(&mut self, column: &str) -> Seconds {
        let text = match self.record.get(column) {
            None => return Seconds::default(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let seconds = Seconds::parse(&text);
        self.or_note(seconds.known(), column, "a number of seconds from 0 on");
        seconds
    }

    /// A percentage from 0 to 100.
    pub(super) fn percent(&mut self, column: &str) -> Option<f64> {
        let percent = self.number(column).filter(|percent| (0.0..=100.0).contains(percent));
        self.or_note(percent, column, "a percentage from 0 to 100")
    }

    /// A moment: RFC 3339, with a blank for the `T`, or with `UTC` for the offset.
    pub(super) fn time(&mut self, column: &str) -> Option<TimeMs> {
        let Some(Value::String(text)) = self.record.get(column) else { return None };
        let text = text.trim().trim_end_matches("UTC").trim_end();
        let time = TimeMs::parse(text).or_else(|| TimeMs::parse(&format!("{text}Z")));
        self.or_note(time, column, "a time such as 2024-05-01T10:00:00Z")
    }

    fn number(&self, column: &str) -> Option<f64> {
        let read = match self.record.get(column)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        read.filter(|number: &f64| number.is_finite())
    }

    /// The value, or a note where there is one that could not be read.
    fn or_note<T>(&mut self, read: Option<T>, column: &str, expected: &str) -> Option<T> {
        if read.is_none()
            && let Some(value) = self.record.get(column)
        {
            let what = format!("{column} is {}, not {expected}; it is left out", shown(value));
            self.note(&format!("{column} is not {expected}; it is left out"), &what);
        }
        read
    }

    pub(super) fn note(&mut self, kind: &str, message: &str) {
        self.notes.row(self.record.row, kind, message);
    }
}

/// A value as it stood in the file, cut where it is long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
