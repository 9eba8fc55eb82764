//! Links of the page: the same failures and grouping, another cluster; and a test in the table of flakes.

use flakescope_core::failures::Params;
use flakescope_core::failures::link::to_pairs;
use flakescope_core::flakes::{Query, Source, TestKey};
use flakescope_core::formats::failures::names_failures;

use crate::state::view::{PageKeys, href};

/// A cluster; without an id, the list.
pub fn cluster(query: &Query, grouping: Params, id: &str) -> String {
    let grouping = to_pairs(&grouping);
    href("/failures", query, &PageKeys { cluster: id.to_owned(), grouping, ..PageKeys::default() })
}

/// True when the failures are those of boards, and not of files.
pub fn on_boards(query: &Query) -> bool {
    match &query.source {
        Source::Files => false,
        Source::Address(address) => !names_failures(address),
        Source::TestGrid | Source::Sample => true,
    }
}

/// A test on a board, opened in the table; none for a test of a file.
pub fn test(query: &Query, key: &TestKey) -> Option<String> {
    let page = PageKeys::at_test(&key.dashboard, &key.job, &key.test);
    (on_boards(query) && page.test().is_some()).then(|| href("/flakes", query, &page))
}
