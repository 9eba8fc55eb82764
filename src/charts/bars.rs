//! Horizontal stacked bars: counts of one thing under many names, most first.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, ShapeStyle, TextStyle};

use super::{Ink, text};

/// A part of every bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series {
    /// What it counts.
    pub name: &'static str,
    /// Its colour.
    pub ink: Ink,
    /// Drawn as an outline: a count that is not certain.
    pub hollow: bool,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name, in full.
    pub name: String,
    /// A count for each series.
    pub counts: Vec<u32>,
}

impl Row {
    /// All its counts together.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// The parts of every bar, from the left.
    pub series: &'static [Series],
    /// The bars, from the top.
    pub rows: Vec<Row>,
    /// What is counted, for the axis.
    pub unit: &'static str,
    /// The heading inside the drawing, for a figure that leaves the page; else empty.
    pub caption: String,
}

/// Font size of every text, in pixels.
pub(super) const FONT: f64 = 12.5;
const LEGEND: i32 = 26;
const LEGEND_LINE: i32 = 18;
const CAPTION: i32 = 26;
const AXIS: i32 = 24;
/// Narrower than this, names stand above their bars.
const NARROW: u32 = 440;

/// A series and where it stands.
type Placed = (Series, (i32, i32));

/// Where everything stands, in pixels from the upper left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Width of the drawing.
    pub width: u32,
    /// Height of the drawing.
    pub height: u32,
    /// Room of a name.
    pub name_room: i32,
    /// From where to where the bars can reach.
    pub plot: (i32, i32),
    /// Where each series stands in the legend: from the left, and the middle of its line. Those without a count are not
    /// in it.
    pub legend: Vec<Placed>,
    /// Top of the first row.
    pub top: i32,
    /// Height of a row.
    pub row_height: i32,
    /// From where to where a bar reaches, from the top of its row.
    pub bar: (i32, i32),
    /// The middle of a name, from the top of its row.
    pub name_middle: i32,
}

impl Layout {
    /// Lays the bars out over `width` pixels.
    pub fn of(bars: &Bars, width: u32) -> Self {
        let width = width.max(200);
        let narrow = width < NARROW;
        let w = i32::try_from(width).unwrap_or(i32::MAX);
        let longest = bars.rows.iter().map(|row| text::width(&row.name, FONT)).fold(0.0, f64::max);
        let total = bars.rows.iter().map(Row::total).max().unwrap_or(0);
        let right = w - 8 - whole(text::width(&total.to_string(), FONT));
        let name_room = if narrow { w } else { whole(longest).min(w * 2 / 5) };
        let left = if narrow { 4 } else { name_room + 10 };
        let (row_height, bar, name_middle) = if narrow { (38, (19, 32), 9) } else { (25, (4, 21), 12) };
        let caption = if bars.caption.is_empty() { 0 } else { CAPTION };
        let (legend, lines) = legend(bars, left, w, caption);
        let top = caption + LEGEND + (lines - 1) * LEGEND_LINE;
        let rows = i32::try_from(bars.rows.len()).unwrap_or(i32::MAX);
        let height = (top + rows * row_height + AXIS).unsigned_abs();
        Self { width, height, name_room, plot: (left, right), legend, top, row_height, bar, name_middle }
    }

    /// The top of a row.
    pub fn row_top(&self, index: usize) -> i32 {
        self.top + i32::try_from(index).unwrap_or(i32::MAX).saturating_mul(self.row_height)
    }
}

/// The legend and how many lines it takes: beside the unit above the bars, or from the left edge in several lines where
/// it is longer than that.
fn legend(bars: &Bars, left: i32, width: i32, caption: i32) -> (Vec<Placed>, i32) {
    let counted = |place: &usize| bars.rows.iter().any(|row| row.counts.get(*place).is_some_and(|n| *n > 0));
    let shown: Vec<Series> =
        (0..bars.series.len()).filter(counted).filter_map(|place| bars.series.get(place).copied()).collect();
    let room = width - whole(text::width(bars.unit, FONT)) - 14;
    let step = |series: &Series| 15 + whole(text::width(series.name, FONT)) + 14;
    let fits = left + shown.iter().map(step).sum::<i32>() <= room;
    let start = if fits { left } else { 0 };
    let (mut x, mut line) = (start, 0);
    let place = |series: Series| {
        let end = if line == 0 { room } else { width };
        if x > start && x + step(&series) > end {
            (x, line) = (start, line + 1);
        }
        let at = (x, caption + 10 + line * LEGEND_LINE);
        x += step(&series);
        (series, at)
    };
    let placed = shown.into_iter().map(place).collect();
    (placed, line + 1)
}

/// Draws the bars as the text of an SVG document of `width` pixels; empty if that fails, which SVG text never does.
pub fn svg(bars: &Bars, width: u32) -> String {
    let layout = Layout::of(bars, width);
    let mut drawing = String::new();
    let area = SVGBackend::with_string(&mut drawing, (layout.width, layout.height)).into_drawing_area();
    let drawn = draw(&area, bars, &layout).and_then(|()| area.present());
    drop(area);
    drawn.map(|()| drawing).unwrap_or_default()
}

/// Draws the bars.
pub fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    bars: &Bars,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    if !bars.caption.is_empty() {
        area.draw(&Text::new(bars.caption.as_str(), (0, CAPTION / 2), write(Ink::Text, HPos::Left)))?;
    }
    draw_legend(area, bars, layout)?;
    draw_axis(area, bars, layout)?;
    for (index, row) in bars.rows.iter().enumerate() {
        draw_row(area, bars, layout, (row, layout.row_top(index)))?;
    }
    Ok(())
}

fn draw_legend<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    bars: &Bars,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    for (series, (x, middle)) in &layout.legend {
        draw_part(area, *series, ((*x, middle - 5), (x + 10, middle + 5)))?;
        area.draw(&Text::new(series.name, (x + 15, *middle), write(Ink::Quiet, HPos::Left)))?;
    }
    let middle = 10 + if bars.caption.is_empty() { 0 } else { CAPTION };
    let unit = (i32::try_from(layout.width).unwrap_or(i32::MAX), middle);
    area.draw(&Text::new(bars.unit, unit, write(Ink::Quiet, HPos::Right)))
}

fn draw_axis<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    bars: &Bars,
    layout: &Layout,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let scale = scale(bars);
    let bottom = layout.row_top(bars.rows.len()) + 2;
    let room = usize::try_from((layout.plot.1 - layout.plot.0) / 64).unwrap_or(0).clamp(2, 7);
    let line = ShapeStyle { color: Ink::Line.rgb().to_rgba(), filled: false, stroke_width: 1 };
    for value in scale.key_points(room) {
        let x = scale.map(&value, layout.plot);
        area.draw(&PathElement::new([(x, layout.top - 2), (x, bottom)], line))?;
        area.draw(&Text::new(value.to_string(), (x, bottom + 11), write(Ink::Quiet, HPos::Center)))?;
    }
    Ok(())
}

fn draw_row<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    bars: &Bars,
    layout: &Layout,
    (row, top): (&Row, i32),
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let name = text::shorten_middle(&row.name, f64::from(layout.name_room), FONT);
    area.draw(&Text::new(name.as_ref(), (0, top + layout.name_middle), write(Ink::Text, HPos::Left)))?;
    let scale = scale(bars);
    let (bar_top, bar_bottom) = (top + layout.bar.0, top + layout.bar.1);
    let middle = i32::midpoint(bar_top, bar_bottom);
    let mut before = 0;
    for (series, &count) in bars.series.iter().zip(&row.counts).filter(|(_, count)| **count > 0) {
        let from = scale.map(&before, layout.plot);
        before += count;
        // A line of ground between neighbours; the smallest count is still seen.
        let to = (scale.map(&before, layout.plot) - 1).max(from + 2);
        draw_part(area, *series, ((from, bar_top), (to, bar_bottom)))?;
        let number = count.to_string();
        if whole(text::width(&number, FONT)) + 8 <= to - from {
            let ink = if series.hollow { Ink::Text } else { Ink::Ground };
            area.draw(&Text::new(number, (i32::midpoint(from, to), middle), write(ink, HPos::Center)))?;
        }
    }
    let end = (scale.map(&before, layout.plot) + 6, middle);
    area.draw(&Text::new(row.total().to_string(), end, write(Ink::Text, HPos::Left)))
}

/// A rectangle in the manner of its series.
pub(super) fn draw_part<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    series: Series,
    ((left, top), (right, bottom)): ((i32, i32), (i32, i32)),
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let color = series.ink.rgb();
    if !series.hollow {
        return area.draw(&Rectangle::new([(left, top), (right, bottom)], color.filled()));
    }
    area.draw(&Rectangle::new([(left, top), (right, bottom)], color.mix(0.18).filled()))?;
    let outline = ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: 1 };
    area.draw(&Rectangle::new([(left, top), (right - 1, bottom - 1)], outline))
}

/// From zero to the longest bar.
fn scale(bars: &Bars) -> <std::ops::Range<u32> as AsRangedCoord>::CoordDescType {
    (0..bars.rows.iter().map(Row::total).max().unwrap_or(0).max(1)).into()
}

/// How a text is written: vertically on its middle.
pub(super) fn write(ink: Ink, side: HPos) -> TextStyle<'static> {
    // The SVG backend divides sizes by 1.24.
    ("sans-serif", FONT * 1.24).into_font().color(&ink.rgb()).pos(Pos::new(side, VPos::Center))
}

/// Pixels that surely hold `width`.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and no text is that wide")]
pub(super) fn whole(width: f64) -> i32 {
    width.ceil() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIES: [Series; 3] = [
        Series { name: "failing", ink: Ink::Failing, hollow: false },
        Series { name: "flaky", ink: Ink::Flaky, hollow: false },
        Series { name: "suspect", ink: Ink::Suspect, hollow: true },
    ];

    fn bars(rows: &[(&str, [u32; 3])]) -> Bars {
        let row = |(name, counts): &(&str, [u32; 3])| Row { name: (*name).into(), counts: counts.to_vec() };
        let rows = rows.iter().map(row).collect();
        Bars { series: &SERIES, rows, unit: "tests", caption: String::new() }
    }

    fn some() -> Bars {
        bars(&[
            ("ci-kubernetes-e2e-gci-gce-alpha-enabled-default", [3, 21, 12]),
            ("gce-cos-master-default", [0, 4, 1]),
            ("<script>alert(1)</script>", [1, 0, 0]),
        ])
    }

    #[test]
    fn wide_bars_have_their_names_beside_them() {
        insta::assert_snapshot!(svg(&some(), 640));
    }

    #[test]
    fn narrow_bars_have_their_names_above_them() {
        insta::assert_snapshot!(svg(&some(), 340));
    }

    #[test]
    fn bars_stay_in_the_drawing() {
        for width in [0, 200, 340, 439, 440, 900, 4000] {
            for counts in [[0, 0, 1], [1, 1, 1], [99_999, 1, 1]] {
                let bars = bars(&[("a long name of a job that goes on and on", counts), ("b", [0, 0, 0])]);
                let layout = Layout::of(&bars, width);
                assert!(layout.plot.0 < layout.plot.1, "{layout:?}");
                assert!(i64::from(layout.plot.1) < i64::from(layout.width), "{layout:?}");
                assert_eq!(layout.row_top(2) + AXIS, layout.height.cast_signed());
            }
        }
    }

    #[test]
    fn no_bars_are_no_panic() {
        assert!(svg(&bars(&[]), 640).starts_with("<svg"));
    }
}
