//! One request: streamed with a limit on its size, aborted when its future is dropped, no redirect followed.

use flakescope_engine::{Call, REPLY_HEADERS, Reply, Response, TransportError};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, DedicatedWorkerGlobalScope, Headers, ReadableStreamDefaultReader, ReferrerPolicy,
    RequestCache, RequestCredentials, RequestInit, RequestRedirect,
};

/// Aborts its request when it is dropped before the body is complete.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads `url`. No header of our own, no cookie, no referrer; a redirect is an error, because it could lead to a host
/// that nobody agreed to.
pub(super) async fn get(
    scope: &DedicatedWorkerGlobalScope,
    url: &str,
    max_bytes: u64,
) -> Result<Response, TransportError> {
    let call = Call { url: url.to_owned(), max_bytes, ..Call::default() };
    let Reply { status, headers, body } = self::call(scope, &call).await?;
    let retry_after = headers.iter().find(|(name, _)| *name == "retry-after");
    let retry_after_s = retry_after.and_then(|(_, text)| text.trim().parse().ok());
    Ok(Response { status, retry_after_s, body })
}

/// Sends a request to the code host; as [`get`], but for the headers and the body that the call has.
pub(super) async fn call(scope: &DedicatedWorkerGlobalScope, call: &Call) -> Result<Reply, TransportError> {
    let unreachable = |error: JsValue| TransportError::Unreachable(words(&error));
    let abort = Abort(AbortController::new().map_err(unreachable)?);
    let init = RequestInit::new();
    init.set_signal(Some(&abort.0.signal()));
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_cache(RequestCache::NoCache);
    if let Some(body) = &call.body {
        init.set_method("POST");
        init.set_body(&JsValue::from_str(body));
    }
    if !call.headers.is_empty() {
        init.set_headers(&headers(&call.headers).map_err(unreachable)?);
    }
    let answer =
        JsFuture::from(scope.fetch_with_str_and_init(&call.url, &init)).await.map_err(unreachable)?;
    let answer: web_sys::Response = answer.dyn_into().map_err(unreachable)?;
    let header = |name: &str| answer.headers().get(name).ok().flatten();
    let announced = header("content-length").and_then(|text| text.parse().ok());
    let headers = REPLY_HEADERS.into_iter().filter_map(|name| Some((name, header(name)?))).collect();
    let body = read_body(&answer, announced, call.max_bytes).await?;
    Ok(Reply { status: answer.status(), headers, body })
}

fn headers(pairs: &[(&'static str, String)]) -> Result<JsValue, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in pairs {
        headers.set(name, value)?;
    }
    Ok(headers.into())
}

/// The body, piece by piece. The announced length is that of the packed body: a hint, not a promise.
async fn read_body(
    answer: &web_sys::Response,
    announced: Option<u64>,
    max_bytes: u64,
) -> Result<Vec<u8>, TransportError> {
    let cut = |error: JsValue| TransportError::Cut(words(&error));
    let Some(stream) = answer.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().map_err(|e| cut(e.into()))?;
    let hint = announced.unwrap_or(0).min(max_bytes).min(1 << 24);
    let mut body = Vec::with_capacity(usize::try_from(hint).unwrap_or(0));
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(cut)?;
        let part = Reflect::get(&step, &JsValue::from_str("value")).map_err(cut)?;
        let Ok(part) = part.dyn_into::<Uint8Array>() else { return Ok(body) };
        let start = body.len();
        let end = start + part.length() as usize;
        if end as u64 > max_bytes {
            return Err(TransportError::TooLarge { max_bytes });
        }
        body.resize(end, 0);
        part.copy_to(&mut body[start..]);
    }
}

/// What a thrown value says.
pub(super) fn words(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_else(|| "no reason given".to_owned())
}
