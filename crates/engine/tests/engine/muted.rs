//! The sources of a repository: one tree, few reads at once, a store that knows files by their content, and an end when
//! nobody waits any more.

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::muted::{FileMarkers, Marker, Query};
use flakescope_engine::{Answer, Error, GitHubPlace, Progress, Quiet, SourceMarkers};
use futures_util::future::abortable;

use crate::fake::{Fake, Reply, Stage, run};
use crate::world::engine;

const API: &str = "https://api.github.com/repos/o/r/git/trees";
const RAW: &str = "https://raw.githubusercontent.com/o/r/main";
const HOUR: i64 = 3_600_000;

fn sha(number: usize) -> String {
    format!("{number:040x}")
}

fn file(path: &str, number: usize) -> String {
    let sha = sha(number);
    format!(r#"{{"path":"{path}","mode":"100644","type":"blob","sha":"{sha}","size":10,"url":""}}"#)
}

fn folder(path: &str, number: usize) -> String {
    let sha = sha(number);
    format!(r#"{{"path":"{path}","mode":"040000","type":"tree","sha":"{sha}","url":""}}"#)
}

fn tree(entries: &[String], truncated: bool) -> String {
    format!(r#"{{"sha":"x","url":"","tree":[{}],"truncated":{truncated}}}"#, entries.join(","))
}

/// Twenty files with tests, and as many without.
fn repository(first_sha: usize) -> Fake {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    let paths: Vec<String> = (0..20).map(|number| format!("t/test_{number:02}.py")).collect();
    let mut entries: Vec<String> =
        paths.iter().enumerate().map(|(number, path)| file(path, number + first_sha)).collect();
    entries.extend((0..20).map(|number| file(&format!("src/code_{number}.py"), 900 + number)));
    fake.answer_at(&format!("{API}/main?recursive=1"), &tree(&entries, false));
    for path in &paths {
        fake.answer_at(&format!("{RAW}/{path}"), path);
    }
    fake
}

/// A reader that finds one marker in each file: its text.
async fn reader(path: String, bytes: Vec<u8>) -> FileMarkers {
    let marker = Marker {
        line: 1,
        test: path,
        reason: String::from_utf8_lossy(&bytes).into_owned(),
        ..Marker::default()
    };
    FileMarkers { markers: vec![marker], trouble: None }
}

fn read(fake: &Fake) -> Result<SourceMarkers, Error> {
    read_with(fake, &engine(fake), Quiet)
}

fn read_with(
    fake: &Fake,
    engine: &Rc<flakescope_engine::Engine<Fake>>,
    progress: impl Progress + 'static,
) -> Result<SourceMarkers, Error> {
    let engine = engine.clone();
    run(fake, async move {
        let place = GitHubPlace::parse("o/r@main").expect("a place");
        engine.read_sources(&place, &Query::default(), &reader, &progress).await
    })
}

/// Keeps what it hears.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<(u32, u32)>>>);

impl Progress for Heard {
    fn report(&self, done: u32, total: u32, _label: &str) {
        self.0.borrow_mut().push((done, total));
    }

    fn partial(&self, _answer: Answer) {}
}

#[test]
fn one_tree_then_six_files_at_a_time() {
    let (fake, heard) = (repository(0), Heard::default());
    let found = read_with(&fake, &engine(&fake), heard.clone()).unwrap();
    let names: Vec<&String> = found.files.iter().map(|(path, _)| path).collect();
    assert!(names.is_sorted() && names.len() == 20, "{names:?}");
    assert!(found.files.iter().all(|(path, own)| own.markers[0].reason == *path));
    assert_eq!((found.place.repository.as_str(), found.place.branch.as_str()), ("o/r", "main"));
    let log = fake.take_log();
    assert_eq!((log.len(), log.iter().filter(|url| url.contains("/git/trees/")).count()), (21, 1));
    assert_eq!(fake.peak(), 6);
    let heard = heard.0.borrow();
    assert_eq!((heard[0], heard[1], heard[heard.len() - 1]), ((0, 1), (0, 20), (20, 20)));
    assert!(heard[1..].is_sorted());
}

#[test]
fn a_second_visit_reads_what_has_changed() {
    let fake = repository(0);
    let first = read(&fake).unwrap();
    fake.take_log();
    assert_eq!(read(&fake).unwrap().files, first.files);
    assert!(fake.take_log().is_empty(), "all of it is in the store");
    fake.pass_ms(HOUR);
    assert_eq!(read(&fake).unwrap().files, first.files);
    assert_eq!(fake.take_log().len(), 1, "the tree alone is asked for");
    let changed: Vec<String> = (0..20)
        .map(|number| file(&format!("t/test_{number:02}.py"), if number == 3 { 77 } else { number }))
        .collect();
    fake.answer_at(&format!("{API}/main?recursive=1"), &tree(&changed, false));
    fake.answer_at(&format!("{RAW}/t/test_03.py"), "new text");
    fake.pass_ms(HOUR);
    assert_eq!(read(&fake).unwrap().files[3].1.markers[0].reason, "new text");
    assert_eq!(fake.take_log().len(), 2, "the tree, and the file that has another content");
}

#[test]
fn a_tree_that_is_cut_short_is_walked() {
    let fake = repository(0);
    let at =
        |tree: &str, recursive: bool| format!("{API}/{tree}{}", if recursive { "?recursive=1" } else { "" });
    fake.answer_at(&at("main", true), &tree(&[file("a/test_1.py", 1)], true));
    fake.answer_at(
        &at("main", false),
        &tree(&[folder("a", 100), folder("b", 101), file("test_0.py", 2)], false),
    );
    fake.answer_at(&at(&sha(100), true), &tree(&[file("test_1.py", 1), file("c/test_2.py", 3)], false));
    fake.answer_at(&at(&sha(101), true), &tree(&[file("test_x.py", 1)], true));
    fake.answer_at(&at(&sha(101), false), &tree(&[folder("d", 102), file("test_3.py", 4)], false));
    fake.answer_at(&at(&sha(102), true), &tree(&[file("test_4.py", 5)], false));
    let paths = ["a/test_1.py", "a/c/test_2.py", "b/test_3.py", "b/d/test_4.py", "test_0.py"];
    for path in &paths {
        fake.answer_at(&format!("{RAW}/{path}"), path);
    }
    let found = read(&fake).unwrap();
    let names: Vec<&str> = found.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["a/c/test_2.py", "a/test_1.py", "b/d/test_4.py", "b/test_3.py", "test_0.py"]);
    assert_eq!(found.warnings, []);
}

#[test]
fn what_cannot_be_read_is_told() {
    let fake = repository(0);
    fake.fault("test_07.py", 9, Reply::Status(404, None));
    let found = read(&fake).unwrap();
    assert_eq!(found.files.len(), 19);
    assert_eq!(found.warnings[0].subject, "o/r@main t/test_07.py");
    assert_eq!(found.warnings[0].message, "cannot be read: not found (HTTP 404)");
    let none = Fake::new(std::collections::BTreeMap::new());
    let error = read(&none).unwrap_err().to_string();
    assert!(
        error.starts_with("The files of o/r cannot be listed. GitHub does not know this address"),
        "{error}"
    );
}

#[test]
fn owners_are_read_beside_the_tests() {
    let fake = repository(0);
    let entries = [file("t/test_00.py", 0), file(".github/CODEOWNERS", 1), file("t/OWNERS", 2)];
    fake.answer_at(&format!("{API}/main?recursive=1"), &tree(&entries, false));
    fake.answer_at(&format!("{RAW}/.github/CODEOWNERS"), "/x/ @x\n");
    fake.answer_at(&format!("{RAW}/t/OWNERS"), "labels:\n- sig/node\n");
    let found = read(&fake).unwrap();
    assert_eq!((found.files.len(), found.owners.of("t/test_00.py")), (1, "sig-node".to_owned()));
}

#[test]
fn a_cancel_ends_every_request() {
    let fake = repository(0);
    let engine = engine(&fake);
    let (task, handle) = abortable(async move {
        let place = GitHubPlace::parse("o/r@main").unwrap();
        engine.read_sources(&place, &Query::default(), &reader, &Quiet).await.map(|_| ())
    });
    let mut stage = Stage::new(&fake);
    stage.spawn(async move {
        assert!(task.await.is_err(), "it was cancelled");
    });
    stage.run_for(250);
    assert!(fake.running() > 0, "requests are under way");
    handle.abort();
    stage.run_for(1);
    assert_eq!(fake.running(), 0);
    let sent = fake.take_log().len();
    stage.run();
    assert!(sent < 21 && fake.take_log().is_empty());
}
