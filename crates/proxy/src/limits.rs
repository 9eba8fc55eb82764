//! How much one client may ask: a bucket of requests for each address, refilled evenly.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::refusal::Refusal;

/// Full buckets are forgotten after so many questions, so that the list of clients stays short.
const SWEEP_EVERY: u64 = 4_096;

/// The buckets of all clients.
pub(crate) struct Limits {
    buckets: DefaultKeyedRateLimiter<IpAddr>,
    questions: AtomicU64,
    behind_proxy: bool,
}

impl Limits {
    pub(crate) fn new(per_minute: u32, behind_proxy: bool) -> Self {
        let per_minute = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(per_minute.get() / 4).unwrap_or(NonZeroU32::MIN);
        let buckets = RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(burst));
        Self { buckets, questions: AtomicU64::new(0), behind_proxy }
    }

    /// Takes one request out of the client's bucket.
    pub(crate) fn take(&self, peer: IpAddr, headers: &HeaderMap) -> Result<(), Refusal> {
        if self.questions.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.buckets.retain_recent();
        }
        let client = network_of(self.client(peer, headers));
        self.buckets.check_key(&client).map_err(|refused| {
            Refusal::TooOften(refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
        })
    }

    /// The last entry is the one that the server in front of us wrote; those before it are the client's own words.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let forwarded = || {
            let value = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            value.rsplit(',').next()?.trim().parse().ok()
        };
        if self.behind_proxy { forwarded().unwrap_or(peer) } else { peer }
    }
}

/// One household has 2^64 IPv6 addresses: they count as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(forwarded: &str) -> HeaderMap {
        HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())])
    }

    #[test]
    fn each_client_has_a_bucket() {
        let limits = Limits::new(8, false);
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let taken = |peer| limits.take(peer, &HeaderMap::new()).is_ok();
        assert_eq!([taken(one), taken(one), taken(one), taken(other)], [true, true, false, true]);
        // Without a server in front of us the header is the client's own invention.
        assert!(limits.take(one, &headers("198.51.100.9")).is_err());
    }

    #[test]
    fn behind_a_server_its_word_counts_alone() {
        let limits = Limits::new(4, true);
        let front: IpAddr = "127.0.0.1".parse().unwrap();
        assert!(limits.take(front, &headers("192.0.2.1, 192.0.2.7")).is_ok());
        assert!(limits.take(front, &headers("192.0.2.2, 192.0.2.7")).is_err(), "the first entry is made up");
        assert!(limits.take(front, &headers("192.0.2.8")).is_ok());
        assert!(limits.take(front, &headers("2001:db8::1")).is_ok());
        assert!(limits.take(front, &headers("2001:db8::2")).is_err(), "the same network");
    }
}
