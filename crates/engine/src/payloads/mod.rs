//! `payloads`: from runs in files, in a bucket or on a board to the verdict. The code that judges lies behind a [`part`];
//! [`judge`] is that code.

mod bucket_runs;
mod compared;
mod hand;
mod judge;
mod part;

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::flakes::{Source, TabRuns};
use flakescope_core::formats::payloads::{GivenRuns, InputFile};
use flakescope_core::model::TimeMs;
use flakescope_core::payloads::{Params, Query, RunsFrom};

pub use judge::payloads_part;
pub use part::{Earlier, Judged, MakePayloads, PayloadsPart, ReadRuns};

pub(crate) use bucket_runs::read_listed;

use crate::door::Door;
use crate::fetch::Fetcher;
use crate::{Answer, Error, Exported, PayloadsAsk, Progress, Reading, SampleFile, Stage, Transport};

/// What the engine keeps for the question.
#[derive(Default)]
pub(crate) struct Payloads {
    part: Door<dyn PayloadsPart>,
    /// Runs in files, and how many files those were.
    files: RefCell<Option<(Rc<GivenRuns>, u32)>>,
    /// Earlier runs or results in files.
    earlier: RefCell<Option<Rc<GivenRuns>>>,
    sample: RefCell<Option<Rc<GivenRuns>>>,
    /// Runs that were read from their bucket, by their addresses.
    listed: RefCell<Option<(Vec<String>, Rc<GivenRuns>)>>,
    /// The last verdict, so that another filter or a file of it judges nothing anew.
    judged: RefCell<Option<(JudgedBy, Rc<Judged>)>>,
    /// Two files of history.
    pub(crate) compared: compared::Compared,
}

/// What a verdict was made of; equal means that it would come out equal.
struct JudgedBy {
    runs: Rc<GivenRuns>,
    earlier: Earlier,
    job: String,
    params: Params,
}

impl PartialEq for JudgedBy {
    fn eq(&self, other: &Self) -> bool {
        let same_earlier = match (&self.earlier, &other.earlier) {
            (Earlier::Beside, Earlier::Beside) => true,
            (Earlier::Files(own), Earlier::Files(other)) => Rc::ptr_eq(own, other),
            (Earlier::Board(own), Earlier::Board(other)) => own == other,
            _ => false,
        };
        same_earlier
            && Rc::ptr_eq(&self.runs, &other.runs)
            && (&self.job, &self.params) == (&other.job, &other.params)
    }
}

/// Runs at hand, what is known from before, and the words beside an answer.
pub(crate) struct AtHand {
    pub(crate) runs: Rc<GivenRuns>,
    pub(crate) earlier: Earlier,
    pub(crate) reading: Reading,
}

impl Payloads {
    /// The code, loaded when it is wanted first.
    pub(crate) async fn part<T: Transport>(&self, transport: &T) -> Result<Rc<dyn PayloadsPart>, Error> {
        self.part.open(transport.payloads()).await
    }

    /// Takes the runs of files, in place of earlier ones.
    pub(crate) fn take(&self, runs: GivenRuns, files: u32) {
        *self.files.borrow_mut() = Some((Rc::new(runs), files));
    }

    /// Takes files with what was before, in place of earlier ones.
    pub(crate) fn take_earlier(&self, earlier: GivenRuns) {
        *self.earlier.borrow_mut() = Some(Rc::new(earlier));
    }

    /// What was fetched is read anew.
    pub(crate) fn refresh(&self) {
        self.sample.take();
        self.listed.take();
        self.compared.refresh();
    }

    fn earlier(&self) -> Earlier {
        self.earlier.borrow().clone().map_or(Earlier::Beside, Earlier::Files)
    }

    /// The runs of files or of the sample.
    pub(crate) async fn given<T: Transport>(
        &self,
        source: &Source,
        fetcher: &Fetcher<T>,
    ) -> Result<AtHand, Error> {
        match source {
            Source::Files => {
                let (runs, files) = self.files.borrow().clone().ok_or(Error::NoFiles)?;
                let source = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
                Ok(AtHand { runs, earlier: self.earlier(), reading: reading(source) })
            }
            Source::Sample => {
                let runs = self.sample(fetcher).await?;
                Ok(AtHand { runs, earlier: Earlier::Beside, reading: made_up_reading() })
            }
            Source::TestGrid | Source::Address(_) => Err(Error::NoPayload),
        }
    }

    async fn sample<T: Transport>(&self, fetcher: &Fetcher<T>) -> Result<Rc<GivenRuns>, Error> {
        if let Some(known) = self.sample.borrow().clone() {
            return Ok(known);
        }
        let file = SampleFile::Payload;
        let bytes = fetcher.sample(file).await.map_err(Error::no_sample)?;
        let mut reader = self.part(&fetcher.transport).await?.reader();
        reader.take(InputFile { path: file.path().to_owned(), bytes: Ok(bytes) });
        Ok(self.sample.borrow_mut().insert(Rc::new(read_all(reader))).clone())
    }

    /// Runs that were read from their bucket.
    pub(crate) fn listed(&self, addresses: &[String]) -> Option<Rc<GivenRuns>> {
        let known = self.listed.borrow();
        known.as_ref().filter(|(own, _)| own == addresses).map(|(_, runs)| runs.clone())
    }

    /// Keeps runs that were read from their bucket, when all of them could be.
    pub(crate) fn keep_listed(&self, addresses: Vec<String>, runs: &Rc<GivenRuns>) {
        let is_whole = runs.runs.infos().iter().all(|run| run.incomplete.is_empty());
        *self.listed.borrow_mut() = is_whole.then(|| (addresses, runs.clone()));
    }

    /// The verdict, made when it is not at hand.
    fn judged(&self, part: &dyn PayloadsPart, hand: &AtHand, query: &Query) -> Result<Rc<Judged>, Error> {
        let by = JudgedBy {
            runs: hand.runs.clone(),
            earlier: hand.earlier.clone(),
            job: query.job.clone(),
            params: query.params,
        };
        if let Some((_, judged)) = self.judged.borrow().as_ref().filter(|(own, _)| *own == by) {
            return Ok(judged.clone());
        }
        let judged = part.judge(&by.runs, &by.earlier, &by.job, &by.params).map_err(Error::Payload)?;
        Ok(self.judged.borrow_mut().insert((by, Rc::new(judged))).1.clone())
    }

    /// The answer from the runs at hand.
    pub(crate) async fn answer<T: Transport>(
        &self,
        (query, ask): (&Query, PayloadsAsk),
        hand: AtHand,
        fetcher: &Fetcher<T>,
        progress: &impl Progress,
    ) -> Result<Answer, Error> {
        let part = self.part(&fetcher.transport).await?;
        progress.report(0, 0, "Judging the tests");
        fetcher.transport.yield_now().await;
        let judged = self.judged(part.as_ref(), &hand, query)?;
        let mut reading = hand.reading;
        reading.warnings.extend(judged.report.warnings.iter().cloned());
        reading.newest_run_at = judged.report.runs.iter().filter_map(|run| run.started).max();
        Ok(match ask {
            PayloadsAsk::Verdict { limit } => {
                Answer::Payloads(reading, part.view(&judged, &query.filter, limit))
            }
            PayloadsAsk::Export { format } => {
                Answer::Export(file(part.write(&judged, format), format, &reading, fetcher.transport.now()))
            }
        })
    }
}

fn file(
    text: String,
    format: flakescope_core::payloads::VerdictFormat,
    reading: &Reading,
    now: TimeMs,
) -> Exported {
    let named = Exported::named("payload", format.extension(), format.media_type(), reading, now);
    match format {
        // The name by which the next tool looks for it.
        flakescope_core::payloads::VerdictFormat::Junit => {
            Exported { text, file_name: "junit-aggregated.xml".to_owned(), ..named }
        }
        _ => Exported { text, ..named },
    }
}

/// What stands beside an answer from one place.
fn reading(source: String) -> Reading {
    Reading { source, stage: Stage::Complete, ..Reading::default() }
}

/// What stands beside an answer from the sample.
fn made_up_reading() -> Reading {
    Reading { made_up: true, ..reading("made-up sample".to_owned()) }
}

/// Reads all runs without a rest, for a few small files.
fn read_all(mut reader: Box<dyn ReadRuns>) -> GivenRuns {
    reader.begin();
    while reader.advance() {}
    reader.finish()
}

/// The runs of a tab that are judged: their addresses, or their places where they left no files.
pub(crate) fn newest(board: &TabRuns, from: &RunsFrom) -> Vec<usize> {
    match from {
        RunsFrom::Newest { runs } => board.newest((*runs).min(RunsFrom::MOST_RUNS)),
        RunsFrom::Given | RunsFrom::Listed { .. } => Vec::new(),
    }
}
