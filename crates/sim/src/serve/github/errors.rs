//! What the code host says when it will not answer.

use serde_json::{Value, json};

use super::{Reply, Request, Standing, headers};
use crate::serve::faults::Kind;

/// A refusal: status, body, and seconds to wait where it says so.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    status: u16,
    body: Value,
    retry_after_s: Option<u64>,
}

impl Refusal {
    fn new(status: u16, message: &str) -> Self {
        let body = json!({
            "message": message, "documentation_url": "https://docs.github.com/rest", "status": status.to_string()
        });
        Self { status, body, retry_after_s: None }
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    pub(super) fn bad_credentials() -> Self {
        Self::new(401, "Bad credentials")
    }

    pub(super) fn needs_token() -> Self {
        Self::new(401, "Requires authentication")
    }

    pub(super) fn may_not_write() -> Self {
        Self::new(403, "Resource not accessible by personal access token")
    }

    pub(super) fn issues_off() -> Self {
        Self::new(410, "Issues has been disabled in this repository.")
    }

    /// Input that cannot be taken: which field, and why.
    pub(super) fn invalid(resource: &str, field: &str, code: &str) -> Self {
        let mut refusal = Self::new(422, "Validation Failed");
        refusal.body["errors"] = json!([{"resource": resource, "field": field, "code": code}]);
        refusal
    }

    /// A body that is no JSON.
    pub(super) fn unreadable() -> Self {
        Self::new(400, "Problems parsing JSON")
    }

    /// A `GraphQL` answer without data, which comes as a success.
    pub(super) fn graphql(kind: &str, message: &str) -> Self {
        let error = json!({"type": kind, "message": message});
        Self { status: 200, body: json!({"data": null, "errors": [error]}), retry_after_s: None }
    }

    /// Nothing is left of the quota.
    pub(super) fn spent(request: &Request) -> Self {
        if request.is_graphql() {
            let error = json!({"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."});
            return Self { status: 200, body: json!({"errors": [error]}), retry_after_s: None };
        }
        let who = if request.token.is_some() { "user ID 1" } else { "203.0.113.7" };
        Self::new(403, &format!("API rate limit exceeded for {who}."))
    }

    /// Too much at once, although something is left.
    fn secondary(retry_after_s: u64) -> Self {
        let message =
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
        Self { retry_after_s: Some(retry_after_s), ..Self::new(403, message) }
    }

    /// The refusal with its headers.
    pub(super) fn reply(self, request: &Request, standing: Standing) -> Reply {
        let body = self.body.to_string().into_bytes();
        let reply = headers::json(self.status, body, standing);
        let reply = if request.token.is_none() && self.status == 401 {
            reply.with("www-authenticate", "Bearer")
        } else {
            reply
        };
        Reply { retry_after_s: self.retry_after_s, ..reply }
    }
}

/// What a fault that has an answer of its own looks like here.
pub(super) fn of_fault(fault: Kind, request: &Request, standing: Standing) -> Option<(Refusal, Standing)> {
    Some(match fault {
        Kind::QuotaSpent { reset_in_s } => (Refusal::spent(request), standing.spent(reset_in_s)),
        Kind::SecondaryLimit { retry_after_s } => (Refusal::secondary(retry_after_s), standing),
        Kind::TooMany { retry_after_s } => {
            (Refusal { retry_after_s, ..Refusal::new(429, "Too many requests") }, standing)
        }
        Kind::ServerError => (Refusal::new(500, "Server Error"), standing),
        Kind::NotFound => (Refusal::not_found(), standing),
        Kind::Hang => (Refusal::new(504, "We couldn't respond to your request in time."), standing),
        Kind::Unauthorised => (Refusal::bad_credentials(), standing),
        _ => return None,
    })
}
