//! Which requests came, and how many at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use serde::Serialize;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    method: String,
    path: String,
    /// What came with it, by lower-case name; several of one name are joined by commas.
    headers: BTreeMap<String, String>,
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
    pub(super) fn enter(&self, method: &str, path: &str, headers: &HeaderMap) -> UnderWay {
        let headers = written(headers);
        self.with(|log| {
            log.under_way += 1;
            log.peak_concurrent = log.peak_concurrent.max(log.under_way);
            let concurrent = log.under_way;
            let (method, path) = (method.to_owned(), path.to_owned());
            log.requests.push(Entry { method, path, headers, concurrent });
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

fn written(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut written = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let line = written.entry(name.as_str().to_owned()).or_default();
        *line = if line.is_empty() { value.into_owned() } else { format!("{line}, {value}") };
    }
    written
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.with(|log| log.under_way -= 1);
    }
}
