//! A request as the code host reads it.

use axum::http::{HeaderMap, Method, Uri, header};
use percent_encoding::percent_decode_str;

/// What was asked, and by whom.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) token: Option<String>,
    pub(super) if_none_match: Option<String>,
    pub(super) host: String,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Reads what matters.
    pub(in crate::serve) fn read(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let query = uri.query().unwrap_or_default();
        Self {
            method: method.as_str().to_owned(),
            path: percent_decode_str(uri.path()).decode_utf8_lossy().into_owned(),
            pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            token: text(header::AUTHORIZATION).and_then(|value| token(&value)),
            if_none_match: text(header::IF_NONE_MATCH),
            host: text(header::HOST).unwrap_or_else(|| "localhost".to_owned()),
            body: body.to_vec(),
        }
    }

    /// Parts of the path.
    pub(super) fn segments(&self) -> Vec<&str> {
        self.path.trim_matches('/').split('/').collect()
    }

    /// Whether the token is one that says this of itself.
    pub(super) fn token_says(&self, word: &str) -> bool {
        self.token.as_deref().is_some_and(|token| token.contains(word))
    }

    pub(super) fn is_graphql(&self) -> bool {
        self.path == "/graphql"
    }

    /// Whether the client has the answer with this mark.
    pub(super) fn has_seen(&self, etag: &str) -> bool {
        let bare = |mark: &str| mark.trim().trim_start_matches("W/").to_owned();
        let seen = self.if_none_match.as_deref().unwrap_or_default();
        seen.split(',').any(|mark| bare(mark) == bare(etag) || mark.trim() == "*")
    }
}

/// `Bearer` and `token` are as good as each other.
fn token(value: &str) -> Option<String> {
    let (scheme, token) = value.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token");
    (known && !token.trim().is_empty()).then(|| token.trim().to_owned())
}
