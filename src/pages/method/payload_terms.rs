//! The words of the payloads pages. Numbers are quoted from the parameters that the verdict uses.

use flakescope_core::payloads::history::Params as Comparison;
use flakescope_core::payloads::{Params, RunsFrom};
use flakescope_core::thousandths;

use super::terms::Term;

const CI_TOOLS: &str = "https://github.com/openshift/ci-tools/tree/master/cmd/job-run-aggregator";

/// How the runs of a payload are judged.
pub(crate) fn payloads() -> Vec<Term> {
    let usual = Params::default();
    let attempts = format!(
        "Runs in which a test passed or failed; skipped ones are none. With fewer than {} a test fails, because they say too little.",
        usual.min_attempts
    );
    let required = format!(
        "As many as make so few passes improbable, were the test as good as before: with fewer, the one-sided Fisher test against {} \
         earlier runs gives a probability of at most {}. Up to {} failures are always accepted. A test that history does not know is held to {} %; \
         where history could not be had, all are held to {} %. Up to 12 attempts the table of the original is taken, which rounds.",
        usual.corpus,
        thousandths::word(usual.alpha),
        usual.pity,
        usual.unknown_percent,
        usual.failed_percent
    );
    let unfinished = format!(
        "A run that has not ended, or of which a file is broken. Tests that it does not name may be lost in it, so they are not called \
         missing. More than {} such runs fail the payload.",
        usual.max_unfinished
    );
    let history = format!(
        "What tests did before: a table, earlier runs (the newest 200 within 21 days), or the runs of the same tab before the {} that are \
         judged. The original takes a week that ended ten days before; boards do not reach back so far.",
        RunsFrom::RUNS
    );
    vec![
        Term::new("payload", "Verdict on a payload", "Several runs of one job on one build, judged test by test. The payload fails when a test fails that does not only inform, when too many runs did not end, or when nothing ran.")
            .source("openshift/ci-tools, job-run-aggregator", CI_TOOLS),
        Term::new("attempts", "Attempts", attempts),
        Term::new("required-passes", "Required passes", required)
            .formula("one less than the least k with P(X \u{2264} k) > alpha, X hypergeometric")
            .source("Fisher, Statistical Methods for Research Workers (1934)", "https://en.wikipedia.org/wiki/Fisher%27s_exact_test"),
        Term::new("payload-history", "Earlier results", history),
        Term::new("incomplete-run", "Incomplete run", unfinished),
        Term::new("informing", "Informing", "A test whose life cycle in the JUnit file is informing. It is judged like others, but its failure does not fail the payload."),
        Term::new("payload-size", "Size", "Share of attempts that pass now minus the share before, with its 95 % interval. A small difference can be sure, and a large one can be chance: size and significance are two things.")
            .source("Newcombe, Statistics in Medicine 17 (1998)", "https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I"),
        Term::new("q", "q", "Of the tests that look as bad as this one or worse, the share to expect by chance. Tests that fail in the very same runs count as one finding. It changes no verdict.")
            .source("Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995)", "https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"),
        Term::new("power", "Power", "How often a test would be flagged, by how often it really passes, were each run for itself. It tells what so few runs can see.")
            .formula("P(X < required), X ~ Binomial(attempts, rate)"),
    ]
}

/// How two files of history are compared.
pub(crate) fn history() -> Vec<Term> {
    let leeway = format!(
        "So many percent more or less are no change. A number rose or fell when it moved by more than that, not by just \
         that; a rise from zero always counts. The usual leeway is {} %. A row rose when any of its numbers did, and fell \
         when one fell and none rose.",
        Comparison::LEEWAY
    );
    let weak = format!(
        "Little can be said of the row: fewer than {} runs are behind its numbers, their number is not known, rows of one \
         file contradict one another, or nothing could be compared. It is listed and counted all the same.",
        Comparison::WEAK_UNDER_RUNS
    );
    vec![
        Term::new("leeway", "Leeway", leeway).formula("100 (new \u{2212} old) / old").source("openshift/ci-tools, analyze-historical-data", CI_TOOLS),
        Term::new("weak", "Weak", weak).source("openshift/ci-tools, analyze-historical-data", CI_TOOLS),
        Term::new("repaired", "Repaired", "The usual rules: all four percentiles count, a rise from zero is a rise, a fall has the same leeway as a rise, a missing row counts once, and rows with updated master nodes are not mixed with those without. A value that cannot be read is unknown, and not zero."),
        Term::new("compat", "By the rules of the original", "As openshift/ci-tools compares, for who must have the same files: P99 alone decides and P95 stands beside it, a rise from zero is none, every fall of P99 counts, a missing row counts once for each of the two releases, and what cannot be read is zero.")
            .source("openshift/ci-tools, analyze-historical-data", CI_TOOLS),
    ]
}
