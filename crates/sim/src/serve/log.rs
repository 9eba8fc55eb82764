//! Which requests came, and how many at once.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    method: String,
    path: String,
    /// Requests under way when it came, itself included.
    concurrent: usize,
}

/// Every request since the start or the last reset.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Log {
    requests: Vec<Entry>,
    peak_concurrent: usize,
    #[serde(rename = "concurrent")]
    under_way: usize,
}

/// A log that many requests share.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedLog(Arc<Mutex<Log>>);

/// Held while a request is under way, until its body is sent or the client has left.
#[derive(Debug)]
pub(super) struct UnderWay(SharedLog);

impl SharedLog {
    /// Writes a request down and counts it as under way.
    pub(super) fn enter(&self, method: &str, path: &str) -> UnderWay {
        self.with(|log| {
            log.under_way += 1;
            log.peak_concurrent = log.peak_concurrent.max(log.under_way);
            let concurrent = log.under_way;
            log.requests.push(Entry { method: method.to_owned(), path: path.to_owned(), concurrent });
        });
        UnderWay(self.clone())
    }

    /// What was written so far.
    pub(super) fn read(&self) -> Log {
        self.with(|log| log.clone())
    }

    /// Forgets the requests, not those under way.
    pub(super) fn clear(&self) {
        self.with(|log| {
            log.requests.clear();
            log.peak_concurrent = log.under_way;
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut Log) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.with(|log| log.under_way -= 1);
    }
}
