//! Links between failures and the table of flakes.

use flakescope_core::flakes::{Query, Source, TestKey};
use flakescope_core::formats::failures::names_failures;

use crate::state::view::{PageKeys, href};

/// The whole texts of a test's failed runs; none where runs left no files, because they are made up or come from files.
pub fn runs_of(query: &Query, test: &TestKey) -> Option<String> {
    let real = on_boards(query) && query.source != Source::Sample;
    let keys = PageKeys::at_test(&test.dashboard, &test.job, &test.test);
    real.then(|| href("/failures", query, &keys))
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
