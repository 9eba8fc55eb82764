//! Answers one request: as the real services do, or as the fault in force wants it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use super::Stage;
use super::faults::{Fault, Kind};
use super::github::{CodeHost, Request};
use super::reply::Reply;
use super::{noise, tamper};
use crate::answers::{BucketRoute, LegacyRoute, Route};

/// The longest that a hanging answer hangs.
const HANG_LIMIT: Duration = Duration::from_mins(1);

/// Plays any request outside the control paths.
pub(super) async fn answer(
    State(stage): State<Arc<Stage>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path_and_query = uri.path_and_query().map_or(uri.path(), |both| both.as_str());
    let under_way = stage.log.enter(method.as_str(), path_and_query, &headers);
    tokio::time::sleep(stage.latency).await;
    let asked = Asked { stage: &stage, method: &method, uri: &uri, headers: &headers, body: &body };
    // A browser's question before the request is no request of its own: faults are kept for what follows.
    let fault = if asked.is_preflight() { None } else { stage.strike(path_and_query) };
    let reply = match fault {
        Some(fault) => asked.faulty(&fault).await,
        None => asked.honest(),
    };
    reply.send(under_way)
}

/// A request, and whom it asks.
struct Asked<'a> {
    stage: &'a Stage,
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    body: &'a Bytes,
}

impl Asked<'_> {
    /// The code host and the request to it, where it is asked.
    fn of_code_host(&self) -> Option<(&CodeHost, Request)> {
        let code_host = self.stage.code_host.as_ref().filter(|_| CodeHost::has(self.uri.path()))?;
        Some((code_host, Request::read(self.method, self.uri, self.headers, self.body)))
    }

    fn is_preflight(&self) -> bool {
        self.method == Method::OPTIONS && self.of_code_host().is_some()
    }

    fn honest(&self) -> Reply {
        match self.of_code_host() {
            Some((code_host, request)) => code_host.answer(&request),
            None if self.uri.path().starts_with("/raw/") => self.of_raw(),
            None if self.uri.path().starts_with("/storage/") => self.of_bucket(),
            None => self.of_testgrid(),
        }
    }

    /// Files of the code host. Its host of files knows no quota.
    fn of_raw(&self) -> Reply {
        let path = self.uri.path().strip_prefix("/raw").unwrap_or_default();
        match self.stage.code_host.as_ref().filter(|_| self.method == Method::GET) {
            Some(code_host) => code_host.raw(&percent_decode_str(path).decode_utf8_lossy()),
            None => Reply { cors: true, ..Reply::text(404, "404: Not Found") },
        }
    }

    /// Any page may read what the storage answers, errors as well.
    fn of_bucket(&self) -> Reply {
        let route = BucketRoute::parse(self.uri.path(), self.uri.query().unwrap_or_default());
        let is_file = matches!(route, Some(BucketRoute::Read { .. }));
        match route.filter(|_| self.method == Method::GET).and_then(|route| self.stage.answers.bucket(&route))
        {
            Some(body) if is_file => Reply { content_type: "application/xml", ..Reply::api(body) },
            Some(body) => Reply::api(body),
            None => Reply { cors: true, ..Reply::text(404, "No such object\n") },
        }
    }

    /// GET alone is answered, and only answers of the API may be read by a page of another origin.
    fn of_testgrid(&self) -> Reply {
        if self.method != Method::GET {
            return Reply::text(405, "");
        }
        let answers = &self.stage.answers;
        let found = match self.uri.path().strip_prefix("/api/v1") {
            Some(path) => Route::parse(path).and_then(|route| answers.api(&route)).map(Reply::api),
            None => legacy_route(self.uri).and_then(|route| answers.legacy(&route)).map(Reply::legacy),
        };
        found.unwrap_or_else(|| Reply::text(404, "404 page not found\n"))
    }

    async fn faulty(&self, fault: &Fault) -> Reply {
        match fault.kind {
            Kind::Slow { ms } => tokio::time::sleep(Duration::from_millis(ms)).await,
            Kind::Hang => tokio::time::sleep(HANG_LIMIT).await,
            _ => {}
        }
        let refused =
            self.of_code_host().and_then(|(code_host, request)| code_host.fail(&request, fault.kind));
        refused.unwrap_or_else(|| self.spoilt(fault))
    }

    fn spoilt(&self, fault: &Fault) -> Reply {
        let error = |status, text| Reply { cors: fault.cors, ..Reply::text(status, text) };
        let too_many = |retry_after_s| Reply { retry_after_s, ..error(429, "Too Many Requests\n") };
        match fault.kind {
            Kind::Slow { .. } => self.honest(),
            Kind::Hang => error(504, "upstream request timeout\n"),
            Kind::TooMany { retry_after_s } => too_many(retry_after_s),
            Kind::QuotaSpent { reset_in_s: wait_s } | Kind::SecondaryLimit { retry_after_s: wait_s } => {
                too_many(Some(wait_s))
            }
            Kind::ServerError => error(500, "Internal Server Error\n"),
            Kind::Unauthorised => error(401, "Unauthorized\n"),
            Kind::NotFound => error(404, "404 page not found\n"),
            Kind::CutShort => Reply { is_cut: true, ..self.honest() },
            Kind::Garbage { bytes } => Reply { body: noise::bytes(bytes), ..self.honest() },
            Kind::WrongTypes => self.honest().with_json(tamper::swap_types),
            Kind::HugeRle => self.honest().with_json(tamper::blow_up_first_count),
        }
    }
}

fn legacy_route(uri: &Uri) -> Option<LegacyRoute> {
    let query = uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    LegacyRoute::parse(uri.path(), &pairs)
}
