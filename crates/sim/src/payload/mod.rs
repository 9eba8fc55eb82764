//! A made-up payload: some runs of one job as the job leaves them, what is known of earlier runs, and what is true. One test
//! really got worse, one flakes within runs and did so before, one got worse and only informs, and one run never ends.

mod archive;
mod junit;
mod suite;

use serde::Serialize;

use crate::clock;
use crate::dice::Dice;
use junit::Case;
use suite::{Nature, Test};

/// What a payload is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayloadOptions {
    /// Seed of every draw.
    pub seed: u64,
    /// How many runs, at least 2.
    pub runs: usize,
    /// How many healthy tests beside those with a story.
    pub tests: usize,
    /// How many earlier runs history is drawn from.
    pub history_runs: usize,
    /// The moment of the last run, in seconds.
    pub now_s: i64,
}

impl Default for PayloadOptions {
    fn default() -> Self {
        Self { seed: 1, runs: 10, tests: 120, history_runs: 200, now_s: 1_795_176_000 }
    }
}

/// The job.
pub const JOB: &str = "periodic-ci-made-up-nightly-e2e-aws-ovn";

/// A payload and what is known of it.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Path below the folder of all runs, and content, by path. The first part of a path is the run's build id.
    pub files: Vec<(String, Vec<u8>)>,
    /// Earlier results, as CSV with a header line.
    pub history: String,
    /// What is true.
    pub truth: PayloadTruth,
}

/// What is true about a payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayloadTruth {
    /// The job.
    pub job: String,
    /// The test that got worse.
    pub regressed: String,
    /// The test that failed and passed within runs, as it did before.
    pub flaky: String,
    /// The test that fails and only informs.
    pub informing: String,
    /// The test that is skipped in every run.
    pub skipped: String,
    /// The build id of the run that never ended.
    pub missing_run: String,
}

impl Payload {
    /// Draws a payload; the same options give the same one.
    pub fn build(options: PayloadOptions) -> Self {
        let mut dice = Dice::new(options.seed, "payload");
        let tests = suite::draw(options.tests, &mut dice);
        let history = history(&tests, options.history_runs, &mut dice);
        let builds: Vec<String> = (0..options.runs.max(2)).map(|run| build_id(options.now_s, run)).collect();
        let missing = builds.len() / 2;
        let mut files = Vec::new();
        for (run, build) in builds.iter().enumerate() {
            let started_s = started_s(options.now_s, run);
            files.push((format!("{build}/prowjob.json"), prow_job(build, started_s, run == missing)));
            files.push((
                format!("{build}/started.json"),
                format!("{{\"timestamp\":{started_s}}}").into_bytes(),
            ));
            if run != missing {
                files.extend(results(build, started_s, &tests, run, &mut dice));
            }
        }
        files.sort();
        let named = |nature: Nature| {
            tests.iter().find(|test| test.nature == nature).map_or_else(String::new, |test| test.name.clone())
        };
        let truth = PayloadTruth {
            job: JOB.to_owned(),
            regressed: named(Nature::Regressed),
            flaky: named(Nature::Flaky),
            informing: named(Nature::Informing),
            skipped: named(Nature::Skipped),
            missing_run: builds[missing].clone(),
        };
        Self { files, history, truth }
    }
}

/// Runs of a payload start together.
fn started_s(now_s: i64, run: usize) -> i64 {
    now_s - 20_000 + i64::try_from(run).unwrap_or(0) * 7
}

/// A build id as Prow makes them: its upper bits are the start in milliseconds.
fn build_id(now_s: i64, run: usize) -> String {
    const EPOCH_MS: i64 = 1_288_834_974_657;
    (((started_s(now_s, run) * 1000 - EPOCH_MS) << 22) + i64::try_from(run).unwrap_or(0)).to_string()
}

fn prow_job(build: &str, started_s: i64, is_missing: bool) -> Vec<u8> {
    let started = clock::rfc3339(started_s);
    let state = if is_missing { "pending" } else { "success" };
    format!(
        "{{\"spec\":{{\"job\":\"{JOB}\",\"type\":\"periodic\"}},\"status\":{{\"state\":\"{state}\",\"startTime\":\"{started}\",\
         \"build_id\":\"{build}\",\"url\":\"https://prow.k8s.io/view/gs/made-up-results/logs/{JOB}/{build}\"}}}}"
    )
    .into_bytes()
}

/// What a run that ended leaves: two files of results, as jobs of several steps do.
fn results(
    build: &str,
    started_s: i64,
    tests: &[Test],
    run: usize,
    dice: &mut Dice,
) -> Vec<(String, Vec<u8>)> {
    let cases: Vec<Case<'_>> = tests.iter().map(|test| Case { test, end: test.end(run, dice) }).collect();
    let (steps, rest): (Vec<Case<'_>>, Vec<Case<'_>>) =
        cases.into_iter().partition(|case| case.test.suite == suite::STEPS);
    let ended_s = started_s + 9_000;
    let finished = format!("{{\"timestamp\":{ended_s},\"passed\":true,\"result\":\"SUCCESS\"}}");
    vec![
        (format!("{build}/artifacts/junit_operator.xml"), junit::write(&steps)),
        (format!("{build}/artifacts/openshift-e2e-test/artifacts/junit/junit_e2e.xml"), junit::write(&rest)),
        (format!("{build}/finished.json"), finished.into_bytes()),
    ]
}

/// `suite,test,passes,failures,flakes` of the earlier runs.
fn history(tests: &[Test], runs: usize, dice: &mut Dice) -> String {
    let mut lines = vec!["suite,test,passes,failures,flakes".to_owned()];
    for test in tests.iter().filter(|test| test.nature != Nature::Skipped) {
        let failures = (0..runs).filter(|_| dice.chance(test.failed_before())).count();
        let flakes = (0..runs - failures).filter(|_| dice.chance(test.flaked_before())).count();
        let passes = runs - failures - flakes;
        lines.push(format!(
            "{},\"{}\",{passes},{failures},{flakes}",
            test.suite,
            test.name.replace('"', "\"\"")
        ));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_has_no_results() {
        let payload = Payload::build(PayloadOptions::default());
        let ended = payload.files.iter().filter(|(path, _)| path.ends_with("/finished.json")).count();
        let builds = payload.files.iter().filter(|(path, _)| path.ends_with("/started.json")).count();
        assert_eq!((builds, ended), (10, 9));
        let missing = &payload.truth.missing_run;
        assert_eq!(payload.files.iter().filter(|(path, _)| path.starts_with(missing.as_str())).count(), 2);
        assert_eq!(payload.history.lines().count(), 1 + 120 + 3 + 3, "{}", payload.history);
    }

    #[test]
    fn the_same_seed_gives_the_same_payload() {
        let build = |seed| Payload::build(PayloadOptions { seed, ..PayloadOptions::default() }).files;
        assert_eq!(build(3), build(3));
        assert_ne!(build(3), build(4));
    }
}
