//! Reading what GitHub answers: lists of issues, paging, quota and project boards.

mod entry;
mod errors;
mod issues;

pub use errors::error_sentence;
pub use issues::parse_issues;
