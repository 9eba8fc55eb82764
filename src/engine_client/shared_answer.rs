//! An answer shared and not copied: a grid holds millions of letters, a list of clusters thousands of numbers.

use std::sync::Arc;

use flakescope_engine::Answer;

/// An answer as it came; none before. Two are equal when they are the same answer, so that comparing costs nothing.
#[derive(Clone, Debug, Default)]
pub struct SharedAnswer(Option<Arc<Answer>>);

impl PartialEq for SharedAnswer {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }
}

impl SharedAnswer {
    /// The newest answer, if there is one.
    pub fn new(answer: Option<Arc<Answer>>) -> Self {
        Self(answer)
    }

    /// The answer itself.
    pub fn get(&self) -> Option<&Answer> {
        self.0.as_deref()
    }
}
