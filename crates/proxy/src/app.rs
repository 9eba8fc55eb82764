//! The routes of the server, and what holds for all of them.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path as InPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use thiserror::Error;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::{Config, ConfigError};
use crate::documents::{Document, MakeDocument};
use crate::forward::Forward;
use crate::hooks::Hooks;
use crate::limits::Limits;
use crate::outside::Outside;
use crate::refusal::Refusal;
use crate::routes::{Allowed, Target};
use crate::secrets::Secrets;
use crate::site::Site;
use crate::store::{Store, Stored};

/// The largest body of a request: a message to a chat.
const MOST_BODY: usize = 64 << 10;
/// A request may take this much longer than its upstream: it waits for its turn.
const PATIENCE: Duration = Duration::from_mins(2);
/// Answers of others and documents run no script and load nothing.
const NO_SCRIPT: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// Why a server cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The configuration.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// The way out.
    #[error("no connection can be made: {0}")]
    Outside(#[from] reqwest::Error),
}

/// A server, ready to be served.
#[derive(Clone)]
pub struct App {
    pub(crate) router: Router,
}

/// Who is asking.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// What the routes share.
struct Parts {
    allowed: Allowed,
    forward: Forward,
    store: Store,
    limits: Limits,
    hooks: Hooks,
    documents: Option<MakeDocument>,
    site: Site,
}

impl App {
    /// A server of this configuration. `site` is the folder of the built page; `documents` makes the report and the
    /// muted list.
    pub fn new(
        config: &Config,
        secrets: Secrets,
        outside: Outside,
        site: Option<&Path>,
        documents: Option<MakeDocument>,
    ) -> Result<Self, StartError> {
        let secrets = Arc::new(secrets);
        let allowed = Allowed { repositories: config.repositories.clone(), boards: config.boards()? };
        let parts = Parts {
            allowed,
            forward: Forward::new(config, secrets.clone(), outside)?,
            store: Store::new(config.cache_seconds, config.cache_megabytes),
            limits: Limits::new(config.requests_per_minute, config.behind_proxy),
            hooks: Hooks::new(secrets),
            documents,
            site: Site::new(site),
        };
        let timeout = PATIENCE + Duration::from_secs(config.timeout_seconds.into());
        Ok(Self { router: router(Arc::new(parts), cors(config)?, timeout) })
    }
}

fn router(parts: Arc<Parts>, cors: CorsLayer, timeout: Duration) -> Router {
    let set = |name, value| SetResponseHeaderLayer::if_not_present(name, value);
    let apart = Router::new()
        .route("/testgrid/{*rest}", get(forwarded))
        .route("/prow/{*rest}", get(forwarded))
        .route("/github/{*rest}", get(forwarded))
        .route("/report.html", get(document))
        .route("/report.json", get(document))
        .route("/muted.json", get(document))
        .route("/hooks/{name}", post(hook))
        .route("/healthz", get(async || "ok\n"))
        .layer(set(header::CONTENT_SECURITY_POLICY, NO_SCRIPT))
        .layer(cors);
    let site = Router::new().fallback(site).layer(CompressionLayer::new());
    apart
        .fallback_service(site.with_state(parts.clone()))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(set(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
        .layer(RequestBodyLimitLayer::new(MOST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, timeout))
        .layer(from_fn(no_open_proxy))
        .with_state(parts)
}

/// Configured pages may read; no cookies.
fn cors(config: &Config) -> Result<CorsLayer, ConfigError> {
    let ours = [header::ACCEPT, header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_NONE_MATCH];
    let idempotency = HeaderName::from_static("idempotency-key");
    Ok(CorsLayer::new()
        .allow_origin(AllowOrigin::list(config.origin_headers()?))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(ours.into_iter().chain([idempotency]).collect::<Vec<_>>())
        .expose_headers([header::ETAG, header::LINK, header::RETRY_AFTER])
        .max_age(Duration::from_hours(1)))
}

/// A request with a host in its first line is meant for another server.
async fn no_open_proxy(request: Request, next: Next) -> Response {
    if request.uri().authority().is_some() || request.method() == Method::CONNECT {
        return Refusal::NoOpenProxy.into_response();
    }
    next.run(request).await
}

async fn forwarded(
    State(parts): State<Arc<Parts>>,
    Extension(Peer(peer)): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    parts.limits.take(peer, &headers)?;
    let target = parts.allowed.target(uri.path(), uri.query().unwrap_or_default())?;
    let key = match &target {
        Target::Get(upstream, path) => format!("{}{path}", upstream.host()),
        Target::Board(board, after) => format!("project board {board} {after}"),
    };
    let stored = parts.store.get(key, |older| parts.forward.fetch(target, older)).await?;
    Ok(stored.answer(&headers, parts.store.max_age()))
}

async fn document(
    State(parts): State<Arc<Parts>>,
    Extension(Peer(peer)): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    parts.limits.take(peer, &headers)?;
    let document = Document::at(uri.path()).ok_or(Refusal::NoRoute)?;
    let make = parts.documents.as_ref().ok_or(Refusal::NoRoute)?;
    let stored = async |_| {
        let text = make(document).await.map_err(Refusal::Document)?;
        Ok(Arc::new(Stored::new(Bytes::from(text), document.media_type())))
    };
    let stored = parts.store.get(format!("document {document:?}"), stored).await?;
    Ok(stored.answer(&headers, parts.store.max_age()))
}

async fn hook(
    State(parts): State<Arc<Parts>>,
    Extension(Peer(peer)): Extension<Peer>,
    InPath(name): InPath<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    parts.limits.take(peer, &headers)?;
    parts.hooks.send(&name, &headers, &body, &parts.forward).await?;
    Ok(axum::Json(serde_json::json!({ "sent": true })).into_response())
}

async fn site(State(parts): State<Arc<Parts>>, request: Request<Body>) -> Response {
    parts.site.answer(request).await
}
