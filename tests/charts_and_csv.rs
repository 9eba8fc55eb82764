//! The bars of the charts are counts of the rows that the CSV holds: both are made of one selection.
#![expect(clippy::unwrap_used, reason = "a test stops where its helper fails")]

mod sim_issues;
mod sim_world;

use std::collections::BTreeMap;

use flakescope_core::export::{Format, write_report};
use flakescope_core::flakes::issues::{Effort, EffortGroup, Tracker};
use flakescope_core::flakes::{
    Analysis, Bar, Filter, Level, Params, ReportHead, RowRange, Selection, Sort, Verdict, compile_search,
};
use flakescope_core::model::TimeMs;
use flakescope_sim::world::{World, WorldOptions};

/// A world with its issues. In an incomplete list nothing is untracked.
fn analysis(complete: bool) -> Analysis {
    let options = WorldOptions { seed: 21, jobs: 20, tests: 60, columns: 60, ..WorldOptions::default() };
    let world = World::build(options);
    let list = sim_issues::read_issues(&world.github);
    let analysis = Analysis::of_tabs(&sim_world::tabs_of(world.dashboards), Params::default());
    let tracker = Tracker::new(&list, analysis.newest_run_at().unwrap());
    analysis.track(Tracker { complete, ..tracker })
}

fn csv(analysis: &Analysis, selection: &Selection) -> String {
    let head =
        ReportHead { generated_at: TimeMs(0), source: "a made-up world".to_owned(), warnings: Vec::new() };
    write_report(&analysis.report(selection, head, None), Format::Csv)
}

/// The bars that the rows of a CSV give, by the column `name`.
fn bars(csv: &str, name: &str, complete: bool) -> BTreeMap<String, Bar> {
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    let mut bars: BTreeMap<String, Bar> = BTreeMap::new();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let count: fn(&mut Bar) -> &mut u32 = match row["verdict"].as_str() {
            "failing" => |bar| &mut bar.failing,
            "flaky" => |bar| &mut bar.flaky,
            "suspect" => |bar| &mut bar.suspect,
            _ => continue,
        };
        if row["stale"] == "true" {
            continue;
        }
        let bar = bars.entry(row[name].clone()).or_default();
        bar.name.clone_from(&row[name]);
        *count(bar) += 1;
        bar.efforts[group(&row["effort"], &row["verdict"], complete).place()] += 1;
    }
    bars
}

/// The group that a cell of the column `effort` means for a test that still runs.
fn group(effort: &str, verdict: &str, complete: bool) -> EffortGroup {
    match Effort::parse(effort) {
        Some(effort) => EffortGroup::parse(effort.word()).unwrap(),
        None if verdict == "suspect" => EffortGroup::NotNeeded,
        None if complete => EffortGroup::Untracked,
        None => EffortGroup::Unknown,
    }
}

fn by_name(bars: &[Bar]) -> BTreeMap<String, Bar> {
    bars.iter().map(|bar| (bar.name.clone(), bar.clone())).collect()
}

fn filters() -> Vec<Filter> {
    let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    vec![
        Filter::default(),
        Filter { sigs: vec!["storage".to_owned(), "none".to_owned()], ..all.clone() },
        Filter { efforts: EffortGroup::NOBODY.to_vec(), ..Filter::default() },
        Filter { priorities: vec![Level::CriticalUrgent], text: "should".to_owned(), ..all.clone() },
        all,
    ]
}

#[test]
fn the_bars_count_the_rows_of_the_csv() {
    for complete in [true, false] {
        let analysis = analysis(complete);
        for filter in filters() {
            let selection = analysis.select(&filter.ready(compile_search).unwrap(), Sort::default());
            let view = analysis.flakes_view(&selection, RowRange { start: 0, count: 1 });
            let csv = csv(&analysis, &selection);
            assert_eq!(by_name(&view.per_sig), bars(&csv, "sig", complete), "{filter:?}");
            assert_eq!(by_name(&view.per_job), bars(&csv, "job", complete), "{filter:?}");
        }
    }
}

#[test]
fn the_bars_of_the_overview_count_every_row() {
    let analysis = analysis(true);
    let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    let csv = csv(&analysis, &analysis.select(&all.ready(compile_search).unwrap(), Sort::default()));
    let overview = analysis.overview(&[], None);
    assert_eq!(by_name(&overview.per_sig), bars(&csv, "sig", true));
    assert_eq!(by_name(&overview.per_job), bars(&csv, "job", true));
    let groups = overview.per_sig.iter().fold([0; EffortGroup::ALL.len()], |mut sum, bar| {
        sum.iter_mut().zip(bar.efforts).for_each(|(sum, tests)| *sum += tests);
        sum
    });
    assert!(groups.iter().filter(|tests| **tests > 0).count() >= 4, "a world with every state: {groups:?}");
}
