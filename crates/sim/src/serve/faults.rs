//! What can go wrong on the way, and when it does.
//!
//! As JSON, at `POST /control/faults` (which replaces the whole list):
//!
//! ```text
//! {"faults": [{"kind": "http_500", "path_contains": "/tabs/gcecosmasterdefault/rows", "times": 2}]}
//! ```
//!
//! `path_contains` looks at path and query, absent = every path; `times` absent = for ever. Kinds and their fields:
//! `slow {ms}`, `cut_short`, `http_429 {retry_after_s?}`, `http_500`, `garbage {bytes?}`, `wrong_types`, `huge_rle`,
//! `not_found`, `hang`; and for the code host `quota_spent {reset_in_s?}`, `secondary_limit {retry_after_s?}` and
//! `unauthorised`. `"cors": true` lets a page read a status that the real service would hide from it.
//!
//! As a switch: `--fault KIND[=PATTERN[:NUMBER]]`, where the number is the milliseconds of `slow`, the seconds of
//! `429`, `quota-spent` and `secondary-limit`, the bytes of `garbage`; `cut`, `429` and `500` are short for the long names.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// The answer comes late.
    Slow {
        /// How late, in milliseconds.
        ms: u64,
    },
    /// About half of the body comes, under the length of the whole; then the connection closes.
    CutShort,
    /// Too many requests.
    #[serde(rename = "http_429")]
    TooMany {
        /// Seconds for `Retry-After`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_s: Option<u64>,
    },
    /// The server failed.
    #[serde(rename = "http_500")]
    ServerError,
    /// Noise instead of JSON.
    Garbage {
        /// How much of it.
        #[serde(default = "ten_megabytes")]
        bytes: usize,
    },
    /// Valid JSON, in which numbers are texts and texts are numbers.
    WrongTypes,
    /// The first run-length count (or result) is 2^63.
    HugeRle,
    /// The code host's quota is used up; seen from elsewhere, too many requests.
    QuotaSpent {
        /// In how many seconds it begins anew.
        #[serde(default = "half_an_hour")]
        reset_in_s: u64,
    },
    /// The code host was asked too much at once.
    SecondaryLimit {
        /// Seconds for `Retry-After`.
        #[serde(default = "a_minute")]
        retry_after_s: u64,
    },
    /// The code host does not take the token.
    Unauthorised,
    /// Not found.
    NotFound,
    /// No answer until the client leaves, for 60 seconds at most.
    Hang,
}

/// A fault, and the requests it strikes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: Kind,
    /// Only requests whose path and query hold this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_contains: Option<String>,
    /// How many more requests it strikes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Whether an error answer carries the header that lets a page read it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cors: bool,
}

/// The faults in force, in order: the first that fits strikes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faults {
    /// The list.
    pub faults: Vec<Fault>,
}

/// A switch that names no fault.
#[derive(Debug, thiserror::Error)]
#[error(
    "no fault is spelled {0:?}; try slow=PATTERN:MS, cut, 429, 500, garbage, wrong-types, huge-rle, not-found, hang, quota-spent, secondary-limit or unauthorised"
)]
pub struct UnknownFault(String);

impl Faults {
    /// The fault for a request, counted down.
    pub fn strike(&mut self, path_and_query: &str) -> Option<Fault> {
        let fault = self.faults.iter_mut().find(|fault| fault.fits(path_and_query))?;
        if let Some(times) = &mut fault.times {
            *times -= 1;
        }
        Some(fault.clone())
    }
}

impl Fault {
    fn fits(&self, path_and_query: &str) -> bool {
        let here = self.path_contains.as_deref().is_none_or(|part| path_and_query.contains(part));
        here && self.times != Some(0)
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(switch: &str) -> Result<Self, UnknownFault> {
        let (name, rest) = switch.split_once('=').unwrap_or((switch, ""));
        let (pattern, number) = split_number(rest);
        let kind = kind(name, number).ok_or_else(|| UnknownFault(switch.to_owned()))?;
        let path_contains = (!pattern.is_empty()).then(|| pattern.to_owned());
        Ok(Self { kind, path_contains, times: None, cors: false })
    }
}

fn kind(name: &str, number: Option<u64>) -> Option<Kind> {
    Some(match name.replace('-', "_").as_str() {
        "slow" => Kind::Slow { ms: number.unwrap_or(3000) },
        "cut" | "cut_short" => Kind::CutShort,
        "429" | "http_429" => Kind::TooMany { retry_after_s: number },
        "500" | "http_500" => Kind::ServerError,
        "garbage" => {
            Kind::Garbage { bytes: number.and_then(|n| n.try_into().ok()).unwrap_or(ten_megabytes()) }
        }
        "wrong_types" => Kind::WrongTypes,
        "huge_rle" => Kind::HugeRle,
        "quota_spent" => Kind::QuotaSpent { reset_in_s: number.unwrap_or(half_an_hour()) },
        "secondary_limit" => Kind::SecondaryLimit { retry_after_s: number.unwrap_or(a_minute()) },
        "unauthorised" => Kind::Unauthorised,
        "not_found" => Kind::NotFound,
        "hang" => Kind::Hang,
        _ => return None,
    })
}

fn split_number(text: &str) -> (&str, Option<u64>) {
    match text.rsplit_once(':').map(|(pattern, number)| (pattern, number.parse())) {
        Some((pattern, Ok(number))) => (pattern, Some(number)),
        _ => (text, None),
    }
}

fn half_an_hour() -> u64 {
    1800
}

fn a_minute() -> u64 {
    60
}

fn ten_megabytes() -> usize {
    10_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_and_json_say_the_same() {
        let check = |switch: &str, json: &str| {
            let expected: Fault = serde_json::from_str(json).unwrap();
            assert_eq!(switch.parse::<Fault>().unwrap(), expected, "{switch}");
        };
        check("slow=/rows:250", r#"{"kind":"slow","ms":250,"path_contains":"/rows"}"#);
        check("cut", r#"{"kind":"cut_short"}"#);
        check("429", r#"{"kind":"http_429"}"#);
        check("500=/tabs/a/rows", r#"{"kind":"http_500","path_contains":"/tabs/a/rows"}"#);
        check("garbage", r#"{"kind":"garbage","bytes":10000000}"#);
        check("huge-rle", r#"{"kind":"huge_rle"}"#);
        assert!("sometimes".parse::<Fault>().is_err());
    }

    #[test]
    fn a_fault_wears_off() {
        let mut faults: Faults =
            serde_json::from_str(r#"{"faults":[{"kind":"hang","path_contains":"rows","times":1}]}"#).unwrap();
        assert_eq!(faults.strike("/headers"), None);
        assert!(faults.strike("/rows").is_some());
        assert_eq!(faults.strike("/rows"), None);
    }
}
