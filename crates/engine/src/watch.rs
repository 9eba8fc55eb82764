//! A counter that tasks of one thread can wait on.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Counts changes and wakes those who wait for the next one.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    version: Cell<u64>,
    sleepers: RefCell<Vec<Waker>>,
}

impl Watch {
    /// How many changes there were.
    pub(crate) fn version(&self) -> u64 {
        self.version.get()
    }

    /// Counts a change.
    pub(crate) fn change(&self) {
        self.version.set(self.version.get().wrapping_add(1));
        for sleeper in self.sleepers.take() {
            sleeper.wake();
        }
    }

    /// Waits until the version is no longer `seen`.
    pub(crate) async fn changed_since(&self, seen: u64) {
        poll_fn(|context| {
            if self.version.get() != seen {
                return Poll::Ready(());
            }
            self.sleep(context.waker());
            Poll::Pending
        })
        .await;
    }

    fn sleep(&self, waker: &Waker) {
        let mut sleepers = self.sleepers.borrow_mut();
        if !sleepers.iter().any(|sleeper| sleeper.will_wake(waker)) {
            sleepers.push(waker.clone());
        }
    }
}
