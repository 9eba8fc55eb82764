//! The real TestGrid capture of March 2020: the golden numbers of 82 runs of 965 rows. The capture lies beside the
//! checkout and is not part of the product; without it these tests say so and pass.
#![expect(clippy::print_stdout, reason = "a skipped test says why")]

use std::path::PathBuf;

use flakescope_core::flakes::{Analysis, Filter, Params, Sort, Verdict, compile_search, flip_rate};
use flakescope_core::formats::testgrid::files::{NamedFile, read_files};
use flakescope_core::model::{Dataset, Outcome, TabStatus, Table};

const TABLE: &str = "table-e2e-gcp-rt-4.4.json";
const SUMMARY: &str = "summary-redhat-openshift-ocp-release-4.4-informing.json";
const JOB: &str = "release-openshift-ocp-installer-e2e-gcp-rt-4.4";

/// The data set of the two files, or `None` with a printed reason.
fn capture() -> Option<Dataset> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/testgrid-sippy");
    let read = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).ok()?;
        Some(NamedFile { name: name.to_owned(), bytes })
    };
    let (Some(table), Some(summary)) = (read(TABLE), read(SUMMARY)) else {
        println!("SKIPPED: the captures are not beside the checkout (../shared/data/testgrid-sippy)");
        return None;
    };
    let (data, warnings) = read_files(&[table, summary]);
    assert_eq!(warnings, []);
    Some(data)
}

fn table_of(data: &Dataset) -> &Table {
    data.boards
        .iter()
        .flat_map(|b| &b.tabs)
        .find_map(|tab| tab.table.as_deref())
        .expect("the capture has one table")
}

fn outcomes(table: &Table, row: usize) -> Vec<Outcome> {
    table.cells(row).iter().map(|cell| cell.outcome()).collect()
}

fn analysis(data: &Dataset, params: Params) -> Analysis {
    Analysis::of_tabs(data.boards.iter().flat_map(|b| &b.tabs), params)
}

#[test]
fn every_cell_is_decoded() {
    let Some(data) = capture() else { return };
    let table = table_of(&data);
    assert_eq!((table.columns.len(), table.rows.len(), table.job.as_str()), (82, 965, JOB));
    let mut counts = [0; 16];
    for row in 0..965 {
        table.cells(row).iter().for_each(|cell| counts[usize::from(cell.0)] += 1);
    }
    assert_eq!((counts[1], counts[12], counts[0], counts.iter().sum::<i32>()), (65_829, 797, 12_504, 79_130));
    assert_eq!(table.columns[0].started_at.unwrap().0, 1_585_369_505_000);
    assert_eq!(table.columns[81].started_at.unwrap().0, 1_584_394_122_000);
}

#[test]
fn the_summary_is_read() {
    let Some(data) = capture() else { return };
    let tabs = &data.boards[0].tabs;
    let with = |status| tabs.iter().filter(|tab| tab.summary.status == status).count();
    assert_eq!((data.boards.len(), tabs.len()), (1, 49));
    assert_eq!((with(TabStatus::Failing), with(TabStatus::Flaky), with(TabStatus::Stale)), (27, 17, 5));
}

/// (mean flip rate in percent, rows above zero, rows with both outcomes) without the columns in `without`; `with_rule`
/// also leaves out failures in columns in which nothing passed, as TestGrid does.
fn flips(table: &Table, without: &[usize], with_rule: bool) -> (f64, usize, usize) {
    let rows: Vec<Vec<Outcome>> = (0..table.rows.len()).map(|row| outcomes(table, row)).collect();
    let no_pass = |column: usize| {
        with_rule && !rows.iter().any(|row| matches!(row[column], Outcome::Pass | Outcome::Flaky))
    };
    let kept: Vec<usize> = (0..table.columns.len()).filter(|c| !without.contains(c)).collect();
    let rates: Vec<f64> = rows
        .iter()
        .map(|row| {
            flip_rate(kept.iter().filter(|c| row[**c] != Outcome::Fail || !no_pass(**c)).map(|c| row[*c]))
        })
        .collect();
    let both = rows.iter().filter(|row| {
        let has = |outcome| kept.iter().any(|c| row[*c] == outcome);
        has(Outcome::Pass) && has(Outcome::Fail)
    });
    let mean = rates.iter().sum::<f64>() * 100.0 / rates.len() as f64;
    (mean, rates.iter().filter(|rate| **rate > 0.0).count(), both.count())
}

#[test]
fn golden_flip_rates() {
    let Some(data) = capture() else { return };
    let table = table_of(&data);
    let (mean, above, both) = flips(table, &[], true);
    assert!((mean - 1.134_624).abs() < 1e-6, "{mean}");
    assert_eq!((above, both), (633, 634));
    let (_, above, both) = flips(table, &[11], true);
    assert_eq!((above, both), (60, 61));
    let (mean, above, _) = flips(table, &[11], false);
    assert!((mean - 0.2240).abs() < 5e-5, "{mean}");
    assert_eq!(above, 61);
    let overall = flip_rate(
        outcomes(table, 0)
            .into_iter()
            .enumerate()
            .filter(|(c, o)| *o != Outcome::Fail || ![29, 60, 62].contains(c))
            .map(|(_, o)| o),
    );
    assert!((overall * 100.0 - 21.3333).abs() < 5e-5, "{overall}");
}

#[test]
fn exactly_one_broken_run() {
    let Some(data) = capture() else { return };
    let analysis = analysis(&data, Params::default());
    let view = analysis.job_view("redhat-openshift-ocp-release-4.4-informing", JOB).unwrap();
    let found: Vec<_> =
        view.broken_runs.iter().map(|r| (r.column, r.failures, r.filled, r.in_window)).collect();
    assert_eq!(found, [(11, 617, 963, true)]);
}

#[test]
fn the_job_in_numbers() {
    let Some(data) = capture() else { return };
    let jobs = analysis(&data, Params::default()).jobs();
    let job = jobs.iter().find(|job| job.read).unwrap();
    let passed = job.columns_passed.unwrap();
    assert_eq!((passed.passed, passed.columns, passed.cells_passed, passed.cells), (0, 10, 7706, 7730));
    assert_eq!((job.newest_green.as_str(), job.runs, job.failed_runs), ("61", 82, 28));
    assert_eq!(job.prow_job, JOB);
}

#[test]
fn verdicts_with_and_without_the_broken_run() {
    let Some(data) = capture() else { return };
    let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    let lines: Vec<String> = [false, true]
        .iter()
        .map(|keep| {
            let params = Params { keep_broken_runs: *keep, ..Params::default() };
            let analysis = analysis(&data, params);
            let rows = analysis.select(&all.ready(compile_search).unwrap(), Sort::default());
            assert_eq!(rows.rows.len(), 964);
            format!("keep={keep}: {:?}", analysis.totals())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
