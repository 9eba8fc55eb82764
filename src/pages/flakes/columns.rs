//! Which columns the table shows, how wide they are, and what their heads say.

use flakescope_core::flakes::{Column, Sort};

/// A column of the table: one of the contract's, or the strip of runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The newest runs, drawn.
    Strip,
    /// A column of the contract.
    Of(Column),
}

/// Below this width of the page rows are cards.
pub const CARDS_BELOW: f64 = 720.0;

/// The usual columns, and the width of the page from which each has room.
const USUAL: [(Shown, f64); 8] = [
    (Shown::Of(Column::Test), 0.0),
    (Shown::Of(Column::Job), 0.0),
    (Shown::Of(Column::Verdict), 0.0),
    (Shown::Of(Column::FailureRate), 0.0),
    (Shown::Strip, 1120.0),
    (Shown::Of(Column::Since), 1230.0),
    (Shown::Of(Column::Issue), 930.0),
    (Shown::Of(Column::Priority), 1360.0),
];

/// The usual columns for a width. Cards have room for all of them.
fn usual(width: f64) -> Vec<Shown> {
    let has_room = |(_, from): &&(Shown, f64)| width >= *from || width < CARDS_BELOW;
    USUAL.iter().filter(has_room).map(|(column, _)| *column).collect()
}

/// The columns to show: those of the link, or the usual ones.
pub fn shown(names: &[String], width: f64) -> Vec<Shown> {
    let named: Vec<Shown> = names.iter().filter_map(|name| parse(name)).collect();
    if named.is_empty() { usual(width) } else { named }
}

/// Every column there is, those that are usual first.
pub fn all() -> Vec<Shown> {
    let mut all = usual(f64::INFINITY);
    let others: Vec<Shown> =
        Column::ALL.map(Shown::Of).into_iter().filter(|column| !all.contains(column)).collect();
    all.extend(others);
    all
}

fn parse(name: &str) -> Option<Shown> {
    if name == Shown::Strip.name() { Some(Shown::Strip) } else { Column::parse(name).map(Shown::Of) }
}

/// The widths as a list for `grid-template-columns`.
pub fn template(columns: &[Shown]) -> String {
    columns.iter().map(|column| column.width()).collect::<Vec<_>>().join(" ")
}

impl Shown {
    /// The name in the link.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strip => "strip",
            Self::Of(column) => column.name(),
        }
    }

    /// The words in the head.
    pub fn title(self) -> String {
        match self {
            Self::Strip => "last 60 runs".to_owned(),
            Self::Of(Column::FailureRate) => "failure rate".to_owned(),
            Self::Of(Column::FailureRateLow) => "rate, low".to_owned(),
            Self::Of(Column::FailureRateHigh) => "rate, high".to_owned(),
            Self::Of(Column::Ndr) => "both outcomes".to_owned(),
            Self::Of(column) => column.name().replace('_', " "),
        }
    }

    /// What the column means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Strip => {
                "The newest 60 runs, newest left. High: failed. Half: failed and passed. Low: passed."
            }
            Self::Of(Column::Verdict) => "What the window says of the test. Defined on the method page.",
            Self::Of(Column::FailureRate) => {
                "Failures and flaky runs out of all runs in the window, with the 95 % interval if runs were \
                 independent, drawn on a square-root scale from 0 to 100 %."
            }
            Self::Of(Column::Since) => "When it began: the first failure, or the change point of the rate.",
            Self::Of(Column::Trend) => "The newer half of the runs against the older half.",
            Self::Of(Column::Priority) => "After the release-signal handbook, from the rate and the board.",
            Self::Of(Column::Issue) => {
                "The issue that tracks the test and how far the work on it is. Sorted, what nobody is on comes first."
            }
            Self::Of(Column::FlipRate) => "How often the result turned, as TestGrid counts it.",
            Self::Of(Column::Ndr) => "Both outcomes were seen in the window (a non-deterministic result).",
            Self::Of(Column::Stale) => "No result in the newest ten finished runs.",
            Self::Of(_) => "",
        }
    }

    fn width(self) -> &'static str {
        match self {
            Self::Strip => "180px",
            Self::Of(column) => match column {
                Column::Test => "minmax(240px, 1fr)",
                Column::Job | Column::ProwJob => "150px",
                Column::Verdict => "94px",
                Column::FailureRate | Column::Issue => "168px",
                Column::Since
                | Column::SinceLow
                | Column::SinceHigh
                | Column::FirstFailure
                | Column::LastFailure => "96px",
                Column::Trend => "74px",
                Column::Priority => "132px",
                Column::Dashboard | Column::LastMessage | Column::RenamedFrom => "200px",
                _ => "84px",
            },
        }
    }

    /// True for columns whose largest value is asked for first.
    fn largest_first(self) -> bool {
        !matches!(
            self,
            Self::Strip
                | Self::Of(
                    Column::Dashboard
                        | Column::Job
                        | Column::ProwJob
                        | Column::JobStatus
                        | Column::Test
                        | Column::RenamedFrom
                        | Column::Sig
                        | Column::Verdict
                        | Column::LastMessage
                        | Column::Priority
                        | Column::Issue
                        | Column::IssueMatch
                        | Column::Effort
                        | Column::TestgridUrl
                        | Column::RunUrl
                )
        )
    }
}

/// The order after a press on a head: the natural one, then the other way, then worst first again.
pub fn next_sort(now: Sort, column: Column) -> Sort {
    let natural = Shown::Of(column).largest_first();
    if now.column != Some(column) {
        Sort { column: Some(column), descending: natural }
    } else if now.descending == natural {
        Sort { column: Some(column), descending: !natural }
    } else {
        Sort::default()
    }
}

/// The value of `aria-sort`.
pub fn aria_sort(now: Sort, column: Column) -> &'static str {
    match (now.column == Some(column), now.descending) {
        (false, _) => "none",
        (true, true) => "descending",
        (true, false) => "ascending",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_can_be_named_in_a_link() {
        assert_eq!(all().len(), Column::ALL.len() + 1);
        for column in all() {
            assert_eq!(shown(&[column.name().to_owned()], 1400.0), [column]);
        }
        assert_eq!(shown(&["nonsense".to_owned()], 1400.0), usual(1400.0));
    }

    #[test]
    fn fewer_columns_on_narrow_pages_but_not_on_cards() {
        assert!(usual(1300.0).len() > usual(1100.0).len());
        assert!(usual(390.0).len() > usual(800.0).len());
        assert_eq!(usual(390.0)[0], Shown::Of(Column::Test));
    }

    #[test]
    fn three_presses_come_back_to_worst_first() {
        let first = next_sort(Sort::default(), Column::Runs);
        assert_eq!(first, Sort { column: Some(Column::Runs), descending: true });
        let second = next_sort(first, Column::Runs);
        assert_eq!(second, Sort { column: Some(Column::Runs), descending: false });
        assert_eq!(next_sort(second, Column::Runs), Sort::default());
        assert!(!next_sort(first, Column::Test).descending);
    }
}
