//! What of the frame comes right after the first paint, as a part of its own: the second bar with its menus, the search,
//! the list of keys, and the place where files are dropped. Its room is kept free, so that nothing moves.

use leptos::prelude::*;

use super::context_bar::ContextBar;
use super::drop::DropZone;
use super::help::Help;
use super::search::SearchBox;
use super::settings_sheet::SettingsSheet;
use crate::lazy::{lazy, part, part_failed, silent};

part!(
    /// The second bar.
    pub BAR in bar = context_bar(|| ContextBar().into_any())
);
part!(SEARCH in bar = search(|| SearchBox().into_any()));
part!(TOOLS in bar = tools(|| view! { <Help /> <SettingsSheet /> }.into_any()));
part!(DROP in bar = drop_zone(|| DropZone().into_any()));

/// The second bar.
pub(super) fn context_bar_later() -> AnyView {
    lazy(BAR, bar_place, part_failed)
}

/// As high as the bar mostly is.
fn bar_place() -> AnyView {
    view! {
        <section class="contextbar" aria-label="Filter and source" aria-busy="true">
            <div class="chips">
                <span class="chip">"\u{2026}"</span>
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
    lazy(SEARCH, || view! { <div class="search-box"></div> }.into_any(), silent)
}

/// The buttons for the list of keys and for the settings.
pub(super) fn tools_later() -> AnyView {
    lazy(TOOLS, || view! { <span class="btn icon"></span> <span class="btn icon"></span> }.into_any(), silent)
}

/// The place where files are dropped.
pub(super) fn drop_zone_later() -> AnyView {
    lazy(DROP, || ().into_any(), silent)
}
