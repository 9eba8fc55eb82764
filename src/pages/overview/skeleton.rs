//! What keeps the place while nothing has come yet.

use leptos::prelude::*;

/// Placeholders where boards, figures and tests will stand; nothing when nothing is coming.
#[component]
pub fn Skeleton(
    /// Whether something is coming.
    busy: Signal<bool>,
) -> impl IntoView {
    let places = || {
        view! {
            <div aria-hidden="true">
                <div class="boards">
                    <span class="skeleton block"></span>
                    <span class="skeleton block"></span>
                </div>
                <div class="two">
                    <span class="skeleton block tall"></span>
                    <span class="skeleton block tall"></span>
                </div>
            </div>
        }
    };
    move || busy.get().then(places)
}
