//! Which tests are muted: of repositories, of files, of the sample; what is asked again, and what is not.

use flakescope_core::flakes::{Query as Boards, Source};
use flakescope_core::muted::{Asked, MutedFormat, MutedView, RowFilter};
use flakescope_engine::{Answer, Error, GivenSources, MutedAsk, MutedQuestion, Packed, Request};

use crate::fake::{Fake, run};
use crate::world::{ask, engine};

const API: &str = "https://api.github.com/repos";
const RAW: &str = "https://raw.githubusercontent.com";

/// A repository in which these files have these texts; the name of a content is made of its length.
fn put(fake: &Fake, place: (&str, &str), files: &[(&str, &str)]) {
    let (repository, reference) = place;
    let entry = |(path, text): &(&str, &str)| {
        let sha = format!("{:040x}", text.len());
        format!(r#"{{"path":"{path}","mode":"100644","type":"blob","sha":"{sha}","size":9,"url":""}}"#)
    };
    let entries: Vec<String> = files.iter().map(entry).collect();
    let tree = format!(r#"{{"sha":"x","url":"","tree":[{}],"truncated":false}}"#, entries.join(","));
    fake.answer_at(&format!("{API}/{repository}/git/trees/{reference}?recursive=1"), &tree);
    for (path, text) in files {
        fake.answer_at(&format!("{RAW}/{repository}/{reference}/{path}"), text);
    }
}

/// Two branches: one file has gone, one has come.
fn branches() -> Fake {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    put(&fake, ("o/r", "old"), &[("test_a.py", "same"), ("test_b.py", "gone soon")]);
    put(&fake, ("o/r", "new"), &[("test_a.py", "same"), ("test_c.py", "has come here"), ("setup.py", "x")]);
    fake
}

fn of(places: &[&str]) -> Asked {
    Asked { places: places.iter().map(|place| (*place).to_owned()).collect(), ..Asked::default() }
}

fn request(source: Source, asked: Asked, ask: MutedAsk) -> Request {
    let about = Packed::new(&MutedQuestion { asked, ask });
    Request::Muted { query: Boards { source, ..Boards::default() }, about }
}

fn list(asked: Asked) -> Request {
    request(Source::TestGrid, asked, MutedAsk::List { limit: 100 })
}

fn view(answer: &Answer) -> MutedView {
    match answer {
        Answer::Muted(_, view) => view.open().expect("a view of this build"),
        other => panic!("no view: {other:?}"),
    }
}

fn warnings(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Muted(reading, _) => {
            reading.warnings.iter().map(|w| format!("{}: {}", w.subject, w.message)).collect()
        }
        other => panic!("no view: {other:?}"),
    }
}

fn tests(view: &MutedView) -> Vec<&str> {
    view.rows.iter().map(|row| row.row.test.as_str()).collect()
}

#[test]
fn another_filter_reads_nothing() {
    let fake = branches();
    let engine = engine(&fake);
    let all = view(&ask(&fake, &engine, list(of(&["o/r@old", "o/r@new"]))).unwrap());
    assert_eq!(tests(&all), ["test_a.py", "test_b.py", "test_a.py", "test_c.py"]);
    assert_eq!(all.rows[1].muted_in, [true, false]);
    assert_eq!(fake.take_log().len(), 6, "two trees and four files");
    let filter = RowFilter { text: "COME".into(), ..RowFilter::default() };
    let one = view(&ask(&fake, &engine, list(Asked { filter, ..of(&["o/r@old", "o/r@new"]) })).unwrap());
    assert_eq!((tests(&one), one.totals.markers), (vec!["test_c.py"], 4));
    assert!(fake.take_log().is_empty());
}

#[test]
fn what_changed_between_two_branches() {
    let fake = branches();
    let asked = Asked { compares: true, ..of(&["o/r@old", "o/r@new"]) };
    let engine = engine(&fake);
    let found = view(&ask(&fake, &engine, list(asked.clone())).unwrap());
    assert_eq!(
        (found.changes, tests(&found)),
        (Some([1, 1, 1]), vec!["test_c.py", "test_b.py", "test_a.py"])
    );
    let export = |format| request(Source::TestGrid, asked.clone(), MutedAsk::Export { format });
    let text = |format| match ask(&fake, &engine, export(format)).unwrap() {
        Answer::Export(file) => (file.text, file.file_name),
        other => panic!("no file: {other:?}"),
    };
    let (markdown, name) = text(MutedFormat::Markdown);
    assert!(markdown.contains("1 muted since, 1 unmuted since, 1 still muted"), "{markdown}");
    assert!(name.starts_with("flakescope-muted-") && name.ends_with("md"), "{name}");
    assert_eq!(text(MutedFormat::Csv).0.lines().count(), 4);
}

#[test]
fn what_cannot_be_read_is_told_and_tried_again() {
    let fake = branches();
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, list(of(&["o/none", "o/r@old", "what"]))).unwrap();
    assert_eq!(tests(&view(&answer)), ["test_a.py", "test_b.py"]);
    let told = warnings(&answer);
    assert!(told[0].starts_with("o/none: The files of o/none cannot be listed."), "{told:?}");
    assert!(told[1].starts_with("what: \"what\" is no repository on GitHub."), "{told:?}");
    put(&fake, ("o/none", "HEAD"), &[("test_d.py", "is there now")]);
    let again = ask(&fake, &engine, list(of(&["o/none", "o/r@old"]))).unwrap();
    assert_eq!(tests(&view(&again)), ["test_d.py", "test_a.py", "test_b.py"]);
    assert!(warnings(&again).is_empty());
}

#[test]
fn nothing_at_all_is_an_error() {
    let fake = branches();
    let engine = engine(&fake);
    let error =
        |source, asked| ask(&fake, &engine, request(source, asked, MutedAsk::List { limit: 1 })).unwrap_err();
    assert!(matches!(error(Source::TestGrid, of(&["o/none"])), Error::Sources { .. }));
    assert!(matches!(error(Source::TestGrid, of(&["what"])), Error::NoRepository { .. }));
    assert_eq!(error(Source::TestGrid, Asked::default()), Error::NoSources);
    assert_eq!(error(Source::Files, Asked::default()), Error::NoFiles);
}

#[test]
fn files_and_the_sample() {
    let fake = branches();
    let engine = engine(&fake);
    let own = engine.clone();
    run(&fake, async move {
        let part = own.muted_part().await.expect("the part is there");
        assert!(part.needs("a/test_x.py", false) && !part.needs("x.py", false) && part.needs("x.py", true));
        let files = vec![
            ("CODEOWNERS".to_owned(), Ok(b"* @all".to_vec())),
            ("test_y.py".to_owned(), Ok(b"#7".to_vec())),
            ("test_z.py".to_owned(), Err("cannot be unpacked".to_owned())),
        ];
        assert_eq!(part.take(GivenSources { name: "repo".into(), files }), 3);
        assert!(part.open("a.zip", b"PK").is_err());
    });
    let files =
        ask(&fake, &engine, request(Source::Files, Asked::default(), MutedAsk::List { limit: 9 })).unwrap();
    let shown = view(&files);
    assert_eq!((tests(&shown), shown.rows[0].row.owner.as_str()), (vec!["test_y.py"], "@all"));
    assert_eq!(warnings(&files), ["test_z.py: cannot be unpacked"]);
    let sample =
        ask(&fake, &engine, request(Source::Sample, Asked::default(), MutedAsk::List { limit: 99 })).unwrap();
    assert_eq!(view(&sample).places[0].files, 15, "one of the 16 names owners");
    assert!(matches!(sample, Answer::Muted(reading, _) if reading.made_up));
}

#[test]
fn closed_tickets_are_asked_for_once() {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    put(&fake, ("o/r", "HEAD"), &[("test_a.py", "#1"), ("test_b.py", "#22")]);
    fake.answer_at(&format!("{API}/o/r/issues/1"), r#"{"number":1,"state":"closed"}"#);
    fake.answer_at(&format!("{API}/o/r/issues/22"), r#"{"number":22,"state":"open"}"#);
    let engine = engine(&fake);
    let asked = Asked { checks_tickets: true, ..of(&["o/r"]) };
    let found = view(&ask(&fake, &engine, list(asked.clone())).unwrap());
    let closed: Vec<&str> = found
        .rows
        .iter()
        .filter(|row| row.row.problems.iter().any(|problem| problem.word() == "ticket_closed"))
        .map(|row| row.row.ticket.as_str())
        .collect();
    assert_eq!(closed, ["#1"]);
    fake.take_log();
    ask(&fake, &engine, list(asked)).unwrap();
    assert!(fake.take_log().is_empty());
}

#[test]
fn the_history_of_lines_stands_in_for_a_day_that_is_missing() {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    put(&fake, ("o/r", "HEAD"), &[("test_a.py", "text")]);
    let ranges = r#"[{"startingLine":1,"endingLine":3,"commit":{"committedDate":"2019-05-06T07:08:09Z"}}]"#;
    let answer = format!(r#"{{"data":{{"repository":{{"object":{{"blame":{{"ranges":{ranges}}}}}}}}}}}"#);
    fake.answer_at("https://api.github.com/graphql", &answer);
    let engine = engine(&fake);
    let asked = Asked { asks_history: true, ..of(&["o/r"]) };
    let without = ask(&fake, &engine, list(asked.clone())).unwrap();
    assert!(warnings(&without)[0].contains("needs a token"), "{:?}", warnings(&without));
    assert_eq!(view(&without).rows[0].row.since, "");
    engine.set_token(Some(flakescope_engine::Secret::new("made-up")));
    let with = ask(&fake, &engine, list(asked.clone())).unwrap();
    let found = view(&with);
    assert_eq!(found.rows[0].row.since, "2019-05-06");
    assert!(found.rows[0].row.age_days.is_some() && found.totals.oldest == "2019-05-06");
    fake.take_log();
    ask(&fake, &engine, list(asked)).unwrap();
    assert!(fake.take_log().is_empty(), "asked once");
}

/// Two muted tests of the boards, one of which passes every time there, and one that no board has.
fn with_boards() -> Fake {
    let fake = Fake::new(crate::world::answers()).with_store();
    let files = [("e2e/a_test.go", "it steady"), ("e2e/b_test.go", "it shaky"), ("e2e/c_test.go", "it none")];
    put(&fake, ("o/r", "HEAD"), &files);
    fake
}

fn compared(asked: Asked, ask: MutedAsk) -> Request {
    let about = Packed::new(&MutedQuestion { asked, ask });
    Request::Muted { query: crate::world::query(), about }
}

#[test]
fn a_muted_test_that_passes_on_the_boards() {
    let fake = with_boards();
    let engine = engine(&fake);
    let asked = Asked { compares_boards: true, ..of(&["o/r"]) };
    let list = |asked: Asked| compared(asked, MutedAsk::List { limit: 9 });
    let answer = ask(&fake, &engine, list(asked.clone())).unwrap();
    let found = view(&answer);
    let passing: Vec<&str> =
        found.rows.iter().map(|row| row.row.passes_on.as_str()).filter(|words| !words.is_empty()).collect();
    assert_eq!(passing, ["all 480 times since 2023-11-12 on one, two (tab-0, tab-1, tab-10 and 9 more)"]);
    let counted = found.totals.problems.iter().find(|(problem, _)| problem.word() == "passing").unwrap();
    assert_eq!(counted.1, 1);
    assert_eq!(
        found.compared,
        "Compared with 2 tests in 16 jobs on one, two (14 days). 3 markers mute one test and name no condition; the tests of 2 are on these boards, those of 1 passed there every time (20 results or more)."
    );
    assert!(warnings(&answer).is_empty());
    // Another filter reads nothing, and the table has read the same boards.
    fake.take_log();
    let filter = RowFilter { text: "steady".into(), ..RowFilter::default() };
    assert_eq!(view(&ask(&fake, &engine, list(Asked { filter, ..asked.clone() })).unwrap()).matching, 1);
    ask(&fake, &engine, crate::world::flakes(crate::world::query())).unwrap();
    assert!(fake.take_log().is_empty());
    let export =
        |format| match ask(&fake, &engine, compared(asked.clone(), MutedAsk::Export { format })).unwrap() {
            Answer::Export(file) => file.text,
            other => panic!("no file: {other:?}"),
        };
    assert!(export(MutedFormat::Csv).contains(",\"all 480 times since"), "{}", export(MutedFormat::Csv));
    assert!(export(MutedFormat::Json).contains("\"compared\": \"Compared with 2 tests in 16 jobs"));
    assert!(
        !view(&ask(&fake, &engine, list(of(&["o/r"]))).unwrap())
            .totals
            .problems
            .iter()
            .any(|(p, _)| p.word() == "passing")
    );
}

#[test]
fn boards_that_cannot_be_read_are_a_warning() {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    put(&fake, ("o/r", "HEAD"), &[("a_test.go", "it steady")]);
    let engine = engine(&fake);
    let asked = Asked { compares_boards: true, ..of(&["o/r"]) };
    let answer = ask(&fake, &engine, compared(asked.clone(), MutedAsk::List { limit: 9 })).unwrap();
    assert_eq!((view(&answer).matching, view(&answer).compared.as_str()), (1, ""));
    assert!(warnings(&answer)[0].starts_with("the boards: "), "{:?}", warnings(&answer));
    let elsewhere = crate::world::from(Source::Address("https://elsewhere.example/api/v1".into()));
    let about = Packed::new(&MutedQuestion { asked, ask: MutedAsk::List { limit: 9 } });
    let error = ask(&fake, &engine, Request::Muted { query: elsewhere, about }).unwrap_err();
    assert!(matches!(error, Error::HostNotAllowed { .. }), "{error}");
}

#[test]
fn files_without_boards_are_held_against_the_usual_ones() {
    let fake = with_boards();
    let engine = engine(&fake);
    let own = engine.clone();
    run(&fake, async move {
        let part = own.muted_part().await.expect("the part is there");
        let files = vec![("e2e/a_test.go".to_owned(), Ok(b"it steady".to_vec()))];
        part.take(GivenSources { name: "repo".into(), files });
    });
    let asked = Asked { compares_boards: true, ..Asked::default() };
    let about = Packed::new(&MutedQuestion { asked, ask: MutedAsk::List { limit: 9 } });
    let query = crate::world::from(Source::Files);
    let found = view(&ask(&fake, &engine, Request::Muted { query, about }).unwrap());
    assert!(found.rows[0].row.passes_on.starts_with("all 480 times"), "{found:?}");
}

#[test]
fn where_a_test_of_a_board_is_muted() {
    let fake = with_boards();
    let engine = engine(&fake);
    let places = |test: &str| {
        let ask_of = MutedAsk::OfTest { test: test.to_owned() };
        match ask(&fake, &engine, compared(of(&["o/r"]), ask_of)).unwrap() {
            Answer::MutedOfTest(places) => places.open().unwrap(),
            other => panic!("no places: {other:?}"),
        }
    };
    let found = places("[sig-node] shaky");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line(), "Muted in o/r@HEAD, e2e/b_test.go line 1: it shaky");
    assert_eq!(found[0].row.permalink, "https://github.com/o/r/blob/HEAD/e2e/b_test.go#L1");
    assert!(places("[sig-node] other").is_empty());
    let log = fake.take_log();
    assert!(log.iter().all(|line| !line.contains("tab-summaries")), "no board is read: {log:?}");
}
