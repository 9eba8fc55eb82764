//! One request upstream: the server's own headers and no others, one answer within time and size, or a refusal.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use flakescope_core::flakes::ProjectBoard;
use flakescope_core::formats::github::{parse_project_id, project_id_request, project_request};
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::outside::{Outside, refusal_of};
use crate::refusal::Refusal;
use crate::routes::{Target, Upstream};
use crate::secrets::Secrets;
use crate::store::Stored;

/// Requests at once to one upstream; with the largest answer this bounds the memory.
const AT_ONCE: usize = 6;
/// What GitHub asks for.
const GITHUB_JSON: &str = "application/vnd.github+json";

/// The way to the upstreams.
pub(crate) struct Forward {
    client: reqwest::Client,
    outside: Outside,
    secrets: Arc<Secrets>,
    gates: [Semaphore; 3],
    max_megabytes: u64,
}

impl Forward {
    pub(crate) fn new(config: &Config, secrets: Arc<Secrets>, outside: Outside) -> reqwest::Result<Self> {
        let client = outside.client(Duration::from_secs(config.timeout_seconds.into()))?;
        let gates = [AT_ONCE; 3].map(Semaphore::new);
        Ok(Self { client, outside, secrets, gates, max_megabytes: config.answer_megabytes.into() })
    }

    /// Fetches what is asked. With an older answer the upstream may say that it has not changed.
    pub(crate) async fn fetch(
        &self,
        target: Target,
        older: Option<Arc<Stored>>,
    ) -> Result<Arc<Stored>, Refusal> {
        match target {
            Target::Get(upstream, path) => self.get(upstream, &path, older).await,
            Target::Board(board, after) => self.board(&board, &after).await.map(Arc::new),
        }
    }

    async fn get(
        &self,
        upstream: Upstream,
        path: &str,
        older: Option<Arc<Stored>>,
    ) -> Result<Arc<Stored>, Refusal> {
        let mut request = self.client.get(self.outside.url(upstream.host(), path));
        if let Some(tag) = older.as_ref().and_then(|older| older.upstream_tag.clone()) {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        let answer = self.send(upstream, request).await?;
        match older {
            Some(older) if answer.status == StatusCode::NOT_MODIFIED => Ok(older),
            _ => {
                check(answer.status, &answer.headers)?;
                let mut stored = Stored::new(answer.body, upstream.media_type());
                stored.upstream_tag = answer.headers.get(header::ETAG).cloned();
                stored.link = answer.headers.get(header::LINK).cloned();
                Ok(Arc::new(stored))
            }
        }
    }

    /// A page of a project board, by the stored queries.
    async fn board(&self, board: &ProjectBoard, after: &str) -> Result<Stored, Refusal> {
        let found = self.query(project_id_request(&board.organisation, board.number)).await?;
        let id =
            parse_project_id(&found, "project board").ok().and_then(Result::ok).ok_or(Refusal::Absent)?;
        let page = self.query(project_request(&id, Some(after).filter(|after| !after.is_empty()))).await?;
        Ok(Stored::new(page, Upstream::GitHub.media_type()))
    }

    async fn query(&self, body: String) -> Result<Bytes, Refusal> {
        let url = self.outside.url(Upstream::GitHub.host(), "/graphql");
        let request = self.client.post(url).header(header::CONTENT_TYPE, "application/json").body(body);
        let answer = self.send(Upstream::GitHub, request).await?;
        check(answer.status, &answer.headers)?;
        Ok(answer.body)
    }

    /// Sends a request; the token goes to the code host alone.
    async fn send(
        &self,
        upstream: Upstream,
        mut request: reqwest::RequestBuilder,
    ) -> Result<Answer, Refusal> {
        if upstream == Upstream::GitHub {
            request = request.header(header::ACCEPT, GITHUB_JSON);
            if let Some(token) = self.secrets.token() {
                request = request.bearer_auth(token);
            }
        }
        let gate = self.gates.get(upstream as usize).ok_or(Refusal::NoRoute)?;
        let _turn = gate.acquire().await.map_err(|_| Refusal::Unreachable)?;
        self.read(request).await
    }

    /// Posts JSON to a chat: the status and at most a little of what it says.
    pub(crate) async fn post(
        &self,
        host: &str,
        path: &str,
        body: String,
    ) -> Result<(StatusCode, Bytes), Refusal> {
        let request = self.client.post(self.outside.url(host, path));
        let answer = self.read(request.header(header::CONTENT_TYPE, "application/json").body(body)).await?;
        Ok((answer.status, answer.body))
    }

    async fn read(&self, request: reqwest::RequestBuilder) -> Result<Answer, Refusal> {
        let answer = request.send().await.map_err(|error| refusal_of(&error))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            return Err(Refusal::Redirect);
        }
        if headers.contains_key(header::CONTENT_ENCODING) {
            return Err(Refusal::Packed);
        }
        let body = self.body(answer).await?;
        Ok(Answer { status, headers, body })
    }

    /// The body, piece by piece: what is too large is noticed before it is in memory.
    async fn body(&self, mut answer: reqwest::Response) -> Result<Bytes, Refusal> {
        let (most, too_large) = (self.max_megabytes << 20, Refusal::TooLarge(self.max_megabytes));
        if answer.content_length().is_some_and(|length| length > most) {
            return Err(too_large);
        }
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| refusal_of(&error))? {
            if (body.len() + piece.len()) as u64 > most {
                return Err(too_large);
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.into())
    }
}

/// What came.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// Only a good answer is passed on: errors may say more than clients should know.
fn check(status: StatusCode, headers: &HeaderMap) -> Result<(), Refusal> {
    let seconds = |name| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    let spent = seconds("x-ratelimit-remaining") == Some(0);
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(Refusal::Absent),
        StatusCode::TOO_MANY_REQUESTS => Err(Refusal::Pause(seconds("retry-after").unwrap_or(60))),
        StatusCode::FORBIDDEN if spent => Err(Refusal::Pause(seconds("retry-after").unwrap_or(60))),
        status => Err(Refusal::Status(status.as_u16())),
    }
}
