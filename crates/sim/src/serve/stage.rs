//! What every request shares: the answers, the faults in force, the log, the latency.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::faults::{Fault, Faults};
use super::github::CodeHost;
use super::log::SharedLog;
use crate::activity::Activity;
use crate::answers::Answers;
use crate::github::GitHub;

/// The shared state of the server.
pub struct Stage {
    pub(super) answers: Box<dyn Answers>,
    pub(super) latency: Duration,
    pub(super) log: SharedLog,
    pub(super) code_host: Option<CodeHost>,
    faults: Mutex<Faults>,
}

impl Stage {
    /// A stage on which `answers` are played with these faults and this delay before each answer.
    pub fn new(answers: Box<dyn Answers>, faults: Vec<Fault>, latency: Duration) -> Self {
        let faults = Mutex::new(Faults { faults });
        Self { answers, latency, log: SharedLog::default(), code_host: None, faults }
    }

    /// The same with a code host. Addresses of further pages begin with `link_base`, or with the address that the
    /// client used.
    #[must_use]
    pub fn with_github(self, github: GitHub, link_base: Option<String>) -> Self {
        Self { code_host: Some(CodeHost::new(github, link_base)), ..self }
    }

    /// The same with other runs on the code host's Actions, where there is a code host.
    #[must_use]
    pub fn with_activity(mut self, activity: Activity) -> Self {
        if let Some(code_host) = &mut self.code_host {
            code_host.set_activity(activity);
        }
        self
    }

    /// No faults, an empty log, an untouched code host.
    pub(super) fn reset(&self) {
        self.set_faults(Faults::default());
        self.log.clear();
        if let Some(code_host) = &self.code_host {
            code_host.reset();
        }
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
