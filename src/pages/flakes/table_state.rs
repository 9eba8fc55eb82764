//! What the parts of the table share: rows, measures, the screen, the cursor and the opened row.

use std::ops::Range;

use flakescope_core::flakes::TestKey;
use leptos::html::Div;
use leptos::prelude::*;

use super::columns::{self, Shown};
use super::rows::Rows;
use super::window::Geometry;
use crate::state::url::{Step, use_change_view};
use crate::state::view::{View, use_view};

/// Height of a row of the table, and of a card, in pixels. The style sheet takes it from `--row`.
const ROW: f64 = 52.0;
const CARD: f64 = 212.0;
/// Rows that are printed at most.
const PRINTED: u32 = 1_000;

/// The part of the page that is on the screen, from the top of the first row, and the width of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Screen {
    /// How far the first row's top lies above the top of the screen.
    pub top: f64,
    /// Height of the screen.
    pub height: f64,
    /// Width of the window.
    pub width: f64,
}

/// Where the evidence of the linked test is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Opened {
    /// Nothing is opened.
    #[default]
    Nothing,
    /// Below its row.
    Below(u32, TestKey),
    /// Above the table, because its row is not among those that were read first.
    Above(TestKey),
}

/// The shared state.
#[derive(Clone, Copy)]
pub struct TableState {
    /// The link.
    pub view: Memo<View>,
    /// The rows that are held.
    pub rows: RwSignal<Rows>,
    /// What is on the screen.
    pub screen: RwSignal<Screen>,
    /// The element that holds the rows.
    pub body: NodeRef<Div>,
    /// The columns shown.
    pub columns: Memo<Vec<Shown>>,
    /// True when rows are cards.
    pub cards: Memo<bool>,
    /// Of which generation the rows are, and where evidence is shown.
    pub opened: Memo<(u32, Opened)>,
    /// Height of the evidence below a row.
    pub panel_height: RwSignal<f64>,
    /// The measures of the table.
    pub geometry: Memo<Geometry>,
    /// The rows that are drawn.
    pub visible: Memo<Range<u32>>,
    /// The row that the keys are on.
    pub cursor: RwSignal<Option<u32>>,
    /// True while every row is drawn for the printer.
    pub printing: RwSignal<bool>,
    /// Opens a test's evidence, or closes it.
    pub toggle: Callback<Option<TestKey>>,
}

impl TableState {
    /// The state of one table page, below the shell.
    pub fn of_page() -> Self {
        let view = use_view();
        let rows = RwSignal::new(Rows::default());
        let screen = RwSignal::new(screen_now(None));
        let cards = Memo::new(move |_| screen.read().width < columns::CARDS_BELOW);
        let opened = use_opened(view, rows);
        let panel_height = RwSignal::new(0.0);
        let printing = RwSignal::new(false);
        let geometry = Memo::new(move |_| Geometry {
            row: if cards.get() { CARD } else { ROW },
            rows: rows.read().total(),
            open: match opened.read().1 {
                Opened::Below(index, _) => Some((index, panel_height.get())),
                _ => None,
            },
        });
        let visible = Memo::new(move |_| match (printing.get(), screen.get()) {
            (true, _) => 0..geometry.read().rows.min(PRINTED),
            (false, Screen { top, height, .. }) => geometry.read().visible(top, height),
        });
        Self {
            view,
            rows,
            screen,
            body: NodeRef::new(),
            columns: Memo::new(move |_| columns::shown(&view.read().page.columns, screen.read().width)),
            cards,
            opened,
            panel_height,
            geometry,
            visible,
            cursor: RwSignal::new(None),
            printing,
            toggle: use_toggle(view),
        }
    }

    /// Measures the screen again.
    pub fn measure(self) {
        let now = screen_now(self.body.get_untracked());
        if self.screen.get_untracked() != now {
            self.screen.set(now);
        }
    }
}

/// Once decided, the place stays until the rows are read anew, so that scrolling moves nothing.
fn use_opened(view: Memo<View>, rows: RwSignal<Rows>) -> Memo<(u32, Opened)> {
    Memo::new(move |before: Option<&(u32, Opened)>| {
        let rows = rows.read();
        let generation = rows.generation();
        let opened = match view.read().page.test().cloned() {
            Some(key) if rows.known() => match before {
                Some((then, Opened::Below(index, old))) if *then == generation && *old == key => {
                    Opened::Below(*index, key)
                }
                Some((then, Opened::Above(old))) if *then == generation && *old == key => Opened::Above(key),
                _ => rows.find(&key).map_or(Opened::Above(key.clone()), |index| Opened::Below(index, key)),
            },
            _ => Opened::Nothing,
        };
        (generation, opened)
    })
}

fn use_toggle(view: Memo<View>) -> Callback<Option<TestKey>> {
    let change = use_change_view();
    Callback::new(move |key: Option<TestKey>| {
        let open = view.read_untracked().page.test().cloned();
        let next = key.filter(|key| open.as_ref() != Some(key)).unwrap_or_default();
        change(Step::Push, &|view| view.page.at = next.clone());
    })
}

/// Where the screen is now.
fn screen_now(body: Option<web_sys::HtmlDivElement>) -> Screen {
    let size = |read: fn(&web_sys::Window) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        web_sys::window()
            .and_then(|window| read(&window).ok())
            .and_then(|value| value.as_f64())
            .unwrap_or(0.0)
    };
    let top = body.map_or(0.0, |body| -body.get_bounding_client_rect().top());
    Screen { top, height: size(web_sys::Window::inner_height), width: size(web_sys::Window::inner_width) }
}
