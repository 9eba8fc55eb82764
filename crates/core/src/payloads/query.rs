//! What is asked about a payload.

use serde::{Deserialize, Serialize};

use super::Params;
use super::report::{Outcome, TestRow, VerdictReport};

/// What is asked about a payload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// Which runs.
    pub from: RunsFrom,
    /// The board of the tab whose runs are judged, or are history; empty for none.
    pub dashboard: String,
    /// That tab; for runs of several jobs in files, the job that is judged, where empty is the one of most runs.
    pub job: String,
    /// What the verdict depends on.
    pub params: Params,
    /// Which tests are listed.
    pub filter: TestFilter,
}

/// Which runs are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunsFrom {
    /// Those of the files at hand, or of the sample.
    #[default]
    Given,
    /// The newest finished runs of a tab, held against the runs before them.
    Newest {
        /// How many.
        runs: u32,
    },
    /// The runs with these addresses: those of their pages, or `bucket/path/to/job/build`.
    Listed {
        /// The addresses.
        addresses: Vec<String>,
    },
}

impl RunsFrom {
    /// So many runs of a tab are taken where nobody says how many: what a payload has (openshift/ci-tools).
    pub const RUNS: u32 = 10;
    /// More runs are not read at once: each is some requests.
    pub const MOST_RUNS: u32 = 30;
}

/// Which tests are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestFilter {
    /// Tests that ended so; empty for [`TestFilter::USUAL`].
    pub verdicts: Vec<Outcome>,
    /// A part of the suite or of the name, without regard to case; empty takes all.
    pub text: String,
}

impl TestFilter {
    /// What needs a look.
    pub const USUAL: [Outcome; 3] = [Outcome::Failed, Outcome::Informing, Outcome::Flaky];

    /// The verdicts that are listed.
    pub fn listed(&self) -> &[Outcome] {
        if self.verdicts.is_empty() { &Self::USUAL } else { &self.verdicts }
    }

    fn takes(&self, row: &TestRow, text: &str) -> bool {
        let has = |name: &str| name.to_lowercase().contains(text);
        self.listed().contains(&row.verdict) && (text.is_empty() || has(&row.test) || has(&row.suite))
    }
}

/// What the page shows: the verdict with the rows in sight.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VerdictView {
    /// The verdict; of its tests those that are listed, at most as many as were asked for.
    pub report: VerdictReport,
    /// How many tests the filter takes.
    pub matching: u32,
    /// The jobs of the runs with how many runs each has, when there are several.
    pub jobs: Vec<(String, u32)>,
}

impl VerdictView {
    /// The first `limit` rows that the filter takes.
    pub fn of(report: &VerdictReport, filter: &TestFilter, limit: u32) -> Self {
        let text = filter.text.trim().to_lowercase();
        let taken: Vec<&TestRow> = report.tests.iter().filter(|row| filter.takes(row, &text)).collect();
        let matching = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        let tests = taken.into_iter().take(limit as usize).cloned().collect();
        let report = VerdictReport {
            tests,
            sentence: report.sentence.clone(),
            causes: report.causes.clone(),
            job: report.job.clone(),
            history: report.history.clone(),
            runs: report.runs.clone(),
            power: report.power.clone(),
            warnings: report.warnings.clone(),
            ..*report
        };
        Self { report, matching, jobs: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> VerdictReport {
        let row = |suite: &str, test: &str, verdict| TestRow {
            suite: suite.to_owned(),
            test: test.to_owned(),
            verdict,
            ..TestRow::default()
        };
        let tests = vec![
            row("e2e", "Loses pods", Outcome::Failed),
            row("e2e", "flakes", Outcome::Flaky),
            row("pods", "passes", Outcome::Passed),
        ];
        VerdictReport { tests, ..VerdictReport::default() }
    }

    fn check(verdicts: &[Outcome], text: &str, limit: u32, expect: (&[&str], u32)) {
        let filter = TestFilter { verdicts: verdicts.to_vec(), text: text.to_owned() };
        let view = VerdictView::of(&report(), &filter, limit);
        let names: Vec<&str> = view.report.tests.iter().map(|row| row.test.as_str()).collect();
        assert_eq!((names.as_slice(), view.matching), expect, "{verdicts:?} {text}");
    }

    #[test]
    fn what_needs_a_look_comes_first() {
        check(&[], "", 9, (&["Loses pods", "flakes"], 2));
        check(&[], "", 1, (&["Loses pods"], 2));
        check(&[], " PODS ", 9, (&["Loses pods"], 1));
        check(&[Outcome::Passed], "pods", 9, (&["passes"], 1));
    }
}
