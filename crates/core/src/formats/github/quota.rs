//! How much may still be asked, and why an answer was refused (docs.github.com, "Rate limits for the REST API").

use super::errors::error_sentence;
use crate::model::TimeMs;

/// The wait after a refusal that does not tell how long: the service asks for at least a minute.
pub const LEAST_WAIT_S: u32 = 60;

/// The state of one allowance, as `x-ratelimit-…` headers tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests in a period.
    pub limit: u32,
    /// Requests left.
    pub remaining: u32,
    /// When the next period begins.
    pub resets_at: Option<TimeMs>,
    /// Which allowance: `core`, `search`, `graphql`, …
    pub resource: String,
}

impl Quota {
    /// Reads the headers of an answer; `header` looks one up by its name in lower case. `None` where the answer does
    /// not tell.
    pub fn read(header: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let number = |name: &str| header(name)?.trim().parse::<u32>().ok();
        Some(Self {
            limit: number("x-ratelimit-limit")?,
            remaining: number("x-ratelimit-remaining")?,
            resets_at: resets_at(header),
            resource: header("x-ratelimit-resource").unwrap_or_else(|| "core".to_owned()),
        })
    }
}

fn resets_at(header: &dyn Fn(&str) -> Option<String>) -> Option<TimeMs> {
    TimeMs::from_seconds(header("x-ratelimit-reset")?.trim().parse().ok()?)
}

/// Why the service refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The allowance is used up.
    Primary {
        /// When it begins anew, if told.
        resets_at: Option<TimeMs>,
    },
    /// Too much was asked in too short a time.
    Secondary {
        /// Seconds to wait, [`LEAST_WAIT_S`] where untold.
        retry_after_s: u32,
    },
    /// The token is wrong or has run out.
    BadToken,
    /// Asking this is not allowed, with or without the token.
    Forbidden,
    /// There is no such thing, or it is private.
    NotFound,
    /// Issues are switched off in this repository.
    Gone,
    /// The service does not accept the request: a wrong label, a page too far.
    Invalid,
    /// The service is out of order.
    Unavailable,
    /// Any other status.
    Other(u16),
}

impl Refusal {
    /// Reads a refused answer; `None` where the status is not one (2xx, and 304: nothing new).
    pub fn read(status: u16, header: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Option<Self> {
        match status {
            200..=299 | 304 => None,
            403 | 429 => Some(limited(status, header, body)),
            401 => Some(Self::BadToken),
            404 => Some(Self::NotFound),
            410 => Some(Self::Gone),
            422 => Some(Self::Invalid),
            500..=599 => Some(Self::Unavailable),
            other => Some(Self::Other(other)),
        }
    }

    /// What happened and what to do, in short sentences. Times are left to the caller, who knows the clock.
    pub fn words(&self) -> String {
        match self {
            Self::Primary { .. } => {
                "GitHub's hourly allowance is used up. Wait for the reset, or give a token.".into()
            }
            Self::Secondary { retry_after_s } => format!("GitHub asks for a pause of {retry_after_s} s."),
            Self::BadToken => "GitHub does not accept the token. Give another one, or none.".into(),
            Self::Forbidden => "GitHub does not allow this. The token may lack a permission.".into(),
            Self::NotFound => "GitHub does not know this address, or it is private. Check the name.".into(),
            Self::Gone => "Issues are switched off in this repository.".into(),
            Self::Invalid => "GitHub does not accept the request.".into(),
            Self::Unavailable => "GitHub is out of order. Try again later.".into(),
            Self::Other(status) => format!("GitHub answered with status {status}."),
        }
    }
}

/// A 403 is a limit only if it says so; a 429 always is.
fn limited(status: u16, header: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Refusal {
    if header("x-ratelimit-remaining").is_some_and(|remaining| remaining.trim() == "0") {
        return Refusal::Primary { resets_at: resets_at(header) };
    }
    match header("retry-after") {
        Some(wait) => Refusal::Secondary { retry_after_s: wait.trim().parse().unwrap_or(LEAST_WAIT_S) },
        None if status == 429 || speaks_of_limits(body) => Refusal::Secondary { retry_after_s: LEAST_WAIT_S },
        None => Refusal::Forbidden,
    }
}

fn speaks_of_limits(body: &[u8]) -> bool {
    let said = error_sentence(body).unwrap_or_default().to_ascii_lowercase();
    said.contains("rate limit") || said.contains("abuse")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| pairs.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn quotas() {
        let full = headers(&[
            ("x-ratelimit-limit", "60"),
            ("x-ratelimit-remaining", "59"),
            ("x-ratelimit-reset", "1658205727"),
            ("x-ratelimit-resource", "search"),
        ]);
        let resets_at = TimeMs::parse("2022-07-19T04:42:07Z");
        let expect = Quota { limit: 60, remaining: 59, resets_at, resource: "search".into() };
        assert_eq!(Quota::read(&full), Some(expect));
        let sparse = headers(&[
            ("x-ratelimit-limit", "60"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1507651200000"),
        ]);
        let expect = Quota { limit: 60, remaining: 0, resets_at: None, resource: "core".into() };
        assert_eq!(Quota::read(&sparse), Some(expect));
        assert_eq!(Quota::read(&headers(&[("x-ratelimit-limit", "60")])), None);
        let wrong = headers(&[("x-ratelimit-limit", "many"), ("x-ratelimit-remaining", "-1")]);
        assert_eq!(Quota::read(&wrong), None);
    }

    #[test]
    fn refusals() {
        const USED_UP: &[(&str, &str)] =
            &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1658205727")];
        const PAUSE: &[(&str, &str)] = &[("retry-after", "30"), ("x-ratelimit-remaining", "9")];
        const ODD: &[(&str, &str)] = &[("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")];
        const LIMIT: &str = r#"{"message":"You have exceeded a secondary rate limit."}"#;
        let primary = Refusal::Primary { resets_at: TimeMs::parse("2022-07-19T04:42:07Z") };
        let pause = |retry_after_s| Refusal::Secondary { retry_after_s };
        for (status, pairs, body, expect) in [
            (200, USED_UP, "", None),
            (304, &[][..], "", None),
            (403, USED_UP, "", Some(primary.clone())),
            (429, USED_UP, "", Some(primary)),
            (403, &USED_UP[..1], "", Some(Refusal::Primary { resets_at: None })),
            (403, PAUSE, "", Some(pause(30))),
            (429, ODD, "", Some(pause(60))),
            (429, &[], "", Some(pause(60))),
            (403, &[], LIMIT, Some(pause(60))),
            (403, &[], r#"{"message":"Resource not accessible"}"#, Some(Refusal::Forbidden)),
            (401, &[], "", Some(Refusal::BadToken)),
            (404, USED_UP, "", Some(Refusal::NotFound)),
            (410, &[], "", Some(Refusal::Gone)),
            (422, &[], "", Some(Refusal::Invalid)),
            (502, &[], "<html>", Some(Refusal::Unavailable)),
            (301, &[], "", Some(Refusal::Other(301))),
        ] {
            let found = Refusal::read(status, &headers(pairs), body.as_bytes());
            assert_eq!(found, expect, "{status} {pairs:?}");
            assert!(found.is_none_or(|refusal| refusal.words().ends_with('.')));
        }
    }
}
