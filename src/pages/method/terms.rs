//! Every number of the page in plain words, with its formula and where it comes from. Thresholds are quoted from the
//! constants that the analysis uses.

use flakescope_core::failures::Params as Grouping;
use flakescope_core::flakes::issues::MONITORING_DAYS;
use flakescope_core::flakes::{Params, Priority};
use flakescope_core::thousandths;

/// A number or a word, explained.
pub(crate) struct Term {
    /// The end of its address: `/method#failure-rate`.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it means.
    pub plain: String,
    /// How it is computed; empty where words do.
    pub formula: String,
    /// Where it comes from: words and address.
    pub reference: Option<(&'static str, &'static str)>,
}

impl Term {
    pub(super) fn new(id: &'static str, name: &'static str, plain: impl Into<String>) -> Self {
        Self { id, name, plain: plain.into(), formula: String::new(), reference: None }
    }

    pub(super) fn formula(self, formula: impl Into<String>) -> Self {
        Self { formula: formula.into(), ..self }
    }

    pub(super) fn source(self, words: &'static str, address: &'static str) -> Self {
        Self { reference: Some((words, address)), ..self }
    }
}

const SIGNAL_HANDBOOK: &str = "https://github.com/kubernetes/sig-release/blob/master/release-team/role-handbooks/release-signal/README.md";
const BLOCKING_JOBS: &str = "https://github.com/kubernetes/sig-release/blob/master/release-blocking-jobs.md";
const TESTGRID: &str = "https://github.com/GoogleCloudPlatform/testgrid/tree/main/pkg/summarizer";

fn percent(fraction: f64) -> String {
    format!("{} %", (fraction * 100.0).round())
}

/// What is counted.
pub(crate) fn counting() -> Vec<Term> {
    let broken = format!(
        "A run in which so many tests failed out of turn that none of the failures says anything about its test: at \
         least {} unexpected failures, and more than {} of its results. A failure is unexpected when it is part of \
         fewer than {} in a row. Broken runs are set aside from every number about tests, listed, and can be put back.",
        Params::BROKEN_RUN_FAILURES,
        percent(Params::BROKEN_RUN_SHARE),
        Params::LONG_EPISODE,
    );
    let window = format!(
        "The last {} days, counted back from the newest run of each job, unless you choose another length.",
        Params::DEFAULT_WINDOW_DAYS
    );
    let stale = format!("No result in the newest {} finished runs of its job.", Params::STALE_RUNS);
    let renamed = format!(
        "When one test stops and another of the same name, but for its tags, starts within {} runs, both are read as one.",
        Params::RENAME_GAP
    );
    vec![
        Term::new("window", "Window", window),
        Term::new(
            "runs",
            "Runs of a test",
            "Runs in which the test passed, failed, or did both. Skips and empty cells are no result.",
        )
        .formula("runs = passes + failures + flaky cells"),
        Term::new(
            "episode",
            "Episode",
            "Failures of one test in a row, however long, with nothing but missing results between them.",
        ),
        Term::new("broken-run", "Broken run", broken),
        Term::new(
            "outage",
            "Outage",
            "A time in which many tests of a job began to fail, or healed, together.",
        ),
        Term::new("stale", "Stale", stale),
        Term::new("renamed", "Renamed", renamed),
        Term::new(
            "ndr",
            "Non-deterministic result (NDR)",
            "Both outcomes were seen in the window. Kept for comparison with the Flake Tracker; the verdict says more.",
        ),
    ]
}

/// What is said of a test.
pub(crate) fn verdicts() -> Vec<Term> {
    let breakage = format!(
        "An episode that chance does not explain: at least {} failures in a row, which a test that fails as often as \
         this one does otherwise would show with a probability below {}.",
        Params::LONG_EPISODE,
        percent(Params::BREAKAGE_P),
    );
    let flaky = format!(
        "It failed and passed within one run; or it failed and passed on one commit; or, with {} results or more, at \
         least two failures came and went without being a breakage.",
        Params::FLAKY_RESULTS
    );
    vec![
        Term::new("breakage", "Breakage and flip", format!("{breakage} Every other episode is a flip."))
            .formula(
                "k \u{2265} 3 and q^k < 0.05, with q = (failures outside + \u{bd}) / (results outside + 1)",
            ),
        Term::new("failing", "Failing", "The newest results are a breakage that is still open."),
        Term::new("flaky", "Flaky", flaky),
        Term::new(
            "suspect",
            "Suspect",
            "It failed once or twice: too little to tell a flake from bad luck or from a fixed bug.",
        ),
        Term::new("recovered", "Recovered", "It was broken for a while, and passes again."),
        Term::new(
            "passing",
            "Passing",
            "No failure in the window. A rare flake may not have shown yet: see how many runs it takes.",
        ),
    ]
}

/// The numbers.
pub(crate) fn numbers() -> Vec<Term> {
    let trend = format!(
        "Whether the newer half of the served runs fails more or less often than the older half, with at least {} \
         results on each side. All tests are compared at once, so that at most {} of the arrows shown are expected to be \
         chance.",
        Params::TREND_RESULTS,
        percent(Params::TREND_FALSE_DISCOVERY),
    );
    let since = format!(
        "For a failing test, its first failure of the open breakage. Else the run from which the failure rate changed, \
         shown only when a change has a probability of at least {}; the change lies between the two dates given with \
         {}.",
        percent(Params::CHANGE_PROBABILITY),
        percent(Params::CHANGE_INTERVAL),
    );
    vec![
        Term::new("failure-rate", "Failure rate", "Of the runs of the test, how many did not plainly pass.")
            .formula("(failures + flaky cells) / runs"),
        Term::new("interval", "Interval of a rate", "Where the true rate lies 95 times in 100, if runs were independent of each other. They are not while a test is broken, so none is drawn for failing and recovered tests. No rate is written with more digits than its interval supports.")
            .formula("Wilson score interval, z = 1.96")
            .source("Wilson 1927, Journal of the American Statistical Association 22", "https://doi.org/10.1080/01621459.1927.10502953"),
        Term::new("runs-to-see", "Runs it takes to see a flake", "How many runs show a flake of this rate at least once, with a probability of 95 %.")
            .formula("n = ln 0.05 / ln (1 \u{2212} rate)"),
        Term::new("flip-rate", "Flip rate", "TestGrid's flakiness: how often a result turned into a failure, leaving out failures that came three or more in a row.")
            .formula("flips into failure / results considered")
            .source("TestGrid, pkg/summarizer", TESTGRID),
        Term::new("trend", "Trend", trend)
            .formula("one-sided Fisher exact test; false-discovery rate after Benjamini and Hochberg")
            .source("Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57", "https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"),
        Term::new("since", "Since", since)
            .formula("one change point between two Bernoulli rates, each with a Beta(\u{bd}, \u{bd}) prior; probability \u{bd} of no change beforehand"),
    ]
}

/// What issues say of a test.
pub(crate) fn tracking() -> Vec<Term> {
    let effort = format!(
        "The first rule that applies: its status on the project board, where one is read. Closed: monitoring for {MONITORING_DAYS} days, \
         then fixed. An open pull request says that it fixes it: PR submitted. It bears triage/accepted, or it is assigned \
         and has comments: triaged. Else it awaits a response. The rule that decided stands beside the issue."
    );
    vec![
        Term::new("tracked", "Tracked", "An issue names the test, letter by letter or without tags in brackets and with white space folded, and it is open, or it was closed after the newest failure. A test that fails or flakes, and still runs, is untracked without such an issue; where not every issue could be read, that is not known. Other tests need no issue."),
        Term::new("nobody", "Nobody is on it", "It is untracked, or its issue awaits a response."),
        Term::new("match", "How an issue is found", "By exact name, by normalised name, by job and SIG, or by the text of its failure cluster. Only the first two say that a test is tracked. The others are suggestions."),
        Term::new("reopened", "Closed, and failing again", "The handbook: file anew and name the old issue. It is named for you when it was closed within two weeks."),
        Term::new("effort", "Effort", effort).source("Kubernetes release-signal handbook", SIGNAL_HANDBOOK),
        Term::new("labelled", "Labelled otherwise", "The issue bears another priority label than the handbook gives by the rate and the board."),
        Term::new("changes", "What changed since a day", "Told from two windows that share no run: that which ended on the day, and the runs since. New: fails or flakes now, did not then, and failed since. Fixed: as many passes since as show a failure of the earlier rate 19 times in 20. Quiet: no failure since, but fewer runs than that. Worse and better: the rate differs significantly, or it began or stopped to fail run after run.")
            .formula("one-sided Fisher exact test; false-discovery rate of 5 % after Benjamini and Hochberg"),
    ]
}

/// What is said of jobs and boards, and what is most urgent.
pub(crate) fn release() -> Vec<Term> {
    let priority = format!(
        "critical-urgent: failing, or flaking above {}, on a blocking board. important-soon: flaking above {} on a \
         blocking board, or failing on an informing one. important-longterm: the rest. A line counts as crossed when the \
         whole interval is above it; where only the rate is, the level is one lower and reads \u{201c}may be\u{201d}. A \
         suspect is never above important-longterm.",
        percent(Priority::CRITICAL_RATE),
        percent(Priority::SOON_RATE),
    );
    vec![
        Term::new("priority", "Priority", priority).source("Kubernetes release-signal handbook", SIGNAL_HANDBOOK),
        Term::new("criteria", "Criteria for a blocking job", CRITERIA.join(". ") + ".")
            .source("Kubernetes release-blocking jobs", BLOCKING_JOBS),
        Term::new("signal", "Go or no go", "Red when a job fails on any board; yellow when one flakes on a blocking board; green when none does, or flakes are on informing boards alone. For a release cut yellow is red. Status is TestGrid's, by job.")
            .source("Kubernetes release-signal handbook, Judging State of Testgrid dashboards", SIGNAL_HANDBOOK),
        Term::new("status", "Status of a job", "TestGrid's own word for the tab: FAILING when a test failed at least as often in a row as its board allows, FLAKY when a newer run has a failure, PASSING otherwise; STALE when there is nothing new.")
            .source("TestGrid, pkg/summarizer", TESTGRID),
        Term::new("run-failure-rate", "Failed runs of a job", "Of the finished runs in the window, broken ones included, those in which the job failed, with the interval of a rate."),
    ]
}

/// Which failures are the same, and what chances are worth.
pub(crate) fn failures() -> Vec<Term> {
    let usual = Grouping::default();
    let cluster = format!(
        "Failures whose texts are alike. A failure with at least {} failures within the radius, itself among them, makes a \
         cluster; clusters that touch are one. What lies near none is noise: like no other. Equal texts count as often as \
         they occur, and the order of the failures changes nothing.",
        usual.min_samples
    );
    let radius = format!(
        "How far two texts may be apart: 0 is equal, 1 is nothing in common. The usual one is {}.",
        thousandths::word(usual.eps)
    );
    vec![
        Term::new("cluster", "Cluster", cluster)
            .source("DBSCAN: Ester et al., KDD 1996", "https://cdn.aaai.org/KDD/1996/KDD96-037.pdf"),
        Term::new("rules", "Rules", "What is taken out of a text before it is compared: times, numbers, addresses and ids, which differ from run to run. Kubernetes triage has one set of rules, cockpit has two. Lines that most texts have are not compared either.")
            .source("kubernetes/test-infra, triage", "https://github.com/kubernetes/test-infra/tree/master/triage"),
        Term::new("distance", "Distance", "cosine compares the words and lines of two texts; what few texts have weighs most. ncd is the normalised compression distance: how much longer both texts together are, packed, than one alone.")
            .formula("1 \u{2212} cosine of the weights; (Z(xy) \u{2212} min(Z(x), Z(y))) / max(Z(x), Z(y))")
            .source("Cilibrasi and Vit\u{e1}nyi, IEEE Trans. Inf. Theory 51 (2005)", "https://doi.org/10.1109/TIT.2005.844059"),
        Term::new("radius", "Radius", radius),
        Term::new("outcome", "Outcome of a failure", "A failure was a false positive when its change was merged in spite of it, or when the same test passed on the same commit. It was real when its change was not merged. Merging is a weak witness: some merge real failures."),
        Term::new("merged-anyway", "Merged anyway", "Of the failures of a cluster whose outcome is known, those that were merged, with the interval of a rate."),
        Term::new("chance", "Chance of a false positive", "What the outcomes of the same cluster, test and context say of one failure, drawn towards the share of all as far as they are few, with a 95 % credible interval. It is checked on failures that came later than those it was learned from. Where the check finds no signal, the share of all is given instead, and the page says so."),
        Term::new("auc", "AUC", "How often a false positive gets a higher chance than a real failure. 0.5 is a coin, 1 is always. Where its 95 % interval holds 0.5, the data carry no signal."),
        Term::new("brier", "Brier score", "The mean square of chance minus outcome. It is 0 when every chance is certain and right; compare it with that of the base rate, which everybody could give.")
            .source("Brier, Monthly Weather Review 78 (1950)", "https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2"),
        Term::new("calibration-error", "Calibration error", "Failures are put in groups of like chance. It is how far the mean chance of a group lies from the share that came true, on average."),
    ]
}

/// The rules in the words of the checklist.
const CRITERIA: [&str; 4] = [
    "At least 75 % of a week's runs pass",
    "At most 10 failures in a row",
    "Runs at least every 3 hours",
    "The newest three runs are green",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::method::{activity_terms, muted_terms, payload_terms};

    #[test]
    fn every_term_has_an_address_of_its_own() {
        let all = [
            counting(),
            verdicts(),
            numbers(),
            tracking(),
            failures(),
            payload_terms::payloads(),
            payload_terms::history(),
            muted_terms::muted(),
            activity_terms::activity(),
            release(),
        ];
        let terms: Vec<Term> = all.into_iter().flatten().collect();
        let mut ids: Vec<_> = terms.iter().map(|term| term.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), terms.len());
        assert!(terms.iter().all(|term| !term.plain.contains('!') && term.plain.ends_with('.')));
    }

    #[test]
    fn words_and_code_agree() {
        let job = include_str!("../../../crates/core/src/flakes/tab/job.rs");
        for rule in CRITERIA {
            assert!(job.contains(rule), "the checklist no longer says {rule:?}");
        }
        // The formula of a breakage is written out above.
        assert_eq!(MONITORING_DAYS, 14, "two weeks");
        assert_eq!((Params::LONG_EPISODE, percent(Params::BREAKAGE_P).as_str()), (3, "5 %"));
    }
}
