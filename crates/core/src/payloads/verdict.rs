//! The verdict over the runs of one job.

use std::collections::BTreeSet;

use super::discovery::{Discovery, Suspect, discoveries};
use super::report::{Outcome, RunRow, TestRow, Totals, VerdictReport};
use super::rules::{Judgement, Rule, Standing, Tally, judge};
use super::runs::{Coordinates, Marks, RunInfo, Runs};
use super::{Lists, Params, Past, PowerCurve, flagged, power_curve, sentence};
use crate::sorting;
use crate::stats::{fisher_one_sided, newcombe_95};
use crate::warning::Warning;

/// Judges every test that was seen in any run, and the payload. `warnings` of the reading go into the report.
pub fn verdict(
    runs: &Runs,
    past: &Past,
    params: &Params,
    lists: &Lists,
    warnings: Vec<Warning>,
) -> VerdictReport {
    let job = runs.jobs().first().copied().unwrap_or_default().to_owned();
    let places = 0..runs.tests().len();
    let judged: Vec<Judged<'_>> =
        places.filter_map(|place| Judged::new(runs, place, &job, past, params, lists)).collect();
    let tests = rows(&judged, runs, params);
    let mut report = VerdictReport {
        sentence: String::new(),
        passed: true,
        causes: Vec::new(),
        job,
        history: sentence::history(past, params),
        params: *params,
        totals: totals(&tests),
        runs: run_rows(runs),
        power: curves(&tests),
        tests,
        warnings,
    };
    report.warnings.extend(sentence::warnings(runs, past, params));
    report.causes = sentence::causes(&report, runs, lists);
    report.passed = report.causes.is_empty();
    report.sentence = sentence::verdict(&report);
    report
}

/// A test with what was decided of it.
struct Judged<'a> {
    test: &'a Coordinates,
    marks: Vec<Marks>,
    tally: Tally,
    standing: Standing,
    judgement: Judgement,
}

impl<'a> Judged<'a> {
    fn new(
        runs: &'a Runs,
        place: usize,
        job: &str,
        past: &Past,
        params: &Params,
        lists: &Lists,
    ) -> Option<Self> {
        let test = runs.tests().get(place)?;
        let marks: Vec<Marks> = runs.marks_of(place).collect();
        // A test of a run that was left out.
        if marks.iter().all(|mark| mark.is_missing()) {
            return None;
        }
        let tally = Tally::of(marks.iter().copied());
        let standing = Standing::of(past, test);
        let judgement = judge(tally, test, job, standing, params, lists);
        Some(Self { test, marks, tally, standing, judgement })
    }

    /// True when its passes were held against something.
    fn is_judged(&self) -> bool {
        !matches!(self.judgement.rule, Rule::AlwaysPass | Rule::DidNotRun)
    }

    fn outcome(&self) -> Outcome {
        let is_informing = self.marks.iter().any(|mark| mark.has(Marks::INFORMING));
        match (self.judgement.passed, self.tally.attempts()) {
            (false, _) if is_informing => Outcome::Informing,
            (false, _) => Outcome::Failed,
            (true, 0) => Outcome::NotRun,
            (true, _) if self.tally.flakes > 0 => Outcome::Flaky,
            (true, _) => Outcome::Passed,
        }
    }

    /// The probability of so few passes if nothing has changed; `None` without a record or an attempt.
    fn p(&self) -> Option<f64> {
        let record = self.standing.record().filter(|_| self.is_judged())?;
        let hits = (self.tally.passes, record.working());
        fisher_one_sided(hits, (self.tally.attempts(), record.runs())).map(|p| p.fewer)
    }

    fn suspect(&self) -> Option<Suspect> {
        let failed = self.marks.iter().map(|mark| mark.has(Marks::FAIL) && !mark.has(Marks::PASS)).collect();
        Some(Suspect { p: self.p()?, failed })
    }

    fn row(&self, runs: &[RunInfo], params: &Params, discovery: Option<Discovery>) -> TestRow {
        let (tally, judgement) = (self.tally, &self.judgement);
        let record = self.standing.record();
        let share = |hits: u32, trials: u32| (trials > 0).then(|| f64::from(hits) / f64::from(trials));
        let pass_rate = share(tally.passes, tally.attempts());
        let history_rate = record.and_then(|record| share(record.working(), record.runs()));
        let spread =
            record.and_then(|r| newcombe_95((tally.passes, tally.attempts()), (r.working(), r.runs())));
        let by_passes = judgement.rule == Rule::RequiredPasses;
        let flagged = |rate: f64| flagged(tally.attempts(), judgement.required, rate);
        let silent = |lost: bool| self.silent(runs, lost);
        TestRow {
            suite: self.test.suite.clone(),
            test: self.test.test.clone(),
            verdict: self.outcome(),
            rule: judgement.rule,
            reason: sentence::reason(tally, judgement, self.standing, params),
            runs: self.letters(runs),
            attempts: tally.attempts(),
            passes: tally.passes,
            failures: tally.failures,
            flakes: tally.flakes,
            skips: tally.skips,
            missing_in: silent(false),
            lost_in: silent(true),
            history_runs: record.map(super::Record::runs),
            history_percent: self.standing.percent(params),
            required: judgement.required,
            required_exactly: judgement.required_exactly,
            pass_rate,
            history_rate,
            difference: pass_rate.zip(history_rate).map(|(now, before)| now - before),
            difference_low: spread.map(|spread| spread.low),
            difference_high: spread.map(|spread| spread.high),
            p: self.p(),
            q: discovery.map(|discovery| discovery.q),
            group: discovery.map_or(0, |discovery| discovery.group),
            flagged_as_before: history_rate.filter(|_| by_passes).map(flagged),
            flagged_at_90: by_passes.then(|| flagged(0.9)),
        }
    }

    fn letters(&self, runs: &[RunInfo]) -> String {
        let letter = |(mark, run): (&Marks, &RunInfo)| match mark.letter() {
            '.' if !run.incomplete.is_empty() => '?',
            letter => letter,
        };
        self.marks.iter().zip(runs).map(letter).collect()
    }

    /// The runs that say nothing of the test: incomplete ones, or complete ones.
    fn silent(&self, runs: &[RunInfo], incomplete: bool) -> Vec<String> {
        let silent = self.marks.iter().zip(runs).filter(|(mark, _)| mark.is_missing());
        silent
            .filter(|(_, run)| run.incomplete.is_empty() != incomplete)
            .map(|(_, run)| run.id.clone())
            .collect()
    }
}

/// The rows in the order of the report.
fn rows(judged: &[Judged<'_>], runs: &Runs, params: &Params) -> Vec<TestRow> {
    let suspects: Vec<Option<Suspect>> = judged.iter().map(Judged::suspect).collect();
    let known: Vec<Suspect> = suspects.iter().flatten().cloned().collect();
    let mut found = discoveries(&known).into_iter();
    let mut rows: Vec<TestRow> = judged
        .iter()
        .zip(&suspects)
        .map(|(test, suspect)| {
            let discovery = if suspect.is_some() { found.next() } else { None };
            test.row(runs.infos(), params, discovery)
        })
        .collect();
    sorting::sort_by(&mut rows, |a, b| {
        let p = |row: &TestRow| row.p.unwrap_or(1.0);
        let by_evidence = p(a).total_cmp(&p(b)).then_with(|| b.failures.cmp(&a.failures));
        let by_name = (&a.suite, &a.test).cmp(&(&b.suite, &b.test));
        a.verdict.cmp(&b.verdict).then(by_evidence).then(by_name)
    });
    rows
}

fn totals(rows: &[TestRow]) -> Totals {
    let mut totals = Totals::default();
    for row in rows {
        *match row.verdict {
            Outcome::Failed => &mut totals.failed,
            Outcome::Informing => &mut totals.informing,
            Outcome::Flaky => &mut totals.flaky,
            Outcome::Passed => &mut totals.passed,
            Outcome::NotRun => &mut totals.not_run,
        } += 1;
    }
    totals
}

fn run_rows(runs: &Runs) -> Vec<RunRow> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let row = |(place, run): (usize, &RunInfo)| RunRow {
        id: run.id.clone(),
        url: run.url.clone(),
        artifacts_url: run.artifacts_url.clone(),
        started: run.started,
        results: count(runs.count_in(place, |mark| !mark.is_missing())),
        failures: count(runs.count_in(place, |mark| mark.has(Marks::FAIL) && !mark.has(Marks::PASS))),
        incomplete: run.incomplete.clone(),
    };
    runs.infos().iter().enumerate().map(row).collect()
}

/// One curve for each pair of attempts and required passes by which a test was judged.
fn curves(rows: &[TestRow]) -> Vec<PowerCurve> {
    let judged = rows.iter().filter(|row| row.rule == Rule::RequiredPasses);
    let pairs: BTreeSet<(u32, u32)> = judged.map(|row| (row.attempts, row.required)).collect();
    pairs.into_iter().map(|(attempts, required)| power_curve(attempts, required)).collect()
}
