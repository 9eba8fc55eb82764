//! The release-signal handbook's table: from the state of the blocking and of the informing boards to a signal
//! (kubernetes/sig-release, `release-signal/README.md`, "Judging State of Testgrid dashboards").

use flakescope_core::flakes::DashboardRow;
use flakescope_core::model::TabStatus;

/// The state of all boards of one kind. The order is from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// No job fails or flakes.
    Passing,
    /// A job flakes.
    Flaky,
    /// A job fails.
    Failing,
}

impl State {
    /// Every state, best first.
    pub(crate) const ALL: [Self; 3] = [Self::Passing, Self::Flaky, Self::Failing];

    /// The word in the table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passing => "passing",
            Self::Flaky => "flaky",
            Self::Failing => "failing",
        }
    }

    /// The state of a job, if its status tells one.
    fn of(status: TabStatus) -> Option<Self> {
        match status {
            TabStatus::Broken | TabStatus::Failing => Some(Self::Failing),
            TabStatus::Flaky => Some(Self::Flaky),
            TabStatus::Acceptable | TabStatus::Passing => Some(Self::Passing),
            TabStatus::Stale | TabStatus::Pending | TabStatus::Unknown => None,
        }
    }
}

/// What the handbook makes of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Go.
    Green,
    /// Needs attention; for a release cut the same as red.
    Yellow,
    /// No go.
    Red,
}

impl Signal {
    /// The signal in a word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Green => "Go",
            Self::Yellow | Self::Red => "No go",
        }
    }

    /// Why, and what would change it.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Green => "No job fails, and none flakes on a blocking board.",
            Self::Yellow => "Jobs flake on a blocking board. Their SIGs can clear them as no blockers.",
            Self::Red => "Jobs fail. Their SIGs can clear them as no blockers.",
        }
    }

    /// The colour's name.
    pub(crate) fn color(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

/// The handbook's table.
pub(crate) fn signal(blocking: State, informing: State) -> Signal {
    match (blocking, informing) {
        (State::Failing, _) | (_, State::Failing) => Signal::Red,
        (State::Flaky, _) => Signal::Yellow,
        (State::Passing, _) => Signal::Green,
    }
}

/// Where the boards stand in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub blocking: State,
    pub informing: State,
    /// Jobs whose status tells no state: stale, pending or unknown.
    pub silent: u32,
}

/// Where the boards stand; none unless there are boards of both kinds, each with a job that tells a state.
pub(crate) fn standing(boards: &[DashboardRow]) -> Option<Standing> {
    let of_kind = |ending| boards.iter().filter(move |board| board.dashboard.ends_with(ending));
    let worst = |ending| of_kind(ending).flat_map(states).max();
    let (blocking, informing) = (worst("-blocking")?, worst("-informing")?);
    let silent = |board: &DashboardRow| -> u32 {
        board.statuses.iter().filter(|(status, _)| State::of(*status).is_none()).map(|(_, count)| count).sum()
    };
    let silent = of_kind("-blocking").chain(of_kind("-informing")).map(silent).sum();
    Some(Standing { blocking, informing, silent })
}

fn states(board: &DashboardRow) -> impl Iterator<Item = State> {
    board.statuses.iter().filter(|(_, count)| *count > 0).filter_map(|(status, _)| State::of(*status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use TabStatus::{Acceptable, Failing, Flaky, Passing, Pending, Stale};

    #[test]
    fn the_handbooks_table() {
        use Signal::{Green, Red, Yellow};
        let table = [[Green, Green, Red], [Yellow, Yellow, Red], [Red, Red, Red]];
        for (blocking, row) in State::ALL.into_iter().zip(table) {
            for (informing, expect) in State::ALL.into_iter().zip(row) {
                assert_eq!(signal(blocking, informing), expect, "{blocking:?} {informing:?}");
            }
        }
    }

    fn board(name: &str, statuses: &[(TabStatus, u32)]) -> DashboardRow {
        DashboardRow { dashboard: name.into(), statuses: statuses.to_vec(), ..DashboardRow::default() }
    }

    #[test]
    fn boards_are_judged_by_their_worst_job() {
        let boards = [
            board("sig-release-master-blocking", &[(Flaky, 1), (Pending, 2), (Passing, 20)]),
            board("sig-release-1.37-blocking", &[(Failing, 0), (Passing, 20)]),
            board("sig-release-master-informing", &[(Stale, 1), (Acceptable, 3)]),
            board("other", &[(Failing, 9)]),
        ];
        let expect = Standing { blocking: State::Flaky, informing: State::Passing, silent: 3 };
        assert_eq!(standing(&boards), Some(expect));
    }

    #[test]
    fn nothing_is_said_without_both_kinds() {
        let blocking = board("a-blocking", &[(Passing, 1)]);
        assert_eq!(standing(&[]), None);
        assert_eq!(standing(std::slice::from_ref(&blocking)), None);
        assert_eq!(standing(&[blocking.clone(), board("b-informing", &[(Stale, 3)])]), None);
        assert!(standing(&[blocking, board("b-informing", &[(Passing, 3)])]).is_some());
    }
}
