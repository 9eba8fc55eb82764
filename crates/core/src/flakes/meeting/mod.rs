//! The report for the release meeting: go or no-go, counts, what changed, and the text to paste.

mod changes;
mod counts;
mod go_no_go;
mod report;
mod text;

pub(crate) use changes::write_changes;
pub use changes::{Change, Changes, JobName};
pub use counts::{Count, CountRow, Counts, MeetingRow, meeting_filter};
pub use go_no_go::{BoardState, Cut, GoNoGo, Side, Signal, SignalCell};
pub use report::{BoardLine, CountLine, EffortLine, MeetingInput, MeetingReport};
pub use text::{MeetingFormat, write_meeting};

#[cfg(test)]
mod tests;
