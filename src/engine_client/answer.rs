//! What a page uses: a question that may change, and its answer as signals.

use std::sync::Arc;

use flakescope_engine::{Answer, Request, Trouble, TroubleKind};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::client::{Client, Word, use_engine};
use super::kind::{Kind, Ready};
use super::stand_in::stand_in;
use crate::first_view;

/// How far a request is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgressState {
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
    /// What is being done, in words.
    pub label: String,
}

/// What a page knows of its request. The old answer stays until a new one comes.
#[derive(Clone, Copy)]
pub struct AnswerState {
    /// The newest answer, early and partial ones included.
    pub answer: RwSignal<Option<Arc<Answer>>>,
    /// How far the request is, while it is being worked on.
    pub progress: RwSignal<Option<ProgressState>>,
    /// Why there is no answer to the newest request.
    pub trouble: RwSignal<Option<Trouble>>,
    /// True while the newest request is being worked on.
    pub busy: Signal<bool>,
    /// True when the user stopped the newest request.
    pub stopped: Signal<bool>,
    /// True while the sample stands in for `TestGrid`, which cannot be reached.
    pub standing_in: Signal<bool>,
    /// Stops the work; what came stays.
    pub cancel: Callback<()>,
    /// Reads again what failed or was stopped.
    pub retry: Callback<()>,
}

impl AnswerState {
    /// True once there is something to show: an answer, even an early one, or a reason why there is none.
    pub fn has_come(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.answer.with(Option::is_some) || self.trouble.with(Option::is_some) || self.stopped.get()
        })
    }

    /// True once the first question came to its end, and from then on: what stands below an answer that grows would move.
    pub fn has_settled(self) -> Memo<bool> {
        let has_come = self.has_come();
        Memo::new(move |before| before == Some(&true) || (has_come.get() && !self.busy.get()))
    }
}

/// The signals behind an [`AnswerState`].
#[derive(Clone, Copy)]
struct Cells {
    answer: RwSignal<Option<Arc<Answer>>>,
    progress: RwSignal<Option<ProgressState>>,
    trouble: RwSignal<Option<Trouble>>,
    busy: RwSignal<bool>,
    stopped: RwSignal<bool>,
    id: StoredValue<Option<u32>>,
    /// True while the ready-made answer is shown, which is whole: early ones hold less.
    ready_made: StoredValue<bool>,
}

/// Asks what `request` says, again whenever it changes; `None` asks nothing. The request is dropped with the page.
pub fn use_answer(kind: Kind, request: impl Fn() -> Option<Request> + Send + Sync + 'static) -> AnswerState {
    let client = use_engine();
    let cells = Cells {
        answer: RwSignal::new(None),
        progress: RwSignal::new(None),
        trouble: RwSignal::new(None),
        busy: RwSignal::new(false),
        stopped: RwSignal::new(false),
        id: StoredValue::new(None),
        ready_made: StoredValue::new(false),
    };
    let (epoch, standing_in) = (client.epoch(), client.standing_in());
    let wanted = Memo::new(move |_| request().map(|request| stand_in(request, standing_in.get())));
    let asking = client.clone();
    Effect::new(move |_| {
        epoch.track();
        cells.ask(&asking, kind, wanted.get());
    });
    let stored = StoredValue::new_local(client.clone());
    on_cleanup(move || {
        if let (Some(Some(id)), Some(client)) = (cells.id.try_get_value(), stored.try_get_value()) {
            client.drop_ask(id);
        }
    });
    AnswerState {
        answer: cells.answer,
        progress: cells.progress,
        trouble: cells.trouble,
        busy: cells.busy.into(),
        stopped: cells.stopped.into(),
        standing_in: standing_in.into(),
        cancel: Callback::new(move |()| stored.with_value(|client| cells.cancel(client))),
        retry: Callback::new(move |()| stored.with_value(Client::retry)),
    }
}

impl Cells {
    /// The new question first, then the end of the old one: a reading lives as long as somebody wants it.
    fn ask(self, client: &Client, kind: Kind, request: Option<Request>) {
        let old = self.id.get_value();
        self.stopped.set(false);
        self.ready_made.set_value(false);
        self.busy.set(request.is_some());
        self.progress.set(None);
        // A search that is being typed keeps its message until the next answer.
        if self.trouble.with_untracked(|t| t.as_ref().is_some_and(|t| t.kind != TroubleKind::BadQuery)) {
            self.trouble.set(None);
        }
        let new = request.map(|request| self.send(client, kind, request));
        self.id.set_value(new);
        if let Some(old) = old {
            client.drop_ask(old);
        }
    }

    fn send(self, client: &Client, kind: Kind, request: Request) -> u32 {
        if self.answer.with_untracked(Option::is_none)
            && let Some(ready) = (kind.ready)(&request)
        {
            spawn_local(self.show_ready_made(ready));
        }
        let (engine, asked) = (client.clone(), request.clone());
        client.ask(request, kind.read, move |word| {
            if let Word::Failed(trouble) = &word
                && engine.stand_in_for(&asked, trouble)
            {
                return;
            }
            self.take(word);
        })
    }

    async fn show_ready_made(self, ready: Ready) {
        let _on_its_way = first_view::wait_for();
        let answer = ready.await;
        let waiting = self.answer.try_with_untracked(Option::is_none) == Some(true);
        if let (Some(answer), true) = (answer, waiting) {
            self.ready_made.set_value(true);
            self.answer.set(Some(Arc::new(answer)));
        }
    }

    fn take(self, word: Word) {
        match word {
            Word::Progress(done, total, label) => {
                self.progress.set(Some(ProgressState { done, total, label }));
            }
            Word::Answer(_, false) if self.ready_made.get_value() => {}
            Word::Answer(answer, last) => {
                self.ready_made.set_value(false);
                self.answer.set(Some(Arc::new(*answer)));
                self.trouble.set(None);
                if last {
                    self.end();
                }
            }
            Word::Failed(trouble) => {
                self.trouble.set(Some(trouble));
                self.end();
            }
        }
    }

    fn end(self) {
        self.busy.set(false);
        self.progress.set(None);
        self.id.set_value(None);
    }

    fn cancel(self, client: &Client) {
        if let Some(id) = self.id.get_value() {
            client.cancel(id);
            self.end();
            self.stopped.set(true);
        }
    }
}
