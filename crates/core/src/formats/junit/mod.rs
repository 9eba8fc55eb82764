//! JUnit XML of every producer: one walk over the test cases, for every question that reads such files. Broken files are read
//! as far as they go, and again from the next test case on. Entities are never expanded beyond the five that XML itself has,
//! so that no text can grow.

mod references;
mod walk;

use crate::model::{FailureStatus, TimeMs};

pub use walk::walk;

/// A suite that is open while a test case is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suite {
    /// Its name; empty where the file gives none.
    pub name: String,
    /// Its `timestamp`, where it can be read.
    pub started: Option<TimeMs>,
}

/// One test case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its `name`.
    pub name: String,
    /// Its `classname`.
    pub class: String,
    /// What it says of its end; `None` where it says nothing, which means that it passed.
    pub status: Option<FailureStatus>,
    /// True when it failed, and passed when it was run again within the same file (`flakyFailure`, `flakyError`).
    pub passed_again: bool,
    /// True for a test whose failures inform and do not count: `lifecycle="informing"`.
    pub informing: bool,
    /// Messages and texts of its failures, in order.
    pub text: String,
    /// What the test wrote.
    pub output: String,
    /// False when the file breaks off or is broken before the end of the case: it may have failed without saying so.
    pub is_whole: bool,
}

/// What a walk met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Test cases.
    pub cases: usize,
    /// Suites without a name.
    pub unnamed_suites: usize,
    /// Places at which the file is broken or cut short; after each some cases may be lost.
    pub breaks: usize,
    /// Named entities, which are shown as written.
    pub entities: usize,
    /// True when there was a suite, or a list of suites.
    pub has_suites: bool,
}

impl Walked {
    /// False for XML that has neither a suite nor a test case.
    pub fn is_junit(&self) -> bool {
        self.has_suites || self.cases > 0
    }
}
