//! Answers that were fetched or made: fresh ones are given again, older ones wait for an upstream that says "not changed".

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use moka::future::Cache;

use crate::refusal::Refusal;

/// Older answers are forgotten.
const KEEP: Duration = Duration::from_hours(24);

/// A good answer.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) body: Bytes,
    pub(crate) media_type: &'static str,
    /// Our tag: the hash of the body.
    tag: String,
    /// The upstream's own tag, and its links to further pages.
    pub(crate) upstream_tag: Option<HeaderValue>,
    pub(crate) link: Option<HeaderValue>,
}

impl Stored {
    pub(crate) fn new(body: Bytes, media_type: &'static str) -> Self {
        let tag = format!("\"{}\"", sha1_smol::Sha1::from(&body).digest());
        Self { body, media_type, tag, upstream_tag: None, link: None }
    }

    fn weight(&self) -> u32 {
        u32::try_from(self.body.len() + 512).unwrap_or(u32::MAX)
    }

    /// The answer to a client, which may have it already.
    pub(crate) fn answer(&self, asked: &HeaderMap, max_age: u32) -> Response {
        let same = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let same = same
            .is_some_and(|list| list.split(',').any(|tag| tag.trim().trim_start_matches("W/") == self.tag));
        let mut answer = if same {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(self.body.clone()))
        };
        let headers = answer.headers_mut();
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        put(header::ETAG, &self.tag);
        put(header::CACHE_CONTROL, &format!("public, max-age={max_age}"));
        put(header::CONTENT_TYPE, self.media_type);
        if let Some(link) = &self.link {
            headers.insert(header::LINK, link.clone());
        }
        answer
    }
}

/// All kept answers. Both lists share the bodies.
pub(crate) struct Store {
    fresh: Cache<String, Arc<Stored>>,
    kept: Cache<String, Arc<Stored>>,
    max_age: u32,
}

impl Store {
    pub(crate) fn new(max_age: u32, megabytes: u32) -> Self {
        let cache = |age| {
            Cache::builder()
                .max_capacity(u64::from(megabytes) << 20)
                .weigher(|key: &String, stored: &Arc<Stored>| {
                    stored.weight().saturating_add(u32::try_from(key.len()).unwrap_or(u32::MAX))
                })
                .time_to_live(age)
                .build()
        };
        Self { fresh: cache(Duration::from_secs(max_age.into())), kept: cache(KEEP), max_age }
    }

    /// How long a client may keep an answer, in seconds.
    pub(crate) fn max_age(&self) -> u32 {
        self.max_age
    }

    /// The answer under `key`; clients that ask at the same time wait for one fetch. `fetch` is given an older answer.
    pub(crate) async fn get<F: Future<Output = Result<Arc<Stored>, Refusal>>>(
        &self,
        key: String,
        fetch: impl FnOnce(Option<Arc<Stored>>) -> F,
    ) -> Result<Arc<Stored>, Refusal> {
        let get = async {
            let stored = fetch(self.kept.get(&key).await).await?;
            self.kept.insert(key.clone(), stored.clone()).await;
            Ok(stored)
        };
        self.fresh.try_get_with(key.clone(), get).await.map_err(|refusal: Arc<Refusal>| (*refusal).clone())
    }
}
