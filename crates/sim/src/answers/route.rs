//! The paths of both services, read from a request and written as file names.

use percent_encoding::percent_decode_str;

use crate::names::normalise;

/// A path of API v1 below `/api/v1`; dashboards, groups and tabs are normalised names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// All dashboards.
    Dashboards,
    /// All dashboard groups.
    Groups,
    /// Dashboards of a group.
    Group(String),
    /// Settings of a dashboard.
    Dashboard(String),
    /// Tabs of a dashboard.
    Tabs(String),
    /// Columns of a tab.
    Headers(String, String),
    /// Rows of a tab.
    Rows(String, String),
    /// Summaries of a dashboard's tabs.
    TabSummaries(String),
    /// Summary of one tab.
    TabSummary(String, String),
    /// Summary of a dashboard.
    DashboardSummary(String),
    /// Summaries of a group's dashboards.
    GroupSummaries(String),
}

impl Route {
    /// Reads a path below `/api/v1`; names may be raw or normalised.
    pub fn parse(path: &str) -> Option<Self> {
        let decoded = decode(path);
        let parts: Vec<&str> = decoded.strip_prefix('/')?.split('/').collect();
        let route = match parts.as_slice() {
            ["dashboards"] => Self::Dashboards,
            ["dashboard-groups"] => Self::Groups,
            ["dashboard-groups", group] => Self::Group(normalise(group)),
            ["dashboard-groups", group, "dashboard-summaries"] => Self::GroupSummaries(normalise(group)),
            ["dashboards", name] => Self::Dashboard(normalise(name)),
            ["dashboards", name, "tabs"] => Self::Tabs(normalise(name)),
            ["dashboards", name, "summary"] => Self::DashboardSummary(normalise(name)),
            ["dashboards", name, "tab-summaries"] => Self::TabSummaries(normalise(name)),
            ["dashboards", name, "tab-summaries", tab] => Self::TabSummary(normalise(name), normalise(tab)),
            ["dashboards", name, "tabs", tab, "headers"] => Self::Headers(normalise(name), normalise(tab)),
            ["dashboards", name, "tabs", tab, "rows"] => Self::Rows(normalise(name), normalise(tab)),
            _ => return None,
        };
        Some(route)
    }

    /// The path below `/api/v1`, in normalised names.
    pub fn path(&self) -> String {
        match self {
            Self::Dashboards => "/dashboards".to_owned(),
            Self::Groups => "/dashboard-groups".to_owned(),
            Self::Group(group) => format!("/dashboard-groups/{group}"),
            Self::GroupSummaries(group) => format!("/dashboard-groups/{group}/dashboard-summaries"),
            Self::Dashboard(name) => format!("/dashboards/{name}"),
            Self::Tabs(name) => format!("/dashboards/{name}/tabs"),
            Self::DashboardSummary(name) => format!("/dashboards/{name}/summary"),
            Self::TabSummaries(name) => format!("/dashboards/{name}/tab-summaries"),
            Self::TabSummary(name, tab) => format!("/dashboards/{name}/tab-summaries/{tab}"),
            Self::Headers(name, tab) => format!("/dashboards/{name}/tabs/{tab}/headers"),
            Self::Rows(name, tab) => format!("/dashboards/{name}/tabs/{tab}/rows"),
        }
    }
}

/// A path of the legacy service; names as people write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LegacyRoute {
    /// `/<dashboard>/summary`
    Summary {
        /// Raw dashboard name.
        dashboard: String,
    },
    /// `/<dashboard>/table?tab=…`
    Table {
        /// Raw dashboard name.
        dashboard: String,
        /// Raw tab name.
        tab: String,
        /// Only rows with at least one failure.
        only_failed: bool,
    },
}

impl LegacyRoute {
    /// Reads a path and its decoded query pairs.
    pub fn parse(path: &str, query: &[(String, String)]) -> Option<Self> {
        let (dashboard, page) = path.strip_prefix('/')?.split_once('/')?;
        let dashboard = percent_decode_str(dashboard).decode_utf8_lossy().into_owned();
        let value = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        match page {
            "summary" => Some(Self::Summary { dashboard }),
            "table" => {
                let only_failed = value("exclude-non-failed-tests").is_some();
                Some(Self::Table { dashboard, tab: value("tab")?, only_failed })
            }
            _ => None,
        }
    }
}

/// The router works on the raw path as soon as it holds an escape that need not be there, such as `%2C`.
fn decode(path: &str) -> String {
    let needless = ["%24", "%26", "%2B", "%2C", "%3A", "%3B", "%3D", "%40", "%2F"];
    let upper = path.to_ascii_uppercase();
    if needless.iter().any(|escape| upper.contains(escape)) {
        return path.to_owned();
    }
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_and_normalised_names_are_one() {
        let raw = Route::parse(
            "/dashboards/sig-release-master-blocking/tabs/Conformance%20-%20GCE%20-%20master/rows",
        );
        let normal = Route::parse("/dashboards/sigreleasemasterblocking/tabs/conformancegcemaster/rows");
        assert_eq!(raw, normal);
        assert_eq!(
            normal.unwrap().path(),
            "/dashboards/sigreleasemasterblocking/tabs/conformancegcemaster/rows"
        );
    }

    #[test]
    fn a_needless_escape_is_not_decoded() {
        let route = Route::parse("/dashboards/a%2Cb/tabs").unwrap();
        assert_eq!(route, Route::Tabs("a2cb".to_owned()));
    }

    #[test]
    fn a_single_tab_is_not_routed() {
        assert_eq!(Route::parse("/dashboards/a/tabs/b"), None);
        assert_eq!(Route::parse("/nothing"), None);
    }

    #[test]
    fn legacy_paths_take_the_tab_from_the_query() {
        let query =
            [("tab".to_owned(), "a b".to_owned()), ("exclude-non-failed-tests".to_owned(), String::new())];
        let table = LegacyRoute::parse("/board%201/table", &query);
        let expected =
            LegacyRoute::Table { dashboard: "board 1".to_owned(), tab: "a b".to_owned(), only_failed: true };
        assert_eq!(table, Some(expected));
        assert_eq!(LegacyRoute::parse("/board/other", &[]), None);
    }
}
