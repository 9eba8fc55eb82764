//! The gate of one host: how many requests at once, how long to hold back, when to stop asking.

use std::cell::{Cell, RefCell};

use flakescope_core::model::TimeMs;

use super::Failure;
use crate::watch::Watch;
use crate::{Policy, Transport};

/// The state of one host.
#[derive(Debug, Default)]
pub(super) struct Gate {
    running: Cell<usize>,
    freed: Watch,
    /// The host asked for a pause until then; requests wait for it.
    hold_until: Cell<Option<TimeMs>>,
    /// The host asked for a longer pause than we wait; requests fail until then.
    closed_until: Cell<Option<TimeMs>>,
    /// Requests in a row that were given up.
    misses: Cell<u32>,
    /// The first address that answered: asked again when many others do not.
    known_good: RefCell<Option<String>>,
    /// The last request that was given up may only have asked for something that is not there.
    may_be_absent: Cell<bool>,
    /// The known good address did not answer either.
    is_down: Cell<bool>,
}

/// A place among the requests to a host; dropping it frees the place.
pub(super) struct Pass<'a>(&'a Gate);

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.running.set(self.0.running.get().saturating_sub(1));
        self.0.freed.change();
    }
}

impl Gate {
    /// Waits for a place.
    pub(super) async fn enter(
        &self,
        transport: &impl Transport,
        policy: &Policy,
    ) -> Result<Pass<'_>, Failure> {
        loop {
            self.check_open(transport.now(), policy)?;
            if let Some(pass) = self.wait_for_place(transport, policy).await {
                return Ok(pass);
            }
        }
    }

    /// As [`Gate::enter`], for the question whether the host still answers.
    pub(super) async fn enter_to_ask(&self, transport: &impl Transport, policy: &Policy) -> Pass<'_> {
        loop {
            if let Some(pass) = self.wait_for_place(transport, policy).await {
                return pass;
            }
        }
    }

    /// A place, or none after a wait that may have changed everything.
    async fn wait_for_place(&self, transport: &impl Transport, policy: &Policy) -> Option<Pass<'_>> {
        let seen = self.freed.version();
        if let Some(hold_ms) = self.hold_ms(transport.now()) {
            transport.sleep_ms(hold_ms).await;
        } else if self.running.get() < policy.requests_per_host {
            self.running.set(self.running.get() + 1);
            return Some(Pass(self));
        } else {
            self.freed.changed_since(seen).await;
        }
        None
    }

    /// Forgets what the host did: the user asks again.
    pub(super) fn forgive(&self) {
        self.misses.set(0);
        self.is_down.set(false);
        self.hold_until.set(None);
        self.closed_until.set(None);
    }

    /// The host answered at `url`.
    pub(super) fn note_answer(&self, url: &str) {
        self.misses.set(0);
        self.is_down.set(false);
        self.known_good.borrow_mut().get_or_insert_with(|| url.to_owned());
    }

    /// An address that answered before, when so many others did not that it is worth asking there: the TestGrid API's
    /// "not found" looks like a host that is down. None when that was asked already.
    pub(super) fn doubtful(&self, policy: &Policy) -> Option<String> {
        let in_doubt = self.is_shut(policy) && self.may_be_absent.get() && !self.is_down.get();
        self.known_good.borrow().clone().filter(|_| in_doubt)
    }

    /// The address that answered before does not answer any more.
    pub(super) fn note_down(&self) {
        self.is_down.set(true);
    }

    /// A request will be tried again: if the host asked for a pause, it counts for every request.
    pub(super) fn note_wait(&self, failure: &Failure, now: TimeMs) {
        if let Some(seconds) = failure.retry_after_s() {
            self.hold_until.set(Some(later(now, seconds)).max(self.hold_until.get()));
        }
    }

    /// A request was given up.
    pub(super) fn note_given_up(&self, failure: &Failure, now: TimeMs) {
        if !failure.is_outage() {
            return;
        }
        if let Some(seconds) = failure.retry_after_s() {
            self.closed_until.set(Some(later(now, seconds)).max(self.closed_until.get()));
        }
        self.may_be_absent.set(matches!(failure, Failure::Unreachable(_)));
        self.misses.set(self.misses.get().saturating_add(1));
    }

    /// True when so many requests in a row were given up that no more are tried.
    pub(super) fn is_shut(&self, policy: &Policy) -> bool {
        self.misses.get() >= policy.give_up_after
    }

    fn check_open(&self, now: TimeMs, policy: &Policy) -> Result<(), Failure> {
        match self.closed_until.get().filter(|until| *until > now) {
            Some(until) => Err(Failure::RateLimited { retry_after_s: Some(seconds_between(now, until)) }),
            None if self.is_shut(policy) => Err(Failure::NotTried),
            None => Ok(()),
        }
    }

    fn hold_ms(&self, now: TimeMs) -> Option<u32> {
        let until = self.hold_until.get().filter(|until| *until > now)?;
        Some(u32::try_from(until.0 - now.0).unwrap_or(u32::MAX))
    }
}

fn later(now: TimeMs, seconds: u32) -> TimeMs {
    TimeMs(now.0.saturating_add(i64::from(seconds) * 1000))
}

fn seconds_between(now: TimeMs, until: TimeMs) -> u32 {
    u32::try_from((until.0 - now.0 + 999) / 1000).unwrap_or(u32::MAX)
}
