//! What the page's second worker runs: it parses source files. A program of its own, because the parsers are heavy, only one
//! question needs them, and what they ask of shared crates must not be built into the other worker.
//!
//! The engine's worker starts it and is the only one that it speaks with: a message is an array of a number, a path, the bytes
//! of the file and the names of markers; the answer is an array of that number and of the bytes of a
//! [`FileMarkers`](flakescope_core::muted::FileMarkers). Both are of one build, because they are named by one.

use flakescope_core::muted::Names;
use flakescope_readers::read_file;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, console};

fn main() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let listen = Closure::<dyn Fn(MessageEvent)>::new({
        let scope = scope.clone();
        move |event: MessageEvent| {
            if let Some(answer) = event.data().dyn_ref::<Array>().and_then(answer) {
                post(&scope, &answer);
            }
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    // Whoever waits may send now.
    post(&scope, &Array::new());
}

/// The answer to a question; none to anything else.
fn answer(question: &Array) -> Option<Array> {
    let path = question.get(1).as_string()?;
    let bytes = |place| question.get(place).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
    let names: Names = postcard::from_bytes(&bytes(3)?).ok()?;
    let found = read_file(&path, &bytes(2)?, &names);
    let found = postcard::to_allocvec(&found).ok()?;
    Some(Array::of2(&question.get(0), &Uint8Array::from(found.as_slice())))
}

fn post(scope: &DedicatedWorkerGlobalScope, answer: &Array) {
    if let Err(error) = scope.post_message(answer) {
        console::error_1(&error);
    }
}
