//! The title: `[Flaking Test] [sig-x] name (job)` and its relatives.

use super::markup::unescaped;
use crate::model::clean_line;

/// What a title names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) test: Option<String>,
    pub(super) job: Option<String>,
}

/// Reads a title. A test is seen only where something shows that it is one: the mark in front, a `[sig-…]` tag, or a
/// single word that "is flaky".
pub(super) fn read_title(title: &str) -> Title {
    let title = clean_line(title.trim());
    let (text, is_marked) = match without_mark(&title) {
        Some(text) => (text, true),
        None => (title.into_owned(), false),
    };
    let (rest, job) = split_job(&text);
    let (rest, is_flaky) = without_verdict(rest);
    let is_test = is_marked || rest.starts_with("[sig-") || (is_flaky && !rest.contains(' '));
    let name = unescaped(rest.trim().trim_matches('`'));
    Title { test: Some(name).filter(|name| is_test && !name.is_empty()), job: job.map(str::to_owned) }
}

/// The title without `[Flaking Test]`, which may stand behind a tag of the SIG, or `Flaky test:`.
fn without_mark(title: &str) -> Option<String> {
    let mut before = String::new();
    let mut rest = title;
    while let Some((tag, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        if is_mark(tag) {
            return Some(format!("{before}{}", after.trim_start_matches([':', '-', ' '])));
        }
        before.push_str(&format!("[{tag}] "));
        rest = after.trim_start();
    }
    let (mark, after) = title.split_once(':')?;
    is_mark(mark).then(|| after.trim_start().to_owned())
}

/// `Flaking Test`, `Flaky`, `Failing tests`, `job flake`, …
fn is_mark(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase().replace("(s)", "s");
    let words: Vec<&str> = tag.split([' ', '-', '/']).filter(|word| !word.is_empty()).collect();
    let is_kind = |word: &&str| {
        matches!(*word, "test" | "tests" | "job" | "jobs" | "unit" | "e2e" | "integration" | "ci")
    };
    let is_trouble = |word: &&str| {
        word.starts_with("flak") || matches!(*word, "failing" | "failed" | "failure" | "fail" | "broken")
    };
    words.len() <= 3
        && words.iter().any(is_trouble)
        && words.iter().all(|word| is_kind(word) || is_trouble(word))
}

/// The text before the `(job)` at its end, and the job. A job is one word with a hyphen: other words in parentheses
/// belong to the name.
fn split_job(text: &str) -> (&str, Option<&str>) {
    let parts = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let is_job = |job: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '#');
        job.contains('-') && job.chars().all(allowed)
    };
    match parts {
        Some((rest, job)) if is_job(job) && rest.ends_with(' ') => {
            (rest.trim_end(), Some(job.rsplit('#').next().unwrap_or(job)))
        }
        _ => (text, None),
    }
}

/// The text without "is flaky" or the like at its end.
fn without_verdict(text: &str) -> (&str, bool) {
    let verdicts = [
        "is flaky",
        "is flaking",
        "is failing",
        "flakes",
        "flaking",
        "flaky",
        "fails",
        "failing",
        "flake",
        "failed",
    ];
    let found =
        verdicts.iter().find_map(|verdict| text.strip_suffix(verdict)).filter(|rest| rest.ends_with(' '));
    found.map_or((text, false), |rest| (rest.trim_end(), true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (title, test, job) in [
            ("[Flaking Test] [sig-x] a b (gce-job)", Some("[sig-x] a b"), Some("gce-job")),
            ("[Flaky Test] TestFoo", Some("TestFoo"), None),
            ("[failing test(s)]: a", Some("a"), None),
            ("[sig-x] [Flaking Test] a b", Some("[sig-x] a b"), None),
            (
                "[Flaking Test] [sig-x] a (block volmode) (late-binding, x)",
                Some("[sig-x] a (block volmode) (late-binding, x)"),
                None,
            ),
            ("[Flaking Test] [sig-x] a (board#gce-job)", Some("[sig-x] a"), Some("gce-job")),
            ("[Flaking Test] `TestFoo`", Some("TestFoo"), None),
            ("Flaky test: TestFoo", Some("TestFoo"), None),
            ("[sig-x] a b", Some("[sig-x] a b"), None),
            ("TestFoo is flaky", Some("TestFoo"), None),
            ("[Flaking Test] [sig-x] a b flakes", Some("[sig-x] a b"), None),
            ("kubectl crashes", None, None),
            ("Failure cluster [abcdef12] failed 9 builds", None, None),
            ("Failure cluster [abcdef12] of many (gce-job)", None, Some("gce-job")),
            ("[Flaking Test]", None, None),
            ("[Feature] a b", None, None),
            ("Fix: a b", None, None),
            ("[Flaking Test] a\u{202e}b\u{1b}[31m", Some("ab"), None),
            ("", None, None),
        ] {
            let expect = Title { test: test.map(str::to_owned), job: job.map(str::to_owned) };
            assert_eq!(read_title(title), expect, "{title}");
        }
    }
}
