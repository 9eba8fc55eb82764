//! `failures`: from boards or files to the answer. The code that groups lies behind a [`part`]; [`grouped`] is that code.

mod grouped;
mod part;

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::failures::Params;
use flakescope_core::model::TimeMs;
use flakescope_core::warning::Warning;

pub use grouped::failures_part;
pub use part::{
    FailuresPart, FoundFailures, MOST_FILE_BYTES, MakeFailures, ReadFailures, TakenFailures, too_many_bytes,
};

use crate::fetch::Fetcher;
use crate::{Answer, Error, Exported, FailuresAsk, Progress, Reading, Request, Transport};

/// What the engine keeps for the question.
#[derive(Default)]
pub(crate) struct Failures {
    part: RefCell<Option<Rc<dyn FailuresPart>>>,
    taken: RefCell<Option<TakenFailures>>,
    /// What a link names, and what it gave.
    linked: RefCell<Option<(String, TakenFailures)>>,
}

impl Failures {
    /// The code, loaded when it is wanted first.
    pub(crate) async fn part<T: Transport>(&self, transport: &T) -> Result<Rc<dyn FailuresPart>, Error> {
        if let Some(part) = self.part.borrow().clone() {
            return Ok(part);
        }
        let make = transport.failures().await.ok_or(Error::PartMissing)?;
        Ok(self.part.borrow_mut().get_or_insert_with(make).clone())
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

    /// The file at an address is read anew.
    pub(crate) fn refresh(&self) {
        self.linked.take();
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
    let reason = warnings.first().map_or("it holds no failures", |warning| &warning.message);
    Error::BadAnswer {
        source_name: address.to_owned(),
        reason: reason.to_owned(),
        warnings: warnings.to_vec(),
    }
}

/// What is asked about failures; none for another question.
pub(crate) fn asked(request: &Request) -> Option<(Params, &FailuresAsk)> {
    match request {
        Request::Failures { params, ask, .. } => Some((params.checked(), ask)),
        _ => None,
    }
}

/// The answer from the failures at hand. Early answers to the list come as soon as there are clusters.
pub(crate) async fn answer<T: Transport>(
    (params, ask): (Params, &FailuresAsk),
    found: &Rc<dyn FoundFailures>,
    reading: Reading,
    fetcher: &Fetcher<T>,
    progress: &impl Progress,
) -> Answer {
    let is_list = matches!(ask, FailuresAsk::List);
    let mut done = 0;
    while let Some(step) = found.next_step(&params).filter(|_| done == 0 || is_list) {
        progress.report(done, part::STEPS, step);
        fetcher.transport.yield_now().await;
        found.take_step(&params);
        done += 1;
        if is_list {
            progress.partial(Answer::Failures(reading.clone(), Box::new(found.view(&params))));
            fetcher.transport.yield_now().await;
        }
    }
    look((params, ask), found, reading, fetcher.transport.now())
}

/// The answer, from what is known and what has to be found out for it.
pub(crate) fn look(
    (params, ask): (Params, &FailuresAsk),
    found: &Rc<dyn FoundFailures>,
    reading: Reading,
    now: TimeMs,
) -> Answer {
    match ask {
        FailuresAsk::List => Answer::Failures(reading, Box::new(found.view(&params))),
        FailuresAsk::Cluster { id } => {
            Answer::FailuresCluster(reading, found.cluster(&params, id).map(Box::new))
        }
        FailuresAsk::OfTest { key } => Answer::FailuresOfTest(reading, found.same_as(&params, key)),
        FailuresAsk::Predict { text, test } => {
            Answer::FailuresPredict(found.predict(&params, text, test).map(Box::new))
        }
        FailuresAsk::Export { file } => Answer::Export(Exported {
            text: found.write(&params, *file),
            ..Exported::named(file.name(), file.extension(), file.media_type(), &reading, now)
        }),
    }
}
