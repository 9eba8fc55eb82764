//! The worker's side of the conversation with the page: messages in, messages out, several requests at once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use flakescope_core::formats::payloads::{GivenRuns, InputFile};
use flakescope_core::formats::testgrid::files::NamedFile;
use flakescope_core::warning::Warning;
use futures_util::future::{Either, select};

use crate::watch::Watch;
use crate::{
    ActivityPart, Answer, Engine, Error, FilesRead, FromEngine, MutedPart, Progress, ReadFailures, ReadRuns,
    Request, TakenFailures, ToEngine, Transport,
};

/// Takes [`ToEngine`] messages and emits [`FromEngine`] messages; see the crate's documentation for the contract.
pub struct Desk<T> {
    shared: Rc<Shared<T>>,
}

struct Shared<T> {
    engine: Engine<T>,
    emit: Box<dyn Fn(FromEngine)>,
    asks: RefCell<BTreeMap<u32, Rc<Watch>>>,
}

impl<T> Clone for Desk<T> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}

impl<T: Transport + 'static> Desk<T> {
    /// A desk for `engine`; `emit` posts a message to the page and must not call back into the desk.
    pub fn new(engine: Engine<T>, emit: impl Fn(FromEngine) + 'static) -> Self {
        Self { shared: Rc::new(Shared { engine, emit: Box::new(emit), asks: RefCell::default() }) }
    }

    /// Takes a message. Short work is done at once, in the call: a [`ToEngine::Cancel`] is answered before this
    /// returns. The future does the rest and must be run (`spawn_local`), not awaited before the next message.
    pub fn handle(&self, message: ToEngine) -> impl Future<Output = ()> + 'static + use<T> {
        let ask = match message {
            ToEngine::Ask { id, request } => {
                let hold = self.shared.engine.hold(&request);
                Some((id, request, self.shared.open(id), hold))
            }
            other => {
                self.shared.act(other);
                None
            }
        };
        let shared = self.shared.clone();
        async move {
            if let Some((id, request, cancelled, _hold)) = ask {
                shared.answer(id, request, &cancelled).await;
            }
        }
    }

    /// Takes files over that the user dropped, in place of earlier ones of their kind, and emits
    /// [`FromEngine::FilesRead`]. `failures` is what [`Desk::read_failures`] made of those that hold failures.
    pub fn take_files(&self, files: &[NamedFile], failures: Option<TakenFailures>) {
        let (mut dashboards, mut warnings) = (Vec::new(), Vec::new());
        if !files.is_empty() {
            (dashboards, warnings) = self.shared.engine.set_files(files);
        }
        let (mut records, mut model) = (0, None);
        if let Some(taken) = failures {
            warnings.extend(taken.warnings.iter().cloned());
            (records, model) = (taken.records, taken.model.clone());
            self.shared.engine.set_failures(taken);
        }
        self.tell(FilesRead { dashboards, records, model, warnings, ..FilesRead::default() });
    }

    /// Takes what `files` files gave as the runs of a payload, or as what was before, in place of earlier ones, and emits
    /// [`FromEngine::FilesRead`].
    pub fn take_runs(&self, given: GivenRuns, files: u32, earlier: bool) {
        let runs = u32::try_from(given.runs.infos().len()).unwrap_or(u32::MAX);
        let tables = u32::try_from(given.tables.len()).unwrap_or(u32::MAX);
        let warnings = given.warnings.clone();
        self.shared.engine.set_runs(given, files, earlier);
        self.tell(FilesRead { runs, tables, earlier, warnings, ..FilesRead::default() });
    }

    /// What opens and takes source files; the code for it is loaded first.
    pub async fn read_sources(&self) -> Result<Rc<dyn MutedPart<T>>, Error> {
        self.shared.engine.muted_part().await
    }

    /// Says what was read from source files, after [`MutedPart::take`] took them.
    pub fn tell_sources(&self, sources: u32, warnings: Vec<Warning>) {
        self.tell(FilesRead { sources, warnings, ..FilesRead::default() });
    }

    /// What takes files with runs of CI; the code for it is loaded first.
    pub async fn read_activity(&self) -> Result<Rc<dyn ActivityPart<T>>, Error> {
        self.shared.engine.activity_part().await
    }

    /// Says how many runs and logs were read, after [`ActivityPart::take`] took them.
    pub fn tell_activity(&self, [ci_runs, logs]: [u32; 2], warnings: Vec<Warning>) {
        self.tell(FilesRead { ci_runs, logs, warnings, ..FilesRead::default() });
    }

    fn tell(&self, read: FilesRead) {
        (self.shared.emit)(FromEngine::FilesRead(read));
    }

    /// Takes the two files of history, in place of earlier ones, and emits [`FromEngine::ComparedRead`]; does neither where
    /// others were given meanwhile.
    pub async fn take_compared(&self, files: impl Future<Output = [Option<InputFile>; 2]>) {
        if self.shared.engine.set_compared(files).await {
            (self.shared.emit)(FromEngine::ComparedRead);
        }
    }

    /// Takes files with the runs of a payload; the code for it is loaded first.
    pub async fn read_runs(&self) -> Result<Box<dyn ReadRuns>, Error> {
        self.shared.engine.read_runs().await
    }

    /// Takes pieces of files with failures; the code for it is loaded first.
    pub async fn read_failures(&self) -> Result<Box<dyn ReadFailures>, Error> {
        self.shared.engine.read_failures().await
    }

    /// Says how far the files are read.
    pub fn tell_files(&self, done: u64, total: u64) {
        (self.shared.emit)(FromEngine::FilesProgress { done, total });
    }
}

impl<T: Transport + 'static> Shared<T> {
    fn open(&self, id: u32) -> Rc<Watch> {
        let cancelled = Rc::new(Watch::default());
        let earlier = self.asks.borrow_mut().insert(id, cancelled.clone());
        if let Some(earlier) = earlier {
            earlier.change();
        }
        cancelled
    }

    fn act(&self, message: ToEngine) {
        match message {
            ToEngine::Ask { .. } => {}
            ToEngine::Cancel { id } => self.cancel(id),
            ToEngine::Refresh => self.engine.refresh(),
            ToEngine::Retry => self.engine.retry_failed(),
            ToEngine::Token { token } => self.engine.set_token(Some(token)),
            ToEngine::AllowHost { host } => self.engine.allow_host(&host),
            ToEngine::Places { proxy, snapshot } => self.engine.set_places(&proxy, &snapshot),
        }
    }

    fn cancel(&self, id: u32) {
        let ask = self.asks.borrow_mut().remove(&id);
        if let Some(cancelled) = ask {
            cancelled.change();
            (self.emit)(FromEngine::Cancelled { id });
        }
    }

    async fn answer(&self, id: u32, request: Request, cancelled: &Rc<Watch>) {
        if cancelled.version() != 0 {
            return;
        }
        let voice = Voice { shared: self, id, ask: cancelled };
        let answer = pin!(self.engine.answer(request, &voice));
        let stop = pin!(cancelled.changed_since(0));
        if let Either::Left((result, _)) = select(answer, stop).await {
            voice.last(match result {
                Ok(answer) => FromEngine::Answer { id, last: true, answer },
                Err(error) => FromEngine::Failed { id, trouble: error.into() },
            });
        }
    }
}

/// Speaks for one request, as long as it is open.
struct Voice<'a, T> {
    shared: &'a Shared<T>,
    id: u32,
    ask: &'a Rc<Watch>,
}

impl<T> Voice<'_, T> {
    fn say(&self, message: FromEngine) {
        if self.ask.version() == 0 {
            (self.shared.emit)(message);
        }
    }

    fn last(&self, message: FromEngine) {
        if self.ask.version() == 0 {
            self.shared.asks.borrow_mut().remove(&self.id);
            (self.shared.emit)(message);
        }
    }
}

impl<T> Progress for Voice<'_, T> {
    fn report(&self, done: u32, total: u32, label: &str) {
        self.say(FromEngine::Progress { id: self.id, done, total, label: label.to_owned() });
    }

    fn partial(&self, answer: Answer) {
        self.say(FromEngine::Answer { id: self.id, last: false, answer });
    }
}
