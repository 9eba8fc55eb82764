//! Lines over two axes that both reach from 0 to 1, with a grid in quarters.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    Circle, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, SVGBackend, Text,
};
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, ShapeStyle};

use super::bars::{FONT, write};
use super::{Drawing, Ink, text};

/// A line of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name in the legend.
    pub name: &'static str,
    /// Its colour.
    pub ink: Ink,
    /// Its points, each within 0 and 1, from the left.
    pub points: Vec<(f64, f64)>,
    /// Whether each point has a dot.
    pub dots: bool,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The lines, the last one on top.
    pub lines: Vec<Line>,
    /// What goes to the right.
    pub x_name: &'static str,
    /// What goes up.
    pub y_name: &'static str,
    /// The heading inside the drawing, for a figure that leaves the page; else empty.
    pub caption: String,
}

const HEIGHT: i32 = 220;
const CAPTION: i32 = 26;
const LEGEND: i32 = 26;
const LEFT: i32 = 36;
const RIGHT: i32 = 14;
const BOTTOM: i32 = 40;
/// Words of the grid's lines.
const QUARTERS: [&str; 5] = ["0", "0.25", "0.5", "0.75", "1"];

/// Where the axes reach, in pixels.
#[derive(Clone, Copy, Debug)]
struct Layout {
    width: i32,
    caption: i32,
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
}

impl Layout {
    fn of(curve: &Curve, width: u32) -> Self {
        let width = i32::try_from(width.max(200)).unwrap_or(i32::MAX);
        let caption = if curve.caption.is_empty() { 0 } else { CAPTION };
        let top = caption + LEGEND;
        Self { width, caption, left: LEFT, right: width - RIGHT, top, bottom: top + HEIGHT }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place in a drawing is a small number")]
    fn at(self, (x, y): (f64, f64)) -> (i32, i32) {
        let along = |from: i32, to: i32, share: f64| {
            from + (f64::from(to - from) * share.clamp(0.0, 1.0)).round() as i32
        };
        (along(self.left, self.right, x), along(self.bottom, self.top, y))
    }
}

/// Draws the lines as an SVG document of `width` pixels.
pub fn draw(curve: &Curve, width: u32) -> Drawing {
    let layout = Layout::of(curve, width);
    let (width, height) = (layout.width.unsigned_abs(), (layout.bottom + BOTTOM).unsigned_abs());
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
    // Text is written to memory, which never fails.
    let drawn = draw_all(&area, curve, layout).and_then(|()| area.present());
    drop(area);
    Drawing { svg: drawn.map(|()| svg).unwrap_or_default(), width, height, ..Drawing::default() }
}

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

fn draw_all<B: DrawingBackend>(area: &DrawingArea<B, Shift>, curve: &Curve, layout: Layout) -> Drawn<B> {
    if !curve.caption.is_empty() {
        area.draw(&Text::new(curve.caption.as_str(), (0, CAPTION / 2), write(Ink::Text, HPos::Left)))?;
    }
    draw_grid(area, curve, layout)?;
    curve.lines.iter().try_for_each(|line| draw_line(area, line, layout))?;
    draw_legend(area, curve, layout)
}

fn draw_grid<B: DrawingBackend>(area: &DrawingArea<B, Shift>, curve: &Curve, layout: Layout) -> Drawn<B> {
    let thin = ShapeStyle { color: Ink::Line.rgb().to_rgba(), filled: false, stroke_width: 1 };
    for (quarter, word) in (0_u32..).zip(QUARTERS) {
        let share = f64::from(quarter) / 4.0;
        let [(x, _), (_, y)] = [(share, 0.0), (0.0, share)].map(|point| layout.at(point));
        area.draw(&PathElement::new([(x, layout.top), (x, layout.bottom)], thin))?;
        area.draw(&PathElement::new([(layout.left, y), (layout.right, y)], thin))?;
        area.draw(&Text::new(word, (x, layout.bottom + 11), write(Ink::Quiet, HPos::Center)))?;
        area.draw(&Text::new(word, (layout.left - 6, y), write(Ink::Quiet, HPos::Right)))?;
    }
    let middle = layout.caption + 10;
    area.draw(&Text::new(curve.y_name, (0, middle), write(Ink::Quiet, HPos::Left)))?;
    area.draw(&Text::new(curve.x_name, (layout.right, layout.bottom + 29), write(Ink::Quiet, HPos::Right)))
}

fn draw_line<B: DrawingBackend>(area: &DrawingArea<B, Shift>, line: &Line, layout: Layout) -> Drawn<B> {
    let places: Vec<(i32, i32)> = line.points.iter().map(|point| layout.at(*point)).collect();
    let style = ShapeStyle { color: line.ink.rgb().to_rgba(), filled: false, stroke_width: 2 };
    if line.dots {
        let full = ShapeStyle { filled: true, ..style };
        places.iter().try_for_each(|place| area.draw(&Circle::new(*place, 4, full)))?;
    }
    if places.len() < 2 { Ok(()) } else { area.draw(&PathElement::new(places, style)) }
}

/// From the right edge, in the line above the axes.
fn draw_legend<B: DrawingBackend>(area: &DrawingArea<B, Shift>, curve: &Curve, layout: Layout) -> Drawn<B> {
    let middle = layout.caption + 10;
    let mut right = layout.right;
    for line in curve.lines.iter().rev() {
        area.draw(&Text::new(line.name, (right, middle), write(Ink::Quiet, HPos::Right)))?;
        #[expect(clippy::cast_possible_truncation, reason = "the width of a short word")]
        let left = right - text::width(line.name, FONT).ceil() as i32;
        let style = ShapeStyle { color: line.ink.rgb().to_rgba(), filled: false, stroke_width: 2 };
        area.draw(&PathElement::new([(left - 20, middle), (left - 6, middle)], style))?;
        right = left - 34;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: Vec<(f64, f64)>) -> Curve {
        let line = Line { name: "measured", ink: Ink::Accent, points, dots: true };
        Curve { lines: vec![line], x_name: "share", y_name: "distance", caption: String::new() }
    }

    #[test]
    fn a_curve() {
        insta::assert_snapshot!(draw(&curve(vec![(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]), 400).svg);
    }

    #[test]
    fn points_stay_in_the_drawing() {
        for width in [0, 300, 4000] {
            let curve = curve(vec![(-1.0, 2.0), (f64::NAN, 0.5)]);
            let layout = Layout::of(&curve, width);
            for point in &curve.lines[0].points {
                let (x, y) = layout.at(*point);
                assert!(y >= layout.top && y <= layout.bottom && x <= layout.right, "{x} {y}");
            }
            assert!(draw(&curve, width).svg.starts_with("<svg"));
        }
    }
}
