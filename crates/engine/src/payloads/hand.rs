//! The runs that a request names, and what is known from before: out of files, the sample, a bucket or a board.

use std::rc::Rc;

use flakescope_core::flakes::{Source, TabRuns};
use flakescope_core::formats::payloads::GivenRuns;
use flakescope_core::payloads::{Query, RunsFrom};

use super::part::{Earlier, ReadRuns};
use super::{AtHand, newest, read_listed};
use crate::render::Asked;
use crate::stock::Want;
use crate::{Engine, Error, Progress, Reading, Request, Transport};

impl<T: Transport + 'static> Engine<T> {
    /// The runs that are judged. A board is read where it names them, or where it is their history.
    pub(crate) async fn runs_at_hand(
        &self,
        request: &Request,
        about: &Query,
        progress: &impl Progress,
    ) -> Result<AtHand, Error> {
        let source = &request.query().source;
        if about.from == RunsFrom::Given {
            return self.payloads.given(source, &self.fetcher).await;
        }
        let board = if about.dashboard.is_empty() {
            None
        } else {
            Some(self.tab_runs(request, about, progress).await?)
        };
        let (board, reading) = board.map_or_else(<_>::default, |(board, reading)| (Some(board), reading));
        let places = board.as_ref().map(|board| newest(board, &about.from)).unwrap_or_default();
        let has_files = !matches!(source, Source::Sample | Source::Files);
        let runs = match (&about.from, &board) {
            (RunsFrom::Listed { addresses }, _) => self.listed(addresses, progress).await?,
            (_, Some(board)) if has_files => {
                let runs = places.iter().filter_map(|place| board.runs.get(*place));
                self.listed(&runs.map(|run| run.url.clone()).collect::<Vec<_>>(), progress).await?
            }
            (_, Some(board)) => {
                let part = self.payloads.part(&self.fetcher.transport).await?;
                Rc::new(part.of_board(board, &about.job, &places))
            }
            (_, None) => return Err(Error::NoPayload),
        };
        let earlier = board.map_or(Earlier::Beside, Earlier::Board);
        Ok(AtHand { runs, earlier, reading })
    }

    /// The runs of a tab, whatever the window.
    async fn tab_runs(
        &self,
        request: &Request,
        about: &Query,
        progress: &impl Progress,
    ) -> Result<(Rc<TabRuns>, Reading), Error> {
        let query = request.query();
        let want = Want::of(request)?;
        let stock = self.stock(&query.source)?;
        stock.forget_total_failure(&want);
        let wish = stock.wish(want);
        let asked = Asked { request, filter: query.filter.without_search(), writers: None };
        self.read(&wish, None, &asked, progress).await;
        stock.check_readable(&wish.want, &query.source)?;
        let (analysed, reading) = self.analyse(&wish, None, query).await;
        let Some(runs) = analysed.analysis.tab_runs(&about.dashboard, &about.job) else {
            let (dashboard, job) = (about.dashboard.clone(), about.job.clone());
            return Err(Error::NoSuchJob { dashboard, job });
        };
        Ok((Rc::new(runs), reading))
    }

    async fn listed(&self, addresses: &[String], progress: &impl Progress) -> Result<Rc<GivenRuns>, Error> {
        if let Some(known) = self.payloads.listed(addresses) {
            return Ok(known);
        }
        let most = RunsFrom::MOST_RUNS as usize;
        let wanted = addresses.get(..addresses.len().min(most)).unwrap_or_default();
        let reader = self.read_runs().await?;
        let runs = Rc::new(read_listed(&self.fetcher, reader, wanted, progress).await);
        self.payloads.keep_listed(addresses.to_vec(), &runs);
        Ok(runs)
    }

    /// Takes files with the runs of a payload; the code for it is loaded first.
    pub async fn read_runs(&self) -> Result<Box<dyn ReadRuns>, Error> {
        Ok(self.payloads.part(&self.fetcher.transport).await?.reader())
    }

    /// Takes what `files` files gave as the runs of a payload, or as what was before, in place of earlier ones.
    pub fn set_runs(&self, runs: GivenRuns, files: u32, earlier: bool) {
        if earlier {
            self.payloads.take_earlier(runs);
        } else {
            self.payloads.take(runs, files);
        }
    }
}
