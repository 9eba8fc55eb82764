//! Runs of CI: of repositories, of files with their logs, of the sample; what is asked again, and what is not.

use std::rc::Rc;

use flakescope_core::activity::drafts::{DraftParams, DraftStanding};
use flakescope_core::activity::page::{ActivityView, Asked, Listed, Message, RowFilter, Span};
use flakescope_core::activity::{ActivityFormat, ActivityList, Category, Period};
use flakescope_core::flakes::{Query as Boards, Source};
use flakescope_core::formats::bucket_builds::{builds_url, job_folder};
use flakescope_core::model::TimeMs;
use flakescope_engine::{
    ActivityAsk, ActivityQuestion, Answer, Engine, Error, GivenFile, Packed, Request, Secret,
};

use crate::fake::{Fake, run};
use crate::world::{ask, engine};

const RUNS: &str = "https://api.github.com/repos/o/r/actions/runs";

fn time(text: &str) -> TimeMs {
    TimeMs::parse(text).expect("a time")
}

/// A day of a repository with three runs; the newest one failed.
fn repository(fake: &Fake) -> Asked {
    let run = |id: u32, hour: u32, conclusion: &str| {
        let at = format!("2026-11-20T{hour:02}:00:00Z");
        format!(
            r#"{{"id":{id},"name":"unit","run_number":{id},"run_attempt":1,"event":"push","conclusion":"{conclusion}","head_sha":"c{id}",
            "created_at":"{at}","run_started_at":"{at}","updated_at":"{at}","html_url":"https://github.com/o/r/actions/runs/{id}"}}"#
        )
    };
    let runs = [run(3, 12, "failure"), run(2, 11, "success"), run(1, 10, "success")].join(",");
    let created = "2026-11-19T00:00:00Z..2026-11-20T23:59:59Z";
    fake.answer_at(
        &format!("{RUNS}?status=completed&created={created}&per_page=100&page=1"),
        &format!(r#"{{"total_count":3,"workflow_runs":[{runs}]}}"#),
    );
    let (from, to) = (time("2026-11-20T00:00:00Z"), time("2026-11-20T23:59:59Z"));
    Asked { places: vec!["o/r".into()], span: Some(Span::Between { from, to }), ..Asked::default() }
}

const JOBS: &str = r#"{"total_count":1,"jobs":[{"run_id":3,"run_attempt":1,"name":"test","conclusion":"failure",
    "created_at":"2026-11-20T12:00:00Z","started_at":"2026-11-20T12:00:05Z","completed_at":"2026-11-20T12:01:00Z",
    "steps":[{"name":"cargo test","conclusion":"failure","number":1}]}]}"#;

fn request(source: Source, asked: Asked, ask: ActivityAsk) -> Request {
    let question =
        ActivityQuestion { asked, rules: String::new(), page: "https://x.example/activity".into(), ask };
    Request::Activity { query: Boards { source, ..Boards::default() }, about: Packed::new(&question) }
}

fn look(source: Source, asked: Asked) -> Request {
    request(source, asked, ActivityAsk::Look { limit: 100, message: None })
}

fn view(answer: &Answer) -> ActivityView {
    match answer {
        Answer::Activity(_, view) => view.open().expect("a view of this build"),
        other => panic!("no view: {other:?}"),
    }
}

fn warnings(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Activity(reading, _) => {
            reading.warnings.iter().map(|w| format!("{}: {}", w.subject, w.message)).collect()
        }
        other => panic!("no view: {other:?}"),
    }
}

fn runs(view: &ActivityView) -> Vec<&str> {
    match &view.listed {
        Listed::Runs(rows) => rows.iter().map(|row| row.id.as_str()).collect(),
        other => panic!("no runs: {other:?}"),
    }
}

#[test]
fn another_list_reads_nothing() {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    let asked = repository(&fake);
    fake.answer_at(&format!("{RUNS}/3/jobs?filter=all&per_page=100"), JOBS);
    let engine = engine(&fake);
    let all = view(&ask(&fake, &engine, look(Source::TestGrid, asked.clone())).unwrap());
    assert_eq!((all.summary.runs, all.summary.failure, all.counts), (3, 1, [3, 1, 1, 3, 1]));
    assert_eq!(fake.take_log().len(), 2, "one list, and the jobs of one run");
    let causes = Asked { list: ActivityList::Failures, ..asked.clone() };
    let shown = view(&ask(&fake, &engine, look(Source::TestGrid, causes)).unwrap());
    let Listed::Failures(rows) = shown.listed else { panic!("another list") };
    assert!(rows[0].case.contains("cargo test"), "{rows:?}");
    let filter = RowFilter { hour: Some(11), ..RowFilter::default() };
    let one = view(&ask(&fake, &engine, look(Source::TestGrid, Asked { filter, ..asked })).unwrap());
    assert_eq!((runs(&one), one.matching, one.summary.runs), (vec!["2"], 1, 3));
    assert!(fake.take_log().is_empty());
}

#[test]
fn what_was_refused_is_read_with_a_token() {
    let fake = Fake::new(std::collections::BTreeMap::new());
    let asked = repository(&fake);
    let engine = engine(&fake);
    let short = ask(&fake, &engine, look(Source::TestGrid, asked.clone())).unwrap();
    assert_eq!(view(&short).summary.runs, 3, "what came is kept");
    assert!(warnings(&short)[0].contains("The jobs of 0 of 1 runs"), "{:?}", warnings(&short));
    fake.take_log();
    ask(&fake, &engine, look(Source::TestGrid, asked.clone())).unwrap();
    assert!(fake.take_log().is_empty(), "nothing is asked again by itself");
    fake.answer_at(&format!("{RUNS}/3/jobs?filter=all&per_page=100"), JOBS);
    engine.set_token(Some(Secret::new("made-up")));
    let whole = ask(&fake, &engine, look(Source::TestGrid, asked)).unwrap();
    assert!(warnings(&whole).is_empty(), "{:?}", warnings(&whole));
    assert_eq!(view(&whole).failures[0].category, Category::Unknown);
}

/// Takes files as the worker does.
fn give(fake: &Fake, engine: &Rc<Engine<Fake>>, files: Vec<GivenFile>) -> [u32; 2] {
    let own = engine.clone();
    run(fake, async move { own.activity_part().await.expect("the part is there").take(files).0 })
}

#[test]
fn files_with_logs_and_rules_of_ones_own() {
    let fake = Fake::new(std::collections::BTreeMap::new());
    let engine = engine(&fake);
    let csv =
        b"job,job_id,status,time\nunit,1,FAILURE,2026-11-20T10:00:00Z\nunit,2,SUCCESS,2026-11-20T12:00:00Z\n";
    let log = |path: &str| (path.to_owned(), Ok(b"the moon fell down\n".to_vec()));
    let files = vec![("ci.csv".to_owned(), Ok(csv.to_vec())), log("unit-1.log"), log("other.log")];
    assert_eq!(give(&fake, &engine, files), [2, 2]);
    let asked = |rules: &str| {
        let ask = ActivityAsk::Look { limit: 9, message: None };
        let question =
            ActivityQuestion { asked: Asked::default(), rules: rules.into(), page: String::new(), ask };
        Request::Activity {
            query: Boards { source: Source::Files, ..Boards::default() },
            about: Packed::new(&question),
        }
    };
    let plain = view(&ask(&fake, &engine, asked("")).unwrap());
    assert_eq!((plain.summary.runs, plain.summary.unknown(), runs(&plain)), (2, 1, vec!["2", "1"]));
    assert!(plain.rules.contains("could not compile"), "the rules of the page");
    assert_eq!(
        (plain.logs.len(), plain.logs[0].path.as_str(), plain.logs[0].failures.len()),
        (1, "other.log", 0)
    );
    let own = r#"[{"regex": "the moon fell", "key": "env"}]"#;
    let found = view(&ask(&fake, &engine, asked(own)).unwrap());
    assert_eq!((found.failures[0].case.as_str(), found.logs[0].failures.len()), ("the moon fell", 1));
    assert_eq!((found.rules.as_str(), found.rules_trouble.as_str()), (own, ""));
    let broken = view(&ask(&fake, &engine, asked(r#"[{"regex": "(", "key": "env"}]"#)).unwrap());
    assert!(broken.rules_trouble.starts_with("rule 1 (()"), "{}", broken.rules_trouble);
    assert_eq!(broken.summary.unknown(), 1);
}

#[test]
fn the_sample_has_causes_a_trend_drafts_and_messages() {
    let fake = Fake::new(std::collections::BTreeMap::new());
    let engine = engine(&fake);
    let week = Asked {
        span: Some(Span::Last { hours: 168 }),
        drafts: Some(DraftParams::default()),
        ..Asked::default()
    };
    let message = Some(Message { format: ActivityFormat::Slack, period: Some(Period::Daily) });
    let look = ActivityAsk::Look { limit: 9, message };
    let found = view(&ask(&fake, &engine, request(Source::Sample, week.clone(), look)).unwrap());
    assert!(found.summary.trend.before.runs > 100 && found.summary.repositories == 2);
    assert!(found.failures.iter().any(|row| row.category == Category::Case && row.pull_requests.len() > 1));
    assert!(
        found.drafts.iter().all(|draft| draft.standing == DraftStanding::New) && !found.drafts.is_empty()
    );
    assert!(found.message.contains("https://x.example/activity"), "the button leads to the page");
    assert!(fake.take_log().is_empty(), "nobody is asked about a made-up world");
    let csv =
        request(Source::Sample, week, ActivityAsk::Export { format: ActivityFormat::Csv, period: None });
    let Answer::Export(file) = ask(&fake, &engine, csv).unwrap() else { panic!("no file") };
    assert_eq!(file.text.lines().count(), found.summary.runs as usize + 1);
    assert!(file.file_name.starts_with("flakescope-activity-runs-") && file.media_type == "text/csv");
}

#[test]
fn an_issue_is_filed_once_and_only_where_one_is_asked_for() {
    let fake = Fake::new(std::collections::BTreeMap::new());
    let engine = engine(&fake);
    let row = |id: u32| {
        format!(
            "unit,{id},FAILURE,2026-11-20T1{id}:00:00Z,o/r,\"{{\"\"case\"\":[\"\"FAIL: a_test.go:3: TestA\"\"]}}\"\n"
        )
    };
    let csv = format!("job,job_id,status,time,repo,analysis_res\n{}{}", row(1), row(2));
    give(&fake, &engine, vec![("ci.csv".to_owned(), Ok(csv.into_bytes()))]);
    let asked = Asked { drafts: Some(DraftParams::default()), ..Asked::default() };
    let file = |test: &str| {
        let ask = ActivityAsk::File { repository: "o/r".into(), test: test.into() };
        request(Source::Files, asked.clone(), ask)
    };
    let issues = "https://api.github.com/repos/o/r/issues";
    fake.answer_at(&format!("{issues}?state=open&per_page=100&page=1"), "[]");
    let unread = ask(&fake, &engine, file("TestA")).unwrap_err().to_string();
    assert!(unread.contains("Not every issue could be read"), "{unread}");
    let since = "2023-10-17";
    fake.answer_at(&format!("{issues}?state=closed&since={since}T00:00:00Z&per_page=100&page=1"), "[]");
    assert!(matches!(ask(&fake, &engine, file("TestA")), Err(Error::CannotFile { .. })), "without a token");
    engine.set_token(Some(Secret::new("made-up")));
    fake.answer_at(
        issues,
        r#"{"number":7,"title":"x","state":"open","html_url":"https://github.com/o/r/issues/7"}"#,
    );
    assert!(matches!(ask(&fake, &engine, file("TestB")), Err(Error::CannotFile { .. })), "no such case");
    let Answer::Filed(filed) = ask(&fake, &engine, file("TestA")).unwrap() else { panic!("not filed") };
    assert_eq!(filed.number, 7);
}

#[test]
fn nothing_at_all_is_an_error() {
    let fake = Fake::new(std::collections::BTreeMap::new());
    let engine = engine(&fake);
    let error = |source, asked| ask(&fake, &engine, look(source, asked)).unwrap_err();
    assert_eq!(error(Source::TestGrid, Asked::default()), Error::NoActivity);
    assert_eq!(error(Source::Files, Asked::default()), Error::NoFiles);
    let of = |place: &str| Asked { places: vec![place.into()], ..Asked::default() };
    let what = error(Source::TestGrid, of("what")).to_string();
    assert!(what.contains("is no repository on GitHub"), "{what}");
    let none = error(Source::TestGrid, of("o/none")).to_string();
    assert!(none.starts_with("No run could be read. runs of o/none: "), "{none}");
}

#[test]
fn a_job_of_prow_is_read_out_of_its_bucket() {
    let fake = Fake::new(std::collections::BTreeMap::new()).with_store();
    let engine = engine(&fake);
    let place = "gs://runs/logs/ci-x";
    let (from, to) = (time("2025-11-19T00:00:00Z"), time("2025-11-19T23:59:59Z"));
    let asked =
        Asked { places: vec![place.into()], span: Some(Span::Between { from, to }), ..Asked::default() };
    let first = asked.query_until(to).unwrap().earliest();
    let job = job_folder(place).unwrap();
    let builds = ["1991100000000000000", "1991150000000000000", "1991200000000000000"];
    let prefixes = builds.map(|build| format!("\"logs/ci-x/{build}/\"")).join(",");
    fake.answer_at(&builds_url(&job, first, ""), &format!("{{\"prefixes\":[{prefixes}]}}"));
    let file = |build: &str, name: &str| {
        format!("https://storage.googleapis.com/storage/v1/b/runs/o/logs%2Fci-x%2F{build}%2F{name}?alt=media")
    };
    fake.answer_at(&file(builds[0], "finished.json"), r#"{"timestamp":1763570000,"result":"FAILURE"}"#);
    fake.answer_at(&file(builds[1], "finished.json"), r#"{"timestamp":1763580000,"result":"SUCCESS"}"#);
    let pull = r#"{"spec":{"job":"ci-x","refs":{"org":"o","repo":"r","pulls":[{"number":7,"sha":"s"}]}},
        "status":{"build_id":"1991150000000000000","startTime":"2025-11-19T14:00:00Z"}}"#;
    fake.answer_at(&file(builds[1], "prowjob.json"), pull);
    let answer = ask(&fake, &engine, look(Source::TestGrid, asked.clone())).unwrap();
    let found = view(&answer);
    assert_eq!((found.summary.runs, found.summary.failure, found.summary.pull_requests), (2, 1, 1));
    assert_eq!(runs(&found), [builds[1], builds[0]]);
    assert!(warnings(&answer)[0].contains("1 of 3 builds have not ended"), "{:?}", warnings(&answer));
    fake.take_log();
    engine.refresh();
    ask(&fake, &engine, look(Source::TestGrid, asked)).unwrap();
    let again = fake.take_log();
    assert!(
        again.iter().all(|url| !url.contains(builds[0]) || url.contains("prowjob")),
        "what ended is not read again: {again:?}"
    );
}
