//! The paths of TestGrid's two faces. API v1 takes normalised names, which need no escaping; the legacy endpoints
//! take names as they are written.

use flakescope_core::formats::testgrid::normalise;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in a path element or a query value.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

pub(super) fn group_path(group: &str) -> String {
    format!("/dashboard-groups/{}", normalise(group))
}

pub(super) fn summaries_path(dashboard: &str) -> String {
    format!("/dashboards/{}/tab-summaries", normalise(dashboard))
}

pub(super) fn headers_path(dashboard: &str, tab: &str) -> String {
    format!("/dashboards/{}/tabs/{}/headers", normalise(dashboard), normalise(tab))
}

pub(super) fn rows_path(dashboard: &str, tab: &str) -> String {
    format!("/dashboards/{}/tabs/{}/rows", normalise(dashboard), normalise(tab))
}

pub(super) fn legacy_summary_path(dashboard: &str) -> String {
    format!("/{}/summary", escape(dashboard))
}

/// Healthy rows are asked for as well: broken runs and totals need them.
pub(super) fn legacy_table_path(dashboard: &str, tab: &str) -> String {
    let (dashboard, tab) = (escape(dashboard), escape(tab));
    format!("/{dashboard}/table?dashboard={dashboard}&tab={tab}&width=5")
}

fn escape(name: &str) -> String {
    utf8_percent_encode(name, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised_or_escaped() {
        assert_eq!(
            summaries_path("SIG-Release Master_Blocking"),
            "/dashboards/sigreleasemasterblocking/tab-summaries"
        );
        assert_eq!(headers_path("A b", "c/d"), "/dashboards/ab/tabs/cd/headers");
        assert_eq!(rows_path("A b", "c/d"), "/dashboards/ab/tabs/cd/rows");
        assert_eq!(group_path("sig-release"), "/dashboard-groups/sigrelease");
        assert_eq!(legacy_summary_path("a b/c"), "/a%20b%2Fc/summary");
        assert_eq!(
            legacy_table_path("a", "1.37 (beta)&x"),
            "/a/table?dashboard=a&tab=1.37%20%28beta%29%26x&width=5"
        );
    }
}
