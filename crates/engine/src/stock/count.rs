//! How far the reading is for one request: the numbers of the progress bar, the stage, and what failed.

use flakescope_core::model::TimeMs;
use flakescope_core::warning::Warning;

use super::plan::Urgency;
use super::slot::Slot;
use super::state::{BoardState, BoardTabs, TabState};
use super::{State, Want};
use crate::fetch::Failure;
use crate::{Copied, Reading, Stage};

/// How far the reading is for one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Boards and groups.
    summaries: u32,
    summaries_settled: u32,
    summaries_here: u32,
    tabs: u32,
    tabs_settled: u32,
    urgent_open: u32,
    /// Boards that a published snapshot shows until the source has answered.
    drafts: u32,
}

impl Count {
    /// True when there is a board to show.
    pub(crate) fn has_a_board(&self) -> bool {
        self.summaries_here > 0
    }

    /// True when every summary was read or failed.
    pub(crate) fn has_all_summaries(&self) -> bool {
        self.summaries_settled == self.summaries
    }

    /// How many boards a published snapshot shows until the source has answered.
    pub(crate) fn drafts(&self) -> u32 {
        self.drafts
    }

    /// True when nothing is left to read.
    pub(crate) fn is_complete(&self) -> bool {
        self.stage() == Stage::Complete
    }

    /// How far the reading is.
    pub(crate) fn stage(&self) -> Stage {
        if !self.has_all_summaries() || self.urgent_open > 0 {
            Stage::Summaries
        } else if self.tabs_settled < self.tabs {
            Stage::Urgent
        } else {
            Stage::Complete
        }
    }

    /// Done, total and label for the progress bar.
    pub(crate) fn steps(&self) -> (u32, u32, &'static str) {
        if !self.has_all_summaries() {
            return (self.summaries_settled, self.summaries, "Reading the boards");
        }
        let label = match self.stage() {
            Stage::Summaries => "Reading failing and flaky tabs",
            Stage::Urgent => "Reading the other tabs",
            Stage::Complete => "Analysing",
        };
        (self.tabs_settled, self.tabs, label)
    }

    fn add_board(&mut self, board: &BoardState) {
        self.add_summary(&board.tabs);
        let Some(tabs) = board.tabs.here() else { return };
        self.summaries_here += 1;
        self.drafts += u32::from(matches!(board.tabs, Slot::Draft(..)));
        for tab in &tabs.list {
            let settled = tab.grid.is_settled();
            self.tabs += 1;
            self.tabs_settled += u32::from(settled);
            self.urgent_open += u32::from(!settled && Urgency::of(tab.summary.status) < Urgency::Rest);
        }
    }

    fn add_summary<V>(&mut self, slot: &Slot<V>) {
        self.summaries += 1;
        self.summaries_settled += u32::from(slot.is_settled());
    }
}

impl State {
    /// How far the reading is for a request.
    pub(crate) fn count(&self, want: &Want) -> Count {
        let mut count = Count::default();
        for group in want.groups.iter().filter_map(|name| self.groups.get(&crate::supply::key(name))) {
            count.add_summary(&group.boards);
        }
        for board in self.boards_of(want).iter().filter_map(|board| self.boards.get(board)) {
            count.add_board(board);
        }
        count
    }

    /// Groups and boards of a request that could not be read.
    pub(crate) fn failures(&self, want: &Want) -> Vec<(String, Failure)> {
        let groups = want.groups.iter().filter_map(|name| self.groups.get(&crate::supply::key(name)));
        let groups = groups.filter_map(|group| Some((group.name.clone(), group.boards.failure()?.clone())));
        let boards = self.boards_of(want).into_iter().filter_map(|board| self.boards.get(&board));
        let boards = boards.filter_map(|board| Some((board.name.clone(), board.tabs.failure()?.clone())));
        groups.chain(boards).collect()
    }

    /// The words beside an answer to a request.
    pub(crate) fn reading(&self, want: &Want) -> Reading {
        let mut reading = Reading { stage: self.count(want).stage(), ..Reading::default() };
        let lost = self.failures(want);
        reading.warnings.extend(lost.iter().map(|(name, failure)| board_warning(name, failure)));
        for board in self.boards_of(want).iter().filter_map(|board| self.boards.get(board)) {
            if let Some(tabs) = board.tabs.here() {
                reading.add_tabs(&board.name, tabs);
            }
        }
        reading
    }
}

impl Reading {
    fn add_tabs(&mut self, dashboard: &str, tabs: &BoardTabs) {
        self.note_read_at(tabs.fetched_at);
        let grids = tabs.list.iter().filter_map(|tab| tab.grid.here());
        self.copied = self.copied.max(tabs.copied);
        for copied in [Copied::Kept, Copied::SnapshotAlone] {
            if let Some(oldest) = tabs.oldest_of(copied) {
                self.warnings.push(old_copy_warning(dashboard, copied, oldest));
            }
        }
        for grid in grids {
            self.note_read_at(grid.fetched_at);
            self.copied = self.copied.max(grid.copied);
            self.warnings.extend(grid.warnings.iter().cloned());
        }
        for tab in &tabs.list {
            self.add_tab(dashboard, tab);
        }
    }

    fn add_tab(&mut self, dashboard: &str, tab: &TabState) {
        self.tabs += 1;
        self.newest_run_at = self.newest_run_at.max(tab.newest_run_at());
        self.tabs_read += u32::from(tab.grid.here().is_some());
        if let Some(failure) = tab.grid.failure() {
            self.tabs_failed += 1;
            self.warnings.push(tab_warning(dashboard, &tab.summary.tab, failure));
        }
    }

    fn note_read_at(&mut self, moment: TimeMs) {
        self.read_at = Some(self.read_at.map_or(moment, |earlier| earlier.min(moment)));
    }
}

impl BoardTabs {
    fn oldest_of(&self, copied: Copied) -> Option<TimeMs> {
        let grids = self.list.iter().filter_map(|tab| tab.grid.here());
        let old_grids = grids.filter(|grid| grid.copied == copied).map(|grid| grid.fetched_at);
        old_grids.chain((self.copied == copied).then_some(self.fetched_at)).min()
    }
}

impl TabState {
    fn newest_run_at(&self) -> Option<TimeMs> {
        let columns = self.grid.here().into_iter().flat_map(|grid| &grid.table.columns);
        columns.filter_map(|column| column.started_at).max().max(self.summary.last_run_at)
    }
}

/// What a board that failed means.
pub(crate) fn board_warning(name: &str, failure: &Failure) -> Warning {
    let name = if name.is_empty() { "list of boards" } else { name };
    Warning::new(
        name,
        format!("The board could not be read: {failure}. Its jobs and tests are missing. Try again."),
    )
}

fn tab_warning(dashboard: &str, tab: &str, failure: &Failure) -> Warning {
    let message = format!("The tab could not be read: {failure}. Its tests are missing. Try again.");
    Warning::new(format!("{dashboard} / {tab}"), message)
}

fn old_copy_warning(dashboard: &str, copied: Copied, fetched_at: TimeMs) -> Warning {
    let what = if copied == Copied::Kept { "an earlier copy" } else { "the published snapshot" };
    let message = format!(
        "The source does not answer, so {what} stands in, the oldest part from {fetched_at}. \
         Newer runs are missing. Try again."
    );
    Warning::new(dashboard, message)
}
