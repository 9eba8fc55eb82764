//! `failures`: from boards or files to the answer. The code that groups lies behind a [`part`]; [`grouped`] is that code.

mod found;
mod grouped;
mod part;
mod runs;

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::failures::{FailuresFile, FailuresView, Params};
use flakescope_core::flakes::{TabRun, TestKey};
use flakescope_core::model::TimeMs;
use flakescope_core::warning::Warning;

pub use grouped::failures_part;
pub use part::{
    Depth, FailuresPart, FoundFailures, MOST_FILE_BYTES, MakeFailures, OfRun, ReadFailures, TakenFailures,
    too_many_bytes, too_many_bytes_of_activity, too_many_bytes_of_history, too_many_bytes_of_runs,
    too_many_bytes_of_sources,
};
pub(crate) use runs::{MOST_RUNS, read_runs};

use crate::door::Door;
use crate::fetch::Fetcher;
use crate::{Answer, Error, Exported, FailuresAsk, Progress, Reading, Request, Transport};

/// What the engine keeps for the question.
#[derive(Default)]
pub(crate) struct Failures {
    part: Door<dyn FailuresPart>,
    taken: RefCell<Option<TakenFailures>>,
    /// What a link names, and what it gave.
    linked: RefCell<Option<(String, TakenFailures)>>,
    /// Runs that were read for their JUnit files, and what they gave.
    of_runs: RefCell<Option<(Runs, TakenFailures)>>,
    /// The address of the model in use; empty for none.
    model: RefCell<String>,
}

impl Failures {
    /// The code, loaded when it is wanted first.
    pub(crate) async fn part<T: Transport>(&self, transport: &T) -> Result<Rc<dyn FailuresPart>, Error> {
        self.part.open(transport.failures()).await
    }

    /// Takes what files gave, in place of earlier ones.
    pub(crate) fn take(&self, taken: TakenFailures) {
        if taken.found.is_some() {
            *self.taken.borrow_mut() = Some(taken);
        }
    }

    /// The failures of files, with the words beside the answer.
    pub(crate) fn of_files(&self) -> Option<Found> {
        let taken = self.taken.borrow();
        let taken = taken.as_ref()?;
        let files = if taken.files == 1 { "1 file".to_owned() } else { format!("{} files", taken.files) };
        taken.found(files)
    }

    /// The failures in the file at an address, if it was read.
    pub(crate) fn at(&self, address: &str) -> Option<Found> {
        let linked = self.linked.borrow();
        linked.as_ref().filter(|(own, _)| own == address)?.1.found(address.to_owned())
    }

    /// Keeps what the file at an address gave.
    pub(crate) fn link(&self, address: &str, taken: TakenFailures) -> Result<Found, Error> {
        let found = taken.found(address.to_owned()).ok_or_else(|| nothing(address, &taken.warnings))?;
        *self.linked.borrow_mut() = Some((address.to_owned(), taken));
        Ok(found)
    }

    /// The failures in these runs, if they were read.
    pub(crate) fn in_runs(&self, runs: &Runs) -> Option<TakenFailures> {
        let known = self.of_runs.borrow();
        known.as_ref().filter(|(own, _)| own == runs).map(|(_, taken)| taken.clone())
    }

    /// Keeps what runs gave, if it was anything.
    pub(crate) fn keep_runs(&self, runs: Runs, taken: &TakenFailures) {
        *self.of_runs.borrow_mut() = taken.found.is_some().then(|| (runs, taken.clone()));
    }

    /// Forgets runs of which some could not be read.
    pub(crate) fn forget_failures(&self) {
        self.of_runs.borrow_mut().take_if(|(_, taken)| !taken.warnings.is_empty());
    }

    /// True when the model in use is the one at this address, or none is wanted and none came from an address.
    pub(crate) fn uses_model_at(&self, address: &str) -> bool {
        *self.model.borrow() == address
    }

    /// Uses the model at an address, or none that came from one.
    pub(crate) fn use_model(
        &self,
        part: &dyn FailuresPart,
        address: &str,
        bytes: &[u8],
    ) -> Result<(), Error> {
        part.use_model((!address.is_empty()).then_some(bytes))
            .map_err(|why| nothing(address, &[Warning::new(address, why)]))?;
        address.clone_into(&mut self.model.borrow_mut());
        Ok(())
    }

    /// What was fetched is read anew.
    pub(crate) fn refresh(&self) {
        self.linked.take();
        self.of_runs.take();
    }
}

/// Failures at hand, and the words beside an answer about them.
pub(crate) type Found = (Rc<dyn FoundFailures>, Reading);

impl TakenFailures {
    fn found(&self, source: String) -> Option<Found> {
        let (stage, warnings) = (crate::Stage::Complete, self.warnings.clone());
        Some((self.found.clone()?, Reading { source, stage, warnings, ..Reading::default() }))
    }
}

fn nothing(address: &str, warnings: &[Warning]) -> Error {
    let reason = warnings.first().map_or("no failure is in them", |warning| &warning.message);
    Error::BadAnswer {
        source_name: address.to_owned(),
        reason: reason.to_owned(),
        warnings: warnings.to_vec(),
    }
}

/// Why no run of a test could be read.
pub(crate) fn no_runs(test: &TestKey, warnings: &[Warning]) -> Error {
    nothing(&format!("The runs in which {} failed", test.test), warnings)
}

/// A test and the runs in which it failed.
pub(crate) type Runs = (TestKey, Vec<TabRun>);

/// What is asked about failures.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    params: Params,
    ask: &'a FailuresAsk,
    /// The test whose failed runs are read for their JUnit files.
    pub(crate) runs_of: Option<&'a TestKey>,
    /// The address of the model that is asked; empty for none.
    pub(crate) model: &'a str,
}

impl<'a> About<'a> {
    /// None for another question.
    pub(crate) fn of(request: &'a Request) -> Option<Self> {
        match request {
            Request::Failures { params, ask, runs_of, model, .. } => {
                Some(Self { params: params.checked(), ask, runs_of: runs_of.as_ref(), model })
            }
            _ => None,
        }
    }

    fn list(&self, found: &Rc<dyn FoundFailures>, reading: Reading) -> Answer {
        let of_test = self.runs_of.map(|test| found.same_as(&self.params, test)).unwrap_or_default();
        Answer::Failures(reading, Box::new(FailuresView { of_test, ..found.view(&self.params) }))
    }
}

/// The answer from the failures at hand. Early answers to the list come as soon as there are clusters.
pub(crate) async fn answer<T: Transport>(
    about: About<'_>,
    found: &Rc<dyn FoundFailures>,
    reading: Reading,
    fetcher: &Fetcher<T>,
    progress: &impl Progress,
) -> Answer {
    let is_list = matches!(about.ask, FailuresAsk::List);
    while let Some(step) = found.next_step(&about.params, depth(about.ask)) {
        progress.report(step.done, step.total, step.label);
        fetcher.transport.yield_now().await;
        if found.take_step(&about.params) && is_list {
            progress.partial(about.list(found, reading.clone()));
            fetcher.transport.yield_now().await;
        }
    }
    look(about, found, reading, fetcher.transport.now())
}

fn depth(ask: &FailuresAsk) -> Depth {
    match ask {
        FailuresAsk::List
        | FailuresAsk::Predict { .. }
        | FailuresAsk::Export { file: FailuresFile::Model } => Depth::Everything,
        FailuresAsk::Cluster { .. } | FailuresAsk::OfTest { .. } | FailuresAsk::Export { .. } => {
            Depth::Clusters
        }
    }
}

/// The answer, from what is known and what has to be found out for it.
pub(crate) fn look(about: About<'_>, found: &Rc<dyn FoundFailures>, reading: Reading, now: TimeMs) -> Answer {
    let params = &about.params;
    match about.ask {
        FailuresAsk::List => about.list(found, reading),
        FailuresAsk::Cluster { id } => {
            Answer::FailuresCluster(reading, found.cluster(params, id).map(Box::new))
        }
        FailuresAsk::OfTest { key } => Answer::FailuresOfTest(reading, found.same_as(params, key)),
        FailuresAsk::Predict { text, test } => {
            Answer::FailuresPredict(found.predict(params, text, test).map(Box::new))
        }
        FailuresAsk::Export { file } => Answer::Export(Exported {
            text: found.write(params, *file),
            ..Exported::named(file.name(), file.extension(), file.media_type(), &reading, now)
        }),
    }
}
