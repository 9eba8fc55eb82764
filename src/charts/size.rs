//! The size of an element, followed: a figure is drawn again when its place changes.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::ResizeObserver;

/// Width and height of the inside of `place` in whole pixels; none before it is in the page.
pub fn use_size(place: NodeRef<Div>) -> Signal<Option<(u32, u32)>> {
    let size = RwSignal::new(None);
    let watched = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn Fn()>)>);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let read = move || {
            let pixels = |length: i32| u32::try_from(length).unwrap_or(0);
            let element =
                place.get_untracked().map(|e| (pixels(e.client_width()), pixels(e.client_height())));
            let now = element.filter(|(width, _)| *width > 0);
            if now.is_some() && size.try_get_untracked().is_some_and(|old| old != now) {
                size.set(now);
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
    size.into()
}
