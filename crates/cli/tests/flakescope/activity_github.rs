//! `activity --github` on the made-up code host: more runs than a list gives, attempts, and a quota that is used up in the middle.

use flakescope_sim::activity::{Activity, ActivityTruth, REPOSITORIES};
use flakescope_sim::world::{World, WorldOptions};

use crate::activity::told;
use crate::run::{Run, command, of};
use crate::server;

fn start() -> String {
    let world = World::build(WorldOptions { tests: 5, columns: 10, ..WorldOptions::default() });
    server::start(world, Vec::new())
}

fn ask(address: &str, repository: &str, (from, to): (i64, i64), token: bool) -> Run {
    let time = flakescope_sim::clock::rfc3339;
    let mut command = command();
    command.args(["activity", "--github", repository, "--github-api", address, "--format", "json"]);
    command.args(["--from", &time(from), "--to", &time(to)]);
    if token {
        command.env("GITHUB_TOKEN", "read");
    }
    of(command.output().unwrap())
}

/// What Actions cannot tell: no rule has seen a log, and its clock has whole seconds.
fn as_actions_tell(truth: &ActivityTruth) -> ActivityTruth {
    let failed = truth.failure;
    ActivityTruth { causes: [("unknown".to_owned(), failed)].into(), ..truth.clone() }
}

#[test]
fn more_runs_than_a_list_gives() {
    let address = start();
    let (name, world) = (REPOSITORIES[0], Activity::served().of(REPOSITORIES[0]));
    let (from, to) = world.span();
    let run = ask(&address, name, (from, to), true);
    assert_eq!((run.code, run.json()["warnings"].to_string().as_str()), (0, "[]"), "{}", run.err);
    let truth = world.truth(from, to);
    assert!(truth.runs - truth.reruns > 1_000, "{truth:?}");
    assert_eq!(told(&run), as_actions_tell(&truth));
    let paths: Vec<String> = server::log(&address).into_iter().map(|(path, _)| path).collect();
    let jobs = paths.iter().filter(|path| path.contains("/jobs")).count();
    let again_or_failed = world.runs.iter().enumerate().filter(|(place, run)| {
        let is_newest = world.runs.get(place + 1).is_none_or(|next| !next.rerun);
        is_newest && (run.attempt > 1 || run.ended == flakescope_sim::activity::Ended::Failure)
    });
    assert_eq!(jobs, again_or_failed.count(), "jobs cost a request for a run");
    assert!(paths.iter().all(|path| !path.contains("page=11")), "a list ends at 1,000");
}

#[test]
fn a_quota_that_is_used_up_keeps_what_came() {
    let address = start();
    let (name, world) = (REPOSITORIES[1], Activity::served().of(REPOSITORIES[1]));
    let (from, to) = world.span();
    let run = ask(&address, name, (from, to), false);
    assert_eq!(run.code, 0, "{}", run.err);
    let (found, truth) = (told(&run), world.truth(from, to));
    let newest = truth.runs - truth.reruns;
    assert!((newest..truth.runs).contains(&found.runs), "every newest attempt came: {found:?} {truth:?}");
    assert!(found.reruns < truth.reruns && found.commits == truth.commits, "{found:?}");
    assert!(run.err.contains("Ask again later for them, or give a token."), "{}", run.err);
    let asked = server::log(&address).iter().filter(|(path, _)| path.contains("/actions/")).count();
    assert!(
        (61..=63).contains(&asked),
        "60 good answers, and a refusal for each that was on its way: {asked}"
    );
}

#[test]
fn what_is_not_there_is_told() {
    let address = start();
    let run = ask(&address, "made-up/none", (0, 3600), false);
    assert!(run.code == 0 && run.err.contains("GitHub does not know this address"), "{}", run.err);
    assert_eq!(ask(&address, "no repository", (0, 3600), false).code, 2);
}
