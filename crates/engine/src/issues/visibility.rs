//! May everybody read these issues? With a token one reads what others may not, and who publishes it must know.

use flakescope_core::flakes::Query;
use flakescope_core::model::Repository;
use serde::Deserialize;

use super::{Issues, Place};
use crate::{Engine, Transport};

/// What the code host says of a repository. One that does not say is private.
#[derive(Deserialize)]
struct Said {
    private: bool,
}

impl<T: Transport + 'static> Issues<T> {
    async fn is_public(&self, repository: &Repository) -> bool {
        let answer = self.caller().get(&format!("/repos/{repository}")).await;
        let said = answer.ok().and_then(|answer| serde_json::from_slice::<Said>(&answer.body).ok());
        said.is_some_and(|said| !said.private)
    }
}

impl<T: Transport + 'static> Engine<T> {
    /// The repository of a query, when the engine has a token and GitHub does not say that everybody may read it. What is read
    /// without a token everybody may read, and files are the user's own.
    pub async fn private_issues(&self, query: &Query) -> Option<Repository> {
        let issues = self.issues();
        let Some(Place::GitHub { repository, .. }) = Place::of(query, false) else { return None };
        let is_private = issues.caller().has_token() && !issues.is_public(&repository).await;
        is_private.then_some(repository)
    }
}
