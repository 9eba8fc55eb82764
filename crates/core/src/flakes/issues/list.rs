//! What was read from a code host, and whether it is all there is.

use std::collections::BTreeMap;

use crate::model::{Issue, Repository};

/// Issues and pull requests of one repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueList {
    /// The repository.
    pub repository: Repository,
    /// Issues and pull requests, in any order.
    pub issues: Vec<Issue>,
    /// Status on the project board by issue number; empty where no board was read.
    pub board_statuses: BTreeMap<u64, String>,
    /// False when a quota, an error or a limit left some out.
    pub complete: bool,
}
