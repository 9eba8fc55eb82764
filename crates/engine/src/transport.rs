//! The one door to the outside: the worker and the command line each bring their own.

use std::future::Future;
use std::rc::Rc;

use flakescope_core::model::TimeMs;
use thiserror::Error;

/// What the engine needs from the world. One thread is enough: no future has to be `Send`. Dropping a future stops
/// what it does; for [`Transport::get`] the request should be aborted.
pub trait Transport {
    /// Sends a plain GET without headers of our own (the TestGrid API answers no preflight) and reads the whole
    /// body. Any status is an `Ok`; a body larger than `max_bytes` is [`TransportError::TooLarge`], noticed before
    /// it is in memory. The engine adds timeout, retry, limits and cache.
    fn get(&self, url: &str, max_bytes: u64) -> impl Future<Output = Result<Response, TransportError>>;

    /// Waits.
    fn sleep_ms(&self, ms: u32) -> impl Future<Output = ()>;

    /// Lets everything else run that is waiting, above all incoming messages: in a browser a new task, not a
    /// microtask.
    fn yield_now(&self) -> impl Future<Output = ()>;

    /// The wall clock.
    fn now(&self) -> TimeMs;

    /// The bytes of the built-in sample, `sample/bundle.json`.
    fn sample_bundle(&self) -> impl Future<Output = Result<Vec<u8>, TransportError>>;

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

    fn sleep_ms(&self, ms: u32) -> impl Future<Output = ()> {
        T::sleep_ms(self, ms)
    }

    fn yield_now(&self) -> impl Future<Output = ()> {
        T::yield_now(self)
    }

    fn now(&self) -> TimeMs {
        T::now(self)
    }

    fn sample_bundle(&self) -> impl Future<Output = Result<Vec<u8>, TransportError>> {
        T::sample_bundle(self)
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
