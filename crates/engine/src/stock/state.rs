//! What is known of one source's boards, groups and tabs.

use std::collections::BTreeMap;
use std::sync::Arc;

use flakescope_core::flakes::{Params, TabAnalysis};
use flakescope_core::model::{Board, Tab, TabSummary, Table, TimeMs};
use flakescope_core::warning::Warning;

use super::Want;
use super::slot::{Slot, StandIn};
use crate::Copied;
use crate::fetch::Failure;
use crate::supply::{EVERY_BOARD, Grid, Part, key};

/// The boards of a source. Keys are normalised names.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(super) boards: BTreeMap<String, BoardState>,
    pub(super) groups: BTreeMap<String, GroupState>,
    pub(super) wants: BTreeMap<u64, Want>,
    wants_so_far: u64,
    version: u64,
}

/// A group of boards.
#[derive(Debug)]
pub(super) struct GroupState {
    pub(super) name: String,
    /// Normalised names of its boards.
    pub(super) boards: Slot<Vec<String>>,
}

/// A board.
#[derive(Debug)]
pub(super) struct BoardState {
    pub(super) name: String,
    /// Grows with every change to the board.
    pub(super) version: u64,
    /// True when a published snapshot was looked for.
    pub(super) drafted: bool,
    pub(super) tabs: Slot<BoardTabs>,
}

/// The tabs of a board whose summary was read.
#[derive(Debug)]
pub(super) struct BoardTabs {
    pub(super) fetched_at: TimeMs,
    pub(super) copied: Copied,
    pub(super) list: Vec<TabState>,
}

/// A tab.
#[derive(Debug)]
pub(super) struct TabState {
    pub(super) key: String,
    pub(super) summary: TabSummary,
    /// Grows with every change to the tab.
    pub(super) version: u64,
    pub(super) grid: Slot<GridState>,
    pub(super) memo: Option<(Params, TabAnalysis)>,
}

/// A grid that was read.
#[derive(Debug)]
pub(super) struct GridState {
    pub(super) table: Arc<Table>,
    pub(super) warnings: Vec<Warning>,
    pub(super) fetched_at: TimeMs,
    pub(super) copied: Copied,
}

impl StandIn for BoardTabs {
    fn fetched_at(&self) -> TimeMs {
        self.fetched_at
    }

    fn copied(&self) -> Copied {
        self.copied
    }

    fn stand_in(&mut self, copied: Copied) {
        self.copied = copied;
    }
}

impl StandIn for GridState {
    fn fetched_at(&self) -> TimeMs {
        self.fetched_at
    }

    fn copied(&self) -> Copied {
        self.copied
    }

    fn stand_in(&mut self, copied: Copied) {
        self.copied = copied;
    }
}

impl State {
    /// Takes a request in; makes room for what it names.
    pub(super) fn open_want(&mut self, want: Want) -> u64 {
        for name in &want.groups {
            self.groups
                .entry(key(name))
                .or_insert_with(|| GroupState { name: name.clone(), boards: Slot::Missing });
        }
        for name in &want.dashboards {
            self.make_room_for_board(name);
        }
        self.wants_so_far += 1;
        self.wants.insert(self.wants_so_far, want);
        self.wants_so_far
    }

    /// Lets a request go; true when it was the last.
    pub(super) fn close_want(&mut self, number: u64) -> bool {
        self.wants.remove(&number);
        self.wants.is_empty()
    }

    /// What was on its way when a reading was abandoned is missing again.
    pub(super) fn forget_unfinished(&mut self) {
        for group in self.groups.values_mut() {
            group.boards.reset_if(|slot| matches!(slot, Slot::Failed(_) | Slot::Reading));
        }
        for state in self.boards.values_mut() {
            state.tabs.abandon();
            if let Slot::Here(tabs) | Slot::Draft(tabs, _) = &mut state.tabs {
                tabs.list.iter_mut().for_each(|tab| tab.grid.abandon());
            }
        }
    }

    /// What failed is missing again, and so is what an older copy stands in for.
    pub(crate) fn forget_failures(&mut self) {
        for group in self.groups.values_mut() {
            group.boards.reset_if(|slot| matches!(slot, Slot::Failed(_) | Slot::Reading));
        }
        for state in self.boards.values_mut() {
            state.tabs.ask_again();
            if let Slot::Here(tabs) | Slot::Draft(tabs, _) = &mut state.tabs {
                tabs.list.iter_mut().for_each(|tab| tab.grid.ask_again());
            }
        }
    }

    /// Shows the tabs of a board as a published snapshot has them, until the source has answered.
    pub(super) fn draft_board(
        &mut self,
        board: &str,
        tabs: Part<Vec<TabSummary>>,
        grids: Vec<Option<Part<Grid>>>,
    ) {
        self.version += 1;
        let version = self.version;
        let Some(state) = self.boards.get_mut(board) else { return };
        state.version = version;
        state.take_name(&tabs.value);
        let Part { value, fetched_at, copied } = tabs;
        let drafts = value.into_iter().zip(grids);
        match &mut state.tabs {
            // The source was faster with the tabs, but not with the grids.
            Slot::Here(tabs) => drafts.for_each(|(summary, grid)| tabs.take_draft(&summary, grid, version)),
            other => {
                let list = drafts.map(|(summary, grid)| TabState::drafted(summary, grid, version)).collect();
                other.draft(BoardTabs { fetched_at, copied, list });
            }
        }
    }

    /// Puts the boards of files in, and lists them as [`EVERY_BOARD`].
    pub(super) fn put_boards(&mut self, boards: Vec<Board>, now: TimeMs) {
        let mut keys = Vec::new();
        for board in boards {
            self.version += 1;
            let list = board.tabs.into_iter().map(|tab| TabState::of_file(tab, self.version, now)).collect();
            let tabs = Slot::Here(BoardTabs { fetched_at: now, copied: Copied::Nothing, list });
            keys.push(key(&board.dashboard));
            self.boards.insert(
                key(&board.dashboard),
                BoardState { name: board.dashboard, version: self.version, drafted: true, tabs },
            );
        }
        let every = GroupState { name: EVERY_BOARD.to_owned(), boards: Slot::Here(keys) };
        self.groups.insert(EVERY_BOARD.to_owned(), every);
    }

    pub(super) fn settle_group(&mut self, group: &str, result: Result<Vec<String>, Failure>) {
        let boards = match result {
            Ok(names) => Slot::Here(names.iter().map(|name| self.make_room_for_board(name)).collect()),
            Err(failure) => Slot::Failed(failure),
        };
        if let Some(state) = self.groups.get_mut(group) {
            state.boards = boards;
        }
    }

    pub(super) fn settle_board(&mut self, board: &str, result: Result<Part<Vec<TabSummary>>, Failure>) {
        self.version += 1;
        let version = self.version;
        let Some(state) = self.boards.get_mut(board) else { return };
        state.version = version;
        let tabs = result.map(|part| {
            state.take_name(&part.value);
            let mut tabs = BoardTabs::new(part, version);
            tabs.keep_drafts(&mut state.tabs);
            tabs
        });
        state.tabs.settle(tabs);
    }

    pub(super) fn settle_grid(&mut self, board: &str, tab: &str, result: Result<Part<Grid>, Failure>) {
        self.version += 1;
        let version = self.version;
        let Some(state) = self.boards.get_mut(board) else { return };
        state.version = version;
        if let Some(tab) = state.tab_mut(tab) {
            tab.version = version;
            tab.memo = None;
            tab.grid.settle(result.map(GridState::new));
        }
    }

    pub(super) fn start_group(&mut self, group: &str) {
        if let Some(state) = self.groups.get_mut(group) {
            state.boards = Slot::Reading;
        }
    }

    pub(super) fn start_draft(&mut self, board: &str) {
        if let Some(state) = self.boards.get_mut(board) {
            state.drafted = true;
        }
    }

    pub(super) fn start_board(&mut self, board: &str) {
        if let Some(state) = self.boards.get_mut(board) {
            state.tabs.begin();
        }
    }

    pub(super) fn start_grid(&mut self, board: &str, tab: &str) {
        if let Some(tab) = self.boards.get_mut(board).and_then(|state| state.tab_mut(tab)) {
            tab.grid.begin();
        }
    }

    /// Normalised names of the boards that a request wants, as far as its groups are known, each once.
    pub(super) fn boards_of(&self, want: &Want) -> Vec<String> {
        let named = want.dashboards.iter().map(|name| key(name));
        let grouped = want.groups.iter().filter_map(|name| self.groups.get(&key(name))?.boards.here());
        let mut boards: Vec<String> = Vec::new();
        for board in named.chain(grouped.flatten().cloned()) {
            if !boards.contains(&board) {
                boards.push(board);
            }
        }
        boards
    }

    fn make_room_for_board(&mut self, name: &str) -> String {
        let board = key(name);
        self.boards.entry(board.clone()).or_insert_with(|| BoardState {
            name: name.to_owned(),
            version: 0,
            drafted: false,
            tabs: if board.is_empty() { Slot::Failed(nameless()) } else { Slot::Missing },
        });
        board
    }
}

fn nameless() -> Failure {
    Failure::Absent("its name has no letter and no digit".to_owned())
}

impl BoardState {
    /// The name as its owner writes it, if the answer tells.
    fn take_name(&mut self, tabs: &[TabSummary]) {
        if let Some(name) = tabs.iter().map(|tab| &tab.dashboard).find(|name| !name.is_empty()) {
            self.name.clone_from(name);
        }
    }

    pub(super) fn tab_mut(&mut self, tab: &str) -> Option<&mut TabState> {
        match &mut self.tabs {
            Slot::Here(tabs) | Slot::Draft(tabs, _) => tabs.list.iter_mut().find(|state| state.key == tab),
            _ => None,
        }
    }
}

impl BoardTabs {
    fn new(part: Part<Vec<TabSummary>>, version: u64) -> Self {
        let list = part.value.into_iter().map(|summary| TabState::new(summary, version)).collect();
        Self { fetched_at: part.fetched_at, copied: part.copied, list }
    }

    /// Takes the grid of a tab out of a snapshot, unless the source has told it.
    fn take_draft(&mut self, summary: &TabSummary, grid: Option<Part<Grid>>, version: u64) {
        let own = self.list.iter_mut().find(|tab| tab.key == key(&summary.tab));
        if let (Some(tab), Some(grid)) = (own, grid) {
            tab.grid.draft(GridState::new(grid));
            (tab.version, tab.memo) = (version, None);
        }
    }

    /// The source has told its tabs: the grids of the snapshot stay until it has told those as well.
    fn keep_drafts(&mut self, before: &mut Slot<Self>) {
        let Slot::Draft(before, _) = before else { return };
        for tab in &mut self.list {
            let known = before.list.iter_mut().find(|known| known.key == tab.key);
            if let Some(known) = known.filter(|_| tab.grid.is_missing()) {
                std::mem::swap(&mut tab.grid, &mut known.grid);
            }
        }
    }
}

impl TabState {
    /// Of a published snapshot.
    fn drafted(summary: TabSummary, grid: Option<Part<Grid>>, version: u64) -> Self {
        let mut tab = Self::new(summary, version);
        if let Some(grid) = grid {
            tab.grid.draft(GridState::new(grid));
        }
        tab
    }

    fn new(summary: TabSummary, version: u64) -> Self {
        let key = key(&summary.tab);
        let grid = if key.is_empty() { Slot::Failed(nameless()) } else { Slot::Missing };
        Self { key, summary, version, grid, memo: None }
    }

    fn of_file(tab: Tab, version: u64, now: TimeMs) -> Self {
        let grid = tab.table.map_or(Slot::Absent, |table| {
            Slot::Here(GridState { table, warnings: Vec::new(), fetched_at: now, copied: Copied::Nothing })
        });
        Self { grid, ..Self::new(tab.summary, version) }
    }
}

impl GridState {
    fn new(part: Part<Grid>) -> Self {
        let (table, warnings) = part.value;
        Self { table: Arc::new(table), warnings, fetched_at: part.fetched_at, copied: part.copied }
    }
}
