//! A value of a table, before it is written in a format.

use std::borrow::Cow;

use crate::model::{TimeMs, clean_line};

/// A value of a table, before it is written in a format.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A text; may hold anything.
    Text(&'a str),
    /// A count.
    Count(u32),
    /// A fraction, written with six decimals; empty if unknown.
    Rate(Option<f64>),
    /// A moment; empty if unknown.
    Time(Option<TimeMs>),
    /// Yes or no, written `true` and `false`.
    Flag(bool),
}

impl<'a> Value<'a> {
    /// The value in full, as CSV holds it: one line, without what could fool a reader ([`clean_line`]).
    pub fn text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => clean_line(text),
            Self::Count(count) => Cow::Owned(count.to_string()),
            Self::Rate(Some(rate)) => Cow::Owned(format!("{rate:.6}")),
            Self::Time(Some(time)) => Cow::Owned(time.to_string()),
            Self::Rate(None) | Self::Time(None) => Cow::Borrowed(""),
            Self::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
        }
    }

    /// The value for reading: rates in percent, times as days.
    pub fn short(self) -> Cow<'a, str> {
        match self {
            Self::Rate(Some(rate)) => Cow::Owned(percent(rate)),
            Self::Time(Some(time)) => Cow::Owned(time.day()),
            other => other.text(),
        }
    }

    /// True for values that stand right-aligned.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Count(_) | Self::Rate(_))
    }
}

/// A fraction in percent with one decimal; two below 1 %.
fn percent(rate: f64) -> String {
    if rate > 0.0 && rate < 0.01 {
        format!("{:.2} %", rate * 100.0)
    } else {
        format!("{:.1} %", rate * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_full_and_short() {
        for (value, text, short) in [
            (Value::Text("a"), "a", "a"),
            (Value::Text("a\nb\u{202e}\u{1b}[31mc"), "a bc", "a bc"),
            (Value::Count(12), "12", "12"),
            (Value::Rate(Some(0.041_5)), "0.041500", "4.2 %"),
            (Value::Rate(Some(0.001_5)), "0.001500", "0.15 %"),
            (Value::Rate(Some(0.0)), "0.000000", "0.0 %"),
            (Value::Rate(None), "", ""),
            (Value::Time(TimeMs::from_seconds(1_700_000_000)), "2023-11-14T22:13:20Z", "2023-11-14"),
            (Value::Time(None), "", ""),
            (Value::Flag(true), "true", "true"),
        ] {
            assert_eq!((value.text().as_ref(), value.short().as_ref()), (text, short));
        }
    }
}
