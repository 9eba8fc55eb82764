//! The answer: rows, what went wrong, and the numbers above them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::row::Row;
use crate::model::TimeMs;
use crate::warning::Warning;

/// The whole answer. As JSON it is `{generated_at, muted, warnings}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutedReport {
    /// When it was made; ages count up to here.
    pub generated_at: TimeMs,
    /// The markers, by place, path and line.
    pub muted: Vec<Row>,
    /// On which tests of which boards it was judged whether muted tests pass; `None` where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<String>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// How long tests have been muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBucket {
    /// Up to 7 days.
    Week,
    /// 8 to 30 days.
    Month,
    /// 31 to 90 days.
    Quarter,
    /// 91 to 365 days.
    Year,
    /// 366 to 730 days.
    TwoYears,
    /// 731 days and more.
    Longer,
    /// The marker says no day, or one that has not come.
    Unknown,
}

impl AgeBucket {
    /// Every bucket, the youngest first.
    pub const ALL: [Self; 7] =
        [Self::Week, Self::Month, Self::Quarter, Self::Year, Self::TwoYears, Self::Longer, Self::Unknown];

    /// The bucket of an age in days.
    pub fn of(age_days: Option<u32>) -> Self {
        match age_days {
            None => Self::Unknown,
            Some(0..=7) => Self::Week,
            Some(8..=30) => Self::Month,
            Some(31..=90) => Self::Quarter,
            Some(91..=365) => Self::Year,
            Some(366..=730) => Self::TwoYears,
            Some(731..) => Self::Longer,
        }
    }

    /// The word in a link.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::TwoYears => "two_years",
            Self::Longer => "longer",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bucket| bucket.word() == word)
    }

    /// The bucket in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Week => "up to a week",
            Self::Month => "up to 30 days",
            Self::Quarter => "up to 90 days",
            Self::Year => "up to a year",
            Self::TwoYears => "up to two years",
            Self::Longer => "longer",
            Self::Unknown => "unknown",
        }
    }
}

/// The numbers above the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Markers: the rows.
    pub markers: usize,
    /// What they mute: a test with two markers counts once, and so does a class or a file.
    pub muted: usize,
    /// The middle age in days of the markers that say a day, the lower one of two.
    pub median_days: Option<u32>,
    /// The oldest day that a marker says, as written.
    pub oldest: String,
    /// Markers in each bucket of [`AgeBucket::ALL`].
    pub ages: [usize; 7],
    /// Markers per owner, the most first, then by name; without owner under the empty name.
    pub owners: Vec<(String, usize)>,
    /// Markers per file, as the owners.
    pub files: Vec<(String, usize)>,
    /// Markers with each problem that there is, in the order of [`Problem::ALL`].
    pub problems: Vec<(Problem, usize)>,
}

impl Totals {
    /// Counts rows.
    pub fn of(rows: &[Row]) -> Self {
        let mut known: Vec<(u32, &str)> =
            rows.iter().filter_map(|row| Some((row.age_days?, row.since.as_str()))).collect();
        known.sort_unstable();
        let muted: BTreeSet<[&str; 4]> =
            rows.iter().map(|row| [&row.repository, &row.branch, &row.file, row.test.as_str()]).collect();
        let count = |bucket| rows.iter().filter(|row| AgeBucket::of(row.age_days) == bucket).count();
        let with = |problem| rows.iter().filter(|row| row.problems.contains(&problem)).count();
        Self {
            markers: rows.len(),
            muted: muted.len(),
            median_days: known.get(known.len().saturating_sub(1) / 2).map(|(days, _)| *days),
            oldest: known.last().map(|(_, since)| (*since).to_owned()).unwrap_or_default(),
            ages: AgeBucket::ALL.map(count),
            owners: ranked(rows.iter().map(|row| row.owner.as_str())),
            files: ranked(rows.iter().map(|row| row.file.as_str())),
            problems: Problem::ALL.map(|p| (p, with(p))).into_iter().filter(|(_, n)| *n > 0).collect(),
        }
    }

    /// Count and age in one sentence.
    pub fn sentence(&self) -> String {
        if self.markers == 0 {
            return "No test is muted.".to_owned();
        }
        let muted = match self.muted {
            1 => "1 test, suite or file is muted".to_owned(),
            muted => format!("{muted} tests, suites and files are muted"),
        };
        let markers = match self.markers {
            1 => "by 1 marker".to_owned(),
            markers => format!("by {markers} markers"),
        };
        let unknown = self.ages.last().copied().unwrap_or_default();
        match self.median_days {
            None => format!("{muted} {markers}; none says since when."),
            Some(days) => {
                let rest = if unknown > 0 { format!("; without a day: {unknown}") } else { String::new() };
                format!(
                    "{muted} {markers}: half of the dated ones for {} or more, the oldest since {}{rest}.",
                    in_days(days),
                    self.oldest
                )
            }
        }
    }
}

fn in_days(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// How often each name occurs, the most frequent first.
fn ranked<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let mut ranked: Vec<(String, usize)> = counts.into_iter().map(|(n, c)| (n.to_owned(), c)).collect();
    // The order by name stays among equals.
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(file: &str, test: &str, since: &str, age_days: Option<u32>) -> Row {
        let [file, test, since] = [file, test, since].map(str::to_owned);
        Row { file, test, since, age_days, ..Row::default() }
    }

    #[test]
    fn one_sentence() {
        let rows = [
            row("a.py", "t", "2018-11-20", Some(29)),
            row("a.py", "t", "2018-12-13", Some(6)),
            row("a.py", "u", "2018-12-11", Some(8)),
            row("b.py", "", "", None),
        ];
        let totals = Totals::of(&rows);
        insta::assert_snapshot!(totals.sentence(), @"3 tests, suites and files are muted by 4 markers: half of the dated ones for 8 days or more, the oldest since 2018-11-20; without a day: 1.");
        assert_eq!(totals.ages, [1, 2, 0, 0, 0, 0, 1]);
        assert_eq!(totals.files, [("a.py".to_owned(), 3), ("b.py".to_owned(), 1)]);
        assert_eq!(Totals::of(&[]).sentence(), "No test is muted.");
        let one = Totals::of(&rows[3..]).sentence();
        assert_eq!(one, "1 test, suite or file is muted by 1 marker; none says since when.");
    }

    #[test]
    fn every_age_has_its_bucket() {
        for (days, expect) in [
            (0, AgeBucket::Week),
            (7, AgeBucket::Week),
            (8, AgeBucket::Month),
            (31, AgeBucket::Quarter),
            (365, AgeBucket::Year),
            (366, AgeBucket::TwoYears),
            (731, AgeBucket::Longer),
        ] {
            assert_eq!(AgeBucket::of(Some(days)), expect, "{days}");
        }
    }
}
