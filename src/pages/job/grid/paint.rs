//! Paints what is in sight of the grid. One path per kind of cell, so that a frame costs little however big the grid.

use std::ops::Range;

use flakescope_core::flakes::Verdict;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d as Context;

use super::geometry::{CELL_WIDTH, Geometry, HEAD_HEIGHT, ROW_HEIGHT, Scroll, Spot};
use super::ink::Inks;
use super::label;
use super::sheet::Sheet;
use crate::charts::{Ink, text};

const ROW_FONT: f64 = 13.0;
/// Narrower names do without the SIG.
const ROOM_FOR_SIG: f64 = 240.0;
/// Distance of the lines of the hatching.
const HATCH: f64 = 6.0;

/// Everything a frame depends on.
pub(crate) struct Frame<'a> {
    pub sheet: &'a Sheet,
    pub geometry: Geometry,
    pub scroll: Scroll,
    pub cursor: Option<Spot>,
    pub hover: Option<Spot>,
    pub inks: &'a Inks,
}

impl Frame<'_> {
    /// Paints the frame. The context's unit is a CSS pixel.
    pub(crate) fn paint(&self, on: &Context) -> Result<(), JsValue> {
        let Geometry { width, height, .. } = self.geometry;
        self.fill(on, Ink::Ground, (0.0, 0.0, width, height));
        let rows = self.geometry.rows_in_sight(self.scroll);
        let columns = self.geometry.columns_in_sight(self.scroll);
        on.save();
        clip(on, (self.geometry.names(), HEAD_HEIGHT, width, height));
        self.paint_cross(on);
        self.paint_hatching(on, columns.clone());
        self.paint_cells(on, rows.clone(), columns.clone());
        self.paint_cursor(on);
        on.restore();
        self.paint_names(on, rows)?;
        self.paint_heads(on, columns)
    }

    /// Row and column of the pointer.
    fn paint_cross(&self, on: &Context) {
        let Some(spot) = self.hover.or(self.cursor) else { return };
        let (x, y) = self.geometry.corner(spot, self.scroll);
        on.set_global_alpha(0.1);
        self.fill(on, Ink::Accent, (0.0, y - 1.0, self.geometry.width, ROW_HEIGHT));
        self.fill(on, Ink::Accent, (x - 1.0, 0.0, CELL_WIDTH, self.geometry.height));
        on.set_global_alpha(1.0);
    }

    /// Broken runs, over the full height.
    fn paint_hatching(&self, on: &Context, columns: Range<usize>) {
        on.begin_path();
        for column in columns.filter(|&c| self.sheet.columns().get(c).is_some_and(|c| c.broken)) {
            let (x, _) = self.geometry.corner(Spot { row: 0, column }, self.scroll);
            // Not `%`: for floats that is a function of some kilobytes.
            let passed = (self.scroll.top / HATCH).floor() * HATCH;
            let mut y = HEAD_HEIGHT - (self.scroll.top - passed) - HATCH;
            while y < self.geometry.height + CELL_WIDTH {
                on.move_to(x, y);
                on.line_to(x + CELL_WIDTH - 1.0, y - CELL_WIDTH + 1.0);
                y += HATCH;
            }
        }
        self.stroke(on, Ink::Stale, 1.0);
    }

    fn paint_cells(&self, on: &Context, rows: Range<usize>, columns: Range<usize>) {
        let (mut passed, mut failed, mut flaky, mut skipped) = (vec![], vec![], vec![], vec![]);
        for row in rows {
            let cells = self.sheet.cells(row);
            for column in columns.clone() {
                let place = self.geometry.corner(Spot { row, column }, self.scroll);
                match cells.get(column) {
                    Some(b'p') => passed.push(place),
                    Some(b'f') => failed.push(place),
                    Some(b'F') => flaky.push(place),
                    Some(b's') => skipped.push(place),
                    _ => {}
                }
            }
        }
        on.set_global_alpha(0.55);
        self.squares(on, Ink::Passing, &passed);
        on.set_global_alpha(1.0);
        self.squares(on, Ink::Failing, &failed);
        self.squares(on, Ink::Flaky, &flaky);
        self.shapes(on, Ink::Ground, &failed, cross);
        self.shapes(on, Ink::Ground, &flaky, wave);
        self.shapes(on, Ink::Stale, &skipped, dot);
    }

    fn squares(&self, on: &Context, ink: Ink, places: &[(f64, f64)]) {
        on.begin_path();
        for (x, y) in places {
            on.rect(*x, *y, CELL_WIDTH - 2.0, ROW_HEIGHT - 2.0);
        }
        on.set_fill_style_str(self.inks.of(ink));
        on.fill();
    }

    fn shapes(&self, on: &Context, ink: Ink, places: &[(f64, f64)], shape: fn(&Context, f64, f64)) {
        on.begin_path();
        for (x, y) in places {
            shape(on, x + (CELL_WIDTH - 2.0) / 2.0, y + (ROW_HEIGHT - 2.0) / 2.0);
        }
        self.stroke(on, ink, 1.6);
    }

    fn paint_cursor(&self, on: &Context) {
        let Some(spot) = self.cursor else { return };
        let (x, y) = self.geometry.corner(spot, self.scroll);
        for (ink, width) in [(Ink::Ground, 5.0), (Ink::Accent, 2.5)] {
            on.begin_path();
            on.rect(x - 1.0, y - 1.0, CELL_WIDTH, ROW_HEIGHT);
            self.stroke(on, ink, width);
        }
    }

    /// The names of the rows, each with the mark of its verdict.
    fn paint_names(&self, on: &Context, rows: Range<usize>) -> Result<(), JsValue> {
        let names = self.geometry.names();
        self.fill(on, Ink::Ground, (0.0, HEAD_HEIGHT, names - 4.0, self.geometry.height));
        on.save();
        clip(on, (0.0, HEAD_HEIGHT, names - 4.0, self.geometry.height));
        on.set_font("13px system-ui, sans-serif");
        on.set_text_baseline("middle");
        for row in rows {
            let (_, y) = self.geometry.corner(Spot { row, column: 0 }, self.scroll);
            let Some(found) = self.sheet.row(row) else { continue };
            let (left, ink) = match found.verdict {
                None => (0.0, Ink::Quiet),
                Some(verdict) => {
                    let (ink, height) = verdict_mark(verdict);
                    self.fill(on, ink, (0.0, y + (20.0 - height) / 2.0, 4.0, height));
                    (10.0, Ink::Text)
                }
            };
            let name = match found.verdict {
                None => found.name.clone(),
                Some(_) => label::short(&found.name, names >= ROOM_FOR_SIG),
            };
            let name = text::shorten_middle(&name, names - left - 10.0, ROW_FONT);
            on.set_fill_style_str(self.inks.of(ink));
            on.fill_text(&name, left, y + 10.5)?;
        }
        on.restore();
        Ok(())
    }

    /// Days, hours, and where the window ends.
    fn paint_heads(&self, on: &Context, columns: Range<usize>) -> Result<(), JsValue> {
        let Geometry { width, height, .. } = self.geometry;
        let names = self.geometry.names();
        self.fill(on, Ink::Ground, (0.0, 0.0, width, HEAD_HEIGHT - 2.0));
        on.save();
        clip(on, (names - 2.0, 0.0, width, height));
        on.set_font("11px system-ui, sans-serif");
        on.set_text_baseline("middle");
        let x_of = |column| self.geometry.corner(Spot { row: 0, column }, self.scroll).0;
        // Words of a day that begins left of what is in sight may still reach into it.
        let from = columns.start.saturating_sub(4);
        let heads = || self.sheet.heads().iter().enumerate().take(columns.end).skip(from);
        on.set_fill_style_str(self.inks.of(Ink::Quiet));
        for (column, head) in heads() {
            on.fill_text(&head.hour, x_of(column) + 1.0, 32.0)?;
        }
        on.set_fill_style_str(self.inks.of(Ink::Text));
        on.begin_path();
        for (column, head) in heads().filter(|(_, head)| head.begins_day) {
            on.fill_text(&head.day, x_of(column) + 1.0, 14.0)?;
            on.move_to(x_of(column) - 1.5, 4.0);
            on.line_to(x_of(column) - 1.5, HEAD_HEIGHT - 4.0);
        }
        self.stroke(on, Ink::Line, 1.0);
        self.paint_window_end(on, columns);
        on.restore();
        Ok(())
    }

    /// A dashed line between the runs of the window and the older ones.
    fn paint_window_end(&self, on: &Context, columns: Range<usize>) {
        let Some(end) = self.sheet.window_end().filter(|end| columns.contains(end)) else { return };
        let x = self.geometry.corner(Spot { row: 0, column: end }, self.scroll).0 - 1.5;
        on.begin_path();
        let mut y = 0.0;
        while y < self.geometry.height {
            on.move_to(x, y);
            on.line_to(x, y + 5.0);
            y += 8.0;
        }
        self.stroke(on, Ink::Text, 1.5);
    }

    fn fill(&self, on: &Context, ink: Ink, (x, y, width, height): (f64, f64, f64, f64)) {
        on.set_fill_style_str(self.inks.of(ink));
        on.fill_rect(x, y, width, height);
    }

    fn stroke(&self, on: &Context, ink: Ink, width: f64) {
        on.set_stroke_style_str(self.inks.of(ink));
        on.set_line_width(width);
        on.stroke();
    }
}

/// The colour of a verdict's mark and its height: worse is taller.
fn verdict_mark(verdict: Verdict) -> (Ink, f64) {
    match verdict {
        Verdict::Failing => (Ink::Failing, 20.0),
        Verdict::Flaky => (Ink::Flaky, 14.0),
        Verdict::Suspect => (Ink::Suspect, 9.0),
        Verdict::Recovered => (Ink::Recovered, 6.0),
        Verdict::Passing => (Ink::Passing, 3.0),
    }
}

fn clip(on: &Context, (left, top, right, bottom): (f64, f64, f64, f64)) {
    on.begin_path();
    on.rect(left, top, right - left, bottom - top);
    on.clip();
}

fn cross(on: &Context, x: f64, y: f64) {
    on.move_to(x - 3.5, y - 3.5);
    on.line_to(x + 3.5, y + 3.5);
    on.move_to(x + 3.5, y - 3.5);
    on.line_to(x - 3.5, y + 3.5);
}

fn wave(on: &Context, x: f64, y: f64) {
    on.move_to(x - 4.5, y + 1.0);
    on.quadratic_curve_to(x - 2.25, y - 5.0, x, y);
    on.quadratic_curve_to(x + 2.25, y + 5.0, x + 4.5, y - 1.0);
}

fn dot(on: &Context, x: f64, y: f64) {
    on.move_to(x - 1.0, y);
    on.line_to(x + 1.0, y);
}
