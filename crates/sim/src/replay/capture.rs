//! A folder of saved legacy answers, `summary-<dashboard>.json` and `table-*.json`, served as they are and as API v1.

use std::collections::BTreeMap;
use std::path::Path;

use super::saved::{SavedSummary, SavedTable, only_failed_rows};
use super::{ReplayError, names_in, parse, read};
use crate::answers::api::{self, TabSummary};
use crate::answers::{Answers, LegacyRoute, Route};
use crate::grid::Tab;
use crate::names::normalise;

/// Saved dashboards, by normalised name.
#[derive(Debug)]
pub struct Capture {
    boards: BTreeMap<String, Board>,
}

#[derive(Debug)]
struct Board {
    name: String,
    summary: Vec<u8>,
    tabs: Vec<TabSummary>,
    /// By normalised tab name; tabs without a saved table are absent.
    tables: BTreeMap<String, SavedAnswer>,
}

#[derive(Debug)]
struct SavedAnswer {
    raw: Vec<u8>,
    grid: Tab,
}

impl Capture {
    /// Reads the folder.
    pub fn open(folder: &Path) -> Result<Self, ReplayError> {
        let names = names_in(folder)?;
        let mut capture = Self { boards: BTreeMap::new() };
        for name in &names {
            if let Some(dashboard) = between(name, "summary-") {
                capture.boards.insert(normalise(dashboard), Board::read(&folder.join(name), dashboard)?);
            }
        }
        if capture.boards.is_empty() {
            return Err(ReplayError::Nothing(folder.to_owned()));
        }
        for name in &names {
            if let Some(tab) = between(name, "table-") {
                capture.add_table(&folder.join(name), tab)?;
            }
        }
        Ok(capture)
    }

    /// The tab is the one named like the test group, like the last element of the query, or like the file.
    fn add_table(&mut self, path: &Path, file_tab: &str) -> Result<(), ReplayError> {
        let raw = read(path)?;
        let table: SavedTable = parse(path, &raw)?;
        let job = table.query.rsplit('/').next().unwrap_or_default();
        let candidates = [table.test_group_name.as_str(), job, file_tab].map(normalise);
        let home = self.boards.values_mut().find_map(|board| {
            let tab = board.tabs.iter().find(|tab| candidates.contains(&normalise(&tab.tab_name)))?;
            Some((tab.tab_name.clone(), board))
        });
        let (tab, board) = home.ok_or_else(|| ReplayError::Homeless(path.to_owned()))?;
        board.tables.insert(normalise(&tab), SavedAnswer { grid: table.grid(&tab, 0), raw });
        Ok(())
    }

    fn grid(&self, dashboard: &str, tab: &str) -> Option<&Tab> {
        Some(&self.boards.get(dashboard)?.tables.get(tab)?.grid)
    }
}

impl Board {
    fn read(path: &Path, name: &str) -> Result<Self, ReplayError> {
        let summary = read(path)?;
        let saved: SavedSummary = parse(path, &summary)?;
        let tabs = saved.iter().map(|(tab, saved)| saved.api(name, tab)).collect();
        Ok(Self { name: name.to_owned(), summary, tabs, tables: BTreeMap::new() })
    }

    fn tab_names(&self) -> impl Iterator<Item = &str> {
        self.tabs.iter().map(|tab| tab.tab_name.as_str())
    }
}

impl Answers for Capture {
    fn api(&self, route: &Route) -> Option<Vec<u8>> {
        Some(match route {
            Route::Dashboards => api::dashboards(self.boards.values().map(|board| (board.name.as_str(), ""))),
            Route::Groups => api::groups(std::iter::empty()),
            Route::Group(_) | Route::GroupSummaries(_) => return None,
            Route::Dashboard(name) => self.boards.get(name).map(|_| api::settings(""))?,
            Route::Tabs(name) => {
                let board = self.boards.get(name)?;
                api::tabs(&board.name, board.tab_names())
            }
            Route::DashboardSummary(name) => {
                let board = self.boards.get(name)?;
                api::dashboard_summary(&board.name, &board.tabs)
            }
            Route::TabSummaries(name) => api::tab_summaries(self.boards.get(name)?.tabs.clone()),
            Route::TabSummary(name, tab) => {
                let tabs = &self.boards.get(name)?.tabs;
                api::one_tab_summary(
                    tabs.iter().find(|summary| normalise(&summary.tab_name) == *tab)?.clone(),
                )
            }
            Route::Headers(name, tab) => api::headers(&self.grid(name, tab)?.columns),
            Route::Rows(name, tab) => api::rows(self.grid(name, tab)?),
        })
    }

    fn legacy(&self, route: &LegacyRoute) -> Option<Vec<u8>> {
        match route {
            LegacyRoute::Summary { dashboard } => {
                Some(self.boards.get(&normalise(dashboard))?.summary.clone())
            }
            LegacyRoute::Table { dashboard, tab, only_failed } => {
                let raw = &self.boards.get(&normalise(dashboard))?.tables.get(&normalise(tab))?.raw;
                if *only_failed { only_failed_rows(raw) } else { Some(raw.clone()) }
            }
        }
    }
}

/// The middle of `<prefix>….json`.
fn between<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    name.strip_prefix(prefix)?.strip_suffix(".json")
}
