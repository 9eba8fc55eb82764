//! The question as a page asks it: all that a link holds, which rows are listed, and what the page is given.

mod asked;
mod filter;
pub mod link;
mod listed;
mod view;

pub use asked::{Asked, Span};
pub use filter::{Mark, RowFilter};
pub use listed::{Listed, listed_report};
pub use view::{ActivityView, LogCauses, Message};
