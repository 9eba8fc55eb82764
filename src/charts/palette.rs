//! The colours of a drawing. Each stands for one class of the style sheet, which gives it a colour per theme; a
//! downloaded figure keeps the colours that stand here, those of the light theme.

use plotters::style::RGBColor;

/// A colour with a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the token of the same name in style/tokens.css")]
pub enum Ink {
    Ground,
    Text,
    Quiet,
    Line,
    Accent,
    Failing,
    Flaky,
    Suspect,
    Recovered,
    Passing,
    Stale,
    Broken,
}

impl Ink {
    /// Every ink.
    pub const ALL: [Self; 12] = [
        Self::Ground,
        Self::Text,
        Self::Quiet,
        Self::Line,
        Self::Accent,
        Self::Failing,
        Self::Flaky,
        Self::Suspect,
        Self::Recovered,
        Self::Passing,
        Self::Stale,
        Self::Broken,
    ];

    /// The name of its token and the end of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Text => "text",
            Self::Quiet => "quiet",
            Self::Line => "line",
            Self::Accent => "accent",
            Self::Failing => "failing",
            Self::Flaky => "flaky",
            Self::Suspect => "suspect",
            Self::Recovered => "recovered",
            Self::Passing => "passing",
            Self::Stale => "stale",
            Self::Broken => "broken",
        }
    }

    /// Its colour in the light theme. No two are equal.
    pub fn rgb(self) -> RGBColor {
        match self {
            Self::Ground => RGBColor(0xff, 0xff, 0xff),
            Self::Text => RGBColor(0x17, 0x1c, 0x24),
            Self::Quiet => RGBColor(0x56, 0x60, 0x6c),
            Self::Line => RGBColor(0xe1, 0xe4, 0xe9),
            Self::Accent => RGBColor(0x1f, 0x55, 0xd0),
            Self::Failing => RGBColor(0xab, 0x14, 0x14),
            Self::Flaky => RGBColor(0x7a, 0x2f, 0xd6),
            Self::Suspect => RGBColor(0x99, 0x63, 0x00),
            Self::Recovered => RGBColor(0x0a, 0x5f, 0xa8),
            Self::Passing => RGBColor(0x0a, 0x7a, 0x50),
            Self::Stale => RGBColor(0x62, 0x6c, 0x78),
            Self::Broken => RGBColor(0x30, 0x35, 0x3c),
        }
    }

    /// The ink that a drawing wrote as `#RRGGBB`; `None` for a colour that is not ours.
    pub fn of_hex(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').filter(|d| d.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        Self::ALL.into_iter().find(|ink| {
            let RGBColor(r, g, b) = ink.rgb();
            u32::from_be_bytes([0, r, g, b]) == number
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_has_the_same_colours() {
        let tokens = include_str!("../../style/tokens.css");
        for ink in Ink::ALL {
            let start = format!("--{}: light-dark(", ink.name());
            let line = tokens.lines().find_map(|line| line.trim().strip_prefix(&start)).unwrap();
            let hex = line.split(',').next().unwrap();
            assert_eq!(Ink::of_hex(hex), Some(ink), "{hex}");
        }
    }

    /// The inks that figures draw lines with; a line without its rule would not be seen.
    #[test]
    fn lines_have_their_colour() {
        let sheet = include_str!("../../style/components/figures.css");
        for ink in [Ink::Line, Ink::Quiet, Ink::Accent, Ink::Failing, Ink::Passing, Ink::Suspect, Ink::Stale]
        {
            let rule = format!(".k-{} {{\n  stroke: var(--{});", ink.name(), ink.name());
            assert!(sheet.contains(&rule), "{rule}");
        }
    }

    #[test]
    fn other_colours_are_not_ours() {
        for hex in ["#123456", "", "#fff", "red", "url(#x)", "#FFFFFFF"] {
            assert_eq!(Ink::of_hex(hex), None, "{hex}");
        }
    }
}
