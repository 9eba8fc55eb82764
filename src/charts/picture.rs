//! A picture in the page: as wide as its place, with links over it.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::svg::G;

use super::{import, use_size};

/// A picture as SVG text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The text of an SVG document.
    pub svg: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// From where to where each of its links reaches, downwards.
    pub spots: Vec<(i32, i32)>,
    /// The links stand beside one another: they reach from left to right, and each is as high as the picture.
    pub across: bool,
}

/// A link over a part of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says when pointed at.
    pub title: String,
    /// What it says to a screen reader.
    pub text: String,
}

/// How a figure is drawn: from a width in pixels and a caption, which is empty on the page.
pub type Draw = Callback<(u32, String), Drawing>;

/// Width that is taken before the place of a figure is known, so that its height is kept free.
const GUESSED_WIDTH: u32 = 640;

/// The picture, drawn as wide as its place.
#[component]
pub fn Picture(
    /// The heading.
    title: Signal<String>,
    /// The picture in words.
    description: Signal<String>,
    /// Draws it.
    draw: Draw,
    /// The links over it.
    links: Signal<Vec<Link>>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let shapes = NodeRef::<G>::new();
    let size = use_size(place);
    let width = Memo::new(move |_| size.get().map(|(width, _)| width));
    let drawing = Memo::new(move |_| draw.run((width.get().unwrap_or(GUESSED_WIDTH), String::new())));
    Effect::new(move |_| {
        let Some(shapes) = shapes.get() else { return };
        if let Err(error) = drawing.with(|drawing| import::replace_children(&shapes, &drawing.svg)) {
            leptos::logging::error!("a figure could not be drawn: {error:?}");
        }
    });
    let view_box = move || drawing.with(|d| format!("0 0 {} {}", d.width, d.height));
    view! {
        <div class="figure-body" node_ref=place>
            <svg role="img" aria-label=title viewBox=view_box height=move || drawing.with(|d| d.height)>
                <desc>{description}</desc>
                <g node_ref=shapes></g>
            </svg>
            {move || spots(&drawing.read(), &links.read())}
        </div>
    }
}

/// Links over a picture: the way in for mouse, keyboard and screen reader alike.
fn spots(drawing: &Drawing, links: &[Link]) -> impl IntoView + use<> {
    let across = drawing.across;
    let spot = |(&(from, to), link): (&(i32, i32), &Link)| {
        let Link { href, title, text } = link.clone();
        let (start, length) = if across { ("left", "width") } else { ("top", "height") };
        view! {
            <li>
                <a href=href title=title style=(start, format!("{from}px")) style=(length, format!("{}px", to - from))>
                    <span class="vh">{text}</span>
                </a>
            </li>
        }
    };
    let spots = drawing.spots.iter().zip(links).map(spot).collect_view();
    (!drawing.spots.is_empty()).then(|| view! { <ul class="figure-links" class:across=across>{spots}</ul> })
}
