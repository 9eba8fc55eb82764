//! The engine's door to the outside, by the browser's means.

use std::rc::Rc;

use flakescope_core::flakes::CompileSearch;
use flakescope_core::model::TimeMs;
use flakescope_core::muted::{FileMarkers, Names};
use flakescope_engine::{
    Call, MakeActivity, MakeFailures, MakeMuted, MakePayloads, Reply, Response, SampleFile, Stored,
    Transport, TransportError, Writers,
};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, Url, console};

use super::readers::Readers;
use super::rest::Rest;
use super::{Parts, cache, fetch};

/// How long after the start old bytes are swept out: when the first reading is over.
const SWEEP_AFTER_MS: u32 = 60_000;
/// The largest sample that can be meant.
const SAMPLE_MAX_BYTES: u64 = 50_000_000;

/// Fetches, waits and stores in a worker.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a handle of the browser")]
pub struct BrowserTransport {
    scope: DedicatedWorkerGlobalScope,
    rest: Rc<Option<Rest>>,
    readers: Rc<Readers>,
    parts: Parts,
}

impl BrowserTransport {
    /// A transport of the worker whose scope is given.
    pub(super) fn new(scope: &DedicatedWorkerGlobalScope, parts: Parts) -> Self {
        let (rest, readers) = (Rc::new(Rest::open()), Rc::default());
        let transport = Self { scope: scope.clone(), rest, readers, parts };
        let sweeper = transport.clone();
        spawn_local(async move {
            TimeoutFuture::new(SWEEP_AFTER_MS).await;
            if let Err(error) = cache::sweep(&sweeper.scope, sweeper.now()).await {
                console::warn_1(&error);
            }
        });
        transport
    }

    /// The address of a file that ships with the site; the worker's own file lies at the site's root.
    fn file(&self, name: &str, build: &str) -> Option<String> {
        let url = Url::new_with_base(name, &self.scope.location().href()).ok()?;
        url.set_search(&format!("build={build}"));
        Some(url.href())
    }
}

impl Transport for BrowserTransport {
    async fn get(&self, url: &str, max_bytes: u64) -> Result<Response, TransportError> {
        fetch::get(&self.scope, url, max_bytes).await
    }

    async fn call(&self, call: Call) -> Result<Reply, TransportError> {
        fetch::call(&self.scope, &call).await
    }

    async fn sleep_ms(&self, ms: u32) {
        TimeoutFuture::new(ms).await;
    }

    async fn yield_now(&self) {
        let rested = match self.rest.as_ref() {
            Some(rest) => rest.take().await.is_ok(),
            None => false,
        };
        if !rested {
            TimeoutFuture::new(0).await;
        }
    }

    async fn search(&self) -> Option<CompileSearch> {
        (self.parts.search)().await
    }

    async fn writers(&self) -> Option<Writers> {
        (self.parts.writers)().await
    }

    async fn failures(&self) -> Option<MakeFailures> {
        (self.parts.failures)().await
    }

    async fn payloads(&self) -> Option<MakePayloads> {
        (self.parts.payloads)().await
    }

    async fn muted(&self) -> Option<MakeMuted<Self>> {
        (self.parts.muted)().await
    }

    async fn activity(&self) -> Option<MakeActivity<Self>> {
        (self.parts.activity)().await
    }

    async fn read_source(&self, path: String, bytes: Vec<u8>, names: &Names) -> FileMarkers {
        self.readers.read(&self.scope, (&path, &bytes), names).await
    }

    fn now(&self) -> TimeMs {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
        TimeMs(js_sys::Date::now() as i64)
    }

    async fn sample(&self, file: SampleFile) -> Result<Vec<u8>, TransportError> {
        let missing = || TransportError::Unreachable("the page has no sample".to_owned());
        let url = self.file(file.path(), &super::build_id(&self.scope)).ok_or_else(missing)?;
        match fetch::get(&self.scope, &url, SAMPLE_MAX_BYTES).await? {
            Response { status: 200, body, .. } => Ok(body),
            _ => Err(missing()),
        }
    }

    fn snapshot_folder(&self) -> Option<String> {
        Some(Url::new_with_base("snapshot", &self.scope.location().href()).ok()?.href())
    }

    fn own_origin(&self) -> Option<String> {
        Some(self.scope.location().origin())
    }

    async fn cache_get(&self, url: &str) -> Option<Stored> {
        cache::get(&self.scope, url).await
    }

    async fn cache_put(&self, url: &str, stored: Stored) {
        if let Err(error) = cache::put(&self.scope, url, &stored).await {
            console::warn_1(&error);
        }
    }
}
