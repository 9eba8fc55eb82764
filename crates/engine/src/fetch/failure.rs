//! Why one board, tab or group could not be read: a phrase that stands after a colon.

use thiserror::Error;

use crate::{Response, TransportError, TroubleKind};

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum Failure {
    #[error("not found or unreachable ({0})")]
    Unreachable(String),
    #[error("the connection was cut ({0})")]
    Cut(String),
    #[error("no answer within {seconds} s")]
    TimedOut { seconds: u32 },
    #[error("too many requests (HTTP 429)")]
    RateLimited { retry_after_s: Option<u32> },
    #[error("the server failed (HTTP {status})")]
    Server { status: u16, retry_after_s: Option<u32> },
    #[error("not found (HTTP 404)")]
    NotFound,
    #[error("an unexpected answer (HTTP {0})")]
    Status(u16),
    #[error("the answer is larger than {} MB", max_bytes / 1_000_000)]
    TooLarge { max_bytes: u64 },
    #[error("{0}")]
    Unreadable(String),
    #[error("{0}")]
    Absent(String),
    #[error("not tried, because many requests before it got no answer")]
    NotTried,
}

impl Failure {
    /// The body of a good answer.
    pub(crate) fn check(response: Response, max_bytes: u64) -> Result<Vec<u8>, Self> {
        let retry_after_s = response.retry_after_s;
        match response.status {
            200 if response.body.len() as u64 > max_bytes => Err(Self::TooLarge { max_bytes }),
            200 => Ok(response.body),
            429 => Err(Self::RateLimited { retry_after_s }),
            404 => Err(Self::NotFound),
            status @ 500.. => Err(Self::Server { status, retry_after_s }),
            status => Err(Self::Status(status)),
        }
    }

    /// What the transport says, in our words.
    pub(crate) fn from_transport(error: TransportError, timeout_ms: u32) -> Self {
        match error {
            TransportError::Unreachable(why) => Self::Unreachable(why),
            TransportError::Cut(why) => Self::Cut(why),
            TransportError::TimedOut => Self::TimedOut { seconds: timeout_ms / 1000 },
            TransportError::TooLarge { max_bytes } => Self::TooLarge { max_bytes },
        }
    }

    /// True when it says something about the host or the network, not about what was asked for.
    pub(crate) fn is_outage(&self) -> bool {
        match self {
            Self::Unreachable(_)
            | Self::Cut(_)
            | Self::TimedOut { .. }
            | Self::RateLimited { .. }
            | Self::Server { .. }
            | Self::NotTried => true,
            Self::NotFound
            | Self::Status(_)
            | Self::TooLarge { .. }
            | Self::Unreadable(_)
            | Self::Absent(_) => false,
        }
    }

    /// How long the source asks to wait, if it does.
    pub(crate) fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::RateLimited { retry_after_s } | Self::Server { retry_after_s, .. } => *retry_after_s,
            _ => None,
        }
    }

    /// Which state the page shows when nothing else was read.
    pub(crate) fn kind(&self) -> TroubleKind {
        match self {
            Self::Unreachable(_) | Self::Cut(_) | Self::TimedOut { .. } | Self::NotTried => {
                TroubleKind::Unreachable
            }
            Self::Server { retry_after_s: None, .. } => TroubleKind::Unreachable,
            Self::RateLimited { .. } | Self::Server { .. } => TroubleKind::RateLimited,
            _ => TroubleKind::BadAnswer,
        }
    }
}
