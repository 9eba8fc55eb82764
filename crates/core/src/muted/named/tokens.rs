//! The name of a test taken apart into the names that it is made of: folders, file, class, function.

use crate::muted::{Language, Row};

/// What stands between names: `a/b.py::C::d`, `a.b.C.d`, `k8s.io/a.TestB/c`, `a.B$C#d`, `crate a::b::c`.
const BETWEEN: [char; 6] = ['.', '/', '\\', ':', '#', '$'];

/// The name of a marker's test, with the folders and the file that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeName {
    pub(super) language: Language,
    /// From the outermost folder to the function.
    pub(super) tokens: Vec<String>,
    /// How many of them name the test, and not its place.
    pub(super) own: usize,
}

impl CodeName {
    /// `None` for a test whose name is a text and says nothing of its place.
    pub(super) fn of(row: &Row) -> Option<Self> {
        let language = Language::of(&row.file)?;
        let (folders, file) = row.file.rsplit_once('/').unwrap_or(("", &row.file));
        let stem = file.split('.').next().unwrap_or(file);
        let own = match language {
            Language::JavaScript => return None,
            Language::Go if !is_go_test(&row.test) => return None,
            Language::Go => whole(&row.test.replace(char::is_whitespace, "_")),
            _ => without_parameters(&row.test),
        };
        let mut tokens = whole(folders);
        match language {
            Language::Python => tokens.push(stem.to_owned()),
            Language::Rust => {
                tokens.retain(|token| token != "src");
                tokens.extend((!["lib", "main", "mod"].contains(&stem)).then(|| stem.to_owned()));
            }
            // Go names the package, and Java the class, which is a part of the test's name.
            _ => {}
        }
        let count = own.len();
        tokens.extend(own);
        Some(Self { language, tokens, own: count })
    }

    /// How many tokens at the end are those of `name`, where one of the two is the end of the other.
    pub(super) fn agrees(&self, name: &[String]) -> Option<usize> {
        let same = |(a, b): &(&String, &String)| {
            a == b || self.language == Language::Rust && a.replace('-', "_") == b.replace('-', "_")
        };
        let agreeing = self.tokens.iter().rev().zip(name.iter().rev()).take_while(same).count();
        (agreeing > 0 && agreeing == self.tokens.len().min(name.len())).then_some(agreeing)
    }
}

/// The tokens of a name as it stands: what Go writes in brackets is a part of it.
pub(super) fn whole(name: &str) -> Vec<String> {
    let is_between = |c: char| BETWEEN.contains(&c) || c.is_whitespace();
    name.split(is_between).filter(|token| !token.is_empty()).map(str::to_owned).collect()
}

/// The tokens of a name without the parameters at its end, `[a-1]` or `(int)`, and without the ending of a Python file.
pub(super) fn without_parameters(name: &str) -> Vec<String> {
    let ends = name.ends_with([']', ')']);
    let start = name.find(['[', '(']).filter(|start| ends && *start > 0);
    let mut tokens = whole(start.and_then(|start| name.get(..start)).unwrap_or(name));
    tokens.retain(|token| token != "py");
    tokens
}

/// Is it a function that `go test` runs, with its subtests? Else it is a text of Ginkgo (pkg.go.dev/testing).
fn is_go_test(name: &str) -> bool {
    let function = name.split('/').next().unwrap_or(name);
    let starts = ["Test", "Benchmark", "Fuzz", "Example"].iter().any(|word| function.starts_with(word));
    starts && function.chars().all(|c| c.is_alphanumeric() || c == '_')
}
