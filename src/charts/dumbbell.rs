//! What was and what is: two dots and a line between them under each name, the largest change first.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    Circle, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, SVGBackend, Text,
};
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, ShapeStyle};

use super::bars::{FONT, whole, write};
use super::{Drawing, Ink, text};
use crate::format::fixed;

/// One name with both of its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The name, in full.
    pub name: String,
    /// What was.
    pub old: f64,
    /// What is.
    pub new: f64,
    /// What the change means: a word of the legend, and its colour.
    pub meaning: (&'static str, Ink),
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Dumbbells {
    /// The pairs, from the top.
    pub pairs: Vec<Pair>,
    /// What is measured, for the axis.
    pub unit: &'static str,
    /// The heading inside the drawing, for a figure that leaves the page; else empty.
    pub caption: String,
}

const CAPTION: i32 = 26;
const LEGEND: i32 = 26;
const LEGEND_LINE: i32 = 18;
const AXIS: i32 = 24;
const DOT: i32 = 5;
/// Narrower than this, names stand above their pairs.
const NARROW: u32 = 520;

/// Where everything stands, in pixels from the upper left corner.
#[derive(Clone, Debug)]
struct Layout {
    width: i32,
    height: i32,
    name_room: i32,
    /// From where to where the dots can reach.
    plot: (i32, i32),
    legend: Vec<Entry>,
    top: i32,
    row_height: i32,
    /// The middle of a name and that of its line, from the top of its row.
    middles: (i32, i32),
}

/// A word of the legend: its colour, whether its dot is hollow, and where it stands.
type Entry = (&'static str, Ink, bool, (i32, i32));

impl Layout {
    fn of(dumbbells: &Dumbbells, width: u32) -> Self {
        let narrow = width < NARROW;
        let width = i32::try_from(width.max(200)).unwrap_or(i32::MAX);
        let widest = |words: &mut dyn Iterator<Item = f64>| whole(words.fold(0.0, f64::max));
        let pairs = &dumbbells.pairs;
        let names = widest(&mut pairs.iter().map(|pair| text::width(&pair.name, FONT)));
        let values = widest(&mut pairs.iter().map(|pair| text::width(&values(pair), FONT)));
        let name_room = if narrow { width } else { names.min(width * 2 / 5) };
        let left = DOT + if narrow { 2 } else { name_room + 12 };
        let right = (width - values - DOT - 12).max(left + 40);
        let (row_height, middles) = if narrow { (40, (10, 27)) } else { (24, (12, 12)) };
        let caption = if dumbbells.caption.is_empty() { 0 } else { CAPTION };
        let (legend, lines) = legend(dumbbells, width, caption);
        let top = caption + LEGEND + (lines - 1) * LEGEND_LINE;
        let rows = i32::try_from(pairs.len()).unwrap_or(i32::MAX);
        let height = top.saturating_add(rows.saturating_mul(row_height)).saturating_add(AXIS);
        Self { width, height, name_room, plot: (left, right), legend, top, row_height, middles }
    }

    fn row_top(&self, index: usize) -> i32 {
        self.top + i32::try_from(index).unwrap_or(i32::MAX).saturating_mul(self.row_height)
    }
}

/// The words of the legend in as many lines as they take, left of the unit in the first one.
fn legend(dumbbells: &Dumbbells, width: i32, caption: i32) -> (Vec<Entry>, i32) {
    let mut words: Vec<(&'static str, Ink, bool)> = vec![("before", Ink::Quiet, true)];
    for (word, ink) in dumbbells.pairs.iter().map(|pair| pair.meaning) {
        if !words.iter().any(|(known, ..)| *known == word) {
            words.push((word, ink, false));
        }
    }
    let room = width - whole(text::width(dumbbells.unit, FONT)) - 14;
    let (mut x, mut line) = (0, 0);
    let place = |(word, ink, hollow): (&'static str, Ink, bool)| {
        let step = 16 + whole(text::width(word, FONT)) + 14;
        if x > 0 && x + step > if line == 0 { room } else { width } {
            (x, line) = (0, line + 1);
        }
        let at = (x, caption + 10 + line * LEGEND_LINE);
        x += step;
        (word, ink, hollow, at)
    };
    let placed = words.into_iter().map(place).collect();
    (placed, line + 1)
}

/// Draws the pairs as an SVG document of `width` pixels.
pub fn draw(dumbbells: &Dumbbells, width: u32) -> Drawing {
    let layout = Layout::of(dumbbells, width);
    let (width, height) = (layout.width.unsigned_abs(), layout.height.unsigned_abs());
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
    // Text is written to memory, which never fails.
    let drawn = draw_all(&area, dumbbells, &layout).and_then(|()| area.present());
    drop(area);
    Drawing { svg: drawn.map(|()| svg).unwrap_or_default(), width, height, ..Drawing::default() }
}

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

fn draw_all<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    dumbbells: &Dumbbells,
    layout: &Layout,
) -> Drawn<B> {
    if !dumbbells.caption.is_empty() {
        area.draw(&Text::new(dumbbells.caption.as_str(), (0, CAPTION / 2), write(Ink::Text, HPos::Left)))?;
    }
    draw_legend(area, dumbbells, layout)?;
    draw_axis(area, dumbbells, layout)?;
    let mut rows = dumbbells.pairs.iter().enumerate();
    rows.try_for_each(|(index, pair)| draw_pair(area, dumbbells, layout, (pair, layout.row_top(index))))
}

fn draw_legend<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    dumbbells: &Dumbbells,
    layout: &Layout,
) -> Drawn<B> {
    for (word, ink, hollow, (x, middle)) in &layout.legend {
        draw_dot(area, (x + DOT, *middle), *ink, *hollow)?;
        area.draw(&Text::new(*word, (x + 16, *middle), write(Ink::Quiet, HPos::Left)))?;
    }
    let middle = 10 + if dumbbells.caption.is_empty() { 0 } else { CAPTION };
    area.draw(&Text::new(dumbbells.unit, (layout.width, middle), write(Ink::Quiet, HPos::Right)))
}

fn draw_axis<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    dumbbells: &Dumbbells,
    layout: &Layout,
) -> Drawn<B> {
    let scale = scale(dumbbells);
    let bottom = layout.row_top(dumbbells.pairs.len()) + 2;
    let room = usize::try_from((layout.plot.1 - layout.plot.0) / 64).unwrap_or(0).clamp(2, 7);
    let line = ShapeStyle { color: Ink::Line.rgb().to_rgba(), filled: false, stroke_width: 1 };
    for value in scale.key_points(room) {
        let x = scale.map(&value, layout.plot);
        area.draw(&PathElement::new([(x, layout.top - 2), (x, bottom)], line))?;
        let word = number(value as f64 / 1000.0);
        area.draw(&Text::new(word, (x, bottom + 11), write(Ink::Quiet, HPos::Center)))?;
    }
    Ok(())
}

fn draw_pair<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    dumbbells: &Dumbbells,
    layout: &Layout,
    (pair, top): (&Pair, i32),
) -> Drawn<B> {
    let name = text::shorten_middle(&pair.name, f64::from(layout.name_room), FONT);
    let (name_middle, middle) = (top + layout.middles.0, top + layout.middles.1);
    area.draw(&Text::new(name.as_ref(), (0, name_middle), write(Ink::Text, HPos::Left)))?;
    let scale = scale(dumbbells);
    let at = |value: f64| (scale.map(&thousandths(value), layout.plot), middle);
    let (old, new) = (at(pair.old), at(pair.new));
    let ink = pair.meaning.1;
    let line = ShapeStyle { color: ink.rgb().to_rgba(), filled: false, stroke_width: 2 };
    area.draw(&PathElement::new([old, new], line))?;
    draw_dot(area, old, Ink::Quiet, true)?;
    draw_dot(area, new, ink, false)?;
    let end = (layout.width, middle);
    area.draw(&Text::new(values(pair), end, write(Ink::Text, HPos::Right)))
}

fn draw_dot<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    at: (i32, i32),
    ink: Ink,
    hollow: bool,
) -> Drawn<B> {
    let inside = if hollow { Ink::Ground } else { ink };
    area.draw(&Circle::new(at, DOT, inside.rgb().filled()))?;
    let outline = ShapeStyle { color: ink.rgb().to_rgba(), filled: false, stroke_width: 2 };
    area.draw(&Circle::new(at, DOT, outline))
}

/// `1 → 4.5`.
fn values(pair: &Pair) -> String {
    format!("{} \u{2192} {}", number(pair.old), number(pair.new))
}

/// A number to the thousandth, without zeros at its end.
pub fn number(value: f64) -> String {
    let text = fixed(value.abs(), 3);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if value < 0.0 { format!("-{text}") } else { text.to_owned() }
}

/// Larger values stand at the end of the axis: the search for its whole numbers multiplies.
const LARGEST: f64 = 1e10;

/// In thousandths, so that the axis has whole numbers.
#[expect(clippy::cast_possible_truncation, reason = "kept within bounds")]
fn thousandths(value: f64) -> i64 {
    (value.clamp(0.0, LARGEST) * 1000.0).round() as i64
}

/// From zero to the largest value, in thousandths.
fn scale(dumbbells: &Dumbbells) -> <std::ops::Range<i64> as AsRangedCoord>::CoordDescType {
    let values = dumbbells.pairs.iter().flat_map(|pair| [pair.old, pair.new]).map(thousandths);
    (0..values.max().unwrap_or(0).max(1)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RISEN: (&str, Ink) = ("now, risen", Ink::Failing);
    const FALLEN: (&str, Ink) = ("now, fallen", Ink::Passing);

    fn dumbbells(pairs: &[(&str, f64, f64)]) -> Dumbbells {
        let pair = |(name, old, new): &(&str, f64, f64)| {
            let meaning = if new > old { RISEN } else { FALLEN };
            Pair { name: (*name).to_owned(), old: *old, new: *new, meaning }
        };
        Dumbbells { pairs: pairs.iter().map(pair).collect(), unit: "seconds", caption: String::new() }
    }

    fn some() -> Dumbbells {
        dumbbells(&[
            ("kube-api-new-connections · 4.16 · aws", 1.0, 80.72),
            ("oauth-api-reused-connections", 60.0, 3.22),
            ("<script>alert(1)</script>", 0.0, 0.25),
        ])
    }

    #[test]
    fn wide_pairs_have_their_names_beside_them() {
        insta::assert_snapshot!(draw(&some(), 720).svg);
    }

    #[test]
    fn narrow_pairs_have_their_names_above_them() {
        let figure = Dumbbells { caption: "P99 before and now".to_owned(), ..some() };
        insta::assert_snapshot!(draw(&figure, 340).svg);
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let cases =
            [(0.0, "0"), (3.0, "3"), (3.22, "3.22"), (0.0004, "0"), (1234.5, "1234.5"), (-1.5, "-1.5")];
        for (value, expect) in cases {
            assert_eq!(number(value), expect);
        }
    }

    #[test]
    fn pairs_stay_in_the_drawing() {
        for width in [0, 200, 519, 520, 4000] {
            for value in [0.0, 0.001, 1e9, 1e300, -4.0, f64::NAN] {
                let figure = dumbbells(&[("a long name that goes on and on and on and on", value, 1.0)]);
                let layout = Layout::of(&figure, width);
                let x = scale(&figure).map(&thousandths(value), layout.plot);
                assert!((layout.plot.0..=layout.plot.1).contains(&x), "{width} {value} {layout:?}");
                assert!(draw(&figure, width).svg.starts_with("<svg"));
            }
        }
        assert!(draw(&dumbbells(&[]), 640).svg.starts_with("<svg"));
    }
}
