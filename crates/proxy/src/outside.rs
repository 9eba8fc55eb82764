//! The way out: one client without redirects, without the system's proxies, whose names are resolved by us and refused
//! when they lead to an address that is not public.

use std::error::Error as _;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use crate::address::is_public;
use crate::refusal::Refusal;

/// Resolves names: the system does, or a test.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// A connection may take this long to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Where requests go.
#[derive(Clone)]
pub struct Outside {
    lookup: Lookup,
    /// Everything is asked of this server instead, over http, with the host in front of the path.
    played: Option<SocketAddr>,
}

impl Outside {
    /// The internet, by the system's resolver.
    pub fn internet() -> Self {
        Self::with_lookup(Arc::new(|name: String| {
            Box::pin(async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) })
        }))
    }

    /// The internet, by another resolver.
    pub fn with_lookup(lookup: Lookup) -> Self {
        Self { lookup, played: None }
    }

    /// For tests and measurements: a server on this machine plays every upstream, over http; it sees the upstream's host as
    /// the first part of the path. `None` for an address that other machines could have.
    pub fn played_by(server: SocketAddr) -> Option<Self> {
        let refuse: Lookup = Arc::new(|_| Box::pin(async { Ok(Vec::new()) }));
        server.ip().is_loopback().then(|| Self { lookup: refuse, played: Some(server) })
    }

    pub(crate) fn url(&self, host: &str, path: &str) -> String {
        match self.played {
            Some(server) => format!("http://{server}/{host}{path}"),
            None => format!("https://{host}{path}"),
        }
    }

    pub(crate) fn client(&self, timeout: Duration) -> reqwest::Result<reqwest::Client> {
        // Fails when a provider is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::builder()
            .user_agent(concat!("flakescope-proxy/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .no_proxy()
            .https_only(self.played.is_none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(timeout)
            .dns_resolver(Guard(self.lookup.clone()))
            .build()
    }
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outside").field("played", &self.played).finish_non_exhaustive()
    }
}

/// Refuses a name of which any address is not public: the connection goes to the very addresses that were looked at.
struct Guard(Lookup);

const NOT_PUBLIC: &str = "the name leads to an address that is not public";

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let found = (self.0)(name.as_str().to_owned());
        Box::pin(async move {
            let found = found.await?;
            if found.is_empty() || !found.iter().all(|address| is_public(address.ip())) {
                return Err(NOT_PUBLIC.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// What went wrong, without the address: it may hold a secret.
pub(crate) fn refusal_of(error: &reqwest::Error) -> Refusal {
    let mut cause = error.source();
    while let Some(deeper) = cause {
        // The client wraps what a resolver says in a type of its own, and lets only its words through.
        if deeper.to_string().ends_with(NOT_PUBLIC) {
            return Refusal::PrivateAddress;
        }
        cause = deeper.source();
    }
    if error.is_timeout() { Refusal::TimedOut } else { Refusal::Unreachable }
}
