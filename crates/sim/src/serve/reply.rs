//! An answer before it is sent: status, headers that matter, body, and how much of the body arrives.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response as HttpResponse, StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use serde_json::Value;

use super::log::UnderWay;

/// What will be sent.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Whether a page of another origin may read it.
    pub(super) cors: bool,
    pub(super) retry_after_s: Option<u64>,
    /// Whether the connection closes after about half of the body.
    pub(super) is_cut: bool,
    pub(super) body: Vec<u8>,
    /// Other headers, names in lower case.
    pub(super) more: Vec<(&'static str, String)>,
}

/// One step of sending a body.
enum Step {
    Send(Bytes),
    Wait(Duration),
    Break,
}

impl Reply {
    /// A good answer of the API: JSON that any page may read.
    pub(super) fn api(body: Vec<u8>) -> Self {
        Self { cors: true, ..Self::legacy(body) }
    }

    /// A good answer of the old front end: JSON that no other page may read.
    pub(super) fn legacy(body: Vec<u8>) -> Self {
        let content_type = "application/json";
        Self {
            status: 200,
            content_type,
            cors: false,
            retry_after_s: None,
            is_cut: false,
            body,
            more: Vec::new(),
        }
    }

    /// An error: plain text that no other page may read.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", ..Self::legacy(text.into()) }
    }

    /// The same with a header more.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.more.push((name, value.to_owned()));
        self
    }

    /// Changes the body as JSON; leaves it alone when it is not JSON.
    pub(super) fn with_json(mut self, change: impl FnOnce(&mut Value)) -> Self {
        if let Ok(mut value) = serde_json::from_slice(&self.body) {
            change(&mut value);
            self.body = value.to_string().into_bytes();
        }
        self
    }

    /// Turns it into a response that counts as under way until its body is gone.
    pub(super) fn send(mut self, under_way: UnderWay) -> Response {
        let headers = self.headers();
        let mut response = HttpResponse::new(Body::from_stream(stream::unfold(
            (self.steps().into_iter(), under_way),
            |(mut steps, under_way)| async move {
                let item = next_part(&mut steps).await?;
                Some((item, (steps, under_way)))
            },
        )));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        response.headers_mut().extend(headers);
        response
    }

    fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        let mut headers = Vec::new();
        if !matches!(self.status, 204 | 304) {
            headers.push((header::CONTENT_TYPE, HeaderValue::from_static(self.content_type)));
            headers.push((header::CONTENT_LENGTH, HeaderValue::from(self.body.len())));
        }
        if self.cors {
            headers.push((header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")));
        }
        headers.extend(self.retry_after_s.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
        let more = self.more.iter().filter_map(|(name, value)| {
            Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?))
        });
        headers.extend(more);
        headers
    }

    fn steps(&mut self) -> Vec<Step> {
        let body = Bytes::from(std::mem::take(&mut self.body));
        if !self.is_cut {
            return vec![Step::Send(body)];
        }
        let half = body.slice(..body.len() / 2);
        vec![Step::Send(half), Step::Wait(Duration::from_millis(50)), Step::Break]
    }
}

async fn next_part(steps: &mut impl Iterator<Item = Step>) -> Option<io::Result<Bytes>> {
    loop {
        match steps.next()? {
            Step::Send(bytes) => return Some(Ok(bytes)),
            Step::Wait(pause) => tokio::time::sleep(pause).await,
            Step::Break => return Some(Err(io::Error::other("the connection is cut on purpose"))),
        }
    }
}
