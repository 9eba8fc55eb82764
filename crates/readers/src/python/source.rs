//! A parsed file with its text: what expressions mean, as far as the file says it.

use flakescope_core::muted::Names;
use ruff_python_ast::{Arguments, Expr, Operator, Stmt};
use ruff_text_size::Ranged;

use super::bindings::{Binding, Bindings};
use crate::lines::Lines;

/// Names that stand for names are followed so far; a circle ends here.
const MOST_STEPS: usize = 8;

/// A file.
pub(super) struct Source<'a> {
    text: &'a str,
    lines: Lines,
    pub(super) names: &'a Names,
    bindings: Bindings<'a>,
}

/// An expression taken apart: the path of what is called in the end, and the arguments of each call, the inner one first.
pub(super) struct Called<'a> {
    pub(super) path: String,
    pub(super) calls: Vec<&'a Arguments>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, lines: Lines, names: &'a Names, body: &'a [Stmt]) -> Self {
        Self { text, lines, names, bindings: Bindings::of(body) }
    }

    pub(super) fn line(&self, node: &impl Ranged) -> u32 {
        self.lines.line(super::start(node))
    }

    /// The source of a node as it was written.
    pub(super) fn written(&self, node: &impl Ranged) -> String {
        let range = node.start().to_usize()..node.end().to_usize();
        self.text.get(range).unwrap_or_default().to_owned()
    }

    /// The path and the calls of an expression such as `pytest.mark.skip(reason="x")`, names followed; `None` for anything
    /// that is not built that way.
    pub(super) fn called(&self, expr: &'a Expr) -> Option<Called<'a>> {
        let (mut expr, mut calls, mut steps) = (expr, Vec::new(), 0);
        loop {
            match expr {
                Expr::Call(call) => {
                    calls.push(&call.arguments);
                    expr = &call.func;
                }
                Expr::Name(name) if steps < MOST_STEPS => match self.bindings.get(name.id.as_str()) {
                    Some(Binding::Value(value)) => {
                        expr = value;
                        steps += 1;
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        calls.reverse();
        Some(Called { path: self.path(expr, MOST_STEPS)?, calls })
    }

    /// `a.b.c` with names followed; `None` for anything else.
    pub(super) fn path(&self, expr: &Expr, steps: usize) -> Option<String> {
        match expr {
            Expr::Name(name) => match self.bindings.get(name.id.as_str()) {
                Some(Binding::Path(path)) => Some(path.clone()),
                Some(Binding::Value(value)) if steps > 0 => self.path(value, steps - 1),
                _ => Some(name.id.to_string()),
            },
            Expr::Attribute(attribute) => {
                Some(format!("{}.{}", self.path(&attribute.value, steps)?, attribute.attr))
            }
            _ => None,
        }
    }

    /// The text that an expression gives where that is known, else its source.
    pub(super) fn value(&self, expr: &Expr) -> String {
        self.plain(expr, MOST_STEPS).unwrap_or_else(|| self.written(expr))
    }

    /// Literals, also in brackets or added together, and names that stand for such.
    fn plain(&self, expr: &Expr, steps: usize) -> Option<String> {
        match expr {
            Expr::StringLiteral(literal) => Some(literal.value.to_str().to_owned()),
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                Some(self.plain(&sum.left, steps)? + &self.plain(&sum.right, steps)?)
            }
            Expr::Tuple(tuple) => self.joined(&tuple.elts, steps),
            Expr::List(list) => self.joined(&list.elts, steps),
            Expr::Name(name) if steps > 0 => match self.bindings.get(name.id.as_str()) {
                Some(Binding::Value(value)) => self.plain(value, steps - 1),
                _ => None,
            },
            _ => None,
        }
    }

    fn joined(&self, parts: &[Expr], steps: usize) -> Option<String> {
        let parts: Option<Vec<String>> = parts.iter().map(|part| self.plain(part, steps)).collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join(" "))
    }

    /// The values behind `marks=`, `pytestmark =` and the like: one, or those of a list, names followed.
    pub(super) fn listed(&self, expr: &'a Expr) -> Vec<&'a Expr> {
        match expr {
            Expr::List(list) => list.elts.iter().collect(),
            Expr::Tuple(tuple) => tuple.elts.iter().collect(),
            Expr::Name(name) => match self.bindings.get(name.id.as_str()) {
                Some(Binding::Value(value @ (Expr::List(_) | Expr::Tuple(_)))) => self.listed(value),
                _ => vec![expr],
            },
            _ => vec![expr],
        }
    }
}
