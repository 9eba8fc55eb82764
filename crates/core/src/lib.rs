//! The analysis of Flakescope: formats, statistics, rows and exporters.
//!
//! Invariants: no network, clock, file system, browser or random source; time comes in as an argument.
//! Whatever bytes come in, a function returns a value with warnings or a typed error with its position.
//! Everything that leaves is ordered, so that equal input gives equal bytes.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

pub mod activity;
pub mod export;
pub mod failures;
pub mod flakes;
pub mod formats;
pub mod model;
pub mod muted;
pub mod payloads;
pub mod snapshot;
mod sorting;
pub mod stats;
pub mod thousandths;
pub mod warning;
