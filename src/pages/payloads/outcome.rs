//! Outcomes in words and tones, and how many tests are listed.

use flakescope_core::payloads::{Outcome, VerdictView};

use crate::format::{count, plural};

/// What an outcome is called.
pub fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "failed",
        Outcome::Informing => "informing",
        Outcome::Flaky => "flaky",
        Outcome::Passed => "passed",
        Outcome::NotRun => "not run",
    }
}

/// The class that sets the tone of an outcome.
pub fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "tag is-failing",
        Outcome::Informing => "tag is-suspect",
        Outcome::Flaky => "tag is-flaky",
        Outcome::Passed => "tag is-passing",
        Outcome::NotRun => "tag is-stale",
    }
}

/// What an outcome means, for the tip.
pub fn meaning(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "It fails the payload.",
        Outcome::Informing => {
            "It fails by the rules, but its lifecycle is informing: it does not fail the payload."
        }
        Outcome::Flaky => "It passes, and failed and passed within one run at least once.",
        Outcome::Passed => "It passed often enough.",
        Outcome::NotRun => "No run attempted it.",
    }
}

/// How many of the tests that the filter takes are listed.
pub fn listed(view: &VerdictView) -> String {
    let shown = u64::try_from(view.report.tests.len()).unwrap_or(u64::MAX);
    if shown == u64::from(view.matching) {
        plural(shown, "test")
    } else {
        format!("{} of {}", count(shown), plural(view.matching, "test"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed() {
        let mut view = VerdictView { matching: 3, ..VerdictView::default() };
        assert_eq!(listed(&view), "0 of 3 tests");
        view.matching = 0;
        assert_eq!(listed(&view), "0 tests");
    }
}
