//! Go: `t.Skip(…)` of the package testing, and Ginkgo's pending nodes and the tags in their names.

mod nodes;
mod walk;

#[cfg(test)]
mod tests;

use flakescope_core::muted::{FileMarkers, Names};

use crate::{lines, nesting, scan};
use walk::Walk;

/// The markers of a text.
pub(crate) fn read(text: &str, names: &Names) -> FileMarkers {
    let (tokens, unended) = scan::scan(text);
    if scan::nests_too_deep(&tokens) {
        return nesting::refused();
    }
    let mut walk = Walk::new(text, &tokens, names);
    walk.run();
    let trouble = unended.map(|line| lines::syntax(line, "a text or a comment does not end"));
    FileMarkers { markers: walk.found, trouble }
}
