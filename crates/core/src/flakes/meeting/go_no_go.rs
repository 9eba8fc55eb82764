//! The release-signal handbook's table: from the state of the blocking and of the informing boards to a signal
//! (kubernetes/sig-release `release-signal/README.md`, "Judging State of Testgrid dashboards").

use serde::{Deserialize, Serialize};

use crate::flakes::DashboardRow;
use crate::flakes::sentence::counted;
use crate::model::TabStatus;

/// The state of all boards of one kind, told by its worst job. The order is from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardState {
    /// No job fails or flakes.
    Healthy,
    /// A job flakes, none fails.
    Flaky,
    /// A job fails.
    Failing,
}

impl BoardState {
    /// Every state, best first.
    pub const ALL: [Self; 3] = [Self::Healthy, Self::Flaky, Self::Failing];

    /// The word in the table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Flaky => "flaky",
            Self::Failing => "failing",
        }
    }

    /// The state that a job's status tells; `None` for stale, pending and unknown ones.
    pub fn of(status: TabStatus) -> Option<Self> {
        match status {
            TabStatus::Broken | TabStatus::Failing => Some(Self::Failing),
            TabStatus::Flaky => Some(Self::Flaky),
            TabStatus::Acceptable | TabStatus::Passing => Some(Self::Healthy),
            TabStatus::Stale | TabStatus::Pending | TabStatus::Unknown => None,
        }
    }
}

/// What the handbook makes of both kinds of boards. The order is from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Go.
    Green,
    /// Needs attention; for a release cut the same as red.
    Yellow,
    /// No go.
    Red,
}

impl Signal {
    /// The handbook's table: anything failing is red, blocking flaky is yellow, informing flaky alone is green.
    pub fn of(blocking: BoardState, informing: BoardState) -> Self {
        match (blocking, informing) {
            (BoardState::Failing, _) | (_, BoardState::Failing) => Self::Red,
            (BoardState::Flaky, _) => Self::Yellow,
            (BoardState::Healthy, _) => Self::Green,
        }
    }

    /// The colour's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// Why, and what would change it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Green => "No job fails, and none flakes on a blocking board.",
            Self::Yellow => {
                "Jobs flake on a blocking board. For a cut, yellow counts as red, unless their SIGs clear them as no blockers."
            }
            Self::Red => "Jobs fail. Their SIGs can clear them as no blockers.",
        }
    }
}

/// May a release be cut?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Yes: green.
    Go,
    /// No: red, or yellow, which counts as red.
    NoGo,
    /// What was read does not tell.
    #[default]
    Unknown,
}

impl Cut {
    /// The words for eyes.
    pub fn words(self) -> &'static str {
        match self {
            Self::Go => "Go",
            Self::NoGo => "No go",
            Self::Unknown => "Unknown",
        }
    }
}

/// All boards of one kind in numbers. Invariant: `jobs` is the sum of the four counts of jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The state; `None` when it is not known. A board with a failing job is failing, whatever else was not read.
    pub state: Option<BoardState>,
    /// Boards that were read, in the order in which they were asked for.
    pub boards: Vec<String>,
    /// Boards that were asked for and of which no job is known.
    pub missing: Vec<String>,
    /// Jobs on them.
    pub jobs: u32,
    /// Jobs that neither fail nor flake.
    pub healthy: u32,
    /// Jobs that flake.
    pub flaky: u32,
    /// Jobs that fail.
    pub failing: u32,
    /// Jobs whose status tells no state: stale, pending or unknown.
    pub silent: u32,
    /// Of the silent ones, those of unknown status: they were not read.
    pub unread: u32,
}

/// Where the boards stand in the table, and the counts behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoNoGo {
    /// The colour of the cell that applies now; `None` when what was read does not tell it.
    pub signal: Option<Signal>,
    /// What it means for a cut; known without the colour when every colour that is possible means the same.
    pub cut: Cut,
    /// Why, in a sentence or two.
    pub reason: String,
    /// Boards whose name ends with `-blocking`.
    pub blocking: Side,
    /// Boards whose name ends with `-informing`.
    pub informing: Side,
}

/// One cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignalCell {
    /// Its row.
    pub blocking: BoardState,
    /// Its column.
    pub informing: BoardState,
    /// Its colour.
    pub signal: Signal,
    /// True for the one that applies now.
    pub applies: bool,
}

impl GoNoGo {
    /// Judges `boards`. `asked` are the names of the boards that were asked for: one that did not come makes its side
    /// unknown unless a job fails. Boards of neither kind are passed over.
    pub fn new(boards: &[DashboardRow], asked: &[String]) -> Self {
        let side = |ending| Side::new(boards, asked, ending);
        let (blocking, informing) = (side("-blocking"), side("-informing"));
        let possible = possible(&blocking, &informing);
        let (best, worst) = (possible.iter().min().copied(), possible.iter().max().copied());
        let signal = best.filter(|_| best == worst);
        let reason = signal.map_or_else(|| unknown_reason(&blocking, &informing), |s| s.reason().to_owned());
        Self { signal, cut: cut(best, worst), reason, blocking, informing }
    }

    /// The nine cells, row after row, best first.
    pub fn cells(&self) -> impl Iterator<Item = SignalCell> {
        let here = (self.blocking.state, self.informing.state);
        BoardState::ALL.into_iter().flat_map(move |blocking| {
            BoardState::ALL.into_iter().map(move |informing| SignalCell {
                blocking,
                informing,
                signal: Signal::of(blocking, informing),
                applies: here == (Some(blocking), Some(informing)),
            })
        })
    }
}

/// Every colour that the boards can have, given what was read.
fn possible(blocking: &Side, informing: &Side) -> Vec<Signal> {
    let pairs = blocking.possible().flat_map(|b| informing.possible().map(move |i| (b, i)));
    pairs.map(|(blocking, informing)| Signal::of(blocking, informing)).collect()
}

fn cut(best: Option<Signal>, worst: Option<Signal>) -> Cut {
    match (best, worst) {
        (_, Some(Signal::Green)) => Cut::Go,
        (Some(Signal::Yellow | Signal::Red), _) => Cut::NoGo,
        _ => Cut::Unknown,
    }
}

fn unknown_reason(blocking: &Side, informing: &Side) -> String {
    let sides = [("blocking", blocking), ("informing", informing)];
    let unknown = sides.into_iter().filter(|(_, side)| side.state.is_none());
    unknown.map(|(kind, side)| side.what_is_missing(kind)).collect::<Vec<_>>().join(" ")
}

impl Side {
    fn new(boards: &[DashboardRow], asked: &[String], ending: &str) -> Self {
        let mut side = Self::default();
        for board in boards.iter().filter(|b| b.dashboard.ends_with(ending) && b.jobs > 0) {
            side.add(board);
        }
        let missing = asked.iter().filter(|name| name.ends_with(ending) && !side.boards.contains(name));
        side.missing = missing.cloned().collect();
        side.state = side.judge();
        side
    }

    fn add(&mut self, board: &DashboardRow) {
        self.boards.push(board.dashboard.clone());
        for (status, count) in &board.statuses {
            self.jobs += count;
            *match BoardState::of(*status) {
                Some(BoardState::Healthy) => &mut self.healthy,
                Some(BoardState::Flaky) => &mut self.flaky,
                Some(BoardState::Failing) => &mut self.failing,
                None => &mut self.silent,
            } += count;
            self.unread += if *status == TabStatus::Unknown { *count } else { 0 };
        }
    }

    /// The worst state that was seen.
    fn worst(&self) -> Option<BoardState> {
        match self {
            Self { failing: 1.., .. } => Some(BoardState::Failing),
            Self { flaky: 1.., .. } => Some(BoardState::Flaky),
            Self { healthy: 1.., .. } => Some(BoardState::Healthy),
            _ => None,
        }
    }

    fn judge(&self) -> Option<BoardState> {
        let complete = self.missing.is_empty() && self.unread == 0;
        self.worst().filter(|state| complete || *state == BoardState::Failing)
    }

    /// The state, or every state not better than what was seen.
    fn possible(&self) -> impl Iterator<Item = BoardState> {
        let (state, worst) = (self.state, self.worst());
        BoardState::ALL.into_iter().filter(move |s| state.map_or(Some(*s) >= worst, |state| *s == state))
    }

    fn what_is_missing(&self, kind: &str) -> String {
        match (self.missing.len() as u64, self.unread, self.jobs) {
            (0, 0, 0) => format!("No {kind} board was asked for."),
            (0, 0, _) => format!("No job of the {kind} boards tells its state."),
            (0, unread, _) => {
                format!(
                    "Of {} on the {kind} boards the status is unknown.",
                    counted(unread.into(), "job", "jobs")
                )
            }
            (missing, ..) => format!(
                "{} did not come.",
                counted(missing, &format!("{kind} board"), &format!("{kind} boards"))
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TabStatus::{Acceptable, Failing, Flaky, Passing, Pending, Stale, Unknown};

    #[test]
    fn the_handbooks_table() {
        use Signal::{Green, Red, Yellow};
        let table = [[Green, Green, Red], [Yellow, Yellow, Red], [Red, Red, Red]];
        for (blocking, row) in BoardState::ALL.into_iter().zip(table) {
            for (informing, expect) in BoardState::ALL.into_iter().zip(row) {
                assert_eq!(Signal::of(blocking, informing), expect, "{blocking:?} {informing:?}");
            }
        }
    }

    fn board(name: &str, statuses: &[(TabStatus, u32)]) -> DashboardRow {
        let jobs = statuses.iter().map(|(_, n)| n).sum();
        DashboardRow { dashboard: name.into(), statuses: statuses.to_vec(), jobs, ..DashboardRow::default() }
    }

    fn check(blocking: &[(TabStatus, u32)], informing: &[(TabStatus, u32)], asked: &str, expect: &str) {
        let boards =
            [board("a-blocking", blocking), board("b-informing", informing), board("c", &[(Failing, 9)])];
        let asked: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
        let found = GoNoGo::new(&boards, &asked);
        let word = found.signal.map_or("?", Signal::word);
        assert_eq!(format!("{word} {} {}", found.cut.words(), found.reason), expect);
        let here = found.cells().filter(|cell| cell.applies).map(|cell| cell.signal);
        let known = found.blocking.state.is_some() && found.informing.state.is_some();
        assert_eq!(here.collect::<Vec<_>>(), found.signal.filter(|_| known).into_iter().collect::<Vec<_>>());
        assert_eq!(found.cells().count(), 9);
    }

    #[test]
    fn boards_are_judged_by_their_worst_job() {
        let green = "green Go No job fails, and none flakes on a blocking board.";
        check(&[(Passing, 2), (Pending, 2)], &[(Stale, 1), (Acceptable, 3)], "a-blocking", green);
        check(&[(Passing, 2), (Failing, 0)], &[(Flaky, 3)], "", green);
        check(&[(Flaky, 1)], &[(Passing, 1)], "", &format!("yellow No go {}", Signal::Yellow.reason()));
        check(&[(Passing, 9)], &[(Failing, 1)], "", &format!("red No go {}", Signal::Red.reason()));
    }

    #[test]
    fn what_was_not_read_is_unknown_unless_it_cannot_matter() {
        let red = &format!("red No go {}", Signal::Red.reason());
        check(&[(Failing, 1), (Unknown, 3)], &[], "x-informing", red);
        check(&[(Passing, 1)], &[(Unknown, 1), (Failing, 1)], "", red);
        check(&[(Passing, 1)], &[], "", "? Unknown No informing board was asked for.");
        check(&[(Passing, 1)], &[], "b-informing", "? Unknown 1 informing board did not come.");
        check(
            &[(Passing, 1), (Unknown, 2)],
            &[(Passing, 1)],
            "",
            "? Unknown Of 2 jobs on the blocking boards the status is unknown.",
        );
        check(&[(Flaky, 1)], &[(Stale, 3)], "", "? No go No job of the informing boards tells its state.");
        check(&[], &[], "", "? Unknown No blocking board was asked for. No informing board was asked for.");
    }

    #[test]
    fn the_counts_add_up() {
        let boards = [
            board("a-blocking", &[(Flaky, 1), (Pending, 2), (Passing, 20), (Unknown, 3)]),
            board("b-blocking", &[(Failing, 4)]),
        ];
        let side = GoNoGo::new(&boards, &["a-blocking".into(), "z-blocking".into()]).blocking;
        assert_eq!((side.healthy, side.flaky, side.failing, side.silent, side.unread), (20, 1, 4, 5, 3));
        assert_eq!((side.jobs, side.boards.len(), side.missing), (30, 2, vec!["z-blocking".to_owned()]));
    }
}
