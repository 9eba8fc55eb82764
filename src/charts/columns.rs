//! Upright stacked columns: counts of one thing over time, one column for each stretch.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, SVGBackend, Text};
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, ShapeStyle};

use super::bars::{FONT, Row, Series, draw_part, whole, write};
use super::{Ink, text};

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The parts of every column, from below.
    pub series: &'static [Series],
    /// The columns, from the left; their names stand below.
    pub rows: Vec<Row>,
    /// What is counted, for the axis.
    pub unit: &'static str,
    /// The heading inside the drawing, for a figure that leaves the page; else empty.
    pub caption: String,
}

/// Height of the drawing in pixels, without a caption.
const HEIGHT: i32 = 240;
const CAPTION: i32 = 26;
const LEGEND: i32 = 28;
const NAMES: i32 = 24;

/// Where everything stands, in pixels from the upper left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Width of the drawing.
    pub width: u32,
    /// Height of the drawing.
    pub height: u32,
    /// From where to where the columns stand.
    pub plot: (i32, i32),
    /// From the top of the highest column to the ground.
    pub rise: (i32, i32),
    columns: i32,
}

impl Layout {
    /// Lays the columns out over `width` pixels.
    pub fn of(columns: &Columns, width: u32) -> Self {
        let width = width.max(200);
        let w = i32::try_from(width).unwrap_or(i32::MAX);
        let caption = if columns.caption.is_empty() { 0 } else { CAPTION };
        let left = whole(text::width(&most(columns).to_string(), FONT)) + 10;
        let (top, height) = (caption + LEGEND, caption + HEIGHT);
        let count = i32::try_from(columns.rows.len()).unwrap_or(i32::MAX).max(1);
        Self {
            width,
            height: height.unsigned_abs(),
            plot: (left, w - 4),
            rise: (top, height - NAMES),
            columns: count,
        }
    }

    /// From where to where a column's place reaches; places share no pixel and fill the plot.
    pub fn place(&self, index: usize) -> (i32, i32) {
        let room = i64::from(self.plot.1 - self.plot.0);
        let edge = |index: i64| {
            let pixels = index * room / i64::from(self.columns);
            self.plot.0 + i32::try_from(pixels).unwrap_or(0)
        };
        let index = i64::try_from(index).unwrap_or(i64::MAX - 1);
        (edge(index), edge(index + 1))
    }
}

fn most(columns: &Columns) -> u32 {
    columns.rows.iter().map(Row::total).max().unwrap_or(0).max(1)
}

/// Draws the columns as the text of an SVG document of `width` pixels; empty if that fails, which SVG text never does.
pub fn svg(columns: &Columns, width: u32) -> String {
    let layout = Layout::of(columns, width);
    let mut drawing = String::new();
    let area = SVGBackend::with_string(&mut drawing, (layout.width, layout.height)).into_drawing_area();
    let drawn = draw(&area, columns, &layout).and_then(|()| area.present());
    drop(area);
    drawn.map(|()| drawing).unwrap_or_default()
}

fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    columns: &Columns,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    if !columns.caption.is_empty() {
        area.draw(&Text::new(columns.caption.as_str(), (0, CAPTION / 2), write(Ink::Text, HPos::Left)))?;
    }
    draw_legend(area, columns, layout)?;
    draw_axis(area, columns, layout)?;
    for (index, row) in columns.rows.iter().enumerate() {
        draw_column(area, columns, layout, (row, index))?;
    }
    draw_names(area, columns, layout)
}

fn draw_legend<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    columns: &Columns,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let middle = layout.rise.0 - LEGEND / 2 - 4;
    let mut x = layout.plot.0;
    for series in columns.series {
        draw_part(area, *series, ((x, middle - 5), (x + 10, middle + 5)))?;
        area.draw(&Text::new(series.name, (x + 15, middle), write(Ink::Quiet, HPos::Left)))?;
        x += 29 + whole(text::width(series.name, FONT));
    }
    let unit = (layout.plot.1, middle);
    area.draw(&Text::new(columns.unit, unit, write(Ink::Quiet, HPos::Right)))
}

fn draw_axis<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    columns: &Columns,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let scale = scale(columns);
    let line = ShapeStyle { color: Ink::Line.rgb().to_rgba(), filled: false, stroke_width: 1 };
    for value in scale.key_points(5) {
        let y = height(&scale, value, layout);
        area.draw(&PathElement::new([(layout.plot.0, y), (layout.plot.1, y)], line))?;
        area.draw(&Text::new(value.to_string(), (layout.plot.0 - 6, y), write(Ink::Quiet, HPos::Right)))?;
    }
    Ok(())
}

fn draw_column<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    columns: &Columns,
    layout: &Layout,
    (row, index): (&Row, usize),
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let scale = scale(columns);
    let (from, to) = layout.place(index);
    let gap = i32::from(to - from > 3);
    let mut below = 0;
    for (series, &count) in columns.series.iter().zip(&row.counts).filter(|(_, count)| **count > 0) {
        let bottom = height(&scale, below, layout);
        below += count;
        // The smallest count is still seen.
        let top = height(&scale, below, layout).min(bottom - 1);
        draw_part(area, *series, ((from + gap, top), ((to - gap).max(from + 1), bottom)))?;
    }
    Ok(())
}

/// As many names as have room.
fn draw_names<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    columns: &Columns,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let longest = columns.rows.iter().map(|row| text::width(&row.name, FONT)).fold(0.0, f64::max);
    let room = whole(longest) + 14;
    let mut free_from = i32::MIN;
    for (index, row) in columns.rows.iter().enumerate() {
        let (from, to) = layout.place(index);
        let middle = i32::midpoint(from, to).clamp(room / 2, (layout.plot.1 - room / 2 + 6).max(room / 2));
        if middle - room / 2 < free_from {
            continue;
        }
        free_from = middle + room / 2;
        area.draw(&Text::new(
            row.name.as_str(),
            (middle, layout.rise.1 + 13),
            write(Ink::Quiet, HPos::Center),
        ))?;
    }
    Ok(())
}

type Scale = <std::ops::Range<u32> as AsRangedCoord>::CoordDescType;

fn scale(columns: &Columns) -> Scale {
    (0..most(columns)).into()
}

/// Where a count stands.
fn height(scale: &Scale, count: u32, layout: &Layout) -> i32 {
    scale.map(&count, (layout.rise.1, layout.rise.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIES: [Series; 2] = [
        Series { name: "passed", ink: Ink::Passing, hollow: false },
        Series { name: "failed", ink: Ink::Failing, hollow: false },
    ];

    fn columns(counts: &[[u32; 2]]) -> Columns {
        let row = |(place, counts): (usize, &[u32; 2])| Row {
            name: format!("{place} Nov"),
            counts: counts.to_vec(),
        };
        let rows = counts.iter().enumerate().map(row).collect();
        Columns { series: &SERIES, rows, unit: "runs", caption: String::new() }
    }

    #[test]
    fn columns_over_time() {
        insta::assert_snapshot!(svg(&columns(&[[3, 1], [0, 0], [12, 5]]), 320));
    }

    #[test]
    fn columns_fill_the_plot_and_stay_in_it() {
        for count in [1, 2, 72, 400, 3_000] {
            for width in [0, 200, 390, 1200] {
                let columns = columns(&vec![[1, 99_999]; count]);
                let layout = Layout::of(&columns, width);
                assert_eq!((layout.place(0).0, layout.place(count - 1).1), layout.plot);
                assert!(layout.plot.1 < i32::try_from(layout.width).unwrap());
                assert!((1..count).all(|index| layout.place(index - 1).1 == layout.place(index).0));
            }
        }
    }

    #[test]
    fn nothing_is_no_panic() {
        assert!(svg(&columns(&[]), 640).starts_with("<svg"));
    }
}
