//! The issues of a made-up world as the engine would read them.

use std::collections::BTreeMap;

use flakescope_core::flakes::issues::IssueList;
use flakescope_core::formats::github::parse_issues;
use flakescope_core::model::{Repository, TimeMs};
use flakescope_sim::github::{GitHub, listing, wire};

/// What the engine asks the code host for: both labels, open issues and those closed within four weeks, by pages.
pub(crate) fn read_issues(github: &GitHub) -> IssueList {
    let repository = Repository::parse(&github.repository).unwrap();
    let since = TimeMs(github.now_s * 1000).minus_days(28).day();
    let mut issues = Vec::new();
    for state in ["state=open".to_owned(), format!("state=closed&since={since}T00:00:00Z")] {
        for label in ["kind/flake", "kind/failing-test"] {
            for page in pages(github, &format!("labels={label}&{state}&per_page=100")) {
                let (found, warnings) = parse_issues(&page, "issues", &repository).unwrap();
                assert_eq!(warnings, []);
                issues.extend(found);
            }
        }
    }
    IssueList { repository, issues, board_statuses: BTreeMap::new(), complete: true }
}

/// The bytes of every page of a list.
fn pages(github: &GitHub, query: &str) -> Vec<Vec<u8>> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let query = listing::Query::parse(&pairs);
    let whole: Vec<wire::Wire> = query
        .select(&github.issues)
        .into_iter()
        .map(|issue| wire::issue(issue, &github.repository))
        .collect();
    whole.chunks(query.per_page).map(|page| serde_json::to_vec(page).unwrap()).collect()
}
