//! What a request wants to be read.

use flakescope_core::flakes::{Query, Source};

use flakescope_core::payloads::RunsFrom;

use crate::failures::About;
use crate::supply::{EVERY_BOARD, key};
use crate::{Error, Request};

/// The boards and groups that a request names, and the tab that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Want {
    /// Boards as the user wrote them.
    pub(crate) dashboards: Vec<String>,
    /// Groups as the user wrote them; [`EVERY_BOARD`] for all that the source can list.
    pub(crate) groups: Vec<String>,
    /// Normalised names of the board and the tab that are read first.
    pub(crate) first: Option<(String, String)>,
}

impl Want {
    /// What `request` wants.
    pub(crate) fn of(request: &Request) -> Result<Self, Error> {
        let query = request.query();
        if let Some(test) = About::of(request).and_then(|about| about.runs_of) {
            let dashboards = vec![test.dashboard.clone()];
            return Ok(Self { dashboards, groups: Vec::new(), first: first_tab(request) });
        }
        if let Request::Payloads { about, .. } = request {
            if about.dashboard.is_empty() || about.from == RunsFrom::Given {
                return Err(Error::NoBoards);
            }
            let dashboards = vec![about.dashboard.clone()];
            return Ok(Self { dashboards, groups: Vec::new(), first: first_tab(request) });
        }
        if matches!(
            request,
            Request::PayloadsHistory { .. }
                | Request::Muted { .. }
                | Request::Activity { .. }
                | Request::ActivityFile { .. }
        ) {
            return Err(Error::NoBoards);
        }
        Ok(Self { first: first_tab(request), ..Self::of_boards(query)? })
    }

    /// The boards of a query.
    pub(crate) fn of_boards(query: &Query) -> Result<Self, Error> {
        let mut groups = query.dashboard_groups.clone();
        if query.dashboards.is_empty() && groups.is_empty() {
            groups.push(every_board(query)?);
        }
        Ok(Self { dashboards: query.dashboards.clone(), groups, first: None })
    }
}

fn every_board(query: &Query) -> Result<String, Error> {
    match query.source {
        Source::Sample | Source::Files => Ok(EVERY_BOARD.to_owned()),
        Source::TestGrid | Source::Address(_) => Err(Error::NoBoards),
    }
}

fn first_tab(request: &Request) -> Option<(String, String)> {
    match request {
        Request::FlakesTest { key: test, .. } | Request::FileIssue { key: test, .. } => {
            Some((key(&test.dashboard), key(&test.job)))
        }
        Request::Failures { runs_of: Some(test), .. } => Some((key(&test.dashboard), key(&test.job))),
        Request::Payloads { about, .. } => Some((key(&about.dashboard), key(&about.job))),
        Request::FlakesJob { dashboard, job, .. } => Some((key(dashboard), key(job))),
        _ => None,
    }
}
