//! The roles that a plot asks for: groups, renames, families, retries, hostile names.

use super::actor::{Actor, Nature, Show};
use super::cast::{Scene, make_flaky, take};
use super::catalogue::{Plot, Suite};
use super::causes;
use super::vocabulary::SUBTESTS;
use crate::dice::Dice;

/// Names that an exporter, a terminal and a page must survive.
const HOSTILE_NAMES: &[&str] = &[
    "=HYPERLINK(\"https://example.org/?q=1\",\"[sig-storage] click me\")",
    "<script>alert('[sig-network]')</script> Services should \"quote\", comma, and 'apostrophe'",
    "[sig-apps] \u{202e}stset eht lla\u{202c} should keep their order — naïve ✗ 试验",
    "+1 -1 @all [sig-node] Pods should ](https://example.org) | survive | tables",
];

/// Gives the plot's roles to free tests, and adds tests where the plot needs more.
pub(crate) fn hand_out(actors: &mut Vec<Actor>, free: &mut Vec<usize>, scene: &Scene, dice: &mut Dice) {
    match scene.spec.plot {
        Plot::Together => form_group(actors, free, dice),
        Plot::Renames => rename_some(actors, free, scene, dice),
        Plot::Subtests => add_families(actors, free, scene, dice),
        Plot::Retries => retry_some(actors, free, dice),
        Plot::Hostile => add_hostile(actors, scene, dice),
        _ => {}
    }
}

/// At most an eighth of the tests, so that the group alone does not look like a broken run.
fn form_group(actors: &mut [Actor], free: &mut Vec<usize>, dice: &mut Dice) {
    let cause = *dice.pick(causes::SHARED);
    let size = (actors.len() / 8).clamp(2, 8);
    for _ in 0..size {
        take(actors, free, dice, |actor, _| {
            actor.flake(0.06, cause);
            actor.group = Some(0);
        });
    }
}

/// The same test under two names: one row stops where the other starts.
fn rename_some(actors: &mut Vec<Actor>, free: &mut Vec<usize>, scene: &Scene, dice: &mut Dice) {
    let columns = scene.timetable.columns.len();
    for round in 0..4 {
        let boundary = dice.between(columns / 4, columns / 2).max(1);
        let flaky = round < 2;
        let Some(index) = take(actors, free, dice, |_, _| {}) else { return };
        if flaky {
            make_flaky(&mut actors[index], scene, dice);
            actors[index].failure_rate = dice.fraction(0.05, 0.2);
        }
        let old = retire(&mut actors[index], boundary);
        actors.push(old);
    }
}

/// Splits a test at a column: it goes on with one tag more, and the old row is given back.
fn retire(actor: &mut Actor, boundary: usize) -> Actor {
    let mut old = actor.clone();
    actor.name = format!("{} [Feature:Renamed]", actor.name);
    actor.exists.1 = boundary - 1;
    actor.renamed_from = Some(old.name.clone());
    old.exists.0 = boundary;
    old.renamed_to = Some(actor.name.clone());
    old
}

/// `P` and `P/child`: the parent fails whenever a child does.
fn add_families(actors: &mut Vec<Actor>, free: &mut Vec<usize>, scene: &Scene, dice: &mut Dice) {
    let columns = scene.timetable.columns.len();
    for family in 0..(actors.len() / 10).clamp(2, 12) {
        let Some(index) = take(actors, free, dice, |_, _| {}) else { return };
        let parent = actors[index].name.clone();
        let first = dice.below(SUBTESTS.len());
        for case in 0..3 {
            let name = format!("{parent}/{}", SUBTESTS[(first + case) % SUBTESTS.len()]);
            let mut child = Actor { parent: Some(parent.clone()), ..Actor::passing(name, columns) };
            if case == 0 && family < 4 {
                make_flaky(&mut child, scene, dice);
                child.failure_rate = child.failure_rate.max(0.03);
            }
            actors.push(child);
        }
    }
}

fn retry_some(actors: &mut [Actor], free: &mut Vec<usize>, dice: &mut Dice) {
    for actor in actors.iter_mut().filter(|actor| actor.nature == Nature::Flaky) {
        actor.show = Show::Retry;
    }
    for _ in 0..2 {
        take(actors, free, dice, |actor, dice| {
            actor.flake(dice.fraction(0.03, 0.15), causes::FLAKES[0]);
            actor.show = Show::Retry;
        });
    }
}

fn add_hostile(actors: &mut Vec<Actor>, scene: &Scene, dice: &mut Dice) {
    let columns = scene.timetable.columns.len();
    for (index, &name) in HOSTILE_NAMES.iter().enumerate() {
        let prefix = if scene.spec.suite == Suite::Cluster && index % 2 == 1 {
            "Kubernetes e2e suite.[It] "
        } else {
            ""
        };
        let mut actor = Actor::passing(format!("{prefix}{name}"), columns);
        if index == 0 && columns > 8 {
            actor.break_since(scene.timetable.first_run_of_commit(5), causes::HOSTILE);
        } else {
            actor.flake(dice.fraction(0.06, 0.2), causes::HOSTILE);
        }
        actors.push(actor);
    }
}
