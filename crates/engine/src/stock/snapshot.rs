//! What a request wants, taken as it is now, so that it can be analysed while more is being read; and the analyses of
//! single tabs, kept beside the tabs.

use flakescope_core::flakes::{Params, TabAnalysis};
use flakescope_core::model::Tab;

use super::state::TabState;
use super::{State, Want};

/// The tabs that a request wants, as they are now.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// Boards and their versions: equal lists mean equal data.
    pub(crate) versions: Vec<(String, u64)>,
    /// The tabs in order.
    pub(crate) tabs: Vec<SnapshotTab>,
}

/// One tab of a [`Snapshot`].
#[derive(Debug)]
pub(crate) struct SnapshotTab {
    pub(crate) board: String,
    pub(crate) key: String,
    pub(crate) version: u64,
    pub(crate) tab: Tab,
}

impl State {
    /// What a request wants, as it is now. Boards without a summary are left out.
    pub(crate) fn snapshot(&self, want: &Want) -> Snapshot {
        let mut snapshot = Snapshot { versions: Vec::new(), tabs: Vec::new() };
        for board in self.boards_of(want) {
            let Some(state) = self.boards.get(&board) else { continue };
            let Some(tabs) = state.tabs.here() else { continue };
            snapshot.tabs.extend(tabs.list.iter().map(|tab| tab.snapshot(&board)));
            snapshot.versions.push((board, state.version));
        }
        snapshot
    }

    /// The analysis of a tab, if it was made of these data with these parameters.
    pub(crate) fn recall(&self, tab: &SnapshotTab, params: Params) -> Option<TabAnalysis> {
        let tabs = self.boards.get(&tab.board)?.tabs.here()?;
        let state = tabs.list.iter().find(|state| state.key == tab.key && state.version == tab.version)?;
        state
            .memo
            .as_ref()
            .filter(|(made_with, _)| *made_with == params)
            .map(|(_, analysis)| analysis.clone())
    }

    /// Keeps the analysis of a tab.
    pub(crate) fn remember(&mut self, tab: &SnapshotTab, params: Params, analysis: &TabAnalysis) {
        let state = self.boards.get_mut(&tab.board).and_then(|board| board.tab_mut(&tab.key));
        if let Some(state) = state.filter(|state| state.version == tab.version) {
            state.memo = Some((params, analysis.clone()));
        }
    }
}

impl TabState {
    fn snapshot(&self, board: &str) -> SnapshotTab {
        let table = self.grid.here().map(|grid| grid.table.clone());
        SnapshotTab {
            board: board.to_owned(),
            key: self.key.clone(),
            version: self.version,
            tab: Tab { summary: self.summary.clone(), table },
        }
    }
}
