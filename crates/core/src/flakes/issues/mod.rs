//! Is anyone on it? Issues of a code host, read, joined to tests by a stated kind of match, and how far the work is.

pub mod form;
mod new_issue;
mod words;

pub use form::{IssueForm, TestgridLink, parse_form};
pub use new_issue::{
    IssueEvidence, LONGEST_LINK, NewIssue, Template, filed_issue, marker_of, test_key,
};
pub use words::{Effort, MatchKind, Tracked};
