//! A first look: a text without any word that a marker is made of need not be parsed. Most files are such.

use flakescope_core::muted::{Language, Names};
use memchr::memmem;

const GO: [&str; 18] = [
    "Skip",
    "Flaky",
    "Disabled",
    "Pending",
    "XIt",
    "PIt",
    "XDescribe",
    "PDescribe",
    "XContext",
    "PContext",
    "XWhen",
    "PWhen",
    "XEntry",
    "PEntry",
    "XSpecify",
    "PSpecify",
    "XMeasure",
    "PMeasure",
];
const JAVASCRIPT: [&str; 9] =
    ["skip", "fixme", "runIf", "pending", "xit", "xtest", "xspecify", "xdescribe", "xcontext"];

/// May this text hold a marker?
pub(crate) fn may_hold_markers(language: Language, text: &str, names: &Names) -> bool {
    let known: &[&str] = match language {
        Language::Python => &["xfailflake", "xfail", "skip", "flaky", "SkipTest", "expectedFailure"],
        Language::Go => &GO,
        Language::Rust => &["ignore"],
        Language::Java => &["Ignore", "Disabled", "enabled"],
        Language::JavaScript => &JAVASCRIPT,
    };
    let holds = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    known.iter().copied().any(holds) || names.words().any(holds)
}
