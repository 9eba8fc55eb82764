//! A figure leaves the page: as an SVG file with its colours inside.

use crate::components::save::text_file;

/// Offers a drawing as a file named after its title.
pub(super) fn svg(title: &str, drawing: &str) {
    if let Err(error) = text_file(&file_name(title), "image/svg+xml", drawing) {
        leptos::logging::error!("the figure could not be saved: {error:?}");
    }
}

fn file_name(title: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("flakescope-{}.svg", title.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn file_names_are_plain() {
        assert_eq!(super::file_name("Flaky tests per SIG"), "flakescope-flaky-tests-per-sig.svg");
        assert_eq!(super::file_name("../a b"), "flakescope----a-b.svg");
    }
}
