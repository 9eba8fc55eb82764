//! Puts one tab together: runs, incidents, tests, job rows, and the truth about them.

use super::actor::Actor;
use super::cast::{self, Scene};
use super::catalogue::{CommitStyle, Plot, TabSpec};
use super::options::WorldOptions;
use super::play::{Played, Stage, moment};
use super::story::Story;
use super::timetable::{Timetable, custom_headers};
use super::{causes, job_rows, strikes};
use crate::dice::Dice;
use crate::grid::{Column, Tab};
use crate::truth::{BrokenRunTruth, OutageTruth, RegressionTruth, TabTruth};

/// Builds a tab; `copy` counts repeats of a catalogue entry in worlds with more tabs than it has.
pub(crate) fn build(spec: &TabSpec, copy: usize, dashboard: &str, options: &WorldOptions) -> (Tab, TabTruth) {
    let suffix = if copy == 0 { String::new() } else { format!("-{}", copy + 1) };
    let name = format!("{}{suffix}", spec.name);
    let mut dice = Dice::new(options.seed, &format!("{dashboard}/{name}"));
    let mut timetable = Timetable::draw(spec, options, spec.plot == Plot::Stale, &mut dice);
    if spec.plot == Plot::Empty {
        timetable.columns.clear();
    }
    let story = Story::draw(spec, timetable.columns.len(), &mut dice);
    timetable.share_commits(spec.commits, story.one_commit(), &mut dice);
    let (rows, broken_runs) = rows(spec, options, &timetable, &story, &mut dice);
    let truth = TabTruth { name: name.clone(), broken_runs, ..truth(spec, &timetable, &story, &rows) };
    (tab(spec, name, options, timetable.columns, rows), truth)
}

fn rows(
    spec: &TabSpec,
    options: &WorldOptions,
    timetable: &Timetable,
    story: &Story,
    dice: &mut Dice,
) -> (Vec<Played>, Vec<BrokenRunTruth>) {
    let columns = &timetable.columns;
    if columns.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let scene = Scene { spec, options, timetable, story };
    let actors = cast::draw(&scene, dice);
    let stage = Stage::new(columns, story, &actors, dice);
    let mut tests: Vec<Played> = actors.iter().map(|actor| stage.play(actor, dice)).collect();
    strikes::hide_flips(&mut tests, story);
    let broken_runs = story
        .broken_runs
        .iter()
        .map(|run| strikes::break_run(run, columns, &mut tests, &stage, dice))
        .collect();
    if !tests.is_empty() {
        strikes::make_noise(&mut tests, columns.len(), &stage, dice);
    }
    strikes::settle_families(&mut tests);
    let mut rows = job_rows::derive(spec, columns, story, &stage, &tests, dice);
    if spec.plot == Plot::OverallOnly {
        rows.push(lone_overall(&scene, &stage, dice));
    }
    rows.append(&mut tests);
    (rows, broken_runs)
}

/// The only row of a tab: flaky on one dashboard, broken on the other.
fn lone_overall(scene: &Scene, stage: &Stage, dice: &mut Dice) -> Played {
    let columns = scene.timetable.columns.len();
    let mut actor = Actor::passing(format!("{}.Overall", scene.spec.prow_job), columns);
    if columns > 14 {
        actor.flake(0.07, causes::SETUP);
    } else {
        actor.break_since(4.min(columns - 1), causes::SETUP);
    }
    let mut played = stage.play(&actor, dice);
    played.truth.row = "job";
    played
}

fn tab(spec: &TabSpec, name: String, options: &WorldOptions, columns: Vec<Column>, rows: Vec<Played>) -> Tab {
    Tab {
        name,
        gcs_prefix: format!("kubernetes-ci-logs/logs/{}", spec.prow_job),
        custom_headers: custom_headers(spec.commits),
        columns,
        rows: rows.into_iter().map(|played| played.row).collect(),
        updated_at_s: options.now_s - 240,
        judges_health: spec.plot == Plot::Rough,
        stale_after_hours: matches!(spec.plot, Plot::Stale | Plot::Empty).then_some(48),
    }
}

fn truth(spec: &TabSpec, timetable: &Timetable, story: &Story, rows: &[Played]) -> TabTruth {
    let columns = &timetable.columns;
    TabTruth {
        prow_job: spec.prow_job.to_owned(),
        columns: columns.len(),
        commit_style: commit_style(spec.commits),
        commits: timetable.commits.iter().copied().take(columns.len()).collect(),
        running_columns: story.running.then_some(0).into_iter().collect(),
        setup_failures: story.setup_failures.iter().map(|&column| moment(columns, column)).collect(),
        outages: story.outage.iter().map(|outage| outage_truth(outage, columns)).collect(),
        mass_regressions: story
            .regression
            .iter()
            .map(|regression| {
                let since = timetable.first_run_of_commit(regression.oldest);
                let tests = rows.iter().filter(|row| row.truth.cause == Some(regression.cause.name)).count();
                RegressionTruth { since: moment(columns, since), tests, cause: regression.cause.name }
            })
            .collect(),
        tests: rows.iter().map(|row| row.truth.clone()).collect(),
        ..TabTruth::default()
    }
}

fn outage_truth(outage: &super::story::Outage, columns: &[Column]) -> OutageTruth {
    OutageTruth {
        newest: moment(columns, outage.newest),
        oldest: moment(columns, outage.oldest),
        columns: outage.oldest - outage.newest + 1,
        cause: outage.cause.name,
    }
}

fn commit_style(style: CommitStyle) -> &'static str {
    match style {
        CommitStyle::Token => "token",
        CommitStyle::InVersion => "in_version",
        CommitStyle::Ones => "ones",
        CommitStyle::Absent => "absent",
    }
}
