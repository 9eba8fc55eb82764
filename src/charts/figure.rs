//! The frame of a figure: heading, picture or table, download.

use leptos::prelude::*;

use super::picture::{Draw, Link, Picture};
use super::save;

/// A figure with its heading, its twin as a table and its download.
#[component]
pub fn Figure(
    /// An id for this figure alone.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The picture in words, for who cannot see it.
    #[prop(into)]
    description: Signal<String>,
    /// Draws it.
    draw: Draw,
    /// The same as a table.
    #[prop(into)]
    table: ViewFn,
    /// The links over the picture, one for each of its spots.
    #[prop(into)]
    links: Signal<Vec<Link>>,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    view! {
        <section class="figure" aria-labelledby=id>
            <div class="figure-head">
                <h2 id=id>{title}</h2>
                <FigureTools as_table title draw />
            </div>
            <Show
                when=move || as_table.get()
                fallback=move || view! { <Picture title description draw links /> }
            >
                {table.run()}
            </Show>
        </section>
    }
}

/// The buttons of a figure.
#[component]
fn FigureTools(
    /// Whether the table is shown.
    as_table: RwSignal<bool>,
    /// The heading.
    title: Signal<String>,
    /// Draws the figure.
    draw: Draw,
) -> impl IntoView {
    let download = move |_| {
        let title = title.get_untracked();
        let drawing = draw.run((SAVED_WIDTH, title.clone()));
        save::svg(&title, &drawing.svg);
    };
    let table_label = move || format!("{} as a table", title.get());
    let download_label = move || format!("Download {} as SVG", title.get());
    view! {
        <div class="figure-tools">
            <button
                class="btn quiet"
                aria-label=table_label
                aria-pressed=move || as_table.get().to_string()
                on:click=move |_| as_table.update(|shown| *shown = !*shown)
            >
                "Table"
            </button>
            <button class="btn quiet" aria-label=download_label on:click=download>
                "SVG"
            </button>
        </div>
    }
}

/// Width of a downloaded figure in pixels.
const SAVED_WIDTH: u32 = 720;
