//! The walk over a file: who bears which marker.

use flakescope_core::muted::{Kind, Marker};
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Decorator, Expr, ExprCall, Stmt, StmtClassDef, StmtFunctionDef, StmtIf};

use super::source::Source;
use super::{arguments, forms};

/// What the walk is in.
struct Scope {
    /// `Class::method` from the outermost on; empty at the outside.
    name: String,
    is_class: bool,
}

/// The walk, with what it has found.
pub(super) struct Walk<'s, 'a> {
    source: &'s Source<'a>,
    scopes: Vec<Scope>,
    /// The conditions of the branches that it is in.
    conditions: Vec<String>,
    /// The test whose decorators are looked through for parameters.
    decorated: String,
    pub(super) found: Vec<Marker>,
}

impl<'s, 'a> Walk<'s, 'a> {
    pub(super) fn new(source: &'s Source<'a>) -> Self {
        let (scopes, conditions, found) = (Vec::new(), Vec::new(), Vec::new());
        Self { source, scopes, conditions, decorated: String::new(), found }
    }

    fn scope(&self) -> &str {
        self.scopes.last().map_or("", |scope| &scope.name)
    }

    fn inner_name(&self, name: &str) -> String {
        let outer = self.scope();
        if outer.is_empty() { name.to_owned() } else { format!("{outer}::{name}") }
    }

    /// The marker that an expression is, if it is one.
    fn marker(&self, expr: &'a Expr) -> Option<Marker> {
        let called = self.source.called(expr)?;
        let form = forms::marker(&called.path, self.source.names)?;
        let mut marker = Marker { marker: called.path, ..Marker::default() };
        called.calls.iter().for_each(|call| arguments::take(self.source, form, call, &mut marker));
        Some(marker)
    }

    /// Adds the markers of a list, each on its own line.
    fn add_all(&mut self, exprs: Vec<&'a Expr>, at: Option<u32>, kind: Kind, test: &str) {
        for expr in exprs {
            if let Some(marker) = self.marker(expr) {
                let line = at.unwrap_or_else(|| self.source.line(expr));
                self.found.push(Marker { line, kind, test: test.to_owned(), ..marker });
            }
        }
    }

    /// The decorators of a test or a class. Those that are no markers may hold parameters with markers.
    fn decorators(&mut self, decorators: &'a [Decorator], kind: Kind, test: &str) {
        test.clone_into(&mut self.decorated);
        for decorator in decorators {
            match self.marker(&decorator.expression) {
                Some(marker) => {
                    let line = self.source.line(decorator);
                    self.found.push(Marker { line, kind, test: test.to_owned(), ..marker });
                }
                None => self.visit_expr(&decorator.expression),
            }
        }
        self.decorated.clear();
    }

    fn function(&mut self, function: &'a StmtFunctionDef) {
        let is_fixture = |decorator: &Decorator| {
            let called = self.source.called(&decorator.expression);
            called.is_some_and(|called| forms::is_fixture(&called.path))
        };
        let kind = if function.decorator_list.iter().any(is_fixture) { Kind::Fixture } else { Kind::Test };
        let name = self.inner_name(function.name.as_str());
        self.decorators(&function.decorator_list, kind, &name);
        self.within(Scope { name, is_class: false }, &function.body);
    }

    fn class(&mut self, class: &'a StmtClassDef) {
        let name = self.inner_name(class.name.as_str());
        self.decorators(&class.decorator_list, Kind::Suite, &name);
        self.within(Scope { name, is_class: true }, &class.body);
    }

    /// Walks through a body; conditions outside of it say nothing about what is called in it.
    fn within(&mut self, scope: Scope, body: &'a [Stmt]) {
        let conditions = std::mem::take(&mut self.conditions);
        self.scopes.push(scope);
        self.visit_body(body);
        self.scopes.pop();
        self.conditions = conditions;
    }

    fn branches(&mut self, branch: &'a StmtIf) {
        self.visit_expr(&branch.test);
        let first = self.source.written(&*branch.test);
        self.under(first.clone(), &branch.body);
        for clause in &branch.elif_else_clauses {
            match &clause.test {
                Some(test) => {
                    self.visit_expr(test);
                    self.under(self.source.written(test), &clause.body);
                }
                // An `else` after one `if` is its opposite; after more it is too long to say.
                None if branch.elif_else_clauses.len() == 1 => {
                    self.under(format!("not ({first})"), &clause.body);
                }
                None => self.under(String::new(), &clause.body),
            }
        }
    }

    fn under(&mut self, condition: String, body: &'a [Stmt]) {
        self.conditions.push(condition);
        self.visit_body(body);
        self.conditions.pop();
    }

    /// `name = value`: markers of the file or the class, a name for a marker, or anything else.
    fn assignment(&mut self, target: &Expr, value: &'a Expr) {
        let is_mark = matches!(target, Expr::Name(name) if name.id.as_str() == "pytestmark");
        let in_body = self.scopes.last().is_some_and(|scope| !scope.is_class);
        if is_mark && !in_body {
            let kind = if self.scopes.is_empty() { Kind::Module } else { Kind::Suite };
            let test = self.scope().to_owned();
            self.add_all(self.source.listed(value), None, kind, &test);
        } else if self.marker(value).is_none() {
            self.visit_expr(value);
        }
    }

    /// A call: a set of parameters, a skip, or anything else with calls in it.
    fn call(&mut self, call: &'a ExprCall) {
        let path = self.source.path(&call.func, 8).unwrap_or_default();
        if path == "pytest.param" {
            self.parameters(call);
        } else if let Some(form) = forms::call(&path, self.source.names) {
            let mut marker = Marker { marker: path, ..self.reached(call) };
            arguments::take(self.source, form, &call.arguments, &mut marker);
            marker.extra.retain(|(name, _)| name != "allow_module_level");
            self.found.push(marker);
        } else if path.ends_with(".applymarker") || path.ends_with(".add_marker") {
            for expr in &call.arguments.args {
                if let Some(marker) = self.marker(expr) {
                    let Marker { line, test, kind, condition, .. } = self.reached(call);
                    let condition = if marker.condition.is_empty() { condition } else { marker.condition };
                    self.found.push(Marker { line, test, kind, condition, ..marker });
                }
            }
        }
    }

    /// What is known about a call by its place.
    fn reached(&self, call: &ExprCall) -> Marker {
        let outside = self.scopes.iter().all(|scope| scope.is_class);
        Marker {
            line: self.source.line(call),
            test: self.scope().to_owned(),
            kind: if outside { Kind::Module } else { Kind::Call },
            condition: self.conditions.last().cloned().unwrap_or_default(),
            ..Marker::default()
        }
    }

    /// `pytest.param(…, marks=…, id=…)`.
    fn parameters(&mut self, call: &'a ExprCall) {
        let keyword = |name: &str| call.arguments.find_keyword(name).map(|keyword| &keyword.value);
        let id = keyword("id").map(|id| format!("[{}]", self.source.value(id))).unwrap_or_default();
        let bearer = if self.decorated.is_empty() { self.scope() } else { &self.decorated };
        let test = format!("{bearer}{id}");
        if let Some(marks) = keyword("marks") {
            self.add_all(self.source.listed(marks), None, Kind::Parameter, &test);
        }
    }
}

impl<'a> Visitor<'a> for Walk<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::If(branch) => self.branches(branch),
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [target] => self.assignment(target, &assign.value),
                _ => self.visit_expr(&assign.value),
            },
            Stmt::AugAssign(assign) => self.assignment(&assign.target, &assign.value),
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assignment(&assign.target, value);
                }
            }
            other => walk_stmt(self, other),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            self.call(call);
        }
        walk_expr(self, expr);
    }
}
