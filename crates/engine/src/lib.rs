//! The orchestration of Flakescope: turns a request into fetches through a transport, has the core analyse what came,
//! and gives an answer. Knows no browser and no operating system; the worker and the command line run the same code.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

mod answer;
mod protocol;
mod request;

pub use answer::{Answer, Exported, Reading, Stage};
pub use protocol::{FromEngine, ToEngine, Trouble, TroubleKind};
pub use request::Request;
