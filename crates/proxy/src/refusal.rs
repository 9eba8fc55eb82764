//! Why a request is refused: a status, and one sentence that holds nothing of the request and nothing secret.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The path has none of the shapes.
    #[error("There is nothing at this path.")]
    NoRoute,
    /// A request meant for another server.
    #[error("This server forwards to a fixed list of routes and is no open proxy.")]
    NoOpenProxy,
    /// A part of the path or the query is not of the shape that the route asks for.
    #[error("The {0} is not of the shape that this route takes.")]
    Shape(&'static str),
    /// The repository or board is not in the configuration.
    #[error("This {0} is not in the configuration of this server.")]
    NotConfigured(&'static str),
    /// The client asks too often.
    #[error("Too many requests. Try again in {0} s.")]
    TooOften(u64),
    /// The bearer secret is missing or wrong.
    #[error("The bearer secret is missing or wrong.")]
    Secret,
    /// The upstream says that there is no such thing.
    #[error("The upstream has nothing there (HTTP 404).")]
    Absent,
    /// The upstream asks for a pause.
    #[error("The upstream refuses for now. Try again in {0} s.")]
    Pause(u64),
    /// The upstream answers with something that is not passed on.
    #[error("The upstream answered with HTTP {0}, which is not passed on.")]
    Status(u16),
    /// The upstream points elsewhere.
    #[error("The upstream answered with a redirect, and none is followed.")]
    Redirect,
    /// The upstream's answer is too large.
    #[error("The upstream's answer is larger than {0} MB, the limit of this server.")]
    TooLarge(u64),
    /// The upstream's answer is packed, though it was not asked to be.
    #[error("The upstream's answer is packed, though that was not asked for.")]
    Packed,
    /// The name leads to an address that is not public.
    #[error("The upstream's name leads to an address that is not public.")]
    PrivateAddress,
    /// The upstream cannot be reached, or ends too soon.
    #[error("The upstream cannot be reached, or its answer was cut or broken.")]
    Unreachable,
    /// The upstream takes too long.
    #[error("The upstream did not answer in time.")]
    TimedOut,
    /// The chat took the request and refused the message.
    #[error("The chat refused the message.")]
    ChatRefused,
    /// It is not known whether the chat took the message.
    #[error("The chat did not say whether it took the message. It is not sent again under this key.")]
    PerhapsSent,
    /// A document could not be made.
    #[error("The document cannot be made: {0}")]
    Document(String),
}

impl Refusal {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoRoute | Self::Absent => StatusCode::NOT_FOUND,
            Self::NoOpenProxy | Self::Shape(_) => StatusCode::BAD_REQUEST,
            Self::NotConfigured(_) => StatusCode::FORBIDDEN,
            Self::Secret => StatusCode::UNAUTHORIZED,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Pause(_) | Self::Document(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::Status(_)
            | Self::Redirect
            | Self::TooLarge(_)
            | Self::Packed
            | Self::PrivateAddress
            | Self::Unreachable
            | Self::ChatRefused
            | Self::PerhapsSent => StatusCode::BAD_GATEWAY,
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooOften(seconds) | Self::Pause(seconds) => Some(*seconds),
            _ => None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = (self.status(), Json(json!({ "error": self.to_string() }))).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}
