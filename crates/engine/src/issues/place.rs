//! Where a query's issues come from.

use flakescope_core::flakes::{IssueSource, ProjectBoard, Query, Source};
use flakescope_core::model::Repository;

/// One list of issues.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A repository on GitHub, with the project board that tells how far the work is.
    GitHub { repository: Repository, project_board: Option<ProjectBoard> },
    /// The built-in sample.
    Sample,
    /// Files that the user gave.
    Files,
}

impl Place {
    /// The place that a query means; `None` when it wants no issues or there are none.
    pub(crate) fn of(query: &Query, has_files: bool) -> Option<Self> {
        let github = |repository: Repository| {
            Some(Self::GitHub { repository, project_board: query.project_board.clone() })
        };
        match (&query.issues, &query.source) {
            (IssueSource::Off, _) | (IssueSource::Usual, Source::Address(_)) => None,
            (IssueSource::Of(repository), _) => github(repository.clone()),
            (IssueSource::Files, _) | (IssueSource::Usual, Source::Files) => has_files.then_some(Self::Files),
            (IssueSource::Usual, Source::TestGrid) => github(repository(IssueSource::PUBLIC_REPOSITORY)),
            (IssueSource::Usual, Source::Sample) => Some(Self::Sample),
        }
    }

    /// The place in words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::GitHub { repository, .. } => repository.to_string(),
            Self::Sample => "made-up sample".to_owned(),
            Self::Files => "files".to_owned(),
        }
    }
}

/// A repository's name, empty if it is none.
pub(super) fn repository(name: &str) -> Repository {
    Repository::parse(name).unwrap_or_default()
}
