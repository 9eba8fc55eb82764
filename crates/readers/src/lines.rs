//! From places in a text to lines, and what is said about a place.

use flakescope_core::muted::{FileMarkers, SyntaxTrouble};

/// Where the lines of a text begin.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, byte: usize) -> u32 {
        let ends = self.0.partition_point(|end| *end < byte);
        u32::try_from(ends + 1).unwrap_or(u32::MAX)
    }
}

/// A file of which nothing was read.
pub(crate) fn trouble(line: u32, message: String) -> FileMarkers {
    FileMarkers { markers: Vec::new(), trouble: Some(SyntaxTrouble { line, message }) }
}

/// What is said about the first error of a file from which the rest was read.
pub(crate) fn syntax(line: u32, error: &str) -> SyntaxTrouble {
    let error = error.trim_end_matches('.');
    SyntaxTrouble { line, message: format!("syntax error: {error}; markers near it may be missing") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let lines = Lines::of("ab\n\nc");
        for (byte, line) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 3), (99, 3)] {
            assert_eq!(lines.line(byte), line, "{byte}");
        }
    }
}
