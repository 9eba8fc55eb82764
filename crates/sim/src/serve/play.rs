//! Answers one request: as the real services do, or as the fault in force wants it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, Uri};
use axum::response::Response;

use super::Stage;
use super::faults::{Fault, Kind};
use super::reply::Reply;
use super::{noise, tamper};
use crate::answers::{LegacyRoute, Route};

/// The longest that a hanging answer hangs.
const HANG_LIMIT: Duration = Duration::from_mins(1);

/// Plays any request outside the control paths.
pub(super) async fn answer(State(stage): State<Arc<Stage>>, method: Method, uri: Uri) -> Response {
    let path_and_query = uri.path_and_query().map_or(uri.path(), |both| both.as_str());
    let under_way = stage.log.enter(method.as_str(), path_and_query);
    tokio::time::sleep(stage.latency).await;
    let fault = stage.strike(path_and_query);
    let reply = match fault {
        Some(fault) => faulty(&stage, &fault, &method, &uri).await,
        None => honest(&stage, &method, &uri),
    };
    reply.send(under_way)
}

/// GET alone is answered, and only answers of the API may be read by a page of another origin.
fn honest(stage: &Stage, method: &Method, uri: &Uri) -> Reply {
    if method != Method::GET {
        return Reply::text(405, "");
    }
    let found = match uri.path().strip_prefix("/api/v1") {
        Some(path) => Route::parse(path).and_then(|route| stage.answers.api(&route)).map(Reply::api),
        None => legacy_route(uri).and_then(|route| stage.answers.legacy(&route)).map(Reply::legacy),
    };
    found.unwrap_or_else(|| Reply::text(404, "404 page not found\n"))
}

async fn faulty(stage: &Stage, fault: &Fault, method: &Method, uri: &Uri) -> Reply {
    let error = |status, text| Reply { cors: fault.cors, ..Reply::text(status, text) };
    match fault.kind {
        Kind::Slow { ms } => tokio::time::sleep(Duration::from_millis(ms)).await,
        Kind::Hang => tokio::time::sleep(HANG_LIMIT).await,
        _ => {}
    }
    let honest = || honest(stage, method, uri);
    match fault.kind {
        Kind::Slow { .. } => honest(),
        Kind::Hang => error(504, "upstream request timeout\n"),
        Kind::TooMany { retry_after_s } => Reply { retry_after_s, ..error(429, "Too Many Requests\n") },
        Kind::ServerError => error(500, "Internal Server Error\n"),
        Kind::NotFound => error(404, "404 page not found\n"),
        Kind::CutShort => Reply { is_cut: true, ..honest() },
        Kind::Garbage { bytes } => Reply { body: noise::bytes(bytes), ..honest() },
        Kind::WrongTypes => honest().with_json(tamper::swap_types),
        Kind::HugeRle => honest().with_json(tamper::blow_up_first_count),
    }
}

fn legacy_route(uri: &Uri) -> Option<LegacyRoute> {
    let query = uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    LegacyRoute::parse(uri.path(), &pairs)
}
