//! A first look: a text without any word that a marker is made of need not be parsed. Most files are such.

use flakescope_core::muted::{Language, Names};
use memchr::memmem;

/// May this text hold a marker?
pub(crate) fn may_hold_markers(language: Language, text: &str, names: &Names) -> bool {
    let known: &[&str] = match language {
        Language::Python => &["xfailflake", "xfail", "skip", "flaky", "expectedFailure"],
        Language::Go => &[
            "Skip", "Flaky", "Disabled", "Pending", "XIt", "PIt", "XD", "PD", "XC", "PC", "XW", "PW", "XE",
            "PE", "XS", "PS",
        ],
        Language::Rust => &["ignore"],
        Language::Java => &["Ignore", "Disabled"],
        Language::JavaScript => {
            &["skip", "fixme", "xit", "xtest", "xdescribe", "xcontext", "xspecify", "todo"]
        }
    };
    let holds = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    known.iter().copied().any(holds) || names.words().any(holds)
}
