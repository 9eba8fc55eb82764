//! Getting bytes: from what was stored, else from the source, with patience; else an older copy.

mod failure;
mod gate;
mod patience;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;

use flakescope_core::model::TimeMs;
use futures_util::future::{Either, select};

pub(crate) use failure::Failure;

use crate::published::Published;
use crate::{Policy, SampleFile, Stored, Transport};
use gate::{Gate, Pass};

/// Fetches for all sources: it keeps the limits of each host.
pub(crate) struct Fetcher<T> {
    pub(crate) transport: T,
    pub(crate) policy: Policy,
    pub(crate) published: Published,
    gates: RefCell<BTreeMap<String, Rc<Gate>>>,
    fresh_from: Cell<TimeMs>,
    rested_at: Cell<TimeMs>,
}

/// Bytes and their age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fetched {
    pub(crate) body: Vec<u8>,
    pub(crate) at: TimeMs,
    pub(crate) origin: FetchOrigin,
}

/// Where bytes came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FetchOrigin {
    /// The source, just now.
    Source,
    /// A stored answer that is fresh enough.
    Store,
    /// A stored answer that is not, because the source does not answer.
    OldStore,
    /// The published snapshot.
    Snapshot,
}

impl<T: Transport> Fetcher<T> {
    pub(crate) fn new(transport: T, policy: Policy) -> Self {
        let start = Cell::new(TimeMs(i64::MIN));
        Self {
            transport,
            policy,
            published: Published::default(),
            gates: RefCell::default(),
            fresh_from: start.clone(),
            rested_at: start,
        }
    }

    /// From now on nothing that was stored before counts as fresh.
    pub(crate) fn distrust_stored(&self) {
        self.fresh_from.set(self.transport.now());
    }

    /// Forgets which hosts did not answer and which asked for a pause: the user asks again.
    pub(crate) fn forgive(&self) {
        self.gates.borrow().values().for_each(|gate| gate.forgive());
    }

    /// Gets the bytes at `url`, which lies on `host`.
    pub(crate) async fn fetch(&self, host: &str, url: &str) -> Result<Fetched, Failure> {
        let stored = match self.stored(url).await {
            Some((stored, true)) => return Ok(reuse(stored, FetchOrigin::Store)),
            stored => stored.map(|(stored, _)| stored),
        };
        match (self.fetch_patiently(host, url).await, stored) {
            (Ok(body), _) => Ok(Fetched { body, at: self.transport.now(), origin: FetchOrigin::Source }),
            (Err(failure), Some(stored)) if failure.is_outage() => Ok(reuse(stored, FetchOrigin::OldStore)),
            (Err(failure), _) => Err(failure),
        }
    }

    /// A file of the built-in sample.
    pub(crate) async fn sample(&self, file: SampleFile) -> Result<Vec<u8>, Failure> {
        let bytes = self.transport.sample(file).await;
        bytes.map_err(|error| Failure::from_transport(error, self.policy.timeout_ms))
    }

    /// What was stored for `url` and may still be used, and whether it is fresh.
    pub(crate) async fn stored(&self, url: &str) -> Option<(Stored, bool)> {
        let stored = self.transport.cache_get(url).await?;
        let fresh = self.is_fresh(stored.stored_at);
        let usable = self.age_ms(stored.stored_at) <= self.policy.keep_ms;
        usable.then_some((stored, fresh))
    }

    /// Stores what came from the source and could be read.
    pub(crate) async fn store(&self, url: &str, fetched: Fetched) {
        if fetched.origin == FetchOrigin::Source {
            let stored = Stored { body: fetched.body, stored_at: fetched.at };
            self.transport.cache_put(url, stored).await;
        }
    }

    /// Lets others run, if they had to wait for a while.
    pub(crate) async fn rest(&self) {
        if self.transport.now().0.saturating_sub(self.rested_at.get().0) >= self.policy.rest_every_ms {
            self.transport.yield_now().await;
            self.rested_at.set(self.transport.now());
        }
    }

    fn is_fresh(&self, stored_at: TimeMs) -> bool {
        stored_at >= self.fresh_from.get() && self.age_ms(stored_at) < self.policy.fresh_ms
    }

    /// How long ago that was; a moment in the future is no age.
    pub(crate) fn age_ms(&self, stored_at: TimeMs) -> i64 {
        let age = self.transport.now().0.saturating_sub(stored_at.0);
        if age < 0 { i64::MAX } else { age }
    }

    async fn fetch_patiently(&self, host: &str, url: &str) -> Result<Vec<u8>, Failure> {
        let gate = self.gate(host);
        let mut tries = 0;
        loop {
            let failure = match self.fetch_once(&gate, url).await {
                Ok(body) => return Ok(body),
                Err(failure) => failure,
            };
            tries += 1;
            let Some(wait_ms) = patience::wait_ms(&self.policy, url, tries, &failure) else {
                gate.note_given_up(&failure, self.transport.now());
                return Err(failure);
            };
            gate.note_wait(&failure, self.transport.now());
            self.transport.sleep_ms(wait_ms).await;
        }
    }

    async fn fetch_once(&self, gate: &Gate, url: &str) -> Result<Vec<u8>, Failure> {
        let _pass = self.enter(gate).await?;
        let result = self.get_once(url).await;
        if !result.as_ref().is_err_and(Failure::is_outage) {
            gate.note_answer(url);
        }
        result
    }

    /// A place among the requests. A gate that is shut is opened again when the host still answers elsewhere.
    async fn enter<'a>(&self, gate: &'a Gate) -> Result<Pass<'a>, Failure> {
        loop {
            match gate.enter(&self.transport, &self.policy).await {
                Err(Failure::NotTried) if self.still_answers(gate).await => {}
                other => return other,
            }
        }
    }

    /// When many requests in a row got no answer, asks where there was one before; each time once.
    async fn still_answers(&self, gate: &Gate) -> bool {
        let _pass = gate.enter_to_ask(&self.transport, &self.policy).await;
        if let Some(url) = gate.doubtful(&self.policy) {
            match self.get_once(&url).await {
                Ok(_) => gate.note_answer(&url),
                Err(_) => gate.note_down(),
            }
        }
        !gate.is_shut(&self.policy)
    }

    async fn get_once(&self, url: &str) -> Result<Vec<u8>, Failure> {
        let get = pin!(self.transport.get(url, self.policy.max_bytes));
        let timer = pin!(self.transport.sleep_ms(self.policy.timeout_ms));
        match select(get, timer).await {
            Either::Left((Ok(response), _)) => Failure::check(response, self.policy.max_bytes),
            Either::Left((Err(error), _)) => Err(Failure::from_transport(error, self.policy.timeout_ms)),
            Either::Right(_) => Err(Failure::TimedOut { seconds: self.policy.timeout_ms / 1000 }),
        }
    }

    fn gate(&self, host: &str) -> Rc<Gate> {
        self.gates.borrow_mut().entry(host.to_owned()).or_default().clone()
    }
}

fn reuse(stored: Stored, origin: FetchOrigin) -> Fetched {
    Fetched { body: stored.body, at: stored.stored_at, origin }
}
