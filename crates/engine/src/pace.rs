//! When to tell how far a request is, and when an early answer is due.

use flakescope_core::model::TimeMs;

use crate::stock::Count;
use crate::{Policy, Progress, Stage};

/// The pace of one request.
pub(crate) struct Pace {
    partial_every_ms: i64,
    last_partial_at: TimeMs,
    last_stage: Option<Stage>,
    most_drafts: u32,
    last_steps: Option<(u32, u32, &'static str)>,
}

impl Pace {
    /// A request that begins now.
    pub(crate) fn new(policy: &Policy, now: TimeMs) -> Self {
        let partial_every_ms = policy.partial_every_ms;
        Self { partial_every_ms, last_partial_at: now, last_stage: None, most_drafts: 0, last_steps: None }
    }

    /// Reports how far it is, when that changed.
    pub(crate) fn report(&mut self, count: Count, progress: &(impl Progress + ?Sized)) {
        let steps @ (done, total, label) = count.steps();
        if self.last_steps.replace(steps) != Some(steps) {
            progress.report(done, total, label);
        }
    }

    /// True when a stage was reached, when a published snapshot has more to show, or the last early answer is old enough and there is something to show.
    pub(crate) fn is_partial_due(&mut self, count: Count, now: TimeMs) -> bool {
        let stage = count.has_all_summaries().then(|| count.stage());
        let waited = now.0.saturating_sub(self.last_partial_at.0) >= self.partial_every_ms;
        let due =
            count.has_a_board() && (stage > self.last_stage || waited || count.drafts() > self.most_drafts);
        if due {
            self.most_drafts = self.most_drafts.max(count.drafts());
            self.last_partial_at = now;
            self.last_stage = stage.max(self.last_stage);
        }
        due
    }
}
