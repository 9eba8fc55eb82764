//! The worker entry. A placeholder that tells its build id once and echoes what it hears.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let build = js_sys::Reflect::get(&scope, &JsValue::from_str("FLAKESCOPE_BUILD")).unwrap_or(JsValue::NULL);
    let echo = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Err(error) = scope.post_message(&event.data()) {
                web_sys::console::error_1(&error);
            }
        })
    };
    scope.set_onmessage(Some(echo.as_ref().unchecked_ref()));
    echo.forget();
    if let Err(error) = scope.post_message(&build) {
        web_sys::console::error_1(&error);
    }
}
