//! Starts the worker, sends it requests, and gives back answers, progress and trouble as signals.
//!
//! [`client`] keeps the worker and its open requests; [`answer`] is what pages use; [`kind`] reads answers; [`ready_made`] draws the sample's
//! overview before the worker has started; [`SharedAnswer`] is an answer that is kept, [`Opened`] what comes packed in one; [`files`] hands files over, and [`compared`] tells two of them apart; [`wire`] is the line to the worker.

mod answer;
mod client;
mod compared;
pub mod files;
pub mod kind;
mod opened;
mod ready_made;
mod shared_answer;
mod stand_in;
mod wire;

pub use answer::{AnswerState, ProgressState, use_answer};
pub use client::{Client, Word, provide_engine, use_engine};
pub use opened::Opened;
pub use shared_answer::SharedAnswer;
