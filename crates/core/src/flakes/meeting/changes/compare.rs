//! Every test on both sides of a date, and what became of it.

use rustc_hash::FxHashMap;

use super::sides::{Since, Then};
use super::{Change, Changes, JobName, Kind};
use crate::flakes::analysis::Test;
use crate::flakes::{Analysis, JobRow, Params, TabAnalysis, TestRow, Verdict};
use crate::model::TimeMs;
use crate::stats::{FisherP, benjamini_hochberg, fisher_one_sided, round6, runs_to_see};

/// A test on both sides of the date.
struct Compared<'a> {
    now: Test<'a>,
    since: Since,
    then: Then,
    p: Option<FisherP>,
}

impl Analysis {
    /// What changed since `since`. `earlier` is the analysis of the same tabs by [`crate::model::Tab::before`] with the
    /// same parameters.
    pub fn changes(&self, earlier: &Self, since: TimeMs) -> Changes {
        let tests = self.compare(earlier, since);
        let mut changes = self.head(earlier, since);
        changes.runs_before = tests.iter().map(|test| u64::from(test.then.runs)).sum();
        changes.runs_since = tests.iter().map(|test| u64::from(test.since.runs)).sum();
        let (more, fewer) = (significant(&tests, |p| p.more), significant(&tests, |p| p.fewer));
        for ((test, more), fewer) in tests.iter().zip(more).zip(fewer) {
            if let Some((kind, row)) = test.kind(more, fewer).zip(self.row(test.now.number)) {
                changes.list(kind).push(test.change(kind, row));
            }
        }
        changes.sort();
        changes
    }

    /// Everything but the lists and the sums.
    fn head(&self, earlier: &Self, since: TimeMs) -> Changes {
        let name = |job: &JobRow| JobName { dashboard: job.dashboard.clone(), job: job.job.clone() };
        let has_before: Vec<JobName> =
            earlier.tabs.iter().filter(|t| t.job.columns > 0).map(|t| name(&t.job)).collect();
        let (compared, not): (Vec<_>, Vec<_>) =
            self.tabs.iter().map(|tab| &tab.job).partition(|job| job.read && has_before.contains(&name(job)));
        Changes {
            since,
            window_days: self.params.window_days,
            reaches_back_to: compared.iter().filter_map(|job| job.oldest_run_at).max(),
            jobs_compared: u32::try_from(compared.len()).unwrap_or(u32::MAX),
            not_compared: not.into_iter().map(name).collect(),
            runs_before: 0,
            runs_since: 0,
            new: Vec::new(),
            fixed: Vec::new(),
            quiet: Vec::new(),
            worse: Vec::new(),
            better: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// Every test of a job that has runs before the date.
    fn compare<'a>(&'a self, earlier: &'a Self, since: TimeMs) -> Vec<Compared<'a>> {
        let then = Earlier::new(earlier);
        let dates: Vec<Option<Date>> = self.tabs.iter().map(|tab| Date::new(tab, &then, since)).collect();
        let sides = |((tab, _), now): (&(u32, u32), Test<'a>)| {
            let date = dates.get(*tab as usize)?.as_ref()?;
            Some(Compared::new(now, then.find(&now), date))
        };
        self.places.iter().zip(self.tests()).filter_map(sides).collect()
    }
}

/// The date in one tab.
struct Date {
    /// True for each column that started after it.
    after: Vec<bool>,
}

impl Date {
    /// None for a tab that cannot be compared.
    fn new(tab: &TabAnalysis, then: &Earlier<'_>, since: TimeMs) -> Option<Self> {
        let grid = tab.grid.as_deref().filter(|_| then.has(&tab.job))?;
        let after: Vec<bool> = grid.table.started_by(since).into_iter().map(|before| !before).collect();
        Some(Self { after })
    }
}

/// The earlier state, by name.
struct Earlier<'a> {
    jobs: FxHashMap<(&'a str, &'a str), u32>,
    tests: FxHashMap<(&'a str, &'a str, &'a str), Test<'a>>,
}

impl<'a> Earlier<'a> {
    fn new(earlier: &'a Analysis) -> Self {
        let job =
            |tab: &'a TabAnalysis| ((tab.job.dashboard.as_str(), tab.job.job.as_str()), tab.job.columns);
        let test = |test: Test<'a>| {
            ((test.tab.job.dashboard.as_str(), test.tab.job.job.as_str(), test.name()), test)
        };
        Self { jobs: earlier.tabs.iter().map(job).collect(), tests: earlier.tests().map(test).collect() }
    }

    /// Is a run of the job from before the date served?
    fn has(&self, job: &JobRow) -> bool {
        self.jobs.get(&(job.dashboard.as_str(), job.job.as_str())).is_some_and(|columns| *columns > 0)
    }

    /// The same test then; one that was renamed since bore its older name.
    fn find<'b>(&'b self, now: &'b Test<'_>) -> Option<&'b Test<'b>> {
        let (dashboard, job) = (now.tab.job.dashboard.as_str(), now.tab.job.job.as_str());
        let named = |name| self.tests.get(&(dashboard, job, name)).filter(|test| test.stats.runs() > 0);
        named(now.name()).or_else(|| named(now.renamed_from()))
    }
}

impl<'a> Compared<'a> {
    fn new(now: Test<'a>, then: Option<&Test<'_>>, date: &Date) -> Self {
        let (since, then) = (Since::new(&now, &date.after), then.map(Then::new).unwrap_or_default());
        let p = fisher_one_sided((since.failures, then.failures), (since.runs, then.runs));
        Self { now, since, then, p }
    }

    fn kind(&self, more: bool, fewer: bool) -> Option<Kind> {
        let (now, then) = (self.now.stats.verdict, self.then.verdict);
        let named_now = is_named(Some(now)) && !self.now.stats.stale;
        let named_then = is_named(then) && !self.then.stale;
        let both_look = needs_look(Some(now)) && needs_look(then) && !self.now.stats.stale;
        match () {
            () if named_then && self.now.stats.stale => Some(Kind::Gone),
            () if named_now && !named_then => Some(Kind::New).filter(|_| self.since.failures > 0),
            () if named_then && self.is_fixed() => Some(Kind::Fixed),
            () if named_then && self.since.is_clean() => Some(Kind::Quiet),
            () if now == Verdict::Failing => {
                Some(Kind::Worse).filter(|_| both_look && then != Some(Verdict::Failing))
            }
            () if then == Some(Verdict::Failing) => {
                Some(Kind::Better).filter(|_| named_then && self.since.runs > 0)
            }
            () if both_look && more => Some(Kind::Worse),
            () if both_look && fewer => Some(Kind::Better),
            () => None,
        }
    }

    fn is_fixed(&self) -> bool {
        shows(self.since.clean_runs, self.rate_to_beat())
    }

    /// The rate that the newest passes must make unlikely: that of an ended breakage, else the lower of both sides, so
    /// that what only became rarer is not called fixed.
    fn rate_to_beat(&self) -> f64 {
        let healed = matches!(self.now.stats.verdict, Verdict::Recovered | Verdict::Passing);
        let (then, since) = (self.then.window_rate(), self.since.window_rate());
        match self.then.verdict {
            Some(Verdict::Failing) if healed => self.then.rate,
            _ if self.since.failures == 0 => then,
            _ => then.min(since),
        }
    }

    /// Would it have shown then?
    fn is_certainly_new(&self) -> bool {
        self.then.verdict.is_none() || shows(self.then.clean_runs, self.since.rate)
    }

    fn change(&self, kind: Kind, row: TestRow) -> Change {
        let p = self.p.map(|p| if matches!(kind, Kind::New | Kind::Worse) { p.more } else { p.fewer });
        Change {
            row,
            verdict_before: self.then.verdict,
            runs_before: self.then.runs,
            failures_before: self.then.failures,
            runs_since: self.since.runs,
            failures_since: self.since.failures,
            clean_runs: self.since.clean_runs,
            p: p.map(round6),
            certain: match kind {
                Kind::New => self.is_certainly_new(),
                Kind::Quiet => false,
                Kind::Fixed | Kind::Worse | Kind::Better | Kind::Gone => true,
            },
        }
    }
}

/// Would so many runs show a failure of this rate with 95 % probability?
fn shows(runs: u32, rate: f64) -> bool {
    runs_to_see(rate).is_some_and(|needed| runs >= needed)
}

/// On the list of what must have an issue.
fn is_named(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::Failing | Verdict::Flaky))
}

fn needs_look(verdict: Option<Verdict>) -> bool {
    is_named(verdict) || verdict == Some(Verdict::Suspect)
}

fn significant(tests: &[Compared<'_>], of: fn(FisherP) -> f64) -> Vec<bool> {
    let p: Vec<f64> = tests.iter().map(|test| test.p.map_or(f64::NAN, of)).collect();
    benjamini_hochberg(&p, Params::TREND_FALSE_DISCOVERY)
}
