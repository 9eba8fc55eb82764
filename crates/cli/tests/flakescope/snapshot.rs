//! Snapshots of a made-up TestGrid: whole after every end, and a history that grows.
#![cfg(unix)]

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use flakescope_core::snapshot::{Boards, FileOf, Index, Month};
use flakescope_sim::github::GithubOptions;
use flakescope_sim::world::{World, WorldOptions};

use crate::run::{Run, command, flakescope, folder, of};
use crate::server::{fault, start};

const SMALL: WorldOptions =
    WorldOptions { seed: 7, jobs: 3, tests: 12, columns: 30, days: 15, even: false, now_s: 1_795_176_000 };

fn snapshot(address: &str, out: &Path) -> Run {
    flakescope(&arguments(address, out))
}

fn arguments(address: &str, out: &Path) -> String {
    format!("snapshot --testgrid {address}/api/v1 --github off --out {}", out.display())
}

/// The index, after every file that it names was held to it.
fn whole(out: &Path) -> Index {
    let index = Index::parse(&std::fs::read(out.join("index.json")).unwrap()).unwrap();
    for file in index.files() {
        file.check(&std::fs::read(out.join(&file.name)).unwrap()).unwrap();
    }
    index
}

fn months(out: &Path, index: &Index) -> Vec<(String, Month)> {
    let read = |name: &str| Month::parse(name, &std::fs::read(out.join(name)).unwrap()).unwrap();
    index.history.iter().map(|file| (file.about.clone(), read(&file.name))).collect()
}

#[test]
fn the_answers_and_the_history_of_a_board() {
    let out = folder("snapshot");
    let address = start(World::build(SMALL), Vec::new());
    let run = snapshot(&address, &out);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.contains("snapshot of 2 boards: ") && run.err.contains(" of history"), "{}", run.err);
    assert!(!run.err.contains(" 1 months"), "{}", run.err);
    let index = whole(&out);
    let boards = index.boards.clone().unwrap();
    let boards = Boards::parse(&boards.name, &std::fs::read(out.join(&boards.name)).unwrap()).unwrap();
    assert!(boards.paths().any(|path| path.ends_with("/tab-summaries")));
    assert_eq!(boards.paths().filter(|path| path.ends_with("/rows")).count(), 3);
    // The counts of all days are those of the whole table.
    let months = months(&out, &index);
    assert!(!months.is_empty());
    let report = flakescope(&format!(
        "flakes --testgrid {address}/api/v1 --github off --verdict all --window-days 365 --keep-broken-runs --format json"
    ))
    .json();
    let mut compared = 0;
    for test in report["tests"].as_array().unwrap().iter().filter(|test| test["renamed_from"] == "") {
        let word = |key: &str| test[key].as_str().unwrap();
        let days =
            months.iter().flat_map(|(_, month)| month.days(word("dashboard"), word("job"), word("test")));
        let runs: u64 = days.map(|(_, tally)| tally.runs()).sum();
        assert_eq!(Some(runs), test["runs"].as_u64(), "{test}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    // Again: the same history, byte by byte.
    assert_eq!(snapshot(&address, &out).code, 0);
    let again = whole(&out);
    assert_eq!((again.history, again.boards.clone()), (index.history, index.boards));
}

#[test]
fn history_stays_when_the_board_forgets() {
    let out = folder("snapshot-history");
    assert_eq!(snapshot(&start(World::build(SMALL), Vec::new()), &out).code, 0);
    let first = whole(&out);
    // Two months later nothing of it is served any more.
    let later = WorldOptions { now_s: SMALL.now_s + 60 * 86_400, ..SMALL };
    assert_eq!(snapshot(&start(World::build(later), Vec::new()), &out).code, 0);
    let second = whole(&out);
    let names = |index: &Index| index.history.iter().map(|file| file.about.clone()).collect::<Vec<_>>();
    assert!(names(&second).len() > names(&first).len(), "{:?}", names(&second));
    assert_eq!(months(&out, &second)[0], months(&out, &first)[0], "the first month is as it was");
    assert!(
        second.before.iter().all(|name| out.join(name).is_file()),
        "readers of the old index find its files"
    );
}

#[test]
fn a_killed_run_leaves_the_snapshot_before() {
    let out = folder("snapshot-killed");
    let quick = start(World::build(SMALL), Vec::new());
    assert_eq!(snapshot(&quick, &out).code, 0);
    let later = WorldOptions { now_s: SMALL.now_s + 86_400, ..SMALL };
    let slow = start(World::build(later), vec![fault("slow=/rows:40")]);
    let mut ends = [0, 0];
    // At moments all over the run, reading and writing alike.
    for moment in (0..24).map(|step| step * 25) {
        let before = std::fs::read(out.join("index.json")).unwrap();
        let mut command = command();
        command.args(arguments(&slow, &out).split_whitespace()).stderr(std::process::Stdio::null());
        let mut run = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        let _ = run.kill();
        run.wait().unwrap();
        whole(&out);
        ends[usize::from(std::fs::read(out.join("index.json")).unwrap() != before)] += 1;
    }
    println!("of 24 killed runs {} had not yet replaced the index, {} had", ends[0], ends[1]);
    assert!(ends[0] > 0);
    assert_eq!(snapshot(&slow, &out).code, 0);
    whole(&out);
    let left =
        std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.starts_with('.')).count(), 0, "no draft is left");
}

/// Everything that a snapshot says, unpacked.
fn text_of(out: &Path, index: &Index) -> String {
    let read = |file: &FileOf| std::fs::File::open(out.join(&file.name)).unwrap();
    let unpacked = |file: &FileOf| {
        let mut text = String::new();
        flate2::read::GzDecoder::new(read(file)).read_to_string(&mut text).unwrap();
        text
    };
    index.files().map(unpacked).collect()
}

#[test]
fn what_only_a_token_opens_is_not_published() {
    for (repository, is_published) in [("team/open", true), ("team/private-x", false)] {
        let host = GithubOptions { repository: repository.to_owned(), ..GithubOptions::default() };
        let address = start(World::build_with(SMALL, &host), Vec::new());
        let out = folder("snapshot-private");
        let more = format!("--github {repository} --github-api {address} --out {}", out.display());
        let arguments = format!("snapshot --testgrid {address}/api/v1 {more}");
        let run =
            of(command().args(arguments.split(' ')).env("GITHUB_TOKEN", "secret-one").output().unwrap());
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(run.err.contains("its issues are left out"), !is_published, "{}", run.err);
        let text = text_of(&out, &whole(&out));
        assert_eq!(text.contains(&format!("{repository}/issues")), is_published, "{repository}");
        assert!(!text.contains("secret-one") && !run.err.contains("secret-one"));
        assert!(is_published || !text.contains(repository));
    }
}

#[test]
fn a_damaged_or_newer_snapshot_is_not_added_to() {
    let out = folder("snapshot-damaged");
    let address = start(World::build(SMALL), Vec::new());
    assert_eq!(snapshot(&address, &out).code, 0);
    let index = whole(&out);
    let month = out.join(&index.history[0].name);
    let good = std::fs::read(&month).unwrap();
    std::fs::write(&month, &good[..good.len() / 2]).unwrap();
    let run = snapshot(&address, &out);
    assert_eq!(run.code, 2);
    assert!(run.one_line().contains("its content is not what the index says"), "{}", run.err);
    std::fs::write(out.join("index.json"), "{\"version\":99}").unwrap();
    let run = snapshot(&address, &out);
    assert!(run.one_line().contains("take a newer version"), "{}", run.err);
    let run = flakescope(&format!("snapshot --sample --out {}", out.display()));
    assert_eq!(run.code, 2);
}
