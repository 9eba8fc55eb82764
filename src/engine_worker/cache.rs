//! Bytes that outlive the worker, in the browser's Cache API. Where there is none (an address without https, a private
//! window) everything works without.

use flakescope_core::model::TimeMs;
use flakescope_engine::{Policy, Stored};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, DedicatedWorkerGlobalScope, Headers, Request, Response, ResponseInit};

/// The name of the store; another number when what is stored changes its meaning.
const STORE: &str = "flakescope-bytes-1";
/// The header that holds the moment of storing, in milliseconds since the epoch.
const STORED_AT: &str = "x-flakescope-stored-at";

/// Opens the store; none where the browser gives none.
async fn open(scope: &DedicatedWorkerGlobalScope) -> Option<Cache> {
    let caches = Reflect::get(scope, &JsValue::from_str("caches")).ok()?;
    let caches: CacheStorage = caches.dyn_into().ok()?;
    JsFuture::from(caches.open(STORE)).await.ok()?.dyn_into().ok()
}

/// What is stored for an address.
pub(super) async fn get(scope: &DedicatedWorkerGlobalScope, url: &str) -> Option<Stored> {
    let cache = open(scope).await?;
    let found: Response = JsFuture::from(cache.match_with_str(url)).await.ok()?.dyn_into().ok()?;
    let stored_at = stored_at(&found)?;
    let buffer = JsFuture::from(found.array_buffer().ok()?).await.ok()?;
    Some(Stored { body: Uint8Array::new(&buffer).to_vec(), stored_at })
}

/// Stores an answer. A full disk is no reason to stop.
pub(super) async fn put(
    scope: &DedicatedWorkerGlobalScope,
    url: &str,
    stored: &Stored,
) -> Result<(), JsValue> {
    let Some(cache) = open(scope).await else { return Ok(()) };
    let headers = Headers::new()?;
    headers.set(STORED_AT, &stored.stored_at.0.to_string())?;
    let init = ResponseInit::new();
    init.set_headers(&headers);
    let body = Uint8Array::from(stored.body.as_slice());
    let answer = Response::new_with_opt_js_u8_array_and_init(Some(&body), &init)?;
    JsFuture::from(cache.put_with_str(url, &answer)).await.map(drop)
}

/// Deletes what is too old to be used ever again.
pub(super) async fn sweep(scope: &DedicatedWorkerGlobalScope, now: TimeMs) -> Result<(), JsValue> {
    let Some(cache) = open(scope).await else { return Ok(()) };
    let oldest = now.0 - Policy::default().keep_ms;
    let keys: Array = JsFuture::from(cache.keys()).await?.dyn_into()?;
    for request in keys.iter().filter_map(|key| key.dyn_into::<Request>().ok()) {
        let found = JsFuture::from(cache.match_with_request(&request)).await?;
        let kept = found.dyn_ref::<Response>().and_then(stored_at).is_some_and(|at| at.0 >= oldest);
        if !kept {
            JsFuture::from(cache.delete_with_request(&request)).await?;
        }
    }
    Ok(())
}

fn stored_at(answer: &Response) -> Option<TimeMs> {
    let text = answer.headers().get(STORED_AT).ok()??;
    TimeMs::from_ms(text.parse().ok()?)
}
