//! The headers of the code host: what a page of another origin may see, how much is left, and marks for asking again.

use super::{Answer, Reply, Request, Standing};
use crate::dice;

const EXPOSED: &str = "ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, \
    X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, X-Accepted-OAuth-Scopes, \
    X-Poll-Interval, X-GitHub-Media-Type, X-GitHub-SSO, X-GitHub-Request-Id, Deprecation, Sunset, Warning";
const ALLOWED: &str = "Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, \
    X-Requested-With";

/// The answer to the question of a browser whether a page may ask.
pub(super) fn preflight() -> Reply {
    Reply { cors: true, ..Reply::text(204, "") }
        .with("access-control-allow-methods", "GET, POST, PATCH, PUT, DELETE")
        .with("access-control-allow-headers", ALLOWED)
        .with("access-control-max-age", "86400")
}

/// Any answer with a JSON body.
pub(super) fn json(status: u16, body: Vec<u8>, standing: Standing) -> Reply {
    let reply = Reply { status, content_type: "application/json; charset=utf-8", ..Reply::api(body) };
    reply
        .with("access-control-expose-headers", EXPOSED)
        .with("x-ratelimit-limit", &standing.limit.to_string())
        .with("x-ratelimit-remaining", &standing.remaining().to_string())
        .with("x-ratelimit-used", &standing.used.min(standing.limit).to_string())
        .with("x-ratelimit-reset", &standing.reset_s.to_string())
        .with("x-ratelimit-resource", standing.resource.word())
        .with("x-github-media-type", "github.v3; format=json")
        .with("vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With")
}

/// A good answer that costs nothing and has no mark.
pub(super) fn ok(value: &serde_json::Value, standing: Standing) -> Reply {
    json(200, value.to_string().into_bytes(), standing).with("cache-control", "no-cache")
}

/// A good answer with its mark, where it has one.
pub(super) fn good(answer: Answer, request: &Request, standing: Standing) -> Reply {
    let etag = answer.has_etag.then(|| etag(&answer.body));
    let mut reply = json(answer.status, answer.body, standing);
    for (name, value) in &answer.headers {
        reply = reply.with(name, value);
    }
    let reach = if request.token.is_some() { "private" } else { "public" };
    match etag {
        Some(etag) => {
            reply.with("etag", &etag).with("cache-control", &format!("{reach}, max-age=60, s-maxage=60"))
        }
        None => reply.with("cache-control", "no-cache"),
    }
}

/// Nothing has changed.
pub(super) fn unchanged(etag: &str, standing: Standing) -> Reply {
    json(304, Vec::new(), standing).with("etag", etag)
}

/// The mark of a body.
pub(super) fn etag(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let parts: Vec<String> = (0..4).map(|salt| format!("{:016x}", dice::hash(salt, &text))).collect();
    format!("W/\"{}\"", parts.concat())
}
