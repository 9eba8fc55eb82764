//! Reading what GitHub answers: lists of issues, paging, quota and project boards.

mod actions;
mod blame;
mod entry;
mod errors;
mod issue_state;
mod issues;
mod paging;
mod project;
mod quota;
mod tree;

pub use actions::{ActionsJob, ActionsPage, actions_attempts, parse_actions_jobs, parse_actions_runs};
pub use blame::{BlameRange, blame_request, parse_blame};
pub use errors::error_sentence;
pub use issue_state::parse_issue_is_open;
pub use issues::{looks_like_issues, parse_issues};
pub use paging::{Pages, next_page, pages};
pub use project::{
    GraphqlError, GraphqlErrorKind, PROJECT_ID_QUERY, PROJECT_QUERY, ProjectItem, ProjectPage,
    parse_project_id, parse_project_page, project_id_request, project_request,
};
pub use quota::{LEAST_WAIT_S, Quota, Refusal};
pub use tree::{Tree, TreeEntry, TreeEntryKind, parse_tree};
