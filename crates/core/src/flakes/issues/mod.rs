//! Is anyone on it? Issues of a code host, read, joined to tests by a stated kind of match, and how far the work is.

mod closing;
mod effort;
pub mod form;
mod group;
mod join;
mod lint;
mod list;
mod names;
mod new_issue;
mod normalise;
mod prose;
mod read_boards;
mod resemblance;
mod tracker;
mod triage;
mod words;

pub use effort::{EffortFound, MONITORING_DAYS};
pub use form::{IssueForm, TestgridLink, parse_form};
pub use group::EffortGroup;
pub use join::{Candidate, IssueMatch, Standing, Tracking};
pub use lint::{Known, Presence, Problem, lint};
pub use list::IssueList;
pub use new_issue::{IssueEvidence, LONGEST_LINK, NewIssue, Template, filed_issue, marker_of, test_key};
pub(crate) use new_issue::{hidden_marker, quoted_code, quoted_lines, quoted_text};
pub(crate) use normalise::NormalName;
pub(in crate::flakes) use read_boards::{ReadBoards, ReadTab};
pub use tracker::{ReadIssue, Tracker};
pub use words::{Effort, MatchKind, Tracked};
