//! One bar that is a whole: jobs of a board by status.

use plotters::prelude::{IntoDrawingArea, SVGBackend, Text};
use plotters::style::text_anchor::HPos;

use super::bars::{FONT, Series, draw_part, whole, write};
use super::{Ink, text};

/// Height of the drawing in pixels.
pub const HEIGHT: u32 = 22;

/// From where to where each part reaches in `width` pixels. Every part above zero is at least 3 pixels wide, the others
/// are nothing; together they fill the width.
pub fn parts(counts: &[u32], width: u32) -> Vec<(i32, i32)> {
    let total: u64 = counts.iter().map(|&c| u64::from(c)).sum();
    let shown = counts.iter().filter(|&&c| c > 0).count() as u64;
    let spare = u64::from(width).saturating_sub(3 * shown);
    let mut before = 0_u64;
    let mut from = 0_u64;
    let pixels = |x: u64| i32::try_from(x).unwrap_or(i32::MAX);
    let part = |&count: &u32| {
        let start = from;
        if count > 0 {
            let pixels_upto = |counted: u64| counted * spare / total;
            from += 3 + pixels_upto(before + u64::from(count)) - pixels_upto(before);
            before += u64::from(count);
        }
        (pixels(start), pixels(from))
    };
    counts.iter().map(part).collect()
}

/// Draws the counts as the text of an SVG document; empty if that fails, which SVG text never does.
pub fn svg(series: &[(Series, u32)], width: u32) -> String {
    let counts: Vec<u32> = series.iter().map(|(_, count)| *count).collect();
    let mut drawing = String::new();
    let area = SVGBackend::with_string(&mut drawing, (width.max(40), HEIGHT)).into_drawing_area();
    let draw = || {
        for ((series, count), (from, to)) in series.iter().zip(parts(&counts, width.max(40))) {
            if from == to {
                continue;
            }
            let to = to - 1; // a line of ground between neighbours
            draw_part(&area, *series, ((from, 0), (to, HEIGHT.cast_signed())))?;
            let number = count.to_string();
            if whole(text::width(&number, FONT)) + 6 <= to - from {
                let ink = if series.hollow { Ink::Text } else { Ink::Ground };
                let middle = (i32::midpoint(from, to), HEIGHT.cast_signed() / 2);
                area.draw(&Text::new(number, middle, write(ink, HPos::Center)))?;
            }
        }
        area.present()
    };
    let drawn = draw();
    drop(area);
    drawn.map(|()| drawing).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_width() {
        assert_eq!(parts(&[1, 0, 3], 406), [(0, 103), (103, 103), (103, 406)]);
        assert_eq!(parts(&[1, 100_000], 300), [(0, 3), (3, 300)]);
        assert_eq!(parts(&[0, 0], 300), [(0, 0), (0, 0)]);
        assert_eq!(parts(&[], 300), []);
        assert_eq!(parts(&[u32::MAX; 3], 300).last().unwrap().1, 300);
    }

    #[test]
    fn a_board() {
        let solid = |name, ink| Series { name, ink, hollow: false };
        let series = [
            (solid("failing", Ink::Failing), 1),
            (solid("flaky", Ink::Flaky), 8),
            (solid("passing", Ink::Passing), 17),
        ];
        insta::assert_snapshot!(svg(&series, 300));
    }
}
