//! What was read of one source, and the reading of the rest: shared by every request that wants it.

mod count;
mod plan;
mod reader;
mod slot;
mod snapshot;
mod state;
mod want;

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use flakescope_core::flakes::Source;
use flakescope_core::model::Dataset;
use flakescope_core::warning::Warning;
use futures_util::FutureExt;

pub(crate) use count::Count;
pub(crate) use snapshot::{Snapshot, SnapshotTab};
pub(crate) use state::State;
pub(crate) use want::Want;

use crate::fetch::{Failure, Fetcher};
use crate::supply::Supply;
use crate::underway::{Underway, beside};
use crate::watch::Watch;
use crate::{Error, Reading, Transport};

/// One source's boards.
pub(crate) struct Stock<T> {
    /// No other stock of the engine has it.
    pub(crate) number: u64,
    pub(crate) supply: Supply<T>,
    pub(crate) fetcher: Rc<Fetcher<T>>,
    pub(crate) state: RefCell<State>,
    pub(crate) changed: Watch,
    reading: RefCell<Option<Underway>>,
    /// What could not be read of the files.
    file_warnings: Vec<Warning>,
}

/// One request's wish for boards; dropping it ends the wish, and the reading when it was the last.
pub(crate) struct Wish<T> {
    pub(crate) stock: Rc<Stock<T>>,
    number: u64,
    pub(crate) want: Want,
}

impl<T: Transport + 'static> Stock<T> {
    /// An empty stock.
    pub(crate) fn new(number: u64, supply: Supply<T>, fetcher: Rc<Fetcher<T>>) -> Self {
        Self {
            number,
            supply,
            fetcher,
            state: RefCell::default(),
            changed: Watch::default(),
            reading: RefCell::default(),
            file_warnings: Vec::new(),
        }
    }

    /// Puts what was read of files in stock.
    pub(crate) fn put_files(&mut self, dataset: Dataset, warnings: Vec<Warning>) {
        let now = self.fetcher.transport.now();
        self.state.get_mut().put_boards(dataset.boards, now);
        self.file_warnings = warnings;
    }

    /// What failed is read again by the next reading.
    pub(crate) fn forget_failures(&self) {
        self.state.borrow_mut().forget_failures();
        self.changed.change();
    }

    /// When nothing that `want` names could be read, it is read again: there is nothing to lose.
    pub(crate) fn forget_total_failure(&self, want: &Want) {
        let count = self.state.borrow().count(want);
        if count.is_complete() && !count.has_a_board() {
            self.forget_failures();
        }
    }

    /// The words beside an answer.
    pub(crate) fn reading_words(&self, want: &Want, source: &Source) -> Reading {
        let mut reading = self.state.borrow().reading(want);
        reading.source = self.supply.words(source);
        reading.made_up = *source == Source::Sample;
        reading.warnings.splice(0..0, self.file_warnings.iter().cloned());
        reading
    }

    /// An error when no board that a request wants could be read.
    pub(crate) fn check_readable(&self, want: &Want, source: &Source) -> Result<(), Error> {
        let state = self.state.borrow();
        if state.count(want).has_a_board() {
            return Ok(());
        }
        let warnings = state.reading(want).warnings;
        let failures: Vec<Failure> = state.failures(want).into_iter().map(|(_, failure)| failure).collect();
        let source_name = self.supply.words(source);
        if let Some(first) = self.file_warnings.first() {
            let reason = format!("{}: {}", first.subject, first.message);
            return Err(Error::Files { source_name, reason, warnings: self.file_warnings.clone() });
        }
        Err(Error::of_failures(source_name, &failures, warnings))
    }

    /// Registers a request.
    pub(crate) fn wish(self: &Rc<Self>, want: Want) -> Wish<T> {
        let number = self.state.borrow_mut().open_want(want.clone());
        self.changed.change();
        Wish { stock: self.clone(), number, want }
    }

    /// Runs `future`, and the reading beside it.
    pub(crate) async fn read_beside<F: Future>(self: &Rc<Self>, future: F) -> F::Output {
        beside(self.reading(), future).await
    }

    /// The reading that is under way, else a new one.
    fn reading(self: &Rc<Self>) -> Underway {
        self.reading.borrow_mut().get_or_insert_with(|| self.start_reading()).clone()
    }

    fn start_reading(self: &Rc<Self>) -> Underway {
        self.state.borrow_mut().forget_unfinished();
        self.fetcher.forgive();
        reader::read(self.clone()).boxed_local().shared()
    }
}

impl<T> Drop for Wish<T> {
    fn drop(&mut self) {
        if self.stock.state.borrow_mut().close_want(self.number) {
            let abandoned = self.stock.reading.take();
            drop(abandoned);
        }
    }
}
