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
        Term::new("muted_problem", "What is wrong with a marker", "It names no ticket, no day or no reason; the day is unreadable, has not come, or stands under another keyword; the ticket is closed on GitHub; it is older than the limit of the settings; its test passes on the boards. What a page cannot know it does not claim: tickets are looked up only when asked, those of Jira never."),
        Term::new("muted_under", "Muted under", "A marker is about a test of a board when one of their names, taken apart into folders, file or package, class and function, is the end of the other, and place and function agree; a text of Ginkgo must be the same without its tags, and may lack tags. Parameters of a test do not count. Where the board's name says no file, the line says that a test of this name is muted; where several muted tests have the name, it says that it may be one of them. Nothing is guessed. A marker on a suite, a file or a test mutes what stands in it."),
        Term::new("muted_passing", "Muted, and passes", "When asked: of markers that mute one test without a condition, those whose test is on the boards by its place and name, with 20 results or more in the window, none failed in any job. 20 passes in a row still happen one time in twenty to a test that fails in 13.9 % of its runs (0.861\u{b2}\u{2070} = 0.05). A test that is skipped does not run; the board then runs it from elsewhere, such as another branch."),
        Term::new("muted_owner", "Owner of a test", "Whom CODEOWNERS names for the file, the last rule that fits; else the approvers of the nearest OWNERS file; else nobody."),
        Term::new("muted_change", "Muted since and unmuted since", "A marker is the same on two branches when file, test, marker, ticket and day are, wherever its line has moved to. One that is on the second branch alone was muted since, one on the first alone was unmuted."),
        Term::new("muted_files", "Files that are read", "Those that can hold tests, by their names as the test tools look for them, or because they lie in a folder of tests. A file is parsed by the rules of its language, so that a marker in a comment or a text is none. What nests too deep, or breaks the rules, is a warning with file and line."),
    ]
}
