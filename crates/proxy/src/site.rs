//! The built page, with the habits of a static host: `/flakes` answers flakes.html, anything unknown 404.html.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::refusal::Refusal;

/// A folder with the built page, or none.
#[derive(Clone, Debug)]
pub(crate) struct Site(Option<PathBuf>);

impl Site {
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        Self(folder.map(Path::to_owned))
    }

    /// The file at the path of the request.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        let Some(folder) = &self.0 else { return Refusal::NoRoute.into_response() };
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let (asked, _) = request.into_parts();
        let path = asked.uri.path().to_owned();
        let last = path.rsplit('/').next().unwrap_or_default();
        // A page may have a folder of its name beside it: the page is meant.
        let is_page = !last.is_empty() && !last.contains('.');
        let first = if is_page { format!("{path}.html") } else { path.clone() };
        let mut answer = file(folder, &asked, &first).await;
        if answer.status() == StatusCode::NOT_FOUND && is_page {
            answer = file(folder, &asked, &path).await;
        }
        if answer.status() == StatusCode::NOT_FOUND {
            answer = file(folder, &asked, "/404.html").await;
            *answer.status_mut() = StatusCode::NOT_FOUND;
        }
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        answer
    }
}

/// The file at a path below the folder; the service refuses paths that lead out of it.
async fn file(folder: &Path, asked: &Parts, path: &str) -> Response {
    let Ok(uri) = path.parse::<Uri>() else { return StatusCode::NOT_FOUND.into_response() };
    let mut request = Request::builder().method(asked.method.clone()).uri(uri);
    if let Some(headers) = request.headers_mut() {
        *headers = asked.headers.clone();
    }
    let Ok(request) = request.body(Body::empty()) else { return StatusCode::BAD_REQUEST.into_response() };
    match ServeDir::new(folder).oneshot(request).await {
        Ok(answer) => answer.map(Body::new),
        Err(never) => match never {},
    }
}
