//! Starts the worker, sends it requests, and gives back answers, progress and trouble as signals.

use std::sync::Arc;

use flakescope_engine::{Answer, Request, Trouble};
use leptos::prelude::*;

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
    pub answer: Signal<Option<Arc<Answer>>>,
    /// How far the request is, while it is being worked on.
    pub progress: Signal<Option<ProgressState>>,
    /// Why there is no answer to the newest request.
    pub trouble: Signal<Option<Trouble>>,
    /// True while the newest request is being worked on.
    pub busy: Signal<bool>,
    /// Stops the work; what came stays.
    pub cancel: Callback<()>,
    /// Reads anew.
    pub retry: Callback<()>,
}

/// Puts the engine into the context. Call once.
pub fn provide_engine() {}

/// Asks what `request` says, again whenever it changes; `None` asks nothing.
pub fn use_answer(request: impl Fn() -> Option<Request> + Send + Sync + 'static) -> AnswerState {
    let _ = Memo::new(move |_| request());
    AnswerState {
        answer: Signal::stored(None),
        progress: Signal::stored(None),
        trouble: Signal::stored(None),
        busy: Signal::stored(false),
        cancel: Callback::new(|()| {}),
        retry: Callback::new(|()| {}),
    }
}
