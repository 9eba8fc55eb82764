//! Links from the overview into the table: the same source and window, another filter.

use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::{Filter, Query, Verdict};

use crate::state::view::{PageKeys, href};

/// The table of one board.
pub(crate) fn board(query: &Query, dashboard: &str) -> String {
    flakes(query, Some(dashboard), Filter::default())
}

/// Everything that needs a look.
pub(crate) fn all(query: &Query) -> String {
    flakes(query, None, Filter::default())
}

/// The failing and flaky tests that nobody is on.
pub(crate) fn nobody(query: &Query) -> String {
    let filter = Filter {
        verdicts: vec![Verdict::Failing, Verdict::Flaky],
        efforts: EffortGroup::NOBODY.to_vec(),
        ..Filter::default()
    };
    flakes(query, None, filter)
}

/// The tests of one board with one verdict.
pub(crate) fn verdict(query: &Query, dashboard: &str, verdict: Verdict) -> String {
    flakes(query, Some(dashboard), Filter { verdicts: vec![verdict], ..Filter::default() })
}

/// The tests of one job that need a look.
pub(crate) fn job(query: &Query, job: &str) -> String {
    flakes(query, None, Filter { jobs: vec![job.to_owned()], ..Filter::default() })
}

/// The tests of one SIG that need a look; no name is for tests without one.
pub(crate) fn sig(query: &Query, sig: &str) -> String {
    let sig = if sig.is_empty() { "none" } else { sig };
    flakes(query, None, Filter { sigs: vec![sig.to_owned()], ..Filter::default() })
}

/// One test, opened in the table.
pub(crate) fn test(query: &Query, (dashboard, job, test): (&str, &str, &str)) -> String {
    let query = Query { filter: Filter::default(), ..query.clone() };
    href("/flakes", &query, &PageKeys::at_test(dashboard, job, test))
}

/// A job's grid.
pub(crate) fn grid(query: &Query, dashboard: &str, job: &str) -> String {
    let query = Query { filter: Filter::default(), ..query.clone() };
    href("/flakes/job", &query, &PageKeys::at_job(dashboard, job))
}

fn flakes(query: &Query, dashboard: Option<&str>, filter: Filter) -> String {
    let mut query = Query { filter, ..query.clone() };
    if let Some(dashboard) = dashboard {
        query.dashboards = vec![dashboard.to_owned()];
        query.dashboard_groups = Vec::new();
    }
    href("/flakes", &query, &PageKeys::default())
}
