//! Made-up runs of CI with known truth: two repositories with the same numbers of pull requests, reruns of a commit, new commits,
//! nightly runs of no pull request, flakes, and a cause for every failure but some. They are written as rows of `ci_data`, as logs of
//! Jenkins, and as answers of GitHub Actions.

mod draw;
mod logs;
mod rows;
mod truth;

pub use rows::COLUMNS;
pub use truth::ActivityTruth;

/// The repositories. Both have pull requests from 1 on.
pub const REPOSITORIES: [&str; 2] = ["made-up/ci-one", "made-up/ci-two"];

/// The seed of what the made-up code host has.
pub const SERVED_SEED: u64 = 7;
/// Its pull requests in each repository.
pub const SERVED_PULLS: u64 = 300;

const WEEK_S: i64 = 7 * 86_400;
const SAMPLE_S: i64 = 17 * 86_400;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// It passed.
    Success,
    /// It failed.
    Failure,
    /// It was aborted.
    Aborted,
}

/// What a failure was: the category, what its rule matches, and the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `env`, `case`, `compile` or `check`.
    pub category: &'static str,
    /// The text in the log.
    pub case: &'static str,
    /// The pattern that finds it.
    pub pattern: &'static str,
}

/// Every cause that there is.
pub const CAUSES: [Cause; 6] = [
    Cause {
        category: "case",
        case: "FAIL: disk_test.go:12: TestDisk",
        pattern: r"FAIL: \S+\.go:[0-9]+: \S+",
    },
    Cause { category: "case", case: "FAIL: net_test.go:7: TestNet", pattern: r"FAIL: \S+\.go:[0-9]+: \S+" },
    Cause {
        category: "compile",
        case: "error: could not compile `core`",
        pattern: "error: could not compile `[^`]*`",
    },
    Cause {
        category: "check",
        case: "make: *** [lint] Error 2",
        pattern: r"make: \*\*\* \[lint\] Error [0-9]+",
    },
    Cause { category: "env", case: "connection reset", pattern: "connection reset" },
    Cause { category: "env", case: "Could not resolve host", pattern: "Could not resolve host" },
];

/// One run, with what was planned about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The repository.
    pub repository: &'static str,
    /// The job.
    pub job: &'static str,
    /// Its number within the job, from 1.
    pub id: u32,
    /// How it ended.
    pub ended: Ended,
    /// When it started, in seconds since the epoch.
    pub started_at: i64,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// The commit.
    pub commit: String,
    /// The pull request; absent for nightly runs.
    pub pull: Option<u64>,
    /// Who wrote it.
    pub author: &'static str,
    /// Why it failed; absent where it did not, and where nobody knows.
    pub cause: Option<Cause>,
    /// Was it planned as a rerun of the same commit?
    pub rerun: bool,
    /// Was it planned as the first run of a further commit of its pull request?
    pub new_commit: bool,
    /// Which attempt of its commit it is, from 1.
    pub attempt: u32,
}

/// The runs of two repositories, in the order of their start.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The runs.
    pub runs: Vec<Run>,
}

impl Activity {
    /// Draws so many pull requests in each repository, with a nightly run for every ten of them.
    pub fn new(seed: u64, pulls: u64) -> Self {
        Self { runs: draw::runs(seed, pulls) }
    }

    /// What the made-up code host has: more runs in each repository than a list gives.
    pub fn served() -> Self {
        Self::new(SERVED_SEED, SERVED_PULLS)
    }

    /// What ships with the page: two weeks and a half, and a flaky test that got worse in the last.
    pub fn sample() -> Self {
        let mut sample = Self::new(11, 36);
        let (first, last) = sample.span();
        for run in &mut sample.runs {
            // As many seconds as make the whole so long; the order stays.
            run.started_at = first + (run.started_at - first) * SAMPLE_S / (last - first).max(1);
            run.author = if run.author.starts_with('=') { "barbara" } else { run.author };
            let is_late = run.started_at > first + SAMPLE_S - WEEK_S;
            if run.ended == Ended::Failure && is_late && run.job == "unit" {
                run.cause = CAUSES.first().copied();
            }
        }
        sample
    }

    /// The runs of one repository alone.
    #[must_use]
    pub fn of(&self, repository: &str) -> Self {
        Self { runs: self.runs.iter().filter(|run| run.repository == repository).cloned().collect() }
    }

    /// The first and the last start, in seconds.
    pub fn span(&self) -> (i64, i64) {
        let starts = || self.runs.iter().map(|run| run.started_at);
        (starts().min().unwrap_or(0), starts().max().unwrap_or(0))
    }
}
