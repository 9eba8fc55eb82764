//! The shell: contexts, frame and router.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::components::Frame;
use crate::engine_client::provide_engine;
use crate::pages::{FlakesPage, JobPage, MethodPage, NotFoundPage, OverviewPage};
use crate::state::{base, settings, view};

/// The app. A new page is one line in [`Pages`], and one in `scripts/post-build.mjs`.
#[component]
pub fn App() -> impl IntoView {
    base::tidy_location();
    settings::provide_theme();
    provide_engine();
    view! {
        <Router base=base::path()>
            <Shell />
        </Router>
    }
}

/// Everything below the router.
#[component]
fn Shell() -> impl IntoView {
    view::provide_view();
    view! {
        <Frame>
            <Pages />
        </Frame>
    }
}

/// Which page an address shows.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| NotFoundPage().into_any()>
            <Route path=path!("/") view=|| OverviewPage().into_any() />
            <Route path=path!("/flakes") view=|| FlakesPage().into_any() />
            <Route path=path!("/flakes/job") view=|| JobPage().into_any() />
            <Route path=path!("/method") view=|| MethodPage().into_any() />
        </FlatRoutes>
    }
}
