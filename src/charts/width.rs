//! The width of an element, followed: a figure is drawn again when its place becomes wider or narrower.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::ResizeObserver;

/// The width of `place` in whole pixels; none before it is in the page.
pub fn use_width(place: NodeRef<Div>) -> Signal<Option<u32>> {
    let width = RwSignal::new(None);
    let watched = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn Fn()>)>);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let read = move || {
            let now =
                place.get_untracked().and_then(|e| u32::try_from(e.client_width()).ok()).filter(|w| *w > 0);
            if now.is_some() && width.try_get_untracked().is_some_and(|old| old != now) {
                width.set(now);
            }
        };
        read();
        let changed = Closure::<dyn Fn()>::new(read);
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            watched.set_value(Some((observer, changed)));
        }
    });
    on_cleanup(move || {
        let _ = watched.try_with_value(|watched| {
            if let Some((observer, _)) = watched {
                observer.disconnect();
            }
        });
    });
    width.into()
}
