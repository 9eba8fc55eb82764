//! What an answer holds packed, opened once and shared: a verdict or a list is not copied with each look.

use std::sync::Arc;

use flakescope_engine::{Answer, Packed};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::AnswerState;

/// What was packed; none before the first answer. Two are equal when they are the same, so that comparing costs nothing.
#[derive(Debug)]
pub struct Opened<T>(Option<Arc<T>>);

impl<T> Clone for Opened<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Opened<T> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Opened<T> {
    /// The part of every answer that `pick` takes, opened. What is of another build counts as none.
    pub fn of(state: AnswerState, pick: fn(&Answer) -> Option<&Packed<T>>) -> Memo<Self> {
        Memo::new(move |_| {
            let answer = state.answer.get();
            let packed = answer.as_deref().and_then(pick);
            Self(packed.and_then(|packed| packed.open().ok()).map(Arc::new))
        })
    }
}

impl<T> Opened<T> {
    /// What was packed.
    pub fn get(&self) -> Option<&T> {
        self.0.as_deref()
    }
}
