//! The report for the release meeting: go or no-go, counts, what changed, and the text to paste.

mod changes;
mod go_no_go;

pub use changes::{Change, Changes, JobName};
pub use go_no_go::{BoardState, Cut, GoNoGo, Side, Signal, SignalCell};
