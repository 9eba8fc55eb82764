//! What is wrong with a marker.

use serde::{Deserialize, Serialize};

use super::known::Known;
use super::marker::Marker;
use super::params::Params;
use crate::model::TimeMs;

/// Something that must be mended. The rules about reason, ticket and date are those of the pytest plugin that followed the
/// original (dcos/dcos-test-utils, f45f093).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It names no ticket.
    NoTicket,
    /// Its ticket does not begin as tickets must here.
    BadTicket,
    /// It says no day.
    NoDate,
    /// Its day is not written `YYYY-MM-DD`, or there is no such day.
    BadDate,
    /// Its day has not come yet.
    FutureDate,
    /// The day stands under another keyword than `since`, where tools do not look.
    WrongKeyword,
    /// It gives no reason.
    NoReason,
    /// The ticket is closed, and the test is still muted.
    TicketClosed,
    /// It is older than the limit.
    TooOld,
    /// The test is muted, and passes on TestGrid every time.
    Passing,
}

/// Keywords that people wrote in place of `since`: the first two stand in dcos/dcos.
const WRONG_KEYWORDS: [&str; 6] = ["date", "date_marked", "date_added", "since_date", "when", "from_date"];

impl Problem {
    /// Every problem.
    pub const ALL: [Self; 10] = [
        Self::NoTicket,
        Self::BadTicket,
        Self::NoDate,
        Self::BadDate,
        Self::FutureDate,
        Self::WrongKeyword,
        Self::NoReason,
        Self::TicketClosed,
        Self::TooOld,
        Self::Passing,
    ];

    /// The word in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoTicket => "no_ticket",
            Self::BadTicket => "bad_ticket",
            Self::NoDate => "no_date",
            Self::BadDate => "bad_date",
            Self::FutureDate => "future_date",
            Self::WrongKeyword => "wrong_keyword",
            Self::NoReason => "no_reason",
            Self::TicketClosed => "ticket_closed",
            Self::TooOld => "too_old",
            Self::Passing => "passing",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.word() == word)
    }
}

/// The moment at which the day begins; `None` where the text is not `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<TimeMs> {
    if text.len() == 10 { TimeMs::parse(&format!("{text}T00:00:00Z")) } else { None }
}

/// Whole days from the day to `now`; `None` without a day, and for one that has not come.
pub(super) fn age_days(since: &str, now: TimeMs) -> Option<u32> {
    u32::try_from(now.0.checked_sub(day(since)?.0)?.div_euclid(86_400_000)).ok()
}

/// The problems of a marker, in the order of [`Problem::ALL`]. `ticket` is the one that the row shows.
pub(super) fn problems(
    marker: &Marker,
    ticket: &str,
    params: &Params,
    known: &Known,
    now: TimeMs,
) -> Vec<Problem> {
    let begins_well = || params.ticket_prefixes.iter().any(|prefix| ticket.starts_with(prefix.as_str()));
    let wrong_keyword = marker.extra.iter().any(|(keyword, _)| WRONG_KEYWORDS.contains(&keyword.as_str()));
    let begins = day(&marker.since);
    let age = age_days(&marker.since, now);
    let holds = |problem: &Problem| match problem {
        Problem::NoTicket => ticket.is_empty(),
        Problem::BadTicket => !ticket.is_empty() && !params.ticket_prefixes.is_empty() && !begins_well(),
        Problem::NoDate => marker.since.is_empty(),
        Problem::BadDate => !marker.since.is_empty() && begins.is_none(),
        Problem::FutureDate => begins.is_some_and(|begins| begins > now),
        Problem::WrongKeyword => marker.since.is_empty() && wrong_keyword,
        Problem::NoReason => marker.reason.trim().is_empty(),
        Problem::TicketClosed => known.closed_tickets.contains(ticket),
        Problem::TooOld => age.zip(params.max_age_days).is_some_and(|(age, most)| age > most),
        // The boards say it, of whole rows: see `Passes`.
        Problem::Passing => false,
    };
    Problem::ALL.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(marker: &Marker, expect: &str) {
        let params =
            Params { max_age_days: Some(30), ticket_prefixes: vec!["DCOS".to_owned()], ..Params::default() };
        let known = Known { closed_tickets: ["DCOS-9".to_owned()].into(), ..Known::default() };
        let now = TimeMs::parse("2018-12-19T20:00:00Z").unwrap();
        let words: Vec<&str> =
            problems(marker, &marker.ticket, &params, &known, now).into_iter().map(Problem::word).collect();
        assert_eq!(words.join(" "), expect, "{marker:?}");
    }

    fn marker(ticket: &str, since: &str) -> Marker {
        let [ticket, since, reason] = [ticket, since, "x"].map(str::to_owned);
        Marker { ticket, since, reason, ..Marker::default() }
    }

    #[test]
    fn each_problem_alone() {
        check(&marker("DCOS-1", "2018-12-01"), "");
        check(&marker("", "2018-12-01"), "no_ticket");
        check(&marker("OTHER-1", "2018-12-01"), "bad_ticket");
        check(&marker("DCOS-1", ""), "no_date");
        check(&marker("DCOS-1", "12/01/2018"), "bad_date");
        check(&marker("DCOS-1", "2018-02-30"), "bad_date");
        check(&marker("DCOS-1", "2018-12-20"), "future_date");
        check(&marker("DCOS-9", "2018-12-01"), "ticket_closed");
        check(&marker("DCOS-1", "2018-11-19"), "");
        check(&marker("DCOS-1", "2018-11-18"), "too_old");
        let wrong = vec![("date_marked".to_owned(), "2018-12-01".to_owned())];
        check(&Marker { extra: wrong.clone(), ..marker("DCOS-1", "") }, "no_date wrong_keyword");
        check(&Marker { extra: wrong, ..marker("DCOS-1", "2018-12-01") }, "");
        check(&Marker { reason: " ".into(), ..marker("DCOS-1", "2018-12-01") }, "no_reason");
    }

    #[test]
    fn age_is_in_whole_days() {
        let now = TimeMs::parse("2018-12-19T20:00:00Z").unwrap();
        for (since, expect) in [
            ("2018-12-19", Some(0)),
            ("2018-12-18", Some(1)),
            ("2017-12-19", Some(365)),
            ("2018-12-20", None),
            ("", None),
            ("2018-12-18T", None),
        ] {
            assert_eq!(age_days(since, now), expect, "{since}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for problem in Problem::ALL {
            assert_eq!(Problem::parse(problem.word()), Some(problem));
        }
        assert_eq!(Problem::parse("none"), None);
    }
}
