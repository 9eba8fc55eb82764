//! JavaScript and TypeScript: the functions of Jest, Mocha, Jasmine, Vitest and Playwright that skip tests.

mod calls;
mod steps;
mod walk;

#[cfg(test)]
mod tests;

use flakescope_core::muted::{FileMarkers, Names};
use oxc_allocator::Allocator;
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_span::SourceType;

use crate::{lines, nesting};
use walk::Walk;

/// The markers of a text; the ending of `path` tells the dialect.
pub(crate) fn read(path: &str, text: &str, names: &Names) -> FileMarkers {
    if nesting::is_too_deep(steps::steps(text)) {
        return nesting::refused();
    }
    let allocator = Allocator::default();
    // Tests of plain JavaScript may hold JSX as well.
    let dialect = SourceType::from_path(path).unwrap_or_default();
    let dialect = if dialect.is_javascript() { dialect.with_jsx(true) } else { dialect };
    let parsed = Parser::new(&allocator, text, dialect).parse();
    let lines = lines::Lines::of(text);
    let trouble = parsed.diagnostics.iter().next().map(|error| {
        let place = error.labels.first().map_or(0, oxc_span::LabeledSpan::offset);
        let mut trouble = lines::syntax(lines.line(place as usize), &error.message);
        if parsed.panicked {
            trouble.message += "; the parser gave up there, and the file was not read";
        }
        trouble
    });
    let mut walk = Walk::new(text, &lines, names);
    walk.visit_program(&parsed.program);
    FileMarkers { markers: walk.found, trouble }
}
