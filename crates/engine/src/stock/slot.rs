//! One part of a source, a board's tabs or a tab's grid: how far it is, and what is shown of it meanwhile.

use flakescope_core::model::TimeMs;

use crate::Copied;
use crate::fetch::Failure;

/// How far one part is.
#[derive(Debug)]
pub(crate) enum Slot<V> {
    /// Not asked for yet.
    Missing,
    /// On its way.
    Reading,
    /// Of a published snapshot: good to look at until the source has answered. True while that is being asked.
    Draft(V, bool),
    /// Read.
    Here(V),
    /// Could not be read.
    Failed(Failure),
    /// The source does not have it.
    Absent,
}

impl<V> Slot<V> {
    pub(super) fn here(&self) -> Option<&V> {
        match self {
            Self::Here(value) | Self::Draft(value, _) => Some(value),
            _ => None,
        }
    }

    pub(super) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing | Self::Draft(_, false))
    }

    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Reading | Self::Draft(_, true))
    }

    pub(super) fn is_settled(&self) -> bool {
        !self.is_missing() && !self.is_under_way()
    }

    /// Notes that the source is being asked.
    pub(super) fn begin(&mut self) {
        match self {
            Self::Draft(_, asked) => *asked = true,
            other => *other = Self::Reading,
        }
    }

    /// Nobody is being asked any more.
    pub(super) fn abandon(&mut self) {
        match self {
            Self::Draft(_, asked) => *asked = false,
            Self::Reading => *self = Self::Missing,
            _ => {}
        }
    }

    /// Shows what a snapshot has until the source answers; not in place of an answer.
    pub(super) fn draft(&mut self, draft: V) {
        match self {
            Self::Missing => *self = Self::Draft(draft, false),
            Self::Reading => *self = Self::Draft(draft, true),
            _ => {}
        }
    }

    /// Makes the part missing again when `again` says so of what is known.
    pub(super) fn reset_if(&mut self, again: impl FnOnce(&Self) -> bool) {
        if again(self) {
            *self = Self::Missing;
        }
    }
}

/// What may stand in for an answer of the source.
pub(super) trait StandIn {
    /// When it was fetched.
    fn fetched_at(&self) -> TimeMs;
    /// What it stands in as.
    fn copied(&self) -> Copied;
    /// From now on it stands in as this.
    fn stand_in(&mut self, copied: Copied);
}

impl<V: StandIn> Slot<V> {
    /// Takes what the source gave. The snapshot stays where it gave nothing, and where what the browser kept is older.
    pub(super) fn settle(&mut self, result: Result<V, Failure>) {
        let is_older =
            |new: &V, draft: &V| new.copied() == Copied::Kept && new.fetched_at() < draft.fetched_at();
        *self = match (result, std::mem::replace(self, Self::Missing)) {
            (Ok(new), Self::Draft(draft, _)) if is_older(&new, &draft) => Self::alone(draft),
            (Err(failure), Self::Draft(draft, _)) if failure.is_outage() => Self::alone(draft),
            (Ok(new), _) => Self::Here(new),
            (Err(failure), _) => Self::Failed(failure),
        }
    }

    fn alone(mut draft: V) -> Self {
        draft.stand_in(Copied::SnapshotAlone);
        Self::Here(draft)
    }

    /// What failed is missing again, and what stands in waits for the source once more.
    pub(super) fn ask_again(&mut self) {
        *self = match std::mem::replace(self, Self::Missing) {
            Self::Here(mut value) if value.copied() == Copied::SnapshotAlone => {
                value.stand_in(Copied::Snapshot);
                Self::Draft(value, false)
            }
            Self::Here(value) if value.copied() == Copied::Kept => Self::Missing,
            Self::Failed(_) => Self::Missing,
            other => other,
        }
    }
}
