//! `muted` on a repository of the made-up code host: one tree, one read a test file, and exactly the markers that are true.

use flakescope_sim::sources::{LARGE, MutedTruth, NAME, Sources};
use flakescope_sim::world::{World, WorldOptions};

use crate::run::{Run, command, folder, of, with_arguments};
use crate::server;

fn start(faults: &[&str]) -> String {
    let world = World::build(WorldOptions { tests: 5, columns: 10, ..WorldOptions::default() });
    server::start(world, faults.iter().map(|switch| server::fault(switch)).collect())
}

fn muted(address: &str, sources: &[&str], arguments: &[&str]) -> Run {
    let raw = format!("{address}/raw");
    let hosts = ["--github-api", address, "--github-raw", &raw];
    with_arguments(&[&["muted"], sources, &hosts, arguments].concat())
}

fn text(row: &serde_json::Value, key: &str) -> String {
    row[key].as_str().unwrap_or_default().to_owned()
}

/// What the rows of a run say, in the order of the truth.
fn found(run: &Run) -> Vec<MutedTruth> {
    let json = run.json();
    let rows = json["muted"].as_array().unwrap().iter();
    let mut found: Vec<MutedTruth> = rows
        .map(|row| MutedTruth {
            file: text(row, "file"),
            line: u32::try_from(row["line"].as_u64().unwrap()).unwrap(),
            test: text(row, "test"),
            marker: text(row, "marker"),
            ticket: text(row, "ticket"),
            since: text(row, "since"),
            reason: text(row, "reason"),
        })
        .collect();
    found.sort();
    found
}

/// How many trees were asked for, and how many files were read.
fn counts(address: &str) -> (usize, usize) {
    let paths: Vec<String> = server::log(address).into_iter().map(|(path, _)| path).collect();
    let count = |part: &str| paths.iter().filter(|path| path.contains(part)).count();
    (count("/git/trees/"), count("/raw/"))
}

#[test]
fn one_tree_and_one_read_a_test_file() {
    let address = start(&[]);
    let run = muted(&address, &[&format!("{NAME}@main")], &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(found(&run), Sources::default().truth());
    assert_eq!(counts(&address), (1, 400));
    let json = run.json();
    let first = &json["muted"][0];
    assert_eq!((text(first, "repository"), text(first, "branch")), (NAME.to_owned(), "main".to_owned()));
    let link = format!("https://github.com/{NAME}/blob/main/{}#L{}", text(first, "file"), first["line"]);
    assert_eq!(text(first, "permalink"), link);
}

#[test]
fn a_tree_that_is_cut_short_is_walked_by_folder() {
    let address = start(&[]);
    let run = muted(&address, &[&format!("{LARGE}@main")], &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(found(&run), Sources::default().truth());
    let (trees, files) = counts(&address);
    assert!((3..60).contains(&trees) && files == 400, "{trees} trees, {files} files");
}

#[test]
fn two_refs_compared() {
    let address = start(&[]);
    let (old, new) = (format!("{NAME}@release-1"), format!("{NAME}@main"));
    let run = muted(&address, &[&old, &new], &["--compare"]);
    let truth = Sources::default();
    let since = truth
        .truth()
        .iter()
        .filter(|one| truth.file("release-1", &one.file) != truth.file("main", &one.file));
    let expect = format!("Between {old} and {new}: {} muted since, 0 unmuted since", since.count());
    assert!(run.err.contains(&expect), "{}", run.err);
}

#[test]
fn one_language_alone() {
    let address = start(&[]);
    let run = muted(&address, &[NAME], &["--format", "json", "--language", "rust"]);
    assert_eq!((found(&run).len(), counts(&address)), (50, (1, 50)), "{}", run.err);
}

#[test]
fn closed_tickets_are_asked_for() {
    let world = World::build(WorldOptions { tests: 5, columns: 10, ..WorldOptions::default() });
    let github = world.github.clone();
    let number = |open: bool| github.issues.iter().find(|issue| issue.open == open).unwrap().number;
    let address = server::start(world, Vec::new());
    let folder = folder("muted_tickets");
    let test = |name: &str, ticket: &str| {
        format!(
            "@pytest.mark.xfailflake(jira='{ticket}', reason='r', since='2018-11-20')\ndef {name}(): pass\n"
        )
    };
    let ticket = |number| format!("{}#{number}", github.repository);
    let text = [
        test("test_open", &ticket(number(true))),
        test("test_closed", &ticket(number(false))),
        test("test_gone", &ticket(99_999_999)),
        test("test_jira", "DCOS-1"),
    ];
    std::fs::write(folder.join("test_a.py"), text.concat()).unwrap();
    let source = folder.to_str().unwrap();
    let run = muted(&address, &[source], &["--format", "json", "--check-tickets"]);
    let json = run.json();
    let problems: Vec<String> =
        json["muted"].as_array().unwrap().iter().map(|row| row["problems"].to_string()).collect();
    assert_eq!(problems, ["[]", "[\"ticket_closed\"]", "[]", "[]"], "{}", run.err);
    assert!(
        run.err.contains("the ticket cannot be asked for: GitHub does not know this address"),
        "{}",
        run.err
    );
    let calm = muted(&address, &[source], &["--fail-on-problem", "ticket_closed"]);
    assert_eq!(calm.code, 0, "nobody is asked without the flag");
}

/// The first of the made-up commits that holds a line.
fn day_of(sources: &Sources, one: &MutedTruth) -> String {
    let history = sources.history("main", &one.file).unwrap();
    let holds = |first: usize, last: usize| (first..=last).contains(&(one.line as usize));
    history.iter().find(|range| holds(range.first, range.last)).unwrap().day.clone()
}

#[test]
fn since_when_comes_from_the_history_of_the_line_where_the_marker_says_none() {
    let address = start(&[]);
    let raw = format!("{address}/raw");
    let place = format!("{NAME}@main");
    let flags = ["muted", &place, "--github-api", &address, "--github-raw", &raw];
    let wanted = ["--format", "json", "--language", "go", "--since-from-blame"];
    let run = of(command().env("GITHUB_TOKEN", "made-up").args(flags).args(wanted).output().unwrap());
    assert_eq!(run.code, 0, "{}", run.err);
    let (sources, found) = (Sources::default(), found(&run));
    assert!(found.len() >= 50 && run.err.lines().count() == 1, "{}", run.err);
    for one in &found {
        assert_eq!(one.since, day_of(&sources, one), "{}:{}", one.file, one.line);
    }
    let first = &run.json()["muted"][0];
    assert!(first["age_days"].as_u64().is_some_and(|days| days > 365));
    assert!(first["problems"].to_string().contains("no_date"), "the marker itself still says none");
    let without = muted(&address, &[&place], &["--language", "go", "--since-from-blame"]);
    assert!(without.err.contains("The history of lines needs a token"), "{}", without.err);
}

#[test]
fn a_file_that_cannot_be_read_is_a_warning() {
    let address = start(&["not-found=test_part0.py"]);
    let run = muted(&address, &[NAME], &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("test_part0.py: cannot be read: not found (HTTP 404)"), "{}", run.err);
    let all = Sources::default().truth().to_vec();
    assert!(found(&run).len() < all.len() && !found(&run).is_empty());
}

#[test]
fn what_is_not_there_is_told() {
    let address = start(&[]);
    for (source, expect) in [
        ("no/such", "The files of no/such cannot be listed. GitHub does not know this address"),
        (&*format!("{NAME}@no-such-branch"), "cannot be listed."),
    ] {
        let run = muted(&address, &[source], &[]);
        assert_eq!(run.code, 1);
        assert!(run.one_line().contains(expect), "{}", run.err);
    }
    assert_eq!(with_arguments(&["muted", "neither a file nor a repository"]).code, 1);
}
