//! The grid on a canvas: scrolled by the browser, painted once a frame, read by mouse, touch and keyboard.

use leptos::html::{Canvas, Div, Span};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::geometry::{Geometry, Hit, Scroll, Spot};
use super::painter::Painter;
use super::sheet::Sheet;
use super::tip::Pointed;
use super::{cursor, ink};
use crate::charts::use_size;
use crate::format;
use crate::pages::job::later::tip_later;
use crate::state::settings::use_theme;

/// How the grid is used without a mouse.
const HELP: &str = "Arrow keys move from cell to cell, Home and End to the newest and the oldest run, Page Up and Page \
    Down by a screen, Enter opens the run.";

/// The grid of a job. `cursor` is the marked cell.
#[component]
pub fn GridCanvas(
    /// What is shown.
    sheet: Memo<Sheet>,
    /// The marked cell.
    cursor: RwSignal<Option<Spot>>,
    /// Opens the run of a cell.
    open: Callback<Spot>,
) -> impl IntoView {
    let nodes = Nodes { place: NodeRef::new(), canvas: NodeRef::new(), marks: NodeRef::new() };
    let pointed = RwSignal::new(None::<Pointed>);
    let size = use_size(nodes.place);
    let painter = use_painter(nodes, sheet, cursor, pointed, size);
    let pointer = move |event: &PointerEvent| nodes.hit(event, &sheet.read_untracked());
    let moved = move |event: PointerEvent| {
        let hit = (event.pointer_type() == "mouse").then(|| pointer(&event)).flatten();
        let at = (event.client_x(), event.client_y());
        let now = hit.map(|hit| Pointed { hit, at });
        if pointed.get_untracked() != now {
            pointed.set(now);
        }
    };
    let scrolled = move |_| {
        // Another cell is under the pointer now.
        if pointed.get_untracked().is_some() {
            pointed.set(None);
        }
        painter.request();
    };
    let pressed = move |event: PointerEvent| {
        if let Some(Hit::Cell(spot)) = pointer(&event) {
            cursor.set(Some(spot));
        }
    };
    let key = move |event: KeyboardEvent| on_key(&event, nodes, &sheet.read_untracked(), cursor, open);
    view! {
        <div
            class="grid-place"
            node_ref=nodes.place
            tabindex="0"
            role="application"
            aria-roledescription="grid of runs"
            aria-label=move || label(&sheet.read())
            aria-describedby="grid-help"
            on:scroll=scrolled
            on:pointermove=moved
            on:pointerleave=move |_| pointed.set(None)
            on:pointerup=pressed
            on:keydown=key
        >
            <Space sheet size>
                <canvas node_ref=nodes.canvas aria-hidden="true"></canvas>
            </Space>
        </div>
        <p id="grid-help" class="vh">
            {HELP}
        </p>
        <span hidden node_ref=nodes.marks>
            {ink::marks()}
        </span>
        {tip_later(sheet, pointed)}
    }
}

/// Paints whenever something changed that a frame depends on, and keeps the marked cell in sight.
fn use_painter(
    nodes: Nodes,
    sheet: Memo<Sheet>,
    cursor: RwSignal<Option<Spot>>,
    pointed: RwSignal<Option<Pointed>>,
    size: Signal<Option<(u32, u32)>>,
) -> Painter {
    let painter = Painter::new(nodes, sheet, cursor, pointed);
    let theme = use_theme();
    Effect::new(move |_| {
        size.track();
        theme.track();
        sheet.track();
        cursor.track();
        pointed.track();
        painter.request();
    });
    Effect::new(move |_| {
        size.track();
        if let Some(spot) = cursor.get() {
            nodes.reveal(spot, &sheet.read_untracked());
        }
    });
    painter
}

/// As large as the whole grid, so that the browser scrolls it; the canvas inside stays in sight.
#[component]
fn Space(
    /// What is shown.
    sheet: Memo<Sheet>,
    /// The size of the place.
    size: Signal<Option<(u32, u32)>>,
    /// The canvas.
    children: Children,
) -> impl IntoView {
    let whole = Memo::new(move |_| geometry(&sheet.read(), size.get().unwrap_or_default()).whole());
    let width = move || format::px(whole.get().0);
    let height = move || format::px(whole.get().1);
    view! {
        <div class="grid-space" style:width=width style:height=height>
            {children()}
        </div>
    }
}

/// The elements that the grid is made of.
#[derive(Clone, Copy)]
pub(crate) struct Nodes {
    pub place: NodeRef<Div>,
    pub canvas: NodeRef<Canvas>,
    pub marks: NodeRef<Span>,
}

impl Nodes {
    /// The measures and the scroll position of the moment.
    pub(crate) fn look(&self, sheet: &Sheet) -> Option<(Geometry, Scroll)> {
        let place = self.place.get_untracked()?;
        let pixels = |length: i32| u32::try_from(length).unwrap_or(0);
        let size = (pixels(place.client_width()), pixels(place.client_height()));
        let scroll = Scroll { left: place.scroll_left().into(), top: place.scroll_top().into() };
        Some((geometry(sheet, size), scroll))
    }

    fn hit(&self, event: &PointerEvent, sheet: &Sheet) -> Option<Hit> {
        let (geometry, scroll) = self.look(sheet)?;
        let rect = self.place.get_untracked()?.get_bounding_client_rect();
        let at = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        geometry.hit(at, scroll)
    }

    /// Scrolls as little as needed to show a cell.
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a place in the page")]
    fn reveal(&self, spot: Spot, sheet: &Sheet) {
        let Some(((geometry, scroll), place)) = self.look(sheet).zip(self.place.get_untracked()) else {
            return;
        };
        let wanted = geometry.reveal(spot, scroll);
        if wanted != scroll {
            place.set_scroll_left(wanted.left as i32);
            place.set_scroll_top(wanted.top.ceil() as i32);
        }
    }
}

fn geometry(sheet: &Sheet, (width, height): (u32, u32)) -> Geometry {
    let (rows, columns) = (sheet.rows(), sheet.columns().len());
    Geometry { rows, leading: sheet.leading, columns, width: width.into(), height: height.into() }
}

fn on_key(
    event: &KeyboardEvent,
    nodes: Nodes,
    sheet: &Sheet,
    cursor: RwSignal<Option<Spot>>,
    open: Callback<Spot>,
) {
    let Some((geometry, _)) = nodes.look(sheet) else { return };
    if event.alt_key() || event.meta_key() {
        return;
    }
    let (marked, key) = (cursor.get_untracked(), event.key());
    let first = Spot { row: sheet.leading.min(sheet.rows().saturating_sub(1)), column: 0 };
    let to = cursor::moved(marked.unwrap_or(first), &key, event.ctrl_key(), &geometry);
    match (to, marked) {
        (Some(to), marked) => cursor.set(Some(if marked.is_some() { to } else { first })),
        (None, Some(spot)) if key == "Enter" => open.run(spot),
        (None, Some(_)) if key == "Escape" => cursor.set(None),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn label(sheet: &Sheet) -> String {
    format!("{} rows, worst first, by {} runs, newest first", sheet.rows(), sheet.columns().len())
}
