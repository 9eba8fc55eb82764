//! What is known of one source's boards, groups and tabs.

use std::collections::BTreeMap;
use std::sync::Arc;

use flakescope_core::flakes::{Params, TabAnalysis};
use flakescope_core::model::{Board, Tab, TabSummary, Table, TimeMs};
use flakescope_core::warning::Warning;

use super::Want;
use crate::fetch::Failure;
use crate::supply::{EVERY_BOARD, Grid, Part, key};

/// How far one part is.
#[derive(Debug)]
pub(crate) enum Slot<V> {
    /// Not asked for yet.
    Missing,
    /// On its way.
    Reading,
    /// Read.
    Here(V),
    /// Could not be read.
    Failed(Failure),
    /// The source does not have it.
    Absent,
}

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
    pub(super) tabs: Slot<BoardTabs>,
}

/// The tabs of a board whose summary was read.
#[derive(Debug)]
pub(super) struct BoardTabs {
    pub(super) fetched_at: TimeMs,
    pub(super) old: bool,
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
    pub(super) old: bool,
}

impl<V> Slot<V> {
    pub(super) fn here(&self) -> Option<&V> {
        match self {
            Self::Here(value) => Some(value),
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
        matches!(self, Self::Missing)
    }

    pub(super) fn is_settled(&self) -> bool {
        !matches!(self, Self::Missing | Self::Reading)
    }

    /// Makes the part missing again when `again` says so of what is known.
    fn reset_if(&mut self, again: impl FnOnce(&Self) -> bool) {
        if again(self) {
            *self = Self::Missing;
        }
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
        self.reset(|slot| matches!(slot, Slot::Reading), |slot| matches!(slot, Slot::Reading));
    }

    /// What failed is missing again, and so is what an older copy stands in for.
    pub(crate) fn forget_failures(&mut self) {
        self.reset(
            |slot| matches!(slot, Slot::Failed(_)) || slot.here().is_some_and(|tabs| tabs.old),
            |slot| matches!(slot, Slot::Failed(_)) || slot.here().is_some_and(|grid| grid.old),
        );
    }

    fn reset(&mut self, board: fn(&Slot<BoardTabs>) -> bool, grid: fn(&Slot<GridState>) -> bool) {
        for group in self.groups.values_mut() {
            group.boards.reset_if(|slot| matches!(slot, Slot::Failed(_) | Slot::Reading));
        }
        for state in self.boards.values_mut() {
            state.tabs.reset_if(board);
            if let Slot::Here(tabs) = &mut state.tabs {
                tabs.list.iter_mut().for_each(|tab| tab.grid.reset_if(grid));
            }
        }
    }

    /// Puts the boards of files in, and lists them as [`EVERY_BOARD`].
    pub(super) fn put_boards(&mut self, boards: Vec<Board>, now: TimeMs) {
        let mut keys = Vec::new();
        for board in boards {
            self.version += 1;
            let list = board.tabs.into_iter().map(|tab| TabState::of_file(tab, self.version, now)).collect();
            let tabs = Slot::Here(BoardTabs { fetched_at: now, old: false, list });
            keys.push(key(&board.dashboard));
            self.boards.insert(
                key(&board.dashboard),
                BoardState { name: board.dashboard, version: self.version, tabs },
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
        state.tabs = match result {
            Ok(part) => {
                state.take_name(&part.value);
                Slot::Here(BoardTabs::new(part, version))
            }
            Err(failure) => Slot::Failed(failure),
        };
    }

    pub(super) fn settle_grid(&mut self, board: &str, tab: &str, result: Result<Part<Grid>, Failure>) {
        self.version += 1;
        let version = self.version;
        let Some(state) = self.boards.get_mut(board) else { return };
        state.version = version;
        if let Some(tab) = state.tab_mut(tab) {
            tab.version = version;
            tab.memo = None;
            tab.grid = match result {
                Ok(part) => Slot::Here(GridState::new(part)),
                Err(failure) => Slot::Failed(failure),
            };
        }
    }

    pub(super) fn start_group(&mut self, group: &str) {
        if let Some(state) = self.groups.get_mut(group) {
            state.boards = Slot::Reading;
        }
    }

    pub(super) fn start_board(&mut self, board: &str) {
        if let Some(state) = self.boards.get_mut(board) {
            state.tabs = Slot::Reading;
        }
    }

    pub(super) fn start_grid(&mut self, board: &str, tab: &str) {
        if let Some(tab) = self.boards.get_mut(board).and_then(|state| state.tab_mut(tab)) {
            tab.grid = Slot::Reading;
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
            Slot::Here(tabs) => tabs.list.iter_mut().find(|state| state.key == tab),
            _ => None,
        }
    }
}

impl BoardTabs {
    fn new(part: Part<Vec<TabSummary>>, version: u64) -> Self {
        let list = part.value.into_iter().map(|summary| TabState::new(summary, version)).collect();
        Self { fetched_at: part.fetched_at, old: part.old, list }
    }
}

impl TabState {
    fn new(summary: TabSummary, version: u64) -> Self {
        let key = key(&summary.tab);
        let grid = if key.is_empty() { Slot::Failed(nameless()) } else { Slot::Missing };
        Self { key, summary, version, grid, memo: None }
    }

    fn of_file(tab: Tab, version: u64, now: TimeMs) -> Self {
        let grid = tab.table.map_or(Slot::Absent, |table| {
            Slot::Here(GridState { table, warnings: Vec::new(), fetched_at: now, old: false })
        });
        Self { grid, ..Self::new(tab.summary, version) }
    }
}

impl GridState {
    fn new(part: Part<Grid>) -> Self {
        let (table, warnings) = part.value;
        Self { table: Arc::new(table), warnings, fetched_at: part.fetched_at, old: part.old }
    }
}
