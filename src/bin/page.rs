//! The page entry. A placeholder that shows the contract with the build (see `scripts/post-build.mjs`): the page
//! finds its engine by a `<meta>` element and both compare their build ids.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

fn main() {
    console_error_panic_hook::set_once();
    let engine = RwSignal::new(String::from("waiting"));
    leptos::mount::mount_to_body(move || {
        view! {
            <main>
                <h1>"Flakescope"</h1>
                <p id="engine">{engine}</p>
            </main>
        }
    });
    // After the first paint, so that the engine's download does not hold it up.
    gloo_timers::callback::Timeout::new(300, move || {
        if let Err(error) = start_engine(engine) {
            web_sys::console::error_1(&error);
        }
    })
    .forget();
}

fn start_engine(shown: RwSignal<String>) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let meta = |name: &str| {
        let element = document.query_selector(&format!("meta[name={name}]")).ok().flatten()?;
        element.get_attribute("content")
    };
    let base = document.base_uri()?.ok_or("no base")?;
    let url = web_sys::Url::new_with_base(&meta("flakescope-engine").ok_or("no engine named")?, &base)?;
    let worker = web_sys::Worker::new(&url.href())?;
    let build = meta("flakescope-build").ok_or("no build id")?;
    let answered = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let theirs = event.data().as_string().unwrap_or_default();
        shown.set(String::from(if theirs == build { "same build" } else { "another build" }));
    });
    worker.set_onmessage(Some(answered.as_ref().unchecked_ref()));
    answered.forget();
    Ok(())
}
