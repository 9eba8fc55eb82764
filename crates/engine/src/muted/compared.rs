//! Markers held against the boards: which tests are muted and pass all the same.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use flakescope_core::flakes::{BoardTests, Query};
use flakescope_core::muted::{Judged, Passes, PassingJudge, PlaceRows, Row};
use flakescope_core::warning::Warning;

use super::Means;
use super::code::ReadSources;
use crate::analyses::Analysed;
use crate::{Error, Progress, Transport};

/// After so many tests other work may come in between.
const AT_ONCE: usize = 128;

/// What came of the comparison.
#[derive(Default)]
pub(super) struct Compared {
    /// For each place its rows that pass.
    places: Vec<Passes>,
    /// On which tests of which boards it was judged; empty where nothing was.
    pub(super) sentence: String,
    /// What could not be read of the boards.
    pub(super) warnings: Vec<Warning>,
}

impl Compared {
    /// Marks the rows that it was made of.
    pub(super) fn mark(&self, places: &mut [PlaceRows]) {
        for (place, passes) in places.iter_mut().zip(&self.places) {
            passes.mark(&mut place.rows);
        }
    }
}

/// The last comparison, so that another filter compares nothing anew.
#[derive(Default)]
pub(super) struct CompareCache(RefCell<Option<Last>>);

/// A comparison, and what it was made of.
struct Last {
    read: Weak<ReadSources>,
    boards: Weak<Analysed>,
    compared: Rc<Compared>,
}

impl CompareCache {
    pub(super) fn forget(&self) {
        self.0.take();
    }

    /// Compares with the boards of `query`. Boards that cannot be read are a warning, unless the user can allow them.
    pub(super) async fn of<T: Transport + 'static>(
        &self,
        means: &Means<'_, T>,
        (read, places): (&Rc<ReadSources>, &[PlaceRows]),
        query: &Query,
        progress: &dyn Progress,
    ) -> Result<Rc<Compared>, Error> {
        let (analysed, reading) = match means.boards.read(query, progress).await {
            Ok(boards) => boards,
            Err(error @ Error::HostNotAllowed { .. }) => return Err(error),
            Err(error) => return Ok(Rc::new(unread(&error))),
        };
        let of = (Rc::downgrade(read), Rc::downgrade(&analysed));
        if let Some(last) = &*self.0.borrow()
            && last.read.ptr_eq(&of.0)
            && last.boards.ptr_eq(&of.1)
        {
            return Ok(last.compared.clone());
        }
        let boards = analysed.analysis.board_tests();
        let mut compared = Compared { warnings: reading.warnings, ..Compared::default() };
        let mut judged = Judged::default();
        for place in places {
            let passes = judge(means, &place.rows, &boards).await;
            judged.add(&passes.judged);
            compared.places.push(passes);
        }
        compared.sentence = judged.sentence(&boards);
        let compared = Rc::new(compared);
        *self.0.borrow_mut() = Some(Last { read: of.0, boards: of.1, compared: compared.clone() });
        Ok(compared)
    }
}

async fn judge<T: Transport>(means: &Means<'_, T>, rows: &[Row], boards: &BoardTests) -> Passes {
    let mut judge = PassingJudge::new(rows);
    for (number, (test, jobs)) in boards.tests.iter().enumerate() {
        if number % AT_ONCE == 0 {
            means.fetcher.rest().await;
        }
        judge.take(test, jobs);
    }
    judge.finish()
}

fn unread(error: &Error) -> Compared {
    Compared { warnings: vec![Warning::new("the boards", error.to_string())], ..Compared::default() }
}
