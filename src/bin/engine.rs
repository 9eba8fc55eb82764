//! The worker entry: listen to the page, nothing else. The code of its parts is marked here.
#![expect(clippy::unnecessary_wraps, reason = "the mark wants the error of a part that does not come")]

use flakescope::engine_worker::{Parts, start};
use flakescope_core::flakes::{CompileSearch, compile_search};
use futures_util::FutureExt;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Regular expressions.
#[wasm_split(search, fallible)]
fn search() -> Result<CompileSearch, SplitLoaderError> {
    Ok(compile_search)
}

fn main() {
    console_error_panic_hook::set_once();
    start(Parts { search: || search().map(Result::ok).boxed_local() });
}
