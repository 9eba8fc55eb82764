//! Answers out of dashboards in memory.

use super::{Answers, BucketRoute, LegacyRoute, Route, api, bucket, legacy};
use crate::grid::{Dashboard, Tab};
use crate::names::normalise;

/// Dashboards that answer; every body is drawn when it is asked for.
#[derive(Debug)]
pub struct Live {
    dashboards: Vec<Dashboard>,
}

impl Live {
    /// Answers for these dashboards.
    pub fn new(dashboards: Vec<Dashboard>) -> Self {
        Self { dashboards }
    }

    /// Every API route that has an answer.
    pub fn routes(&self) -> Vec<Route> {
        let mut routes = vec![Route::Dashboards, Route::Groups];
        for group in self.group_names() {
            routes.extend([Route::Group(normalise(group)), Route::GroupSummaries(normalise(group))]);
        }
        self.dashboards.iter().for_each(|dashboard| routes.extend(dashboard_routes(dashboard)));
        routes
    }

    /// The dashboards.
    pub fn dashboards(&self) -> &[Dashboard] {
        &self.dashboards
    }

    fn group_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.dashboards.iter().map(|dashboard| dashboard.group.as_str()).collect();
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        names.dedup();
        names
    }

    fn in_group(&self, group: &str) -> Option<Vec<&Dashboard>> {
        let found: Vec<&Dashboard> =
            self.dashboards.iter().filter(|dashboard| normalise(&dashboard.group) == group).collect();
        (!found.is_empty()).then_some(found)
    }

    fn dashboard(&self, name: &str) -> Option<&Dashboard> {
        self.dashboards.iter().find(|dashboard| normalise(&dashboard.name) == name)
    }

    fn tab(&self, dashboard: &str, tab: &str) -> Option<&Tab> {
        self.dashboard(dashboard)?.tabs.iter().find(|candidate| normalise(&candidate.name) == tab)
    }
}

impl Answers for Live {
    fn api(&self, route: &Route) -> Option<Vec<u8>> {
        Some(match route {
            Route::Dashboards => api::dashboards(
                self.dashboards.iter().map(|board| (board.name.as_str(), board.group.as_str())),
            ),
            Route::Groups => api::groups(self.group_names().into_iter()),
            Route::Group(group) => {
                api::dashboards(self.in_group(group)?.iter().map(|board| (&*board.name, "")))
            }
            Route::GroupSummaries(group) => api::group_summaries(&group_summaries(&self.in_group(group)?)),
            Route::Dashboard(name) => self.dashboard(name).map(|_| api::settings(""))?,
            Route::Tabs(name) => {
                let board = self.dashboard(name)?;
                api::tabs(&board.name, board.tabs.iter().map(|tab| tab.name.as_str()))
            }
            Route::DashboardSummary(name) => {
                let board = self.dashboard(name)?;
                api::dashboard_summary(&board.name, &tab_summaries(board))
            }
            Route::TabSummaries(name) => api::tab_summaries(tab_summaries(self.dashboard(name)?)),
            Route::TabSummary(name, tab) => {
                api::one_tab_summary(api::tab_summary(&self.dashboard(name)?.name, self.tab(name, tab)?))
            }
            Route::Headers(name, tab) => api::headers(&self.tab(name, tab)?.columns),
            Route::Rows(name, tab) => api::rows(self.tab(name, tab)?),
        })
    }

    fn bucket(&self, route: &BucketRoute) -> Option<Vec<u8>> {
        bucket::answer(&self.dashboards, route)
    }

    fn legacy(&self, route: &LegacyRoute) -> Option<Vec<u8>> {
        match route {
            LegacyRoute::Summary { dashboard } => {
                Some(legacy::summary(self.dashboard(&normalise(dashboard))?))
            }
            LegacyRoute::Table { dashboard, tab, only_failed } => {
                Some(legacy::table(self.tab(&normalise(dashboard), &normalise(tab))?, *only_failed))
            }
        }
    }
}

fn dashboard_routes(dashboard: &Dashboard) -> Vec<Route> {
    let name = normalise(&dashboard.name);
    let mut routes = vec![
        Route::Dashboard(name.clone()),
        Route::Tabs(name.clone()),
        Route::DashboardSummary(name.clone()),
        Route::TabSummaries(name.clone()),
    ];
    for tab in dashboard.tabs.iter().map(|tab| normalise(&tab.name)) {
        routes.push(Route::TabSummary(name.clone(), tab.clone()));
        routes.push(Route::Headers(name.clone(), tab.clone()));
        routes.push(Route::Rows(name.clone(), tab));
    }
    routes
}

fn tab_summaries(dashboard: &Dashboard) -> Vec<api::TabSummary> {
    dashboard.tabs.iter().map(|tab| api::tab_summary(&dashboard.name, tab)).collect()
}

fn group_summaries<'a>(boards: &[&'a Dashboard]) -> Vec<(&'a str, Vec<api::TabSummary>)> {
    boards.iter().map(|board| (board.name.as_str(), tab_summaries(board))).collect()
}
