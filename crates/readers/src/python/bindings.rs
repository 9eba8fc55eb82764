//! What the names of a file stand for: imports under other names, and markers or texts that were given a name.

use std::collections::BTreeMap;

use ruff_python_ast::{Alias, Expr, Stmt, StmtImportFrom};

/// Modules whose names say all about a marker, however they were imported.
const FRAMEWORKS: [&str; 3] = ["pytest", "unittest", "flaky"];

/// What a name stands for.
pub(super) enum Binding<'a> {
    /// A path of names.
    Path(String),
    /// An expression, given once.
    Value(&'a Expr),
    /// More than one thing.
    Unclear,
}

/// The names of a file.
#[derive(Default)]
pub(super) struct Bindings<'a>(BTreeMap<&'a str, Binding<'a>>);

impl<'a> Bindings<'a> {
    /// The names that are bound outside of functions and classes.
    pub(super) fn of(body: &'a [Stmt]) -> Self {
        let mut bindings = Self::default();
        bindings.read(body);
        bindings
    }

    pub(super) fn get(&self, name: &str) -> Option<&Binding<'a>> {
        self.0.get(name)
    }

    fn read(&mut self, body: &'a [Stmt]) {
        for statement in body {
            match statement {
                Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias)),
                Stmt::ImportFrom(import) => self.import_from(import),
                Stmt::Assign(assign) => {
                    assign.targets.iter().for_each(|target| self.assign(target, &assign.value));
                }
                Stmt::AnnAssign(assign) => {
                    if let Some(value) = &assign.value {
                        self.assign(&assign.target, value);
                    }
                }
                Stmt::If(branch) => {
                    self.read(&branch.body);
                    branch.elif_else_clauses.iter().for_each(|clause| self.read(&clause.body));
                }
                Stmt::Try(attempt) => self.read(&attempt.body),
                _ => {}
            }
        }
    }

    /// `import pytest as pt`.
    fn import(&mut self, alias: &'a Alias) {
        if let Some(own) = &alias.asname {
            self.bind(own.as_str(), Binding::Path(alias.name.to_string()));
        }
    }

    /// `from pytest import mark`, or a name under another one. Other names stand for themselves: where they come from says
    /// nothing about them.
    fn import_from(&mut self, import: &'a StmtImportFrom) {
        let module = import.module.as_ref().map_or("", |module| module.as_str());
        for alias in &import.names {
            let own = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            if FRAMEWORKS.contains(&module) {
                self.bind(own, Binding::Path(format!("{module}.{}", alias.name)));
            } else if alias.asname.is_some() {
                self.bind(own, Binding::Path(alias.name.to_string()));
            }
        }
    }

    fn assign(&mut self, target: &'a Expr, value: &'a Expr) {
        if let Expr::Name(name) = target {
            self.bind(name.id.as_str(), Binding::Value(value));
        }
    }

    /// A name that is bound twice to a value could mean either.
    fn bind(&mut self, name: &'a str, binding: Binding<'a>) {
        let binding = match (self.0.get(name), binding) {
            (Some(_), Binding::Value(_)) => Binding::Unclear,
            (_, binding) => binding,
        };
        self.0.insert(name, binding);
    }
}
