//! How hard the engine may press on a source, and how patient it is.

/// The limits of reading. The defaults are those of the public TestGrid API: one small replica that asks for a
/// client cache of five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Tabs read at once.
    pub tabs_at_once: usize,
    /// Requests at once to one host.
    pub requests_per_host: usize,
    /// Tries of one request in all, when the host refuses (429, 5xx) or cuts the connection.
    pub tries: u32,
    /// Tries in all when nothing answers or time runs out: that is rarely over in a second.
    pub tries_unreachable: u32,
    /// The first wait between tries; each further one is twice as long, all with up to a quarter more or less.
    pub first_wait_ms: u32,
    /// The longest wait that a host may ask for with `Retry-After`; beyond it the request fails and says how long.
    pub longest_wait_ms: u32,
    /// One try may take this long.
    pub timeout_ms: u32,
    /// The largest answer that is taken.
    pub max_bytes: u64,
    /// Stored answers younger than this are not fetched again.
    pub fresh_ms: i64,
    /// Stored answers up to this age stand in when the source does not answer.
    pub keep_ms: i64,
    /// A published snapshot younger than this is shown until the source has answered; an older one, up to `keep_ms`, only
    /// when it does not.
    pub snapshot_fresh_ms: i64,
    /// Failing tabs wait this long for the summaries of all boards, so that the worst of all come first.
    pub summaries_grace_ms: u32,
    /// After this many requests in a row without an answer the rest of that host is not tried.
    pub give_up_after: u32,
    /// Early answers come at most this often, apart from those at the end of a stage.
    pub partial_every_ms: i64,
    /// The engine lets others run at least this often.
    pub rest_every_ms: i64,
}

impl Policy {
    /// How long stored answers may stand in, unless somebody says otherwise: a week.
    pub const KEEP_MS: i64 = 7 * 24 * 3_600_000;
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            tabs_at_once: 4,
            requests_per_host: 6,
            tries: 3,
            tries_unreachable: 2,
            first_wait_ms: 500,
            longest_wait_ms: 10_000,
            timeout_ms: 60_000,
            max_bytes: 200_000_000,
            fresh_ms: 5 * 60_000,
            keep_ms: Self::KEEP_MS,
            snapshot_fresh_ms: 2 * 3_600_000,
            summaries_grace_ms: 1_500,
            give_up_after: 5,
            partial_every_ms: 1_000,
            rest_every_ms: 8,
        }
    }
}
