//! Parts of the worker whose code lies in files of its own (`scripts/split.mjs`), loaded when they are wanted. Each gives
//! a function, through which alone its code is reached.
#![expect(clippy::unnecessary_wraps, reason = "the attribute wants the error of a part that does not come")]

use flakescope_core::flakes::{CompileSearch, compile_search};
use gloo_timers::future::TimeoutFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Regular expressions.
#[wasm_split(search, fallible)]
pub(super) fn search() -> Result<CompileSearch, SplitLoaderError> {
    Ok(compile_search)
}

/// The parts are fetched this long after the start, behind what the first view needs.
const FETCH_AFTER_MS: u32 = 5_000;

/// Fetches the parts in the background, so that nobody waits for them later.
pub(super) async fn fetch_later() {
    TimeoutFuture::new(FETCH_AFTER_MS).await;
    // What fails here is tried again when it is wanted, and then it is said.
    drop(search().await);
}
