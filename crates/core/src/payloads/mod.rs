//! The question `payloads`: do N runs of one job on one payload show a regression against history?

pub mod disruption;
pub mod history;
pub mod required_passes;
