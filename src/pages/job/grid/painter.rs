//! Paints the canvas, at most once a frame.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CanvasRenderingContext2d;

use super::canvas::Nodes;
use super::geometry::{Hit, Spot};
use super::ink::Inks;
use super::paint::Frame;
use super::sheet::Sheet;
use super::tip::Pointed;
use crate::format;

/// What a canvas needs to be painted. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Painter {
    nodes: Nodes,
    sheet: Memo<Sheet>,
    cursor: RwSignal<Option<Spot>>,
    pointed: RwSignal<Option<Pointed>>,
    inks: StoredValue<Inks>,
    requested: StoredValue<bool>,
}

impl Painter {
    pub(crate) fn new(
        nodes: Nodes,
        sheet: Memo<Sheet>,
        cursor: RwSignal<Option<Spot>>,
        pointed: RwSignal<Option<Pointed>>,
    ) -> Self {
        let (inks, requested) = (StoredValue::new(Inks::default()), StoredValue::new(false));
        Self { nodes, sheet, cursor, pointed, inks, requested }
    }

    /// Paints in the next frame.
    pub(crate) fn request(self) {
        if self.requested.try_get_value() != Some(false) {
            return;
        }
        self.requested.set_value(true);
        request_animation_frame(move || {
            // The page may have gone in the meantime.
            if self.requested.try_set_value(false).is_none()
                && let Err(error) = self.paint()
            {
                leptos::logging::error!("the grid could not be painted: {error:?}");
            }
        });
    }

    fn paint(self) -> Result<(), JsValue> {
        let sheet = self.sheet.read_untracked();
        let (Some(canvas), Some(marks)) =
            (self.nodes.canvas.get_untracked(), self.nodes.marks.get_untracked())
        else {
            return Ok(());
        };
        let Some((geometry, scroll)) = self.nodes.look(&sheet) else { return Ok(()) };
        let ratio = window().device_pixel_ratio();
        fit(&canvas, geometry.width, geometry.height, ratio)?;
        let context =
            canvas.get_context("2d")?.ok_or("no canvas")?.unchecked_into::<CanvasRenderingContext2d>();
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0)?;
        let mut inks = self.inks.write_value();
        inks.refresh(&marks)?;
        let pointed = self.pointed.get_untracked();
        let hover = pointed.and_then(|p| if let Hit::Cell(spot) = p.hit { Some(spot) } else { None });
        Frame { sheet: &sheet, geometry, scroll, cursor: self.cursor.get_untracked(), hover, inks: &inks }
            .paint(&context)
    }
}

/// Gives the canvas a point for each point of the screen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
fn fit(canvas: &web_sys::HtmlCanvasElement, width: f64, height: f64, ratio: f64) -> Result<(), JsValue> {
    let points = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if (canvas.width(), canvas.height()) != points {
        canvas.set_width(points.0);
        canvas.set_height(points.1);
        let style = web_sys::HtmlElement::style(canvas);
        style.set_property("width", &format::px(width))?;
        style.set_property("height", &format::px(height))?;
    }
    Ok(())
}
