//! The sample in place of a `TestGrid` that does not answer.

use flakescope_core::flakes::Source;
use flakescope_engine::Request;

/// The request to send: that of the page, or the sample where it stands in.
pub(super) fn stand_in(mut request: Request, standing_in: bool) -> Request {
    // Repositories and runs are not read from TestGrid.
    let stands_in = standing_in
        && !matches!(
            request,
            Request::Muted { .. } | Request::Activity { .. } | Request::ActivityFile { .. }
        );
    let query = request.query_mut();
    if stands_in && query.source == Source::TestGrid {
        query.source = Source::Sample;
    }
    request
}

#[cfg(test)]
mod tests {
    use flakescope_core::flakes::Query;

    use super::*;

    #[test]
    fn for_testgrid_alone() {
        let ask = |source| Request::Overview { query: Query { source, ..Query::default() } };
        assert_eq!(stand_in(ask(Source::TestGrid), true), ask(Source::Sample));
        assert_eq!(stand_in(ask(Source::TestGrid), false), ask(Source::TestGrid));
        assert_eq!(stand_in(ask(Source::Files), true), ask(Source::Files));
    }
}
