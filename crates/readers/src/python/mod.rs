//! Python: markers of pytest and unittest on tests, classes, fixtures, parameters and files, and calls in their bodies.

mod arguments;
mod bindings;
mod forms;
mod source;
mod steps;
mod walk;

#[cfg(test)]
mod tests;

use flakescope_core::muted::{FileMarkers, Names};
use ruff_python_ast::PySourceType;
use ruff_python_ast::visitor::Visitor;
use ruff_python_parser::parse_unchecked_source;
use ruff_text_size::Ranged;

use crate::{lines, nesting};
use source::Source;
use walk::Walk;

/// The markers of a text. The parser goes on after errors, so that the rest of a broken file is read.
pub(crate) fn read(text: &str, names: &Names) -> FileMarkers {
    if nesting::is_too_deep(steps::steps(text)) {
        return nesting::refused();
    }
    let parsed = parse_unchecked_source(text, PySourceType::Python);
    let lines = lines::Lines::of(text);
    let trouble = parsed
        .errors()
        .first()
        .map(|error| lines::syntax(lines.line(error.location.start().to_usize()), &error.error.to_string()));
    let source = Source::new(text, lines, names, parsed.suite());
    let mut walk = Walk::new(&source);
    walk.visit_body(parsed.suite());
    FileMarkers { markers: walk.found, trouble }
}

/// The byte at which a node begins.
fn start(node: &impl Ranged) -> usize {
    node.start().to_usize()
}
