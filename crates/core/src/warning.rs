//! What went wrong without stopping the work: collected on the way, shown beside the result.

use serde::{Deserialize, Serialize};

/// One thing the reader of a report must know: which input, and what happened to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    /// The file, board or tab that the warning is about, as the user knows it.
    pub subject: String,
    /// What happened, what it means, what to do: short sentences.
    pub message: String,
}

impl Warning {
    /// Builds a warning about `subject`.
    pub fn new(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { subject: subject.into(), message: message.into() }
    }
}
