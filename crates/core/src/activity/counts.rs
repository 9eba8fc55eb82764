//! How many runs ended how.

use serde::{Deserialize, Serialize};

use super::marks::Marks;
use super::run::{CiRun, RunStatus};
use crate::stats::round6;

/// Runs by their end, and the reruns among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All runs.
    pub runs: u32,
    /// Those that passed.
    pub success: u32,
    /// Those that failed.
    pub failure: u32,
    /// Those that were ended before they had a result.
    pub aborted: u32,
    /// Those that ran a commit again which the same job had run before.
    pub reruns: u32,
    /// Those that ran a new commit of a pull request which the same job had run before.
    pub new_commit_runs: u32,
}

impl Counts {
    pub(super) fn add(&mut self, run: &CiRun, marks: Marks) {
        self.runs += 1;
        match run.status {
            RunStatus::Success => self.success += 1,
            RunStatus::Failure => self.failure += 1,
            RunStatus::Aborted => self.aborted += 1,
        }
        self.reruns += u32::from(marks.rerun);
        self.new_commit_runs += u32::from(marks.new_commit);
    }

    /// The share of `part` in all runs, with six decimals; `None` without runs.
    pub fn rate(&self, part: u32) -> Option<f64> {
        (self.runs > 0).then(|| round6(f64::from(part) / f64::from(self.runs)))
    }
}

/// Gives a row its counts, which stand in it as fields of their own: what goes to the page may not be flattened.
macro_rules! counted {
    ($row:ty) => {
        impl $row {
            pub(in crate::activity) fn counted(counts: $crate::activity::Counts) -> Self {
                Self {
                    runs: counts.runs,
                    success: counts.success,
                    failure: counts.failure,
                    aborted: counts.aborted,
                    reruns: counts.reruns,
                    new_commit_runs: counts.new_commit_runs,
                    ..Self::default()
                }
            }

            /// Its runs by their end.
            pub fn counts(&self) -> $crate::activity::Counts {
                $crate::activity::Counts {
                    runs: self.runs,
                    success: self.success,
                    failure: self.failure,
                    aborted: self.aborted,
                    reruns: self.reruns,
                    new_commit_runs: self.new_commit_runs,
                }
            }
        }
    };
}
pub(super) use counted;
