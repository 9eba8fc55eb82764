//! A made-up world as the engine would read it: the answers of the API through the readers.

use std::sync::Arc;

use flakescope_core::formats::testgrid::{api_v1, normalise};
use flakescope_core::model::{Tab, TabSummary};
use flakescope_sim::answers::{Answers, Live, Route};
use flakescope_sim::grid::Dashboard;

/// Every tab of the boards, with its grid.
pub(crate) fn tabs_of(dashboards: Vec<Dashboard>) -> Vec<Tab> {
    let live = Live::new(dashboards);
    let answer = |route: Route| live.api(&route).unwrap();
    let mut tabs = Vec::new();
    for board in live.dashboards() {
        let name = normalise(&board.name);
        let summaries =
            api_v1::parse_tab_summaries(&answer(Route::TabSummaries(name.clone())), "summaries").unwrap();
        for summary in summaries {
            tabs.push(read_tab(&answer, &name, summary));
        }
    }
    tabs
}

fn read_tab(answer: &impl Fn(Route) -> Vec<u8>, board: &str, summary: TabSummary) -> Tab {
    let tab = normalise(&summary.tab);
    let headers =
        api_v1::parse_headers(&answer(Route::Headers(board.to_owned(), tab.clone())), "headers").unwrap();
    let rows = answer(Route::Rows(board.to_owned(), tab));
    let (table, warnings) =
        api_v1::parse_rows(&rows, "rows", &summary.dashboard, &summary.tab, headers).unwrap();
    assert_eq!(warnings, []);
    Tab { summary, table: Some(Arc::new(table)) }
}
