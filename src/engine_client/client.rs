//! The worker and what was asked of it. When a worker must end (it does not hear, or it broke), the next one is told
//! everything that is still wanted.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use flakescope_core::flakes::Source;
use flakescope_engine::wire::Garbled;
use flakescope_engine::{
    Answer, FilesFor, FilesRead, FromEngine, Request, Secret, ToEngine, Trouble, TroubleKind, wire,
};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::console;

use super::files::{self, GivenFile};
use super::kind::ReadAnswer;
use super::stand_in::stand_in;
use super::wire::{Heard, Wire};
use crate::first_view;
use crate::lazy::split;
use crate::state::settings::Kept;
use crate::state::{base, tab};

/// A worker that does not confirm a cancel in this time is ended.
const CANCEL_WITHIN_MS: u32 = 200;
/// The engine ended in the middle of filing an issue.
const FILING_CUT: &str =
    "The engine stopped while the issue was being filed. It may be there. Look at the repository.";
/// A worker that breaks this often is not started again by itself.
const MOST_DEATHS: u32 = 3;

const STOPPED: &str =
    "The engine of this page stopped. Nothing more can be read. Try again, or reload the page.";
const OTHER_BUILD: &str =
    "This page and its engine are of different versions. Nothing can be read. Reload the page.";

/// A word about a request.
#[derive(Debug)]
pub enum Word {
    /// Steps done, steps in all, what is being done.
    Progress(u32, u32, String),
    /// An answer; true for the last one.
    Answer(Box<Answer>, bool),
    /// No answer. The last word.
    Failed(Trouble),
}

/// A request that is being worked on.
struct Ask {
    id: u32,
    request: Request,
    read: ReadAnswer,
    tell: Rc<dyn Fn(Word)>,
}

/// The page's end of the engine. Cheap to clone.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    wire: RefCell<Option<Wire>>,
    starting: Cell<bool>,
    ready: Cell<bool>,
    gave_up: Cell<Option<&'static str>>,
    asks: RefCell<Vec<Ask>>,
    next_id: Cell<u32>,
    deaths: Cell<u32>,
    files: RefCell<files::Given>,
    files_read: RwSignal<Option<FilesRead>>,
    files_busy: RwSignal<bool>,
    files_progress: RwSignal<(u64, u64)>,
    standing_in: RwSignal<bool>,
    epoch: RwSignal<u32>,
    token: RwSignal<Secret>,
}

/// The client in the context.
#[derive(Clone, Copy)]
struct EngineContext(StoredValue<Client, LocalStorage>);

/// Puts the engine into the context, and starts it when the first view stands, so that its download does not hold that up. Call
/// once.
pub fn provide_engine() {
    let client = Client(Rc::new(Inner {
        wire: RefCell::default(),
        starting: Cell::default(),
        ready: Cell::default(),
        gave_up: Cell::default(),
        asks: RefCell::default(),
        next_id: Cell::new(1),
        deaths: Cell::default(),
        files: RefCell::default(),
        files_read: RwSignal::new(None),
        files_busy: RwSignal::new(false),
        files_progress: RwSignal::new((0, 0)),
        standing_in: RwSignal::new(false),
        epoch: RwSignal::new(0),
        token: RwSignal::new(Secret::new(&tab::kept_token())),
    }));
    provide_context(EngineContext(StoredValue::new_local(client.clone())));
    first_view::then(move || client.start());
}

/// The engine.
///
/// # Panics
/// Outside the app's shell.
pub fn use_engine() -> Client {
    expect_context::<EngineContext>().0.get_value()
}

impl Client {
    /// Asks; every word about it goes to `tell`. The number is for [`Client::cancel`] and [`Client::drop_ask`].
    pub fn ask(&self, request: Request, read: ReadAnswer, tell: impl Fn(Word) + 'static) -> u32 {
        let id = self.0.next_id.get();
        self.0.next_id.set(id + 1);
        if self.0.ready.get() {
            self.send(&ToEngine::Ask { id, request: request.clone() });
        }
        match self.0.gave_up.get() {
            Some(words) => tell(failed(words)),
            None => self.0.asks.borrow_mut().push(Ask { id, request, read, tell: Rc::new(tell) }),
        }
        id
    }

    /// Asks about what is on the screen: of the sample, where it stands in.
    pub fn ask_as_shown(&self, request: Request, read: ReadAnswer, tell: impl Fn(Word) + 'static) -> u32 {
        self.ask(stand_in(request, self.0.standing_in.get_untracked()), read, tell)
    }

    /// Stops a request because the user said so. A worker that does not hear it in time is ended.
    pub fn cancel(&self, id: u32) {
        if !self.forget(id) || !self.0.ready.get() {
            return;
        }
        self.send(&ToEngine::Cancel { id });
        CANCELLING.with_borrow_mut(|waiting| waiting.push(id));
        let client = self.clone();
        Timeout::new(CANCEL_WITHIN_MS, move || {
            if CANCELLING.with_borrow_mut(|waiting| take(waiting, id)) {
                client.restart();
            }
        })
        .forget();
    }

    /// Stops a request that nobody waits for any more. Not urgent.
    pub fn drop_ask(&self, id: u32) {
        if self.forget(id) && self.0.ready.get() {
            self.send(&ToEngine::Cancel { id });
        }
    }

    /// Reads again what failed, and tries the real source again if the sample stands in for it.
    pub fn retry(&self) {
        self.0.standing_in.set(false);
        self.0.deaths.set(0);
        self.start();
        self.again(&ToEngine::Retry);
    }

    /// Reads everything anew.
    pub fn refresh(&self) {
        self.again(&ToEngine::Refresh);
    }

    /// Asks every question again, because what the engine knows has changed.
    pub fn ask_anew(&self) {
        self.0.epoch.update(|epoch| *epoch += 1);
    }

    /// Lets the engine read from a host, until this tab is closed.
    pub fn allow_host(&self, host: &str) {
        tab::allow_host(host);
        self.again(&ToEngine::AllowHost { host: host.to_owned() });
    }

    /// Takes a token for the code host, or forgets it when it is empty. It is kept in memory; with `keep` as long as the
    /// tab lives.
    pub fn set_token(&self, text: &str, keep: bool) {
        tab::keep_token(if keep { text } else { "" });
        let token = Secret::new(text);
        self.0.token.set(token.clone());
        self.again(&ToEngine::Token { token });
    }

    /// Tells the engine of the places that the user named, which have changed.
    pub fn take_places(&self) {
        self.again(&places().unwrap_or(ToEngine::Places { proxy: String::new(), snapshot: String::new() }));
    }

    /// The token; it shows itself to nobody.
    pub fn token(&self) -> ReadSignal<Secret> {
        self.0.token.read_only()
    }

    /// Files will be handed over, but are still looked for.
    pub fn expect_files(&self) {
        self.0.files_busy.set(true);
    }

    /// Hands files over, in place of earlier ones for the same.
    pub fn give_files(&self, purpose: FilesFor, files: Vec<GivenFile>) {
        self.0.files.borrow_mut().put(purpose, files);
        self.hand_over();
    }

    /// The two files that are compared change places.
    pub fn swap_compared(&self) {
        self.0.files.borrow_mut().swap();
        self.hand_over();
    }

    /// Sends the files that were given last.
    fn hand_over(&self) {
        self.0.files_busy.set(true);
        self.start();
        if self.0.ready.get()
            && let Some(message) = self.0.files.borrow().newest()
        {
            self.post(&message);
        }
    }

    /// What was read from the files.
    pub fn files_read(&self) -> ReadSignal<Option<FilesRead>> {
        self.0.files_read.read_only()
    }

    /// True while files are being read.
    pub fn files_busy(&self) -> ReadSignal<bool> {
        self.0.files_busy.read_only()
    }

    /// How many bytes of the files were read, of how many; nothing of nothing where that is not told.
    pub fn files_progress(&self) -> ReadSignal<(u64, u64)> {
        self.0.files_progress.read_only()
    }

    /// True while the sample stands in for `TestGrid`, which cannot be reached.
    pub fn standing_in(&self) -> ReadSignal<bool> {
        self.0.standing_in.read_only()
    }

    /// Grows whenever every question must be asked again.
    pub(super) fn epoch(&self) -> ReadSignal<u32> {
        self.0.epoch.read_only()
    }

    /// Lets the sample stand in when `TestGrid` does not answer at all.
    pub(super) fn stand_in_for(&self, request: &Request, trouble: &Trouble) -> bool {
        let stands_in =
            trouble.kind == TroubleKind::Unreachable && request.query().source == Source::TestGrid;
        if stands_in {
            self.0.standing_in.set(true);
        }
        stands_in
    }

    /// Starts the worker if there is none.
    pub fn start(&self) {
        if self.0.wire.borrow().is_some() || self.0.starting.replace(true) {
            return;
        }
        self.0.gave_up.set(None);
        let client = self.clone();
        spawn_local(async move {
            let loaded = connection().await;
            client.0.starting.set(false);
            match loaded {
                Ok(connect) => connect(&client),
                Err(_) => client.give_up(STOPPED),
            }
        });
    }

    fn connect(&self) {
        let (hearing, failing) = (self.clone(), self.clone());
        match Wire::start(move |heard| hearing.hear(heard), move || failing.soon(Self::died)) {
            Ok(wire) => *self.0.wire.borrow_mut() = Some(wire),
            Err(error) => {
                console::error_1(&error);
                self.give_up(STOPPED);
            }
        }
    }

    /// What ends the worker, from within one of its handlers: later, because they are dropped with it.
    fn soon(&self, what: fn(&Self)) {
        let client = self.clone();
        Timeout::new(0, move || what(&client)).forget();
    }

    fn restart(&self) {
        self.0.ready.set(false);
        drop(self.0.wire.borrow_mut().take());
        self.start();
    }

    fn died(&self) {
        self.0.deaths.set(self.0.deaths.get() + 1);
        if self.0.deaths.get() < MOST_DEATHS {
            self.restart();
        } else {
            self.give_up(STOPPED);
        }
    }

    /// Decodes nothing before the worker said that it is of the page's build.
    fn hear(&self, heard: Heard) {
        match heard {
            Heard::Build(build) => self.meet(&build),
            Heard::Message(bytes) if self.0.ready.get() => {
                if let Err(error) = self.take(&bytes) {
                    console::error_1(&error.to_string().into());
                    self.soon(Self::died);
                }
            }
            Heard::Message(_) => {}
        }
    }

    /// The answer itself is read by who asked for it.
    fn take(&self, bytes: &[u8]) -> Result<(), Garbled> {
        let (message, answer) = wire::decode_first::<FromEngine<()>>(bytes)?;
        match message {
            FromEngine::Progress { id, done, total, label } => {
                self.tell(id, false, Word::Progress(done, total, label));
            }
            FromEngine::Answer { id, last, .. } => {
                self.0.deaths.set(0);
                let read = self.0.asks.borrow().iter().find(|ask| ask.id == id).map(|ask| ask.read);
                if let Some(read) = read {
                    self.tell(id, last, Word::Answer(Box::new(read(answer)?), last));
                }
            }
            FromEngine::Failed { id, trouble } => self.tell(id, true, Word::Failed(trouble)),
            FromEngine::Cancelled { id } => {
                CANCELLING.with_borrow_mut(|waiting| take(waiting, id));
            }
            FromEngine::ComparedRead => {
                self.0.files_busy.set(false);
                self.0.files_progress.set((0, 0));
                self.ask_anew();
            }
            FromEngine::FilesProgress { done, total } => self.0.files_progress.set((done, total)),
            FromEngine::FilesRead(read) => {
                self.0.files_busy.set(false);
                self.0.files_progress.set((0, 0));
                self.0.files_read.set(Some(read));
                self.0.epoch.update(|epoch| *epoch += 1);
            }
        }
        Ok(())
    }

    /// A worker of another build cannot be talked to: the page reloads, and if that did not help, it says so.
    fn meet(&self, build: &str) {
        if build == base::meta("flakescope-build").unwrap_or_default() {
            self.begin();
        } else if !tab::reload_for(build) {
            self.soon(|client| client.give_up(OTHER_BUILD));
        }
    }

    /// The worker is there: tell it everything that is wanted.
    fn begin(&self) {
        self.0.ready.set(true);
        for host in tab::allowed_hosts() {
            self.send(&ToEngine::AllowHost { host });
        }
        if let Some(places) = places() {
            self.send(&places);
        }
        if let Some(token) = Some(self.0.token.get_untracked()).filter(|token| !token.is_empty()) {
            self.send(&ToEngine::Token { token });
        }
        self.0.files.borrow().all().for_each(|message| self.post(&message));
        let filing =
            self.0.asks.borrow_mut().extract_if(.., |ask| is_filing(&ask.request)).collect::<Vec<_>>();
        for ask in filing {
            (ask.tell)(failed(FILING_CUT));
        }
        for ask in self.0.asks.borrow().iter() {
            self.send(&ToEngine::Ask { id: ask.id, request: ask.request.clone() });
        }
    }

    /// Tells the request's owner; outside the borrow, because the owner may ask at once.
    fn tell(&self, id: u32, last: bool, word: Word) {
        let tell = self.0.asks.borrow().iter().find(|ask| ask.id == id).map(|ask| ask.tell.clone());
        if last {
            self.forget(id);
        }
        if let Some(tell) = tell {
            tell(word);
        }
    }

    /// True when it was being worked on.
    fn forget(&self, id: u32) -> bool {
        let mut asks = self.0.asks.borrow_mut();
        let before = asks.len();
        asks.retain(|ask| ask.id != id);
        asks.len() < before
    }

    /// Ends the worker for good, or until the user tries again.
    fn give_up(&self, words: &'static str) {
        self.0.ready.set(false);
        drop(self.0.wire.borrow_mut().take());
        self.0.gave_up.set(Some(words));
        for ask in self.0.asks.take() {
            (ask.tell)(failed(words));
        }
    }

    fn again(&self, message: &ToEngine) {
        if self.0.ready.get() {
            self.send(message);
        }
        self.0.epoch.update(|epoch| *epoch += 1);
    }

    fn send(&self, message: &ToEngine) {
        if let Some(wire) = self.0.wire.borrow().as_ref() {
            wire.send(message);
        }
    }

    fn post(&self, message: &JsValue) {
        if let Some(wire) = self.0.wire.borrow().as_ref() {
            wire.post(message);
        }
    }
}

split!(
    /// Starts the worker and hears it: a part of its own, which nobody needs before the first view.
    in wire = fn connection() -> fn(&Client) { Client::connect }
);

/// True for a request that a second engine must not do again.
fn is_filing(request: &Request) -> bool {
    matches!(request, Request::FileIssue { .. } | Request::ActivityFile { .. })
}

fn failed(words: &str) -> Word {
    let (kind, message) = (TroubleKind::BadAnswer, words.to_owned());
    Word::Failed(Trouble { kind, message, retry_after_s: None, host: String::new(), warnings: Vec::new() })
}

thread_local! {
    /// Cancels that the worker has not confirmed.
    static CANCELLING: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

fn take(waiting: &mut Vec<u32>, id: u32) -> bool {
    let before = waiting.len();
    waiting.retain(|waited| *waited != id);
    waiting.len() < before
}

/// The places that the user named; none where there are none.
fn places() -> Option<ToEngine> {
    let (proxy, snapshot) = (Kept::Proxy.read(), Kept::Snapshot.read());
    (!proxy.is_empty() || !snapshot.is_empty()).then_some(ToEngine::Places { proxy, snapshot })
}
