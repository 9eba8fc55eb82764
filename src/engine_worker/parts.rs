//! Parts of the worker whose code lies in files of its own (`scripts/split.mjs`), loaded when they are wanted. Each gives
//! a function, through which alone its code is reached. The worker's program brings them: as a part is linked into every
//! program that has its crate, it must not stand in the library.

use flakescope_core::flakes::CompileSearch;
use flakescope_engine::{MakeActivity, MakeFailures, MakeMuted, MakePayloads, Writers};
use futures_util::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;

use super::BrowserTransport;

/// The parts are fetched this long after the start, behind what the first view needs.
const FETCH_AFTER_MS: u32 = 5_000;

/// How each part is loaded; `None` when it does not come. Another call tries again.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// Regular expressions.
    pub search: fn() -> LocalBoxFuture<'static, Option<CompileSearch>>,
    /// Writing files of boards.
    pub writers: fn() -> LocalBoxFuture<'static, Option<Writers>>,
    /// Reading and grouping failures.
    pub failures: fn() -> LocalBoxFuture<'static, Option<MakeFailures>>,
    /// Reading and judging the runs of payloads.
    pub payloads: fn() -> LocalBoxFuture<'static, Option<MakePayloads>>,
    /// Reading sources and judging the markers in them.
    pub muted: fn() -> LocalBoxFuture<'static, Option<MakeMuted<BrowserTransport>>>,
    /// Reading runs of CI and counting them.
    pub activity: fn() -> LocalBoxFuture<'static, Option<MakeActivity<BrowserTransport>>>,
}

impl Parts {
    /// Fetches the parts in the background, so that nobody waits for them later.
    pub(super) async fn fetch_later(self) {
        TimeoutFuture::new(FETCH_AFTER_MS).await;
        // What fails here is tried again when it is wanted, and then it is said.
        (self.search)().await;
        (self.writers)().await;
        (self.failures)().await;
        (self.payloads)().await;
        (self.muted)().await;
        (self.activity)().await;
    }
}
