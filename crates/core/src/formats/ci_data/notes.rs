//! What was wrong with rows: each kind counted, with the numbers of the first rows that had it.

use std::collections::BTreeMap;

use crate::warning::Warning;

/// So many rows of a kind are named.
const NAMED: usize = 10;

/// What can be wrong with a row, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    NoRow,
    Cells,
    NoName,
    Status,
    Time,
    Repeated,
    Duration,
    Description,
    Analysis,
    NoZone,
}

impl Kind {
    /// What is wrong, and what becomes of the row.
    fn words(self) -> &'static str {
        match self {
            Self::NoRow => "no row stands there; left out",
            Self::Cells => "another number of cells than the header; left out",
            Self::NoName => "no job or no id of a run; left out",
            Self::Status => "a status other than SUCCESS, FAILURE and ABORTED; left out",
            Self::Time => "no time that can be read; left out",
            Self::Repeated => "the key (repo, job, job_id) of an earlier row; left out",
            Self::Duration => "a duration that is no number of milliseconds from 0 on; used without it",
            Self::Description => {
                "a description that is no JSON object, or a wrong number of a pull request; used as runs of no pull request"
            }
            Self::Analysis => {
                "an analysis_res that is no JSON object of lists; used as failures without a cause"
            }
            Self::NoZone => {
                "a time without a zone, which is taken for UTC; say which zone it is (--timezone +08:00)"
            }
        }
    }
}

/// Collects what is wrong.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(BTreeMap<Kind, (usize, Vec<usize>)>);

impl Notes {
    /// Notes a row by its number, from 1.
    pub(super) fn add(&mut self, kind: Kind, row: usize) {
        let (count, rows) = self.0.entry(kind).or_default();
        *count += 1;
        if rows.len() < NAMED {
            rows.push(row);
        }
    }

    /// A warning for each kind.
    pub(super) fn warnings(&self, source_name: &str) -> Vec<Warning> {
        let message = |(kind, (count, rows)): (&Kind, &(usize, Vec<usize>))| {
            let numbers: Vec<String> = rows.iter().map(ToString::to_string).collect();
            let more =
                if *count > rows.len() { format!(" and {} more", count - rows.len()) } else { String::new() };
            let word = if *count == 1 { "row" } else { "rows" };
            let message = format!("{} (in {word} {}{more})", kind.words(), numbers.join(", "));
            Warning::new(source_name, message)
        };
        self.0.iter().map(message).collect()
    }
}
