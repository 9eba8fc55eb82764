//! Finds the markers that mute tests in source text: one module per language, all of one shape, text in and
//! [`FileMarkers`] out. What the text does not say stays empty; a text that breaks its language's rules gives what could
//! be read, and the place of the first break.
//!
//! Pure as `flakescope-core`: no IO, no clock, no panic on input. Apart from it because the parsers are heavy, and nothing
//! else needs them.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unreachable)
)]

mod go;
mod java;
mod javascript;
mod lines;
mod nesting;
mod python;
mod rust;
mod scan;
#[cfg(test)]
mod shown;
mod words;

use flakescope_core::muted::{FileMarkers, Language, Names};

/// The largest file that is read, in bytes: no test is longer, and generated files are.
pub const MOST_BYTES: usize = 4 << 20;

/// The markers of one file: `path` tells the language, `names` are markers that the user adds. Bytes that are not UTF-8 are
/// replaced. A file of another language has none.
pub fn read_file(path: &str, bytes: &[u8], names: &Names) -> FileMarkers {
    let Some(language) = Language::of(path) else { return FileMarkers::default() };
    if bytes.len() > MOST_BYTES {
        return lines::trouble(
            1,
            format!("the file is larger than {} MB and was not read", MOST_BYTES >> 20),
        );
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    read_text(language, path, text, names)
}

/// A text without a word that a marker is made of is not parsed.
fn read_text(language: Language, path: &str, text: &str, names: &Names) -> FileMarkers {
    if !words::may_hold_markers(language, text, names) {
        return FileMarkers::default();
    }
    let mut found = match language {
        Language::Python => python::read(text, names),
        Language::Go => go::read(text, names),
        Language::Rust => rust::read(text, names),
        Language::Java => java::read(text, names),
        Language::JavaScript => javascript::read(path, text, names),
    };
    found.markers.sort_by_key(|marker| marker.line);
    found
}
