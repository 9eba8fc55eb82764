//! Letting other tasks run: a message to ourselves is a new task without the 4 ms that nested timers are held back.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessagePort};

/// A message port whose other end is our own.
pub(super) struct Rest {
    port: MessagePort,
    waiting: Rc<RefCell<VecDeque<Function>>>,
    _woken: Closure<dyn Fn()>,
}

impl Rest {
    /// Opens the channel; none where the browser has no such thing.
    pub(super) fn open() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting = Rc::<RefCell<VecDeque<Function>>>::default();
        let woken = Closure::<dyn Fn()>::new({
            let waiting = waiting.clone();
            move || {
                let next = waiting.borrow_mut().pop_front();
                if let Some(Err(error)) = next.map(|wake| wake.call0(&JsValue::NULL)) {
                    web_sys::console::error_1(&error);
                }
            }
        });
        channel.port1().set_onmessage(Some(woken.as_ref().unchecked_ref()));
        Some(Self { port: channel.port2(), waiting, _woken: woken })
    }

    /// Comes back in a new task. Each call sends one message, and each message wakes one caller.
    pub(super) async fn take(&self) -> Result<(), JsValue> {
        let woken = Promise::new(&mut |wake: Function, _| self.waiting.borrow_mut().push_back(wake));
        self.port.post_message(&JsValue::NULL)?;
        JsFuture::from(woken).await.map(drop)
    }
}
