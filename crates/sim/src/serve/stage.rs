//! What every request shares: the answers, the faults in force, the log, the latency.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::faults::{Fault, Faults};
use super::log::SharedLog;
use crate::answers::Answers;

/// The shared state of the server.
pub struct Stage {
    pub(super) answers: Box<dyn Answers>,
    pub(super) latency: Duration,
    pub(super) log: SharedLog,
    faults: Mutex<Faults>,
}

impl Stage {
    /// A stage on which `answers` are played with these faults and this delay before each answer.
    pub fn new(answers: Box<dyn Answers>, faults: Vec<Fault>, latency: Duration) -> Self {
        Self { answers, latency, log: SharedLog::default(), faults: Mutex::new(Faults { faults }) }
    }

    /// The faults in force.
    pub(super) fn faults(&self) -> Faults {
        self.with_faults(|faults| faults.clone())
    }

    /// Puts other faults in force.
    pub(super) fn set_faults(&self, faults: Faults) {
        self.with_faults(|current| *current = faults);
    }

    /// The fault that strikes a request, if any.
    pub(super) fn strike(&self, path_and_query: &str) -> Option<Fault> {
        self.with_faults(|faults| faults.strike(path_and_query))
    }

    fn with_faults<T>(&self, change: impl FnOnce(&mut Faults) -> T) -> T {
        change(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
