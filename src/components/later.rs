//! What of the frame comes right after the first view, as a part of its own: the second bar with its menus, the search,
//! the list of keys, and the place where files are dropped. Its room is kept free, so that nothing moves.

use leptos::prelude::*;

use super::context_bar::ContextBar;
use super::drop::DropZone;
use super::help::Help;
use super::search::SearchBox;
use super::settings_sheet::SettingsSheet;
use crate::first_view::lazy_after;
use crate::lazy::{part, part_failed, silent};
use crate::state::location::use_location;

part!(
    /// The second bar.
    pub BAR in bar = context_bar(|| ContextBar().into_any())
);
part!(SEARCH in bar = search(|| SearchBox().into_any()));
part!(TOOLS in bar = tools(|| view! { <Help /> <SettingsSheet /> }.into_any()));
part!(DROP in bar = drop_zone(|| DropZone().into_any()));

/// The second bar.
pub(super) fn context_bar_later() -> AnyView {
    lazy_after(BAR, bar_place, part_failed)
}

/// As high as the bar mostly is; where boards are read it has chips.
fn bar_place() -> AnyView {
    let path = use_location().path.get_untracked();
    let has_chips = matches!(path.as_str(), "/" | "/flakes" | "/flakes/job" | "/failures");
    let class = if has_chips { "chip" } else { "muted" };
    view! {
        <section class="contextbar" aria-label="Filter and source" aria-busy="true">
            <div class="chips">
                <span class=class>"\u{2026}"</span>
            </div>
            <div class="context-row">
                <div class="actions">
                    <span class="btn">"\u{2026}"</span>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// The search box.
pub(super) fn search_later() -> AnyView {
    lazy_after(SEARCH, || view! { <div class="search-box"></div> }.into_any(), silent)
}

/// The buttons for the list of keys and for the settings.
pub(super) fn tools_later() -> AnyView {
    lazy_after(
        TOOLS,
        || view! { <span class="btn icon"></span> <span class="btn icon"></span> }.into_any(),
        silent,
    )
}

/// The place where files are dropped.
pub(super) fn drop_zone_later() -> AnyView {
    lazy_after(DROP, || ().into_any(), silent)
}
