//! The question which failures are the same: of boards, of files, of a pasted text; early answers, files, missing code.

#![expect(clippy::unwrap_used, reason = "a test stops where its helper fails")]

use flakescope_core::failures::{ClusterFormat, FailuresFile, FailuresView, Params, cluster, write_clusters};
use flakescope_core::flakes::{Query, Source, TestKey};
use flakescope_core::formats::failures::read_file;
use flakescope_dbscan::Linfa;
use flakescope_engine::{Answer, Error, FailuresAsk, Request};

use crate::fake::{Fake, run};
use crate::world::{Ear, answers, ask, ask_with, engine, from, query, rows};

fn about(query: Query, ask: FailuresAsk) -> Request {
    Request::Failures { query, runs_of: None, model: String::new(), params: Params::default(), ask }
}

fn list(answer: &Answer) -> &FailuresView {
    match answer {
        Answer::Failures(_, view) => view,
        other => panic!("not the list: {other:?}"),
    }
}

/// Records of two causes, three of each, and one of its own.
const RECORDS: &str = r#"
{"id": 1, "log": "disk is full on node-1", "test": "a", "merged": true}
{"id": 2, "log": "disk is full on node-2", "test": "a", "merged": true}
{"id": 3, "log": "disk is full on node-3", "test": "b", "merged": false}
{"id": 4, "log": "the lease was lost by the leader", "test": "c"}
{"id": 5, "log": "the lease was lost by the leader", "test": "c"}
{"id": 6, "log": "the lease was lost by the leader", "test": "c"}
{"id": 7, "log": "segmentation fault in the kernel", "test": "d"}
{"id": 8, "status": "success", "test": "d"}
"#;

/// Gives the records to an engine, as files are read: in pieces.
fn give(
    fake: &Fake,
    engine: &std::rc::Rc<flakescope_engine::Engine<Fake>>,
    name: &str,
    bytes: &[u8],
) -> Vec<String> {
    let (engine, name, bytes) = (engine.clone(), name.to_owned(), bytes.to_vec());
    run(fake, async move {
        let mut reader = engine.read_failures().await.unwrap();
        reader.begin(&name, None);
        bytes.chunks(37).for_each(|piece| reader.push(piece));
        let taken = reader.finish();
        let warnings = taken
            .warnings
            .iter()
            .map(|warning| format!("{}: {}", warning.subject, warning.message))
            .collect();
        engine.set_failures(taken);
        warnings
    })
}

#[test]
fn failures_on_boards() {
    let fake = Fake::new(answers());
    let (engine, ear) = (engine(&fake), Ear::default());
    let answer = ask_with(&fake, &engine, about(query(), FailuresAsk::List), &ear).unwrap();
    let view = list(&answer);
    // Sixteen tabs with a test that says "boom" in three runs each, those within the window.
    assert_eq!((view.clusters.len(), view.noise, view.cut_to), (1, 0, Some(140)));
    let row = &view.clusters[0];
    assert_eq!((row.size, row.tests, row.jobs), (48, 1, 12), "{row:?}");
    assert_eq!(row.verdicts.iter().map(|(_, tests)| tests).sum::<u32>(), 16);
    assert_eq!(row.pieces.iter().sum::<u32>(), row.size);
    assert!(!ear.partials.borrow().is_empty(), "early answers come while boards are read");
    let labels: Vec<String> = ear.reports.borrow().iter().map(|(.., label)| label.clone()).collect();
    assert!(labels.contains(&"Grouping the failures".to_owned()), "{labels:?}");

    let key = TestKey { dashboard: "one".into(), job: "tab-0".into(), test: "[sig-node] shaky".into() };
    let same = ask(&fake, &engine, about(query(), FailuresAsk::OfTest { key })).unwrap();
    let Answer::FailuresOfTest(_, same) = same else { panic!("{same:?}") };
    assert_eq!(same.iter().map(|same| (same.own, same.size)).collect::<Vec<_>>(), [(3, 48)]);

    let opened = ask(&fake, &engine, about(query(), FailuresAsk::Cluster { id: row.id.clone() })).unwrap();
    let Answer::FailuresCluster(_, Some(opened)) = opened else { panic!("{opened:?}") };
    assert_eq!((opened.members.len(), &opened.row), (48, row));
    assert!(opened.members.is_sorted_by_key(|member| std::cmp::Reverse(member.date)));
    let gone = ask(&fake, &engine, about(query(), FailuresAsk::Cluster { id: "none".into() })).unwrap();
    assert!(matches!(gone, Answer::FailuresCluster(_, None)));
}

#[test]
fn files_give_what_the_core_gives() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    assert_eq!(give(&fake, &engine, "records.jsonl", RECORDS.as_bytes()), [""; 0]);
    let files = from(Source::Files);
    let answer = ask(&fake, &engine, about(files.clone(), FailuresAsk::List)).unwrap();
    let view = list(&answer);
    assert_eq!((view.failures, view.clusters_in_all, view.noise, view.known), (7, 2, 1, 3));
    assert!(view.quality.is_some() && !view.k_distances.is_empty() && view.cut_to.is_none());
    assert!(fake.take_log().is_empty(), "nothing was fetched");

    let records = read_file("records.jsonl", RECORDS.as_bytes()).unwrap().failures;
    let found = cluster(&records, &Params::default(), &Linfa);
    for format in ClusterFormat::ALL {
        let file = FailuresFile::Clusters(format);
        let answer = ask(&fake, &engine, about(files.clone(), FailuresAsk::Export { file })).unwrap();
        let Answer::Export(exported) = answer else { panic!("{answer:?}") };
        assert_eq!(exported.text, write_clusters(&found, &records, format));
        assert!(exported.file_name.starts_with("flakescope-clusters-"), "{}", exported.file_name);
    }
    let file = FailuresFile::Labels;
    let answer = ask(&fake, &engine, about(files, FailuresAsk::Export { file })).unwrap();
    let Answer::Export(labels) = answer else { panic!("{answer:?}") };
    let column = |line: &str| line.split(',').nth(5).unwrap().to_owned();
    let column: Vec<String> = labels.text.lines().skip(1).map(column).collect();
    assert_eq!(column.len(), records.len());
    assert_eq!(column, found.labels.iter().map(i64::to_string).collect::<Vec<_>>());
}

#[test]
fn a_pasted_text_finds_its_cluster() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    give(&fake, &engine, "records.jsonl", RECORDS.as_bytes());
    let predict = |text: &str| {
        let ask_it = FailuresAsk::Predict { text: text.into(), test: "a".into() };
        match ask(&fake, &engine, about(from(Source::Files), ask_it)) {
            Ok(Answer::FailuresPredict(Some(found))) => found,
            other => panic!("{other:?}"),
        }
    };
    let known = predict("disk is full on node-99");
    assert_eq!(known.cluster.as_ref().map(|row| row.size), Some(3));
    assert!(
        known.sentence.starts_with("It is the same failure as 3 failures of 2 tests. The chance"),
        "{}",
        known.sentence
    );
    assert!(
        known.comment.contains("`disk is full") && known.comment.contains("false positive"),
        "{}",
        known.comment
    );
    let unlike = predict("herons nest in the reeds");
    assert!(
        unlike.cluster.is_none() && unlike.sentence.starts_with("It is like no other"),
        "{}",
        unlike.sentence
    );
}

#[test]
fn a_model_from_a_file_gives_the_chances() {
    let fake = Fake::new(answers());
    let (teacher, pupil) = (engine(&fake), engine(&fake));
    give(&fake, &teacher, "records.jsonl", RECORDS.as_bytes());
    let file = FailuresFile::Model;
    let answer = ask(&fake, &teacher, about(from(Source::Files), FailuresAsk::Export { file })).unwrap();
    let Answer::Export(model) = answer else { panic!("{answer:?}") };
    let own = pupil.clone();
    let told = run(&fake, async move {
        let mut reader = own.read_failures().await.unwrap();
        reader.take_model("model.json", model.text.as_bytes());
        reader.take_model("broken.json", b"{}");
        let taken = reader.finish();
        (taken.model.is_some(), taken.records, taken.warnings.len())
    });
    assert_eq!(told, (true, 0, 1));
    let ask_it = FailuresAsk::Predict { text: "disk is full on node-5".into(), test: String::new() };
    let answer = ask(&fake, &pupil, about(query(), ask_it)).unwrap();
    let Answer::FailuresPredict(Some(found)) = answer else { panic!("{answer:?}") };
    assert!(found.prediction.chance.is_some() && found.prediction.cluster_name.contains("disk is full"));
}

#[test]
fn a_link_names_a_file() {
    let fake = Fake::new(answers());
    let first = engine(&fake);
    let at = |address: &str| about(from(Source::Address(address.to_owned())), FailuresAsk::List);
    let address = "https://storage.googleapis.com/some-bucket/records.jsonl";
    fake.answer_at(address, RECORDS);
    for _ in 0..2 {
        let answer = ask(&fake, &first, at(address)).unwrap();
        assert_eq!((list(&answer).failures, list(&answer).clusters_in_all), (7, 2));
    }
    assert_eq!(fake.take_log().len(), 1, "read once");
    fake.answer_at("https://storage.googleapis.com/some-bucket/empty.json", "{}");
    let empty = ask(&fake, &first, at("https://storage.googleapis.com/some-bucket/empty.json"));
    assert!(matches!(empty, Err(Error::BadAnswer { .. })), "{empty:?}");
    let other = ask(&fake, &first, at("https://evil.example/records.jsonl"));
    assert!(matches!(other, Err(Error::HostNotAllowed { .. })), "{other:?}");
}

const STORAGE: &str = "https://storage.googleapis.com/storage/v1/b/kubernetes-ci-logs/o";

/// A board whose runs have a place in the bucket, and the files of its three failed runs: the first has two pages of names,
/// the second a broken file, the third none.
fn with_runs(fake: &Fake) -> TestKey {
    let passes = vec![r#"{"result":1}"#; 30].join(",");
    let overall = format!(r#"[{{"name":"ci-x.Overall","cells":[{passes}]}},{{"#);
    let rows = rows().replacen("[{", &overall, 1);
    fake.answer_at("https://testgrid-api.prow.k8s.io/api/v1/dashboards/one/tabs/tab0/rows", &rows);
    let list = |build: u32, page: &str| {
        format!(
            "{STORAGE}?prefix=logs%2Fci-x%2F{build}%2Fartifacts%2F&maxResults=1000&fields=items(name,size),nextPageToken{page}"
        )
    };
    let item =
        |build: u32, name: &str| format!(r#"{{"name":"logs/ci-x/{build}/artifacts/{name}","size":"9"}}"#);
    let first = format!(r#"{{"items":[{}],"nextPageToken":"n"}}"#, item(997, "junit_01.xml"));
    fake.answer_at(&list(997, ""), &first);
    let second = format!(r#"{{"items":[{},{}]}}"#, item(997, "logs/kubelet.log"), item(997, "z/junit.xml"));
    fake.answer_at(&list(997, "&pageToken=n"), &second);
    fake.answer_at(&list(989, ""), &format!(r#"{{"items":[{}]}}"#, item(989, "junit_01.xml")));
    fake.answer_at(&list(980, ""), "{}");
    let file =
        |build: u32, name: &str| format!("{STORAGE}/logs%2Fci-x%2F{build}%2Fartifacts%2F{name}?alt=media");
    let case =
        |test: &str, text: &str| format!("<testcase name='{test}'><failure>{text}</failure></testcase>");
    let boom = |id: u32| format!("boom, and much more of it than a board keeps, on node-{id}");
    let suite = |cases: &str| format!("<testsuite name='e2e'>{cases}</testsuite>");
    fake.answer_at(
        &file(997, "junit_01.xml"),
        &suite(&(case("[sig-node] shaky", &boom(1)) + "<testcase name='b'/>")),
    );
    fake.answer_at(&file(997, "z%2Fjunit.xml"), &suite(&case("c", &boom(2))));
    fake.answer_at(
        &file(989, "junit_01.xml"),
        &format!("<testsuite name='e2e'>{}<testc", case("a", &boom(3))),
    );
    TestKey { dashboard: "one".into(), job: "tab-0".into(), test: "[sig-node] shaky".into() }
}

#[test]
fn the_junit_files_of_failed_runs() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let key = with_runs(&fake);
    let of_runs = |ask| match about(query(), ask) {
        Request::Failures { query, model, params, ask, .. } => {
            Request::Failures { query, runs_of: Some(key.clone()), model, params, ask }
        }
        other => other,
    };
    let ear = Ear::default();
    let answer = ask_with(&fake, &engine, of_runs(FailuresAsk::List), &ear).unwrap();
    let view = list(&answer);
    assert_eq!((view.failures, view.clusters_in_all, view.cut_to), (3, 1, None));
    assert_eq!((view.clusters[0].tests, &*view.clusters[0].job), (3, "tab-0"));
    let own: Vec<_> = view.of_test.iter().map(|same| (same.own, same.size)).collect();
    assert_eq!(own, [(1, 3)], "the test's own failures");
    let Answer::Failures(reading, _) = &answer else { panic!("{answer:?}") };
    let told: Vec<String> =
        reading.warnings.iter().map(|w| format!("{}: {}", w.subject, w.message)).collect();
    assert!(told.iter().any(|line| line == "tab-0 run 980: it left no JUnit file"), "{told:?}");
    assert!(
        told.iter().any(|line| line.contains("tab-0 989/artifacts/junit_01.xml") && line.contains("broken")),
        "{told:?}"
    );
    let labels: Vec<String> = ear.reports.borrow().iter().map(|(.., label)| label.clone()).collect();
    assert!(labels.iter().any(|label| label == "Reading the JUnit files of failed runs"), "{labels:?}");
    let log = fake.take_log();
    assert!(log.iter().all(|url| !url.contains("dashboards/two")), "the other board is not needed");

    let id = view.clusters[0].id.clone();
    let opened = ask(&fake, &engine, of_runs(FailuresAsk::Cluster { id })).unwrap();
    let Answer::FailuresCluster(_, Some(opened)) = opened else { panic!("{opened:?}") };
    assert!(fake.take_log().is_empty(), "nothing is read twice");
    let urls: Vec<&str> = opened.members.iter().map(|member| &*member.url).collect();
    assert_eq!(urls[0], "https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/ci-x/997");
    assert!(opened.members.iter().all(|member| member.date.is_some()));
}

#[test]
fn runs_that_left_nothing() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let key = TestKey { dashboard: "one".into(), job: "tab-1".into(), test: "[sig-node] shaky".into() };
    let of = |source: Source| Request::Failures {
        query: Query { source, ..query() },
        runs_of: Some(key.clone()),
        model: String::new(),
        params: Params::default(),
        ask: FailuresAsk::List,
    };
    let unknown = ask(&fake, &engine, of(Source::TestGrid)).unwrap_err();
    assert!(unknown.to_string().contains("does not say where its files lie"), "{unknown}");
    assert_eq!(ask(&fake, &engine, of(Source::Sample)), Err(Error::NoRuns));
}

#[test]
fn a_link_names_a_model() {
    let fake = Fake::new(answers());
    let (teacher, pupil) = (engine(&fake), engine(&fake));
    give(&fake, &teacher, "records.jsonl", RECORDS.as_bytes());
    let file = FailuresFile::Model;
    let answer = ask(&fake, &teacher, about(from(Source::Files), FailuresAsk::Export { file })).unwrap();
    let Answer::Export(exported) = answer else { panic!("{answer:?}") };
    let address = format!("{STORAGE}/model.json?alt=media");
    fake.answer_at(&address, &exported.text);
    fake.answer_at("https://storage.googleapis.com/not.json", "{}");
    let predict = |model: &str| -> Result<Option<f64>, Error> {
        let ask_it = FailuresAsk::Predict { text: "disk is full on node-5".into(), test: String::new() };
        let request = Request::Failures {
            query: query(),
            runs_of: None,
            model: model.to_owned(),
            params: Params::default(),
            ask: ask_it,
        };
        match ask(&fake, &pupil, request)? {
            Answer::FailuresPredict(Some(found)) => Ok(found.prediction.chance),
            other => panic!("{other:?}"),
        }
    };
    assert!(predict(&address).unwrap().is_some());
    fake.take_log();
    assert!(predict(&address).unwrap().is_some());
    assert!(fake.take_log().is_empty(), "read once");
    assert_eq!(predict("").unwrap(), None, "the boards know no outcome");
    let broken = predict("https://storage.googleapis.com/not.json").unwrap_err();
    assert!(broken.to_string().contains("this is no model file"), "{broken}");
    assert!(matches!(predict("https://evil.example/model.json"), Err(Error::HostNotAllowed { .. })));
}

#[test]
fn what_cannot_be_read_is_told() {
    let fake = Fake::new(answers());
    let first = engine(&fake);
    let warnings = give(&fake, &first, "bad.zip", b"PK\x03\x04 and nothing more");
    assert!(warnings.len() == 1 && warnings[0].starts_with("bad.zip"), "{warnings:?}");
    let answer = ask(&fake, &first, about(from(Source::Files), FailuresAsk::List));
    assert_eq!(answer, Err(Error::NoFiles));

    let fake = Fake::new(answers());
    fake.without_failures();
    let second = engine(&fake);
    assert_eq!(ask(&fake, &second, about(query(), FailuresAsk::List)), Err(Error::PartMissing));
}
