//! The shell: contexts, frame, and which page an address shows.

use leptos::prelude::*;

use crate::components::Frame;
use crate::engine_client::provide_engine;
use crate::pages::{FlakesPage, JobPage, MethodPage, NotFoundPage, OverviewPage};
use crate::state::{base, location, settings, view};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    base::tidy_location();
    location::provide_location();
    view::provide_view();
    settings::provide_theme();
    provide_engine();
    view! {
        <Frame>
            <Pages />
        </Frame>
    }
}

/// Which page an address shows. A new page is one line here, and one in `scripts/post-build.mjs`.
#[component]
fn Pages() -> impl IntoView {
    let path = location::use_location().path;
    move || match path.get().as_str() {
        "/" => OverviewPage().into_any(),
        "/flakes" => FlakesPage().into_any(),
        "/flakes/job" => JobPage().into_any(),
        "/method" => MethodPage().into_any(),
        _ => NotFoundPage().into_any(),
    }
}
