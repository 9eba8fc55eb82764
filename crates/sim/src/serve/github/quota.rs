//! How much a client may still ask: by token, or together with everybody who has none.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::Request;

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resource {
    Core,
    Search,
    Graphql,
}

/// Where a client stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) resource: Resource,
    pub(super) limit: u64,
    pub(super) used: u64,
    /// When the count begins anew, seconds since the epoch.
    pub(super) reset_s: u64,
}

/// What every client has used.
#[derive(Clone, Debug, Default)]
pub(super) struct Quota(BTreeMap<(String, Resource), (u64, u64)>);

impl Resource {
    fn of(request: &Request) -> Self {
        match request.path.as_str() {
            "/graphql" => Self::Graphql,
            "/search/issues" => Self::Search,
            _ => Self::Core,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Search => "search",
            Self::Graphql => "graphql",
        }
    }

    /// Requests in a window, and the window in seconds.
    fn limit(self, has_token: bool) -> (u64, u64) {
        match (self, has_token) {
            (Self::Core, false) => (60, 3600),
            (Self::Core | Self::Graphql, true) => (5000, 3600),
            (Self::Search, false) => (10, 60),
            (Self::Search, true) => (30, 60),
            (Self::Graphql, false) => (0, 3600),
        }
    }
}

impl Quota {
    /// Where the client of a request stands before it.
    pub(super) fn standing(&self, request: &Request) -> Standing {
        self.of(Resource::of(request), request)
    }

    /// Where it stands with one resource.
    pub(super) fn of(&self, resource: Resource, request: &Request) -> Standing {
        let (limit, window_s) = match resource.limit(request.token.is_some()) {
            // The token of a workflow of Actions asks less than that of a person.
            (_, window_s) if resource == Resource::Core && request.token_says("workflow") => {
                (1_000, window_s)
            }
            usual => usual,
        };
        let now_s = now_s();
        let known = self.0.get(&key(resource, request)).filter(|(_, reset_s)| *reset_s > now_s);
        let (used, reset_s) = known.copied().unwrap_or((0, now_s + window_s));
        Standing { resource, limit, used, reset_s }
    }

    /// Counts a request; gives where the client stands after it.
    pub(super) fn charge(&mut self, request: &Request, points: u64) -> Standing {
        let mut standing = self.standing(request);
        standing.used += points;
        self.0.insert(key(standing.resource, request), (standing.used, standing.reset_s));
        standing
    }
}

impl Standing {
    /// Whether nothing is left. Without a token a board is refused for another reason.
    pub(super) fn is_spent(self) -> bool {
        self.limit > 0 && self.used >= self.limit
    }

    pub(super) fn remaining(self) -> u64 {
        self.limit.saturating_sub(self.used)
    }

    /// The same with nothing left.
    pub(super) fn spent(self, reset_in_s: u64) -> Self {
        Self { used: self.limit, reset_s: now_s() + reset_in_s, ..self }
    }

    pub(super) fn json(self) -> Value {
        let (limit, used, reset) = (self.limit, self.used, self.reset_s);
        json!({"limit": limit, "used": used, "remaining": self.remaining(), "reset": reset, "resource": self.resource.word()})
    }
}

fn key(resource: Resource, request: &Request) -> (String, Resource) {
    (request.token.clone().unwrap_or_default(), resource)
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}
