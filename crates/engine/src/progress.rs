//! What the engine tells while it works.

use crate::Answer;

/// Hears how far a request is.
pub trait Progress {
    /// `done` of `total` steps are done; `label` says which, in words.
    fn report(&self, done: u32, total: u32, label: &str);

    /// An early answer from what was read so far; fuller ones follow. Views alone, never an export.
    fn partial(&self, answer: Answer);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn report(&self, _done: u32, _total: u32, _label: &str) {}

    fn partial(&self, _answer: Answer) {}
}
