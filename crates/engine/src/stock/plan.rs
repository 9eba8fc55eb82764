//! What to read next: groups and boards first, then failing tabs, flaky tabs, and the rest.

use flakescope_core::model::TabStatus;

use super::State;
use super::state::TabState;

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The boards of a group.
    Group { key: String, name: String },
    /// A board as a published snapshot has it, if there is a fresh one.
    Draft { key: String, name: String },
    /// The tabs of a board.
    Board { key: String, name: String },
    /// The grid of a tab.
    Grid { board: String, dashboard: String, tab: String, name: String },
}

/// Why a tab is read before another; smaller is sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// A request is about this tab alone.
    AskedFor,
    /// Its status says that it fails.
    Failing,
    /// Its status says that it flakes.
    Flaky,
    /// All others.
    Rest,
}

impl Urgency {
    /// By TestGrid's status of the tab.
    pub(super) fn of(status: TabStatus) -> Self {
        match status {
            TabStatus::Broken | TabStatus::Failing => Self::Failing,
            TabStatus::Flaky => Self::Flaky,
            _ => Self::Rest,
        }
    }
}

impl State {
    /// The next thing that a request wants and nobody reads yet; `None` while there is enough under way. With
    /// `grace_over` urgent tabs no longer wait for summaries that are on their way.
    pub(super) fn next_step(&self, tabs_at_once: usize, grace_over: bool) -> Option<Step> {
        let grid =
            || self.next_grid(tabs_at_once).filter(|(urgency, _)| self.may_start(*urgency, grace_over));
        self.next_group()
            .or_else(|| self.next_draft())
            .or_else(|| self.next_board())
            .or_else(|| grid().map(|(_, step)| step))
    }

    /// Marks a step as begun.
    pub(super) fn start(&mut self, step: &Step) {
        match step {
            Step::Group { key, .. } => self.start_group(key),
            Step::Draft { key, .. } => self.start_draft(key),
            Step::Board { key, .. } => self.start_board(key),
            Step::Grid { board, tab, .. } => self.start_grid(board, tab),
        }
    }

    fn next_group(&self) -> Option<Step> {
        let wanted = self.wants.values().flat_map(|want| &want.groups);
        let mut missing = wanted.filter_map(|name| {
            let key = crate::supply::key(name);
            let group = self.groups.get(&key).filter(|group| group.boards.is_missing())?;
            Some(Step::Group { key, name: group.name.clone() })
        });
        missing.next()
    }

    fn next_draft(&self) -> Option<Step> {
        self.wanted_boards().into_iter().find_map(|key| {
            let board = self.boards.get(&key).filter(|board| !board.drafted && !board.tabs.is_settled())?;
            Some(Step::Draft { key, name: board.name.clone() })
        })
    }

    fn next_board(&self) -> Option<Step> {
        self.wanted_boards().into_iter().find_map(|key| {
            let board = self.boards.get(&key).filter(|board| board.tabs.is_missing())?;
            Some(Step::Board { key, name: board.name.clone() })
        })
    }

    fn next_grid(&self, tabs_at_once: usize) -> Option<(Urgency, Step)> {
        if self.grids_under_way() >= tabs_at_once {
            return None;
        }
        let candidates = self.wanted_boards().into_iter().flat_map(|board| self.missing_grids(&board));
        candidates.min_by_key(|(urgency, _)| *urgency)
    }

    /// While a summary is on its way, its board may hold more urgent tabs.
    fn may_start(&self, urgency: Urgency, grace_over: bool) -> bool {
        let first = urgency == Urgency::AskedFor;
        first || (grace_over && urgency < Urgency::Rest) || self.all_summaries_settled()
    }

    fn missing_grids(&self, board: &str) -> Vec<(Urgency, Step)> {
        let Some(state) = self.boards.get(board) else { return Vec::new() };
        let tabs = state.tabs.here().into_iter().flat_map(|tabs| &tabs.list);
        let missing = tabs.filter(|tab| tab.grid.is_missing());
        missing.map(|tab| (self.urgency(board, tab), grid_step(board, &state.name, tab))).collect()
    }

    fn urgency(&self, board: &str, tab: &TabState) -> Urgency {
        let is_first =
            |(first_board, first_tab): &(String, String)| *first_board == board && *first_tab == tab.key;
        if self.wants.values().any(|want| want.first.as_ref().is_some_and(is_first)) {
            return Urgency::AskedFor;
        }
        Urgency::of(tab.summary.status)
    }

    fn wanted_boards(&self) -> Vec<String> {
        self.wants.values().flat_map(|want| self.boards_of(want)).collect()
    }

    fn all_summaries_settled(&self) -> bool {
        self.wanted_boards()
            .iter()
            .filter_map(|board| self.boards.get(board))
            .all(|board| board.tabs.is_settled())
    }

    fn grids_under_way(&self) -> usize {
        let tabs = self.boards.values().filter_map(|board| board.tabs.here()).flat_map(|tabs| &tabs.list);
        tabs.filter(|tab| tab.grid.is_under_way()).count()
    }
}

fn grid_step(board: &str, dashboard: &str, tab: &TabState) -> Step {
    Step::Grid {
        board: board.to_owned(),
        dashboard: dashboard.to_owned(),
        tab: tab.key.clone(),
        name: tab.summary.tab.clone(),
    }
}
