//! Who plays in a tab: draws the tests and hands out flakiness, breakage and the roles that the plot asks for.

use super::actor::{Actor, Nature};
use super::catalogue::{Plot, Suite, TabSpec};
use super::causes;
use super::options::WorldOptions;
use super::roles;
use super::story::Story;
use super::timetable::Timetable;
use super::{rates, suites};
use crate::dice::{self, Dice};

/// What the casting of a tab needs to know.
pub(crate) struct Scene<'a> {
    pub(crate) spec: &'a TabSpec,
    pub(crate) options: &'a WorldOptions,
    pub(crate) timetable: &'a Timetable,
    pub(crate) story: &'a Story,
}

/// The tests of a tab, in shown order.
pub(crate) fn draw(scene: &Scene, dice: &mut Dice) -> Vec<Actor> {
    let columns = scene.timetable.columns.len();
    let mut actors: Vec<Actor> =
        test_names(scene, dice).into_iter().map(|name| Actor::passing(name, columns)).collect();
    let mut free = order(&actors, scene, dice);
    hand_out(&mut actors, &mut free, scene, dice);
    roles::hand_out(&mut actors, &mut free, scene, dice);
    actors.sort_by(|a, b| a.name.cmp(&b.name));
    actors
}

/// How many tests a tab has.
fn test_count(spec: &TabSpec, options: &WorldOptions, dice: &mut Dice) -> usize {
    let tests = options.tests;
    if options.even {
        return tests;
    }
    let percent = match (spec.plot, spec.suite) {
        (Plot::Tiny(count), _) => return count,
        (Plot::TinyBrokenRun, _) => return 2,
        (Plot::OverallOnly | Plot::Empty, _) => return 0,
        (_, Suite::Cluster) => dice.between(75, 125),
        (_, Suite::Unit) => 90,
        (_, Suite::Node | Suite::Integration) => dice.between(50, 80),
        (_, Suite::Verify) => return (tests / 2).clamp(8, 42),
        (_, Suite::Scale | Suite::Kubeadm) => return 10,
        (_, Suite::Build) => return 3,
    };
    (tests * percent / 100).max(8)
}

/// A sample of the suite's tests: tabs of one suite share most names.
fn test_names(scene: &Scene, dice: &mut Dice) -> Vec<String> {
    let (suite, tests) = (scene.spec.suite, scene.options.tests);
    let count = test_count(scene.spec, scene.options, dice);
    let mut shared = Dice::new(scene.options.seed, &format!("suite {suite:?}"));
    let pool_size =
        if matches!(suite, Suite::Scale | Suite::Kubeadm) { 12 } else { count.max(tests * 3 / 2) };
    let pool_size = if matches!(suite, Suite::Build) { 3 } else { pool_size };
    let mut pool = suites::names(suite, pool_size.max(count), &mut shared);
    dice.shuffle(&mut pool);
    pool.truncate(count);
    pool
}

/// Indices of the tests, those first that flake easily: half by name, so that a test flakes in many tabs.
fn order(actors: &[Actor], scene: &Scene, dice: &mut Dice) -> Vec<usize> {
    let mut keyed: Vec<(u64, usize)> = (0..actors.len())
        .map(|index| {
            let by_name = dice::hash(scene.options.seed, &actors[index].name);
            (if dice.chance(0.5) { by_name } else { dice::hash(dice.below(1 << 40) as u64, "own") }, index)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().rev().map(|(_, index)| index).collect()
}

fn hand_out(actors: &mut [Actor], free: &mut Vec<usize>, scene: &Scene, dice: &mut Dice) {
    if let Some(regression) = scene.story.regression {
        let oldest = scene.timetable.first_run_of_commit(regression.oldest);
        let broken = (actors.len() * regression.share_percent).div_ceil(100);
        for _ in 0..broken {
            take(actors, free, dice, |actor, _| actor.break_since(oldest, regression.cause));
        }
    }
    for _ in 0..flaky_count(scene.spec, actors.len(), dice) {
        let Some(index) = free.pop() else { break };
        make_flaky(&mut actors[index], scene, dice);
    }
    for _ in 0..broken_count(scene.spec, dice) {
        take(actors, free, dice, |actor, dice| break_one(actor, scene, dice));
    }
    for _ in 0..recovered_count(scene.spec, dice) {
        take(actors, free, dice, |actor, dice| recover_one(actor, scene, dice));
    }
    for _ in 0..actors.len() / 12 {
        take(actors, free, dice, |actor, dice| odd_presence(actor, scene, dice));
    }
}

/// Gives a role to a free test of any position.
pub(crate) fn take(
    actors: &mut [Actor],
    free: &mut Vec<usize>,
    dice: &mut Dice,
    role: impl FnOnce(&mut Actor, &mut Dice),
) -> Option<usize> {
    if free.is_empty() {
        return None;
    }
    let index = free.swap_remove(dice.below(free.len()));
    role(&mut actors[index], dice);
    Some(index)
}

fn flaky_count(spec: &TabSpec, tests: usize, dice: &mut Dice) -> usize {
    let (low, high, per_mille) = match spec.plot {
        Plot::Calm | Plot::Stale => (0, 0, 0),
        Plot::Tiny(_) => (1, 1, 0),
        Plot::TinyBrokenRun | Plot::OverallOnly | Plot::Empty => return 0,
        Plot::Rough => (8, 11, 30),
        _ => (4, 6, 22),
    };
    (dice.between(low, high) + tests * per_mille / 1000).min((tests / 2).max(1))
}

fn broken_count(spec: &TabSpec, dice: &mut Dice) -> usize {
    match spec.plot {
        Plot::Rough => dice.between(0, 1),
        Plot::Tiny(count) if count > 2 => usize::from(dice.chance(0.3)),
        Plot::Plain | Plot::Renames | Plot::Subtests | Plot::Hostile | Plot::BrokenRuns => {
            [0, 0, 0, 0, 0, 0, 1, 2][dice.below(8)]
        }
        _ => 0,
    }
}

fn recovered_count(spec: &TabSpec, dice: &mut Dice) -> usize {
    match spec.plot {
        Plot::Tiny(count) if count > 3 => 1,
        Plot::Tiny(_) | Plot::TinyBrokenRun | Plot::OverallOnly | Plot::Calm | Plot::Stale | Plot::Empty => 0,
        _ => dice.between(0, 2),
    }
}

/// Flaky at a drawn rate; one in five began within the served columns.
pub(crate) fn make_flaky(actor: &mut Actor, scene: &Scene, dice: &mut Dice) {
    actor.flake(rates::draw(dice), *dice.pick(causes::flakes(scene.spec.suite)));
    let columns = scene.timetable.columns.len();
    if columns >= 20 && (0.05..0.4).contains(&actor.failure_rate) && dice.chance(0.3) {
        actor.flaky_since = Some(dice.between(columns / 4, columns * 3 / 4));
    }
}

/// Broken since a commit that at least three finished runs saw; now and then only one or two did.
pub(crate) fn break_one(actor: &mut Actor, scene: &Scene, dice: &mut Dice) {
    let columns = scene.timetable.columns.len();
    let wanted = if dice.chance(0.02) { dice.between(1, 2) } else { dice.between(4, (columns / 3).max(5)) };
    let Some(oldest) = nth_live(scene, 0, wanted) else { return };
    actor.break_since(
        scene.timetable.first_run_of_commit(oldest),
        *dice.pick(causes::breaks(scene.spec.suite)),
    );
    actor.issue = dice.chance(0.5).then(|| dice.between(128_000, 134_999).to_string());
    if dice.chance(0.04) {
        actor.failure_rate = 0.05;
    }
}

/// Broken once, mended since; now and then within two runs.
fn recover_one(actor: &mut Actor, scene: &Scene, dice: &mut Dice) {
    let columns = scene.timetable.columns.len();
    if columns < 14 {
        return;
    }
    let newest = scene.timetable.last_run_of_commit(dice.between(2, columns / 2));
    let wanted = if dice.chance(0.02) { dice.between(1, 2) } else { dice.between(4, (columns / 3).max(5)) };
    let Some(oldest) = nth_live(scene, newest, wanted) else { return };
    let oldest = scene.timetable.first_run_of_commit(oldest);
    let mended_runs = (0..newest).filter(|&column| scene.story.is_live(column)).count();
    if mended_runs > 1 && oldest + 2 < columns {
        actor.nature = Nature::Recovered;
        actor.broken = Some((newest, oldest));
        actor.cause = *dice.pick(causes::breaks(scene.spec.suite));
    }
}

/// The column of the n-th run with results, counted from `newest`.
fn nth_live(scene: &Scene, newest: usize, n: usize) -> Option<usize> {
    (newest..scene.timetable.columns.len()).filter(|&column| scene.story.is_live(column)).nth(n - 1)
}

/// Skipped everywhere, run now and then, new, or gone; the last three not where an outage must show.
fn odd_presence(actor: &mut Actor, scene: &Scene, dice: &mut Dice) {
    let (_, oldest) = actor.exists;
    match dice.below(4) {
        0 => actor.nature = Nature::Skipped,
        _ if scene.story.outage.is_some() => {}
        1 => actor.run_share = dice.fraction(0.3, 0.9),
        2 => actor.exists = (0, dice.between(oldest / 8, oldest)),
        _ => actor.exists = (dice.between(oldest / 4, oldest / 2), oldest),
    }
}
