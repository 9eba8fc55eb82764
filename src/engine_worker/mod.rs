//! What the worker runs: the engine behind a browser [`transport`], and the messages to and from the page.
//!
//! The first message is the build id, as text: the page decodes nothing else before it has compared it with its own.
//! Every other message is bytes ([`flakescope_engine::ToEngine`], [`FromEngine`]); dropped files come as one array of `File` objects, which
//! cost nothing to hand over and are read here.

mod cache;
mod fetch;
mod files;
mod parts;
mod readers;
mod rest;
mod transport;

use flakescope_engine::{Desk, Engine, FromEngine, wire};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, console};

pub use parts::Parts;
pub use transport::BrowserTransport;

/// Listens to the page until the worker ends.
pub fn start(parts: Parts) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let transport = BrowserTransport::new(&scope, parts);
    let desk = Desk::new(Engine::new(transport), {
        let scope = scope.clone();
        move |message| post(&scope, &message)
    });
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(&desk, &event.data()));
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    complain(scope.post_message(&JsValue::from_str(&build_id(&scope))));
    spawn_local(parts.fetch_later());
}

fn hear(desk: &Desk<BrowserTransport>, data: &JsValue) {
    if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
        match wire::decode(&bytes.to_vec()) {
            Ok(message) => spawn_local(desk.handle(message)),
            Err(error) => console::error_1(&error.to_string().into()),
        }
    } else if let Some(files) = data.dyn_ref::<Array>() {
        let (desk, files) = (desk.clone(), files.clone());
        spawn_local(async move { files::take(&desk, &files).await });
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &FromEngine) {
    let bytes = Uint8Array::from(wire::encode(message).as_slice());
    // Handed over, not copied once more.
    let given = Array::of1(&bytes.buffer());
    complain(scope.post_message_with_transfer(&bytes, &given));
}

fn complain(sent: Result<(), JsValue>) {
    if let Err(error) = sent {
        console::error_1(&error);
    }
}

/// What `scripts/post-build.mjs` wrote into the worker's loader.
fn build_id(scope: &DedicatedWorkerGlobalScope) -> String {
    let build = js_sys::Reflect::get(scope, &JsValue::from_str("FLAKESCOPE_BUILD"));
    build.ok().and_then(|build| build.as_string()).unwrap_or_default()
}
