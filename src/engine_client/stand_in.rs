//! The sample in place of a `TestGrid` that does not answer.

use flakescope_core::flakes::{Query, Source};
use flakescope_engine::Request;

/// The request to send: that of the page, or the sample where it stands in.
pub(super) fn stand_in(mut request: Request, standing_in: bool) -> Request {
    let query: &mut Query = match &mut request {
        Request::Overview { query }
        | Request::Flakes { query, .. }
        | Request::FlakesTest { query, .. }
        | Request::FlakesJob { query, .. }
        | Request::FlakesExport { query, .. }
        | Request::Report { query, .. }
        | Request::FileIssue { query, .. } => query,
    };
    if standing_in && query.source == Source::TestGrid {
        query.source = Source::Sample;
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_testgrid_alone() {
        let ask = |source| Request::Overview { query: Query { source, ..Query::default() } };
        assert_eq!(stand_in(ask(Source::TestGrid), true), ask(Source::Sample));
        assert_eq!(stand_in(ask(Source::TestGrid), false), ask(Source::TestGrid));
        assert_eq!(stand_in(ask(Source::Files), true), ask(Source::Files));
    }
}
