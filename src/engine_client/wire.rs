//! The wire to one worker: its address, its two event handlers, and bytes both ways.

use flakescope_engine::{ToEngine, wire};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType, console};

use crate::state::base;

/// What comes from a worker.
pub(super) enum Heard {
    /// Its first word: of which build it is. Text, so that a page of any build can read it.
    Build(String),
    /// A message, readable for a page of the same build.
    Message(Vec<u8>),
}

/// A running worker. Dropping it ends the worker.
pub(super) struct Wire {
    worker: Worker,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn(JsValue)>,
}

impl Wire {
    /// Starts the worker that `scripts/post-build.mjs` named in the page.
    pub(super) fn start(
        heard: impl Fn(Heard) + 'static,
        failed: impl Fn() + 'static,
    ) -> Result<Self, JsValue> {
        let name = base::meta("flakescope-engine").ok_or("the page names no engine")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&base::address(&format!("/{name}")), &options)?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            heard(read(event.data()));
        });
        let failed = Closure::<dyn Fn(JsValue)>::new(move |_| failed());
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Self { worker, _heard: heard, _failed: failed })
    }

    /// Sends a message.
    pub(super) fn send(&self, message: &ToEngine) {
        self.post(&Uint8Array::from(wire::encode(message).as_slice()).into());
    }

    /// Sends anything that a browser can copy to another thread.
    pub(super) fn post(&self, value: &JsValue) {
        if let Err(error) = self.worker.post_message(value) {
            console::error_1(&error);
        }
    }
}

fn read(data: JsValue) -> Heard {
    match data.as_string() {
        Some(build) => Heard::Build(build),
        None => Heard::Message(data.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default()),
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
