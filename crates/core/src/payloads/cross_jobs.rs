//! One test over runs of many jobs: did it pass often enough somewhere? (openshift/ci-tools, `analyze-test-case`.)

use serde::{Deserialize, Serialize};

use super::runs::{Coordinates, Marks, RunInfo, Runs};
use crate::warning::Warning;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossQuery {
    /// The test; an empty suite stands for any.
    pub test: Coordinates,
    /// How many runs must pass it.
    pub minimum: u32,
    /// Only jobs that name this platform; empty for all.
    pub platform: String,
    /// Only jobs that name this network; empty for all.
    pub network: String,
    /// Only jobs with this infrastructure: `upi` where the name says so, else `ipi`; empty for all.
    pub infrastructure: String,
    /// Only jobs whose name has all of these parts.
    pub include: Vec<String>,
    /// No jobs whose name has one of these parts.
    pub exclude: Vec<String>,
}

impl CrossQuery {
    /// Does the query ask for runs of this job?
    pub fn wants(&self, job: &str) -> bool {
        let infrastructure = if job.contains("upi") { "upi" } else { "ipi" };
        let names = |word: &str| word.is_empty() || job.split(['-', '.', '_']).any(|part| part == word);
        names(&self.platform)
            && names(&self.network)
            && (self.infrastructure.is_empty() || self.infrastructure == infrastructure)
            && self.include.iter().all(|part| job.contains(part.as_str()))
            && !self.exclude.iter().any(|part| job.contains(part.as_str()))
    }

    /// What narrows the jobs, in words; empty for all jobs.
    pub fn narrowed(&self) -> String {
        let lists = [self.include.join(","), self.exclude.join(",")];
        let words = ["platform", "network", "infrastructure", "including", "excluding"];
        let values = [&self.platform, &self.network, &self.infrastructure, &lists[0], &lists[1]];
        let said = words.into_iter().zip(values).filter(|(_, value)| !value.is_empty());
        said.map(|(word, value)| format!("{word}:{value}")).collect::<Vec<_>>().join(" ")
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossJobs {
    /// The answer in one sentence.
    pub sentence: String,
    /// Whether enough runs passed.
    pub passed: bool,
    /// The test.
    pub test: Coordinates,
    /// What narrows the jobs.
    pub narrowed: String,
    /// How many passes are needed.
    pub minimum: u32,
    /// Runs that passed.
    pub passes: u32,
    /// Runs that failed and did not pass.
    pub failures: u32,
    /// Runs that skipped it, or say nothing of it.
    pub skips: u32,
    /// The runs, in the order of jobs and ids.
    pub runs: Vec<CrossRun>,
    /// What the reader must know.
    pub warnings: Vec<Warning>,
}

/// The test in one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossRun {
    /// The job.
    pub job: String,
    /// The run.
    pub id: String,
    /// How the test ended: `passed`, `failed`, `skipped` (or missing).
    pub result: String,
    /// Where people read about the run.
    pub url: String,
    /// Where its files lie.
    pub artifacts_url: String,
    /// Why results are missing; empty when all are here.
    pub incomplete: String,
}

/// Counts the passes of one test over the runs of all wanted jobs.
pub fn cross_jobs(runs: &Runs, query: &CrossQuery, mut warnings: Vec<Warning>) -> CrossJobs {
    let marks = marks_of(runs, &query.test);
    let mut rows: Vec<CrossRun> = runs
        .infos()
        .iter()
        .zip(marks)
        .filter(|(run, _)| query.wants(&run.job))
        .map(|(run, marks)| row(run, marks))
        .collect();
    crate::sorting::sort_by(&mut rows, |a, b| (&a.job, &a.id).cmp(&(&b.job, &b.id)));
    let count =
        |word: &str| u32::try_from(rows.iter().filter(|row| row.result == word).count()).unwrap_or(u32::MAX);
    let [passes, failures, skips] = ["passed", "failed", "skipped"].map(count);
    if !query.narrowed().is_empty() && runs.infos().iter().any(|run| run.job.is_empty()) {
        let message = "some runs do not say which job they are of, and are left out; name it in the run list or keep prowjob.json";
        warnings.push(Warning::new("runs", message));
    }
    let passed = passes >= query.minimum;
    let answer = if passed { "enough" } else { "too few" };
    let sentence = format!(
        "{:?} passed in {passes} of {} runs, {answer}: {} are needed. {failures} failed, {skips} skipped it or do not name it.",
        query.test.test,
        rows.len(),
        query.minimum
    );
    CrossJobs {
        sentence,
        passed,
        test: query.test.clone(),
        narrowed: query.narrowed(),
        minimum: query.minimum,
        passes,
        failures,
        skips,
        runs: rows,
        warnings,
    }
}

/// The marks of the test in each run, over every suite that is meant.
fn marks_of(runs: &Runs, wanted: &Coordinates) -> Vec<Marks> {
    let is_meant = |test: &Coordinates| {
        test.test == wanted.test && (wanted.suite.is_empty() || test.suite == wanted.suite)
    };
    let mut all = vec![Marks::NONE; runs.infos().len()];
    let meant = runs.tests().iter().enumerate().filter(|(_, test)| is_meant(test));
    for (place, _) in meant {
        all = all.iter().zip(runs.marks_of(place)).map(|(known, mark)| known.and(mark)).collect();
    }
    all
}

fn row(run: &RunInfo, marks: Marks) -> CrossRun {
    let result = match (marks.has(Marks::PASS), marks.has(Marks::FAIL)) {
        (true, _) => "passed",
        (false, true) => "failed",
        (false, false) => "skipped",
    };
    CrossRun {
        job: run.job.clone(),
        id: run.id.clone(),
        result: result.to_owned(),
        url: run.url.clone(),
        artifacts_url: run.artifacts_url.clone(),
        incomplete: run.incomplete.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_chosen_by_their_names() {
        let job = "periodic-ci-openshift-release-master-nightly-4.16-e2e-aws-ovn-upi";
        let query = |change: fn(&mut CrossQuery)| {
            let mut query = CrossQuery::default();
            change(&mut query);
            query.wants(job)
        };
        for (wanted, expect) in [
            (query(|_| {}), true),
            (query(|q| q.platform = "aws".into()), true),
            (query(|q| q.platform = "aw".into()), false),
            (query(|q| q.network = "sdn".into()), false),
            (query(|q| q.infrastructure = "upi".into()), true),
            (query(|q| q.infrastructure = "ipi".into()), false),
            (query(|q| q.include = vec!["4.16".into(), "e2e".into()]), true),
            (query(|q| q.include = vec!["4.16".into(), "gcp".into()]), false),
            (query(|q| q.exclude = vec!["upgrade".into(), "upi".into()]), false),
        ] {
            assert_eq!(wanted, expect);
        }
    }

    #[test]
    fn passes_are_counted_over_jobs() {
        let mut runs = Runs::default();
        for (job, mark) in [
            ("b-aws", Marks::PASS),
            ("a-aws", Marks::PASS.and(Marks::FAIL)),
            ("a-aws", Marks::FAIL),
            ("c-gcp", Marks::PASS),
            ("d-aws", Marks::NONE),
        ] {
            let id = runs.infos().len().to_string();
            let run = runs.begin(RunInfo { id, job: job.to_owned(), ..RunInfo::default() });
            runs.mark(run, Coordinates::new("cluster install", "t"), mark);
            runs.mark(run, Coordinates::new("other", "t"), Marks::FAIL);
        }
        let query = CrossQuery {
            test: Coordinates::new("cluster install", "t"),
            minimum: 3,
            platform: "aws".to_owned(),
            ..CrossQuery::default()
        };
        let found = cross_jobs(&runs, &query, Vec::new());
        assert_eq!((found.passed, found.passes, found.failures, found.skips), (false, 2, 1, 1));
        let ids: Vec<&str> = found.runs.iter().map(|run| run.id.as_str()).collect();
        assert_eq!(ids, ["1", "2", "0", "4"]);
        assert!(cross_jobs(&runs, &CrossQuery { minimum: 2, ..query }, Vec::new()).passed);
    }
}
