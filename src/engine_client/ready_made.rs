//! The ready-made answer of the sample's overview: drawn by the page alone, before the engine has started.
//!
//! It is a message ([`wire`]) and no text; but hosts pack what ends in `.txt`, and send unknown endings four times as large.

use flakescope_core::flakes::{Query, Source};
use flakescope_engine::{Answer, Request};

use super::kind::{self, Ready};
use crate::state::base;

/// True when the file answers the request: the sample's overview, with nothing changed.
fn answers(request: &Request) -> bool {
    let Request::Overview { query } = request else { return false };
    query.source == Source::Sample && query.params == Query::default().params && has_default_boards(query)
}

fn has_default_boards(query: &Query) -> bool {
    query.dashboards == Query::default().dashboards && query.dashboard_groups.is_empty()
}

/// Begins to read the file, if it answers the request.
pub(super) fn begin(request: &Request) -> Option<Ready> {
    answers(request).then(|| -> Ready { Box::pin(read()) })
}

/// Reads the file, which is named by build id; none where it is missing or garbled: the engine will answer.
async fn read() -> Option<Answer> {
    let answer = gloo_net::http::Request::get(&base::file("sample/overview.txt")).send().await.ok()?;
    if !answer.ok() {
        return None;
    }
    (kind::OVERVIEW.read)(&answer.binary().await.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_plain_overview_of_the_sample() {
        let sample = Query { source: Source::Sample, ..Query::default() };
        assert!(answers(&Request::Overview { query: sample.clone() }));
        assert!(!answers(&Request::Overview { query: Query::default() }));
        let mut week = sample;
        week.params.window_days = 7;
        assert!(!answers(&Request::Overview { query: week }));
    }
}
