//! One job's answer, shared and not copied: a grid holds millions of letters.

use std::sync::{Arc, OnceLock};

use flakescope_core::flakes::JobView;
use flakescope_engine::Answer;

/// A job's grid as it came; empty before. Two are equal when they are the same answer.
#[derive(Clone, Debug, Default)]
pub struct Job(Option<Arc<Answer>>);

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs),
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        }
    }
}

impl Job {
    /// The job of an answer; none when no such job was read.
    pub(crate) fn from_answer(answer: &Arc<Answer>) -> Option<Self> {
        matches!(**answer, Answer::FlakesJob(_, Some(_))).then(|| Self(Some(Arc::clone(answer))))
    }

    /// The job itself.
    pub(crate) fn view(&self) -> &JobView {
        static EMPTY: OnceLock<JobView> = OnceLock::new();
        match self.0.as_deref() {
            Some(Answer::FlakesJob(_, Some(view))) => view,
            _ => EMPTY.get_or_init(JobView::default),
        }
    }

    /// An answer that holds this view.
    #[cfg(test)]
    pub(crate) fn of(view: JobView) -> Self {
        Self(Some(Arc::new(Answer::FlakesJob(flakescope_engine::Reading::default(), Some(Box::new(view))))))
    }
}
