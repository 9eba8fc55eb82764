//! The words of the page of muted tests.

use super::terms::Term;

const GRABBER: &str =
    "https://github.com/dcos/dcos/blob/master/packages/dcos-integration-test/extra/conftest.py";

/// What is said of a muted test.
pub(crate) fn muted() -> Vec<Term> {
    vec![
        Term::new("muted", "Muted test", "A test, a suite, a fixture, a set of parameters or a file with a marker in its source that skips it, or that lets it fail. A test with two markers counts once, its markers twice."),
        Term::new("muted_since", "Muted since", "The day that the marker names under since. Its age is the number of whole days from then to now; without a day, or with one that has not come, the age is unknown. When asked, and with a token, the day of its line in the history stands in.")
            .source("the marker xfailflake of DC/OS", GRABBER),
        Term::new("muted_problem", "What is wrong with a marker", "It names no ticket, no day or no reason; the day is unreadable, has not come, or stands under another keyword; the ticket is closed on GitHub; it is older than the limit of the settings. What a page cannot know it does not claim: tickets are looked up only when asked, those of Jira never."),
        Term::new("muted_owner", "Owner of a test", "Whom CODEOWNERS names for the file, the last rule that fits; else the approvers of the nearest OWNERS file; else nobody."),
        Term::new("muted_change", "Muted since and unmuted since", "A marker is the same on two branches when file, test, marker, ticket and day are, wherever its line has moved to. One that is on the second branch alone was muted since, one on the first alone was unmuted."),
        Term::new("muted_files", "Files that are read", "Those that can hold tests, by their names as the test tools look for them, or because they lie in a folder of tests. A file is parsed by the rules of its language, so that a marker in a comment or a text is none. What nests too deep, or breaks the rules, is a warning with file and line."),
    ]
}
