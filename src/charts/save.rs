//! A figure leaves the page: as an SVG file with its colours inside.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers a drawing as a file named after its title.
pub(super) fn svg(title: &str, drawing: &str) {
    if let Err(error) = offer(&file_name(title), drawing) {
        leptos::logging::error!("the figure could not be saved: {error:?}");
    }
}

fn offer(name: &str, drawing: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let parts = js_sys::Array::of1(&JsValue::from_str(drawing));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return Ok(()) };
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has its own hold on the data once it began, which is after this task.
    gloo_timers::callback::Timeout::new(10_000, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}

fn file_name(title: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("flakescope-{}.svg", title.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn file_names_are_plain() {
        assert_eq!(super::file_name("Flaky tests per SIG"), "flakescope-flaky-tests-per-sig.svg");
        assert_eq!(super::file_name("../a b"), "flakescope----a-b.svg");
    }
}
