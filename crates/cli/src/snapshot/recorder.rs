//! The way to the network, with a note of what came: the answers of a snapshot are the very bytes that the engine read.

use std::cell::RefCell;
use std::collections::BTreeMap;

use flakescope_core::model::TimeMs;
use flakescope_core::snapshot::Boards;
use flakescope_engine::{Call, Reply, Response, SampleFile, Transport, TransportError};

use crate::transport::Native;

/// Notes every good answer by its address.
#[derive(Default)]
pub(super) struct Recorder {
    native: Native,
    answers: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Recorder {
    /// What was read below `source` by its path, and what the code host said by its path. What a project board says is left
    /// out: it was read with a token, and may not be for everyone.
    pub(super) fn boards(&self, source: &str) -> Boards {
        let mut boards = Boards::default();
        for (url, body) in self.answers.borrow().iter() {
            let repository = || url.find("/repos/").and_then(|at| url.get(at..));
            if let Some(path) = url.strip_prefix(source).or_else(repository) {
                boards.put(path, body);
            }
        }
        boards
    }

    fn note(&self, url: &str, status: u16, body: &[u8]) {
        if status == 200 {
            self.answers.borrow_mut().insert(url.to_owned(), body.to_vec());
        }
    }
}

impl Transport for Recorder {
    async fn get(&self, url: &str, max_bytes: u64) -> Result<Response, TransportError> {
        let answer = self.native.get(url, max_bytes).await?;
        self.note(url, answer.status, &answer.body);
        Ok(answer)
    }

    async fn call(&self, call: Call) -> Result<Reply, TransportError> {
        let url = call.body.is_none().then(|| call.url.clone());
        let reply = self.native.call(call).await?;
        if let Some(url) = url {
            self.note(&url, reply.status, &reply.body);
        }
        Ok(reply)
    }

    async fn sleep_ms(&self, ms: u32) {
        self.native.sleep_ms(ms).await;
    }

    async fn yield_now(&self) {
        self.native.yield_now().await;
    }

    fn now(&self) -> TimeMs {
        self.native.now()
    }

    async fn sample(&self, file: SampleFile) -> Result<Vec<u8>, TransportError> {
        self.native.sample(file).await
    }
}
