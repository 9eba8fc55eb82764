//! The languages whose tests are read, and which files can hold tests. A file that can hold none costs a request and says
//! nothing.

use serde::{Deserialize, Serialize};

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// pytest and unittest.
    Python,
    /// The package testing, and Ginkgo.
    Go,
    /// The built-in tests.
    Rust,
    /// JUnit.
    Java,
    /// Jest, Mocha, Vitest, Playwright; TypeScript as well.
    JavaScript,
}

/// Folders whose files are not the repository's own.
const FOREIGN: [&str; 6] = [".git", "node_modules", "vendor", "third_party", "site-packages", "__pycache__"];
/// Folders of tests, whatever their files are called.
const TEST_FOLDERS: [&str; 8] =
    ["test", "tests", "testing", "__tests__", "e2e", "spec", "integration", "cypress"];

impl Language {
    /// Every language.
    pub const ALL: [Self; 5] = [Self::Python, Self::Go, Self::Rust, Self::Java, Self::JavaScript];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Go => "go",
            Self::Rust => "rust",
            Self::Java => "java",
            Self::JavaScript => "javascript",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.word() == word)
    }

    /// The language of a file, by its ending.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.')?.1 {
            "py" => Some(Self::Python),
            "go" => Some(Self::Go),
            "rs" => Some(Self::Rust),
            "java" => Some(Self::Java),
            "js" | "jsx" | "mjs" | "cjs" => Some(Self::JavaScript),
            "ts" | "tsx" | "mts" | "cts" if !name.contains(".d.") => Some(Self::JavaScript),
            _ => None,
        }
    }

    /// The language of a file that can hold tests: by its name as the test tools look for it, or because it lies in a
    /// folder of tests. Rust has tests in every file. `None` for anything else, and for files of other projects.
    pub fn of_test_file(path: &str) -> Option<Self> {
        let language = Self::of(path)?;
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folders.split('/').any(|folder| FOREIGN.contains(&folder)) {
            return None;
        }
        let in_tests = || folders.split('/').any(|folder| TEST_FOLDERS.contains(&folder));
        (language.is_test_name(name) || in_tests()).then_some(language)
    }

    /// Is a file of this name looked at by the language's test tools?
    fn is_test_name(self, name: &str) -> bool {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match self {
            Self::Python => {
                stem.starts_with("test_") || stem.ends_with("_test") || matches!(stem, "conftest" | "tests")
            }
            Self::Go => stem.ends_with("_test"),
            Self::Rust => true,
            Self::Java => {
                stem.starts_with("Test")
                    || ["Test", "Tests", "TestCase", "IT"].into_iter().any(|end| stem.ends_with(end))
            }
            Self::JavaScript => {
                [".test", ".spec", ".cy", "-test", "_test"].into_iter().any(|end| stem.ends_with(end))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_can_hold_tests() {
        for (path, expect) in [
            ("test_a.py", Some(Language::Python)),
            ("pkg/extra/a_test.py", Some(Language::Python)),
            ("pkg/conftest.py", Some(Language::Python)),
            ("pkg/tests/helpers.py", Some(Language::Python)),
            ("pkg/latest.py", None),
            ("setup.py", None),
            ("a/b_test.go", Some(Language::Go)),
            ("test/e2e/storage/volumes.go", Some(Language::Go)),
            ("cmd/main.go", None),
            ("vendor/x/y_test.go", None),
            ("src/lib.rs", Some(Language::Rust)),
            ("src/test/java/org/a/Helpers.java", Some(Language::Java)),
            ("src/main/java/FooTest.java", Some(Language::Java)),
            ("src/main/java/Foo.java", None),
            ("src/a.test.tsx", Some(Language::JavaScript)),
            ("src/a.spec.mjs", Some(Language::JavaScript)),
            ("types/test/a.d.ts", None),
            ("node_modules/a/test/a.js", None),
            ("test", None),
            ("tests/data.json", None),
            ("", None),
        ] {
            assert_eq!(Language::of_test_file(path), expect, "{path}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.word()), Some(language));
        }
        assert_eq!(Language::parse("cobol"), None);
    }
}
