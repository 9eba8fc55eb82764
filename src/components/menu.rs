//! A button that opens a list below itself. Escape, a click elsewhere and leaving with the Tab key close it.

use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A menu: `details` with the label as its button.
#[component]
pub fn Menu(
    /// The words on the button.
    #[prop(into)]
    label: ViewFn,
    /// Class of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// Class of the list.
    #[prop(default = "menu-list")]
    list_class: &'static str,
    /// Close after a press on one of the list's buttons.
    #[prop(default = true)]
    close_on_press: bool,
    /// What is in the list; built when it is first opened.
    children: ChildrenFn,
) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let opened = RwSignal::new(false);
    let close = move || {
        if let Some(menu) = element(menu) {
            menu.set_open(false);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && element(menu).is_some_and(|menu| menu.open()) {
            event.stop_propagation();
            close();
            focus_summary(menu);
        }
    };
    let on_press = move |event: web_sys::MouseEvent| {
        let on_button = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if close_on_press && on_button.is_some_and(|e| e.closest("button, a").ok().flatten().is_some()) {
            focus_summary(menu);
            close();
        }
    };
    let on_leave = move |event: web_sys::FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if let (Some(menu), Some(next)) = (element(menu), next)
            && !menu.contains(Some(&next))
        {
            close();
        }
    };
    close_on_press_elsewhere(menu);
    // Once: what is in the list must outlive its closing, as a file dialogue does that was opened from there.
    let open_first = move |_| {
        if !opened.get_untracked() {
            opened.set(true);
        }
    };
    view! {
        <details
            class="menu"
            node_ref=menu
            on:keydown=on_key
            on:focusout=on_leave
            on:toggle=open_first
        >
            <summary class=class>{move || label.run()}</summary>
            <div class=list_class on:click=on_press>
                {move || opened.get().then(|| children())}
            </div>
        </details>
    }
}

/// The element, unless it is gone: a press in the list may have taken the whole menu away.
fn element(menu: NodeRef<Details>) -> Option<web_sys::HtmlDetailsElement> {
    menu.try_get_untracked().flatten()
}

fn focus_summary(menu: NodeRef<Details>) {
    let summary = element(menu).and_then(|menu| menu.query_selector("summary").ok().flatten());
    if let Some(Err(error)) = summary.map(|s| s.unchecked_into::<web_sys::HtmlElement>().focus()) {
        web_sys::console::warn_1(&error);
    }
}

fn close_on_press_elsewhere(menu: NodeRef<Details>) {
    let handle = window_event_listener(leptos::ev::pointerdown, move |event| {
        let on = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if let (Some(menu), Some(on)) = (element(menu), on)
            && menu.open()
            && !menu.contains(Some(&on))
        {
            menu.set_open(false);
        }
    });
    on_cleanup(move || handle.remove());
}
