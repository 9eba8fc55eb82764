//! Parts of the page whose code lies in files of its own, loaded when they are wanted.
//!
//! [`part!`] marks the code of a part; `scripts/split.mjs` cuts the linked page at these marks. What is loaded once stays,
//! so a part is drawn at once from its second time on. A part is drawn without arguments: what it needs beyond the
//! app's own contexts comes in a context ([`lazy_with`]).

use std::pin::Pin;

use futures_util::FutureExt;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen_futures::spawn_local;

/// Draws a part that is loaded.
pub type Draw = fn() -> AnyView;

/// A part on its way.
pub type Loading = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// Begins to load a part.
pub type Load = fn() -> Loading;

/// What stands in the place of a part that could not be loaded; the callback tries again.
pub type Failed = fn(Callback<()>) -> AnyView;

/// `split!(in file = fn name() -> T { value })`: a function that loads the built file `page_file` and then gives the value,
/// whose code lies there. ([`part!`] is not made of it: a name that goes through two macros is not the caller's.)
macro_rules! split {
    ($(#[$doc:meta])* in $file:ident = fn $name:ident() -> $what:ty { $value:expr }) => {
        $(#[$doc])*
        #[::leptos::wasm_split::wasm_split($file, fallible, wasm_split_path = ::leptos::wasm_split)]
        fn $name() -> Result<$what, ::leptos::wasm_split::SplitLoaderError> {
            Ok($value)
        }
    };
}
pub(crate) use split;

/// `part!(pub NAME in file = name(|| view! { … }.into_any()))`: a constant [`Load`] whose view lies in the built file
/// `page_file`, and a function `name` behind it. Parts of one file come together.
macro_rules! part {
    ($(#[$doc:meta])* $vis:vis $constant:ident in $file:ident = $name:ident($draw:expr)) => {
        #[::leptos::wasm_split::wasm_split($file, fallible, wasm_split_path = ::leptos::wasm_split)]
        fn $name() -> Result<$crate::lazy::Draw, ::leptos::wasm_split::SplitLoaderError> {
            Ok($draw)
        }
        $(#[$doc])*
        $vis const $constant: $crate::lazy::Load = || Box::pin($name());
    };
}
pub(crate) use part;

/// The other parts are fetched this long after the first view, behind what is on the screen.
const FETCH_REST_AFTER_MS: u32 = 2_000;

/// How far a part is.
#[derive(Clone, Copy)]
enum Part {
    Coming,
    Here(Draw),
    Failed,
}

/// Draws a part as soon as it is there; `place` keeps its place until then.
pub fn lazy(load: Load, place: Draw, failed: Failed) -> AnyView {
    let mut loading = load();
    if let Some(Ok(draw)) = (&mut loading).now_or_never() {
        return draw();
    }
    let part = RwSignal::new(Part::Coming);
    follow(loading, part);
    let retry = Callback::new(move |()| {
        part.set(Part::Coming);
        follow(load(), part);
    });
    let drawn = move || match part.get() {
        Part::Coming => place(),
        Part::Here(draw) => draw(),
        Part::Failed => failed(retry),
    };
    drawn.into_any()
}

/// Like [`lazy`], with a value in the context of the part.
pub fn lazy_with<T: Send + Sync + 'static>(value: T, load: Load, place: Draw, failed: Failed) -> AnyView {
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    owner.with(|| provide_context(value));
    lazy_in(owner, load, place, failed)
}

/// What [`lazy_with`] needs once, and not once for each type.
fn lazy_in(owner: Owner, load: Load, place: Draw, failed: Failed) -> AnyView {
    let drawn = owner.with(|| lazy(load, place, failed));
    OwnedView::new_with_owner(drawn, owner).into_any()
}

fn follow(loading: Loading, part: RwSignal<Part>) {
    spawn_local(async move {
        let loaded = loading.await.map_or(Part::Failed, Part::Here);
        // Parts that come together are drawn one by one, so that the page hears its reader in between.
        TimeoutFuture::new(0).await;
        // The reader may have left before it came.
        part.try_set(loaded);
    });
}

/// Draws something in a task of its own, after what is being drawn: a long page hears its reader in between.
pub fn in_turn(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let turn = RwSignal::new(false);
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        turn.try_set(true);
    });
    (move || turn.get().then(&draw)).into_any()
}

/// Fetches parts in the background, one after the other, so that nobody waits for them later.
pub fn fetch_later(parts: &'static [Load]) {
    spawn_local(async move {
        TimeoutFuture::new(FETCH_REST_AFTER_MS).await;
        for load in parts {
            // What fails here is tried again when it is wanted, and then it is said.
            drop(load().await);
        }
    });
}

/// In place of a page that could not be loaded: the connection broke, or the page is older than the site and names files
/// that are gone.
pub fn page_failed(retry: Callback<()>) -> AnyView {
    view! {
        <section class="notice error" role="alert">
            <h1 id="page-title" tabindex="-1">
                "This page could not be loaded"
            </h1>
            <p>"The connection may be cut, or the site may be newer than what you have open. What you set is kept in the address."</p>
            {ways_out(retry)}
        </section>
    }
    .into_any()
}

/// In place of a part of a page that could not be loaded.
pub fn part_failed(retry: Callback<()>) -> AnyView {
    view! {
        <div class="notice error" role="alert">
            <p>"This part could not be loaded."</p>
            {ways_out(retry)}
        </div>
    }
    .into_any()
}

/// In place of a part that is missed by nobody, or whose neighbour of the same file says it.
pub fn silent(_: Callback<()>) -> AnyView {
    ().into_any()
}

fn ways_out(retry: Callback<()>) -> AnyView {
    view! {
        <div class="actions">
            <button type="button" class="btn primary" on:click=move |_| retry.run(())>
                "Try again"
            </button>
            <button type="button" class="btn" on:click=|_| drop(window().location().reload())>
                "Reload the page"
            </button>
        </div>
    }
    .into_any()
}
