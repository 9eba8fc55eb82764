//! One job's answer, as the grid and what stands around it need it.

use std::sync::{Arc, OnceLock};

use flakescope_core::flakes::JobView;
use flakescope_engine::Answer;

use crate::engine_client::SharedAnswer;

/// A job's grid as it came; empty before. Two are equal when they are the same answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Job(SharedAnswer);

impl Job {
    /// The job of an answer; none when no such job was read.
    pub(crate) fn from_answer(answer: &Arc<Answer>) -> Option<Self> {
        matches!(**answer, Answer::FlakesJob(_, Some(_)))
            .then(|| Self(SharedAnswer::new(Some(Arc::clone(answer)))))
    }

    /// The job itself.
    pub(crate) fn view(&self) -> &JobView {
        static EMPTY: OnceLock<JobView> = OnceLock::new();
        match self.0.get() {
            Some(Answer::FlakesJob(_, Some(view))) => view,
            _ => EMPTY.get_or_init(JobView::default),
        }
    }

    /// An answer that holds this view.
    #[cfg(test)]
    pub(crate) fn of(view: JobView) -> Self {
        let answer = Answer::FlakesJob(flakescope_engine::Reading::default(), Some(Box::new(view)));
        Self(SharedAnswer::new(Some(Arc::new(answer))))
    }
}
