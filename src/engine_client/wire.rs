//! The wire to one worker: its address, its two event handlers, and text both ways.

use flakescope_engine::{FromEngine, ToEngine};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, console};

use crate::state::base;

/// A running worker. Dropping it ends the worker.
pub(super) struct Wire {
    worker: Worker,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn(JsValue)>,
}

impl Wire {
    /// Starts the worker that `scripts/post-build.mjs` named in the page.
    pub(super) fn start(
        heard: impl Fn(FromEngine) + 'static,
        failed: impl Fn() + 'static,
    ) -> Result<Self, JsValue> {
        let name = base::meta("flakescope-engine").ok_or("the page names no engine")?;
        let worker = Worker::new(&base::address(&format!("/{name}")))?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match serde_json::from_str(&text) {
                Ok(message) => heard(message),
                Err(error) => console::error_1(&format!("the page cannot read a message: {error}").into()),
            }
        });
        let failed = Closure::<dyn Fn(JsValue)>::new(move |_| failed());
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Self { worker, _heard: heard, _failed: failed })
    }

    /// Sends a message.
    pub(super) fn send(&self, message: &ToEngine) {
        match serde_json::to_string(message) {
            Ok(text) => self.post(&JsValue::from_str(&text)),
            Err(error) => console::error_1(&error.to_string().into()),
        }
    }

    /// Sends anything that a browser can copy to another thread.
    pub(super) fn post(&self, value: &JsValue) {
        if let Err(error) = self.worker.post_message(value) {
            console::error_1(&error);
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
