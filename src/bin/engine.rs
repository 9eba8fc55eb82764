//! The worker entry: listen to the page, nothing else. The code of its parts is marked here.
#![expect(clippy::unnecessary_wraps, reason = "the mark wants the error of a part that does not come")]

use std::rc::Rc;

use flakescope::engine_worker::{BrowserTransport, Parts, start};
use flakescope_core::flakes::{CompileSearch, compile_search};
use flakescope_dbscan::Linfa;
use flakescope_engine::{
    MakeActivity, MakeFailures, MakeMuted, MakePayloads, Writers, activity_part, failures_part, muted_part,
    payloads_part,
};
use futures_util::FutureExt;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Regular expressions.
#[wasm_split(search, fallible)]
fn search() -> Result<CompileSearch, SplitLoaderError> {
    Ok(compile_search)
}

/// Writing files of boards.
#[wasm_split(writers, fallible)]
fn writers() -> Result<Writers, SplitLoaderError> {
    Ok(flakescope_engine::writers())
}

/// Reading and grouping failures.
#[wasm_split(failures, fallible)]
fn failures() -> Result<MakeFailures, SplitLoaderError> {
    Ok(|| failures_part(Rc::new(Linfa)))
}

/// Reading and judging the runs of payloads.
#[wasm_split(payloads, fallible)]
fn payloads() -> Result<MakePayloads, SplitLoaderError> {
    Ok(payloads_part)
}

/// Reading sources and judging the markers in them.
#[wasm_split(muted, fallible)]
fn muted() -> Result<MakeMuted<BrowserTransport>, SplitLoaderError> {
    Ok(muted_part)
}

/// Reading runs of CI and counting them.
#[wasm_split(activity, fallible)]
fn activity() -> Result<MakeActivity<BrowserTransport>, SplitLoaderError> {
    Ok(activity_part)
}

fn main() {
    console_error_panic_hook::set_once();
    start(Parts {
        search: || search().map(Result::ok).boxed_local(),
        writers: || writers().map(Result::ok).boxed_local(),
        failures: || failures().map(Result::ok).boxed_local(),
        payloads: || payloads().map(Result::ok).boxed_local(),
        muted: || muted().map(Result::ok).boxed_local(),
        activity: || activity().map(Result::ok).boxed_local(),
    });
}
