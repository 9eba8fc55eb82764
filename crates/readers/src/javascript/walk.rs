//! The walk over a JavaScript file: which call declares what, and in which suite.

use flakescope_core::muted::{Kind, Marker, Names};
use oxc_ast::ast::{Argument, CallExpression, Expression, IfStatement};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};

use super::calls::{Declares, declares};
use crate::lines::Lines;

/// The walk, with what it has found.
pub(super) struct Walk<'s> {
    text: &'s str,
    lines: &'s Lines,
    names: &'s Names,
    /// Titles of the suites and the test around, the outer one first.
    titles: Vec<String>,
    /// Is it in the body of a test?
    in_test: bool,
    conditions: Vec<String>,
    pub(super) found: Vec<Marker>,
}

/// A call taken apart: the path of the function, and the condition that was given on the way.
struct Called {
    path: String,
    condition: String,
}

impl<'s> Walk<'s> {
    pub(super) fn new(text: &'s str, lines: &'s Lines, names: &'s Names) -> Self {
        let (titles, conditions, found) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, lines, names, titles, in_test: false, conditions, found }
    }

    fn written(&self, span: Span) -> String {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned()
    }

    /// `a.b.c`, also behind a further call as in `it.each(…)(…)` and `it.skipIf(…)(…)`; `None` for anything else.
    fn called(&self, callee: &Expression<'_>) -> Option<Called> {
        match callee {
            Expression::CallExpression(inner) => {
                let called = self.called(&inner.callee)?;
                let condition =
                    inner.arguments.first().map(|first| self.written(first.span())).unwrap_or_default();
                match called.path.rsplit('.').next()? {
                    "skipIf" => Some(Called { condition, ..called }),
                    "runIf" => Some(Called { condition: format!("!({condition})"), ..called }),
                    "each" | "for" => Some(called),
                    _ => None,
                }
            }
            Expression::TaggedTemplateExpression(table) => {
                self.called(&table.tag).filter(|called| called.path.rsplit('.').next() == Some("each"))
            }
            other => Some(Called { path: path(other)?, condition: String::new() }),
        }
    }

    /// What a call mutes, if it does.
    fn marker(
        &self,
        call: &CallExpression<'_>,
        called: &Called,
        declared: Option<Declares>,
    ) -> Option<Marker> {
        let title = title(call, self.text);
        let is_declaration = title.is_some() && (call.arguments.len() > 1 || !self.in_test);
        let marker = Marker {
            line: self.lines.line(call.span.start as usize),
            marker: called.path.clone(),
            condition: called.condition.clone(),
            ..Marker::default()
        };
        match declared {
            Some(own) if own.conditional && called.condition.is_empty() => None,
            Some(own) if own.muted && is_declaration => {
                let test = self.test(title.as_deref());
                Some(Marker { test, kind: own.kind, ..marker })
            }
            Some(own) if own.muted => Some(self.reached(call, marker)),
            None if matches!(called.path.as_str(), "this.skip" | "pending") && self.in_test => {
                Some(self.reached(call, marker))
            }
            None if self.names.holds(&called.path) && is_declaration => {
                Some(Marker { test: self.test(title.as_deref()), ..marker })
            }
            None if self.names.holds(&called.path) => Some(self.reached(call, marker)),
            _ => None,
        }
    }

    /// A call that mutes what it stands in: `test.skip(condition, 'why')`, `this.skip()`, `pending('why')`.
    fn reached(&self, call: &CallExpression<'_>, marker: Marker) -> Marker {
        let kind = match (self.in_test, self.titles.is_empty()) {
            (true, _) => Kind::Call,
            (false, false) => Kind::Suite,
            (false, true) => Kind::Module,
        };
        let around = self.conditions.last().cloned().unwrap_or_default();
        let first = call.arguments.first();
        let (condition, reason) = match (first, first.and_then(|first| text(first, self.text))) {
            (_, Some(reason)) => (around, reason),
            (Some(first), None) => {
                let reason = call.arguments.get(1).and_then(|second| text(second, self.text));
                (self.written(first.span()), reason.unwrap_or_default())
            }
            (None, None) => (around, String::new()),
        };
        Marker { kind, test: self.test(None), condition, reason, ..marker }
    }

    fn test(&self, own: Option<&str>) -> String {
        let titles = self.titles.iter().map(String::as_str);
        titles.chain(own).collect::<Vec<_>>().join(" > ")
    }
}

/// `a.b.c` and `this.a`.
fn path(expression: &Expression<'_>) -> Option<String> {
    match expression {
        Expression::Identifier(name) => Some(name.name.to_string()),
        Expression::ThisExpression(_) => Some("this".to_owned()),
        Expression::StaticMemberExpression(member) => {
            Some(format!("{}.{}", path(&member.object)?, member.property.name))
        }
        _ => None,
    }
}

/// The title of a declaration: its first argument, if it is a text.
fn title(call: &CallExpression<'_>, source: &str) -> Option<String> {
    text(call.arguments.first()?, source)
}

/// A text; a template with expressions as it was written.
fn text(argument: &Argument<'_>, source: &str) -> Option<String> {
    match argument {
        Argument::StringLiteral(text) => Some(text.value.to_string()),
        Argument::TemplateLiteral(template) if template.expressions.is_empty() => {
            template.quasis.first()?.value.cooked.as_ref().map(ToString::to_string)
        }
        Argument::TemplateLiteral(template) => {
            let span = template.span;
            source.get(span.start as usize..span.end as usize).map(str::to_owned)
        }
        _ => None,
    }
}

impl<'a> Visit<'a> for Walk<'_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        let Some(called) = self.called(&call.callee) else { return walk::walk_call_expression(self, call) };
        let is_maker = matches!(call.callee, Expression::StaticMemberExpression(_))
            && matches!(called.path.rsplit('.').next(), Some("each" | "for" | "skipIf" | "runIf"));
        if is_maker {
            // What it gives declares, where that is called.
            return walk::walk_call_expression(self, call);
        }
        let declared = declares(&called.path);
        self.found.extend(self.marker(call, &called, declared));
        let Some(title) = declared.and_then(|_| title(call, self.text)) else {
            return walk::walk_call_expression(self, call);
        };
        let is_test = declared.is_some_and(|own| own.kind == Kind::Test);
        let (outer_test, outer_conditions) = (self.in_test, std::mem::take(&mut self.conditions));
        self.titles.push(title);
        self.in_test |= is_test;
        walk::walk_call_expression(self, call);
        (self.in_test, self.conditions) = (outer_test, outer_conditions);
        self.titles.pop();
    }

    fn visit_if_statement(&mut self, branch: &IfStatement<'a>) {
        self.visit_expression(&branch.test);
        let condition = self.written(branch.test.span());
        self.conditions.push(condition.clone());
        self.visit_statement(&branch.consequent);
        self.conditions.pop();
        if let Some(alternate) = &branch.alternate {
            self.conditions.push(format!("!({condition})"));
            self.visit_statement(alternate);
            self.conditions.pop();
        }
    }
}
