//! Boards for those who ask about something else: read in full, as `flakes` reads them, and shared with it.

use std::rc::Rc;

use flakescope_core::export::Format;
use flakescope_core::flakes::{BoardTests, Query, Source};
use flakescope_core::warning::Warning;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use crate::analyses::Analysed;
use crate::render::Asked;
use crate::stock::Want;
use crate::{Engine, Error, Progress, Reading, Request, Transport};

/// What an answer gives that was read.
pub(crate) type ReadBoards = Result<(Rc<Analysed>, Reading), Error>;

/// Reads boards for a part of the program that does not know the engine.
pub(crate) trait Boards {
    /// The boards of a query.
    fn read<'a>(&'a self, query: &'a Query, progress: &'a dyn Progress) -> LocalBoxFuture<'a, ReadBoards>;
}

impl<T: Transport + 'static> Boards for Engine<T> {
    fn read<'a>(&'a self, query: &'a Query, progress: &'a dyn Progress) -> LocalBoxFuture<'a, ReadBoards> {
        self.read_boards(query, progress).boxed_local()
    }
}

impl<T: Transport + 'static> Engine<T> {
    /// The tests of the boards of a query by name, with their results over the window, and what did not go well.
    pub async fn board_tests(
        &self,
        query: &Query,
        progress: &impl Progress,
    ) -> Result<(BoardTests, Vec<Warning>), Error> {
        let (analysed, reading) = self.read_boards(query, progress).await?;
        Ok((analysed.analysis.board_tests(), reading.warnings))
    }

    async fn read_boards(&self, query: &Query, progress: &(impl Progress + ?Sized)) -> ReadBoards {
        let query = self.with_boards(query);
        query.params.check()?;
        let want = Want::of_boards(&query)?;
        let stock = self.stock(&query.source)?;
        stock.forget_total_failure(&want);
        let wish = stock.wish(want);
        let filter = query.filter.without_search();
        // A file waits until everything is read.
        let request = Request::FlakesExport { query, format: Format::Csv };
        self.read(&wish, None, &Asked { request: &request, filter, writers: None }, progress).await;
        let query = request.query();
        stock.check_readable(&wish.want, &query.source)?;
        Ok(self.analyse(&wish, None, query).await)
    }

    /// Files at hand may be sources and no boards: then the public boards are meant.
    fn with_boards(&self, query: &Query) -> Query {
        let mut query = query.clone();
        if query.source == Source::Files && self.stock(&query.source).is_err() {
            query.source = Source::TestGrid;
        }
        if query.source == Source::TestGrid
            && query.dashboards.is_empty()
            && query.dashboard_groups.is_empty()
        {
            query.dashboards = Query::default().dashboards;
        }
        query
    }
}
