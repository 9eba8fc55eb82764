//! The one door to the outside: the worker and the command line each bring their own.

use std::fmt;
use std::future::Future;
use std::rc::Rc;

use flakescope_core::flakes::{CompileSearch, compile_search};
use flakescope_core::model::TimeMs;
use flakescope_core::muted::{FileMarkers, Names, SyntaxTrouble};
use thiserror::Error;

use crate::activity::{MakeActivity, activity_part};
use crate::muted::{MakeMuted, muted_part};
use crate::payloads::{MakePayloads, payloads_part};
use crate::{MakeFailures, Writers, writers};

/// What the engine needs from the world. One thread is enough: no future has to be `Send`. Dropping a future stops
/// what it does; for [`Transport::get`] the request should be aborted.
pub trait Transport {
    /// Sends a plain GET without headers of our own (the TestGrid API answers no preflight) and reads the whole
    /// body. Any status is an `Ok`; a body larger than `max_bytes` is [`TransportError::TooLarge`], noticed before
    /// it is in memory. The engine adds timeout, retry, limits and cache.
    fn get(&self, url: &str, max_bytes: u64) -> impl Future<Output = Result<Response, TransportError>>;

    /// Sends a request with headers and a body of our own; used for the code host alone. Any status is an `Ok`, as in
    /// [`Transport::get`]. Only the headers that [`Reply::header`] is asked for need to be kept.
    /// A transport without it reads no issues.
    fn call(&self, _call: Call) -> impl Future<Output = Result<Reply, TransportError>> {
        async { Err(TransportError::Unreachable("this program asks no code host".to_owned())) }
    }

    /// Waits.
    fn sleep_ms(&self, ms: u32) -> impl Future<Output = ()>;

    /// Lets everything else run that is waiting, above all incoming messages: in a browser a new task, not a
    /// microtask.
    fn yield_now(&self) -> impl Future<Output = ()>;

    /// What makes a search ready. A program that comes in parts loads that one here; `None` when it does not come.
    fn search(&self) -> impl Future<Output = Option<CompileSearch>> {
        async { Some(compile_search as CompileSearch) }
    }

    /// What writes files of boards. A program that comes in parts loads that one here; `None` when it does not come.
    fn writers(&self) -> impl Future<Output = Option<Writers>> {
        async { Some(writers()) }
    }

    /// The code that reads and groups failures. A program that comes in parts loads that one here; `None` when it does
    /// not come, or when this program has no use for it.
    fn failures(&self) -> impl Future<Output = Option<MakeFailures>> {
        async { None }
    }

    /// The code that reads and judges the runs of payloads. A program that comes in parts loads that one here; `None` when it
    /// does not come.
    fn payloads(&self) -> impl Future<Output = Option<MakePayloads>> {
        async { Some(payloads_part as MakePayloads) }
    }

    /// The code that reads sources and judges markers. A program that comes in parts loads that one here; `None` when it does
    /// not come.
    fn muted(&self) -> impl Future<Output = Option<MakeMuted<Self>>>
    where
        Self: Sized + 'static,
    {
        async { Some(muted_part as MakeMuted<Self>) }
    }

    /// The code that reads runs and counts them. A program that comes in parts loads that one here; `None` when it does not come.
    fn activity(&self) -> impl Future<Output = Option<MakeActivity<Self>>>
    where
        Self: Sized + 'static,
    {
        async { Some(activity_part as MakeActivity<Self>) }
    }

    /// Finds the markers in a source file; `names` are markers that the user adds. The parsers are heavy and no part of the
    /// engine: a program without them finds none, and says so.
    fn read_source(
        &self,
        _path: String,
        _bytes: Vec<u8>,
        _names: &Names,
    ) -> impl Future<Output = FileMarkers> {
        let message = "this program has no parsers; no marker was read".to_owned();
        let trouble = Some(SyntaxTrouble { line: 1, message });
        async move { FileMarkers { trouble, ..FileMarkers::default() } }
    }

    /// The wall clock.
    fn now(&self) -> TimeMs;

    /// The bytes of a file of the built-in sample.
    fn sample(&self, file: SampleFile) -> impl Future<Output = Result<Vec<u8>, TransportError>>;

    /// The folder of the published snapshot, as an address without a slash at its end; `None` where there is none to look
    /// for.
    fn snapshot_folder(&self) -> Option<String> {
        None
    }

    /// The origin of the page, such as `https://example.github.io`, which may always be read from.
    fn own_origin(&self) -> Option<String> {
        None
    }

    /// What [`Transport::cache_put`] stored for this address, however old; the engine judges the age.
    fn cache_get(&self, _url: &str) -> impl Future<Output = Option<Stored>> {
        async { None }
    }

    /// Stores an answer where it outlives the engine. Errors are the transport's own business. Entries older than
    /// [`crate::Policy::keep_ms`] are never used again and may be deleted.
    fn cache_put(&self, _url: &str, _stored: Stored) -> impl Future<Output = ()> {
        async {}
    }
}

/// An HTTP answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The `Retry-After` header, if it is a number of seconds that the transport may see.
    pub retry_after_s: Option<u32>,
    /// The body.
    pub body: Vec<u8>,
}

/// A request to the code host.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The address.
    pub url: String,
    /// Headers with their values. A token is among them: it must not be logged, nor follow a redirect.
    pub headers: Vec<(&'static str, String)>,
    /// What is posted as JSON; `None` for a GET.
    pub body: Option<String>,
    /// The largest body of an answer that is taken.
    pub max_bytes: u64,
}

/// Headers by name alone: one of them may be a token.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Call")
            .field("url", &self.url)
            .field("headers", &headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// The headers of a [`Reply`] that are looked at, in lower case.
pub const REPLY_HEADERS: [&str; 7] = [
    "etag",
    "link",
    "retry-after",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-resource",
];

/// The answer of the code host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Those of [`REPLY_HEADERS`] that it has.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }
}

/// The files of the built-in sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleFile {
    /// Boards and issues.
    Boards,
    /// The runs of a payload, and earlier results.
    Payload,
    /// A repository with muted tests.
    Sources,
    /// Runs of CI.
    Activity,
    /// History of disruption: the file that is in use.
    HistoryCurrent,
    /// History of disruption: the file that would replace it.
    HistoryNew,
}

impl SampleFile {
    /// Its path below the folder of the page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Boards => "sample/bundle.json",
            Self::Payload => "sample/payload.zip",
            Self::Sources => "sample/sources.zip",
            Self::Activity => "sample/activity.csv",
            Self::HistoryCurrent => "sample/history_current.json",
            Self::HistoryNew => "sample/history_new.json",
        }
    }
}

/// Bytes that were fetched earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The body.
    pub body: Vec<u8>,
    /// When it was fetched.
    pub stored_at: TimeMs,
}

/// Why there is no answer at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection. In a browser also an answer that the page may not see: the TestGrid API sends its errors
    /// without permission to read them.
    #[error("not found or unreachable ({0})")]
    Unreachable(String),
    /// The connection ended before the answer did.
    #[error("the connection was cut ({0})")]
    Cut(String),
    /// The transport's own timeout.
    #[error("no answer in time")]
    TimedOut,
    /// The body is larger than was allowed.
    #[error("the answer is larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: u64,
    },
}

impl<T: Transport> Transport for Rc<T> {
    fn get(&self, url: &str, max_bytes: u64) -> impl Future<Output = Result<Response, TransportError>> {
        T::get(self, url, max_bytes)
    }

    fn call(&self, call: Call) -> impl Future<Output = Result<Reply, TransportError>> {
        T::call(self, call)
    }

    fn sleep_ms(&self, ms: u32) -> impl Future<Output = ()> {
        T::sleep_ms(self, ms)
    }

    fn yield_now(&self) -> impl Future<Output = ()> {
        T::yield_now(self)
    }

    fn search(&self) -> impl Future<Output = Option<CompileSearch>> {
        T::search(self)
    }

    fn writers(&self) -> impl Future<Output = Option<Writers>> {
        T::writers(self)
    }

    fn failures(&self) -> impl Future<Output = Option<MakeFailures>> {
        T::failures(self)
    }

    fn payloads(&self) -> impl Future<Output = Option<MakePayloads>> {
        T::payloads(self)
    }

    fn read_source(&self, path: String, bytes: Vec<u8>, names: &Names) -> impl Future<Output = FileMarkers> {
        T::read_source(self, path, bytes, names)
    }

    fn now(&self) -> TimeMs {
        T::now(self)
    }

    fn sample(&self, file: SampleFile) -> impl Future<Output = Result<Vec<u8>, TransportError>> {
        T::sample(self, file)
    }

    fn snapshot_folder(&self) -> Option<String> {
        T::snapshot_folder(self)
    }

    fn own_origin(&self) -> Option<String> {
        T::own_origin(self)
    }

    fn cache_get(&self, url: &str) -> impl Future<Output = Option<Stored>> {
        T::cache_get(self, url)
    }

    fn cache_put(&self, url: &str, stored: Stored) -> impl Future<Output = ()> {
        T::cache_put(self, url, stored)
    }
}
