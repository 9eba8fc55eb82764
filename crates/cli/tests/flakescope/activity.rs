//! `activity` on made-up runs with known truth: rows as CSV and JSON, logs of Jenkins, the edges of the window, and messages.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use flakescope_sim::activity::{Activity, ActivityTruth, CAUSES};

use crate::run::{Run, command, folder, of, with_arguments};

fn rfc3339(seconds: i64) -> String {
    flakescope_sim::clock::rfc3339(seconds)
}

/// Asks about a file and a span.
fn ask(file: &Path, (from, to): (i64, i64), arguments: &[&str]) -> Run {
    let (from, to) = (rfc3339(from), rfc3339(to));
    let own = ["activity", "--input", file.to_str().unwrap(), "--from", &from, "--to", &to];
    with_arguments(&[&own[..], arguments].concat())
}

/// The numbers of a JSON answer as the truth has them.
pub(crate) fn told(run: &Run) -> ActivityTruth {
    let json = run.json();
    let summary = &json["summary"];
    let count = |key: &str| usize::try_from(summary[key].as_u64().unwrap()).unwrap();
    let causes = summary["causes"].as_array().unwrap().iter();
    let cause = |cause: &serde_json::Value| {
        (
            cause["category"].as_str().unwrap().to_owned(),
            usize::try_from(cause["runs"].as_u64().unwrap()).unwrap(),
        )
    };
    ActivityTruth {
        runs: count("runs"),
        success: count("success"),
        failure: count("failure"),
        aborted: count("aborted"),
        reruns: count("reruns"),
        new_commit_runs: count("new_commit_runs"),
        jobs: count("jobs"),
        pull_requests: count("pull_requests"),
        commits: count("commits"),
        without_pull_request: count("without_pull_request"),
        flakes: count("flakes"),
        causes: causes.map(cause).filter(|(_, count)| *count > 0).collect(),
    }
}

fn world(name: &str) -> (Activity, std::path::PathBuf) {
    let (world, folder) = (Activity::new(7, 60), folder(name));
    fs::write(folder.join("ci_data.csv"), world.ci_data_csv()).unwrap();
    fs::write(folder.join("ci_data.json"), world.ci_data_json()).unwrap();
    fs::write(folder.join("rules.json"), Activity::rules()).unwrap();
    (world, folder)
}

/// The runs that ship with the page.
#[test]
fn the_built_in_runs_are_what_the_simulator_makes() {
    let shipped = include_str!("../../../../public/sample/activity.csv");
    assert!(
        Activity::sample().ci_data_csv() == shipped,
        "public/sample/activity.csv is not of this code: flakescope-sim write-sample-activity --out public/sample/activity.csv"
    );
}

#[test]
fn every_count_is_the_truth() {
    let (world, folder) = world("activity_truth");
    let (from, to) = world.span();
    let truth = world.truth(from, to);
    assert!(truth.reruns > 50 && truth.new_commit_runs > 50 && truth.flakes > 20, "{truth:?}");
    assert_eq!((truth.pull_requests, truth.causes.len()), (120, 5), "{truth:?}");
    for file in ["ci_data.csv", "ci_data.json"] {
        let run = ask(&folder.join(file), (from, to), &["--format", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(told(&run), truth, "{file}");
        assert_eq!(run.json()["warnings"].as_array().unwrap().len(), 0, "{}", run.err);
        assert_eq!(run.json()["runs"].as_array().unwrap().len(), truth.runs);
    }
}

#[test]
fn a_run_at_the_edge_counts_once() {
    let (world, folder) = world("activity_edges");
    let file = folder.join("ci_data.csv");
    let (from, to) = world.span();
    let edge = world.runs[world.runs.len() / 2].started_at;
    let runs = |span| told(&ask(&file, span, &["--format", "json"])).runs;
    let at_the_edge = world.truth(edge, edge).runs;
    assert_eq!((runs((edge, edge)), at_the_edge), (1, 1));
    assert_eq!(runs((from, edge)), world.truth(from, edge).runs);
    assert_eq!(runs((from, edge)) + runs((edge, to)), world.runs.len() + at_the_edge, "both ends are in");
    assert_eq!(runs((from, edge)) + runs((edge + 1, to)), world.runs.len());
}

#[test]
fn filters_are_real() {
    let (world, folder) = world("activity_filters");
    let (from, to) = world.span();
    let run = ask(
        &folder.join("ci_data.csv"),
        (from, to),
        &["--repo", "made-up/ci-two", "--job", "unit", "--format", "json"],
    );
    let only = |run: &&flakescope_sim::activity::Run| run.repository == "made-up/ci-two" && run.job == "unit";
    assert_eq!(told(&run).runs, world.runs.iter().filter(only).count());
    let none = ask(&folder.join("ci_data.csv"), (from, to), &["--job", "made-up/ci-two", "--format", "json"]);
    assert_eq!(told(&none).runs, 0);
    assert!(none.err.contains("warning: made-up/ci-two: no run in this window"), "{}", none.err);
}

#[test]
fn causes_out_of_the_logs() {
    let (world, folder) = world("activity_logs");
    let mut rows: serde_json::Value = serde_json::from_str(&world.ci_data_json()).unwrap();
    for row in rows.as_array_mut().unwrap() {
        row["analysis_res"] = serde_json::Value::Null;
    }
    let file = folder.join("bare.json");
    fs::write(&file, rows.to_string()).unwrap();
    for (path, text) in world.jenkins_logs() {
        let path = folder.join("jobs").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let (from, to) = world.span();
    let (jobs, rules) = (folder.join("jobs"), folder.join("rules.json"));
    let arguments =
        ["--format", "json", "--logs", jobs.to_str().unwrap(), "--rules", rules.to_str().unwrap()];
    let run = ask(&file, (from, to), &arguments);
    assert_eq!(told(&run), world.truth(from, to), "{}", run.err);
    let json = run.json();
    let failures = json["failures"].as_array().unwrap();
    let known: Vec<&serde_json::Value> = failures.iter().filter(|row| row["case"] != "").collect();
    assert!(known.iter().all(|row| row["context"].as_array().unwrap().len() == 20), "{known:?}");
    assert!(known.iter().all(|row| CAUSES.iter().any(|cause| row["case"] == cause.case)), "{known:?}");
    let bare = ask(&file, (from, to), &["--format", "json"]);
    assert_eq!(told(&bare).causes.get("unknown"), Some(&world.truth(from, to).failure));
}

#[test]
fn causes_of_single_logs() {
    let folder = folder("activity_causes");
    let (one, two) = (folder.join("one.log"), folder.join("two.log"));
    fs::write(&one, "ok\n--- FAIL: TestA (0.01s)\nwrite: No space left on device\n").unwrap();
    fs::write(&two, "ok\n").unwrap();
    let (one, two) = (one.to_str().unwrap(), two.to_str().unwrap());
    let run = with_arguments(&["activity", "causes", one, two]);
    let expect =
        format!("{one}: case: --- FAIL: TestA\n{one}: env: No space left on device\n{two}: unknown\n");
    assert_eq!((run.code, run.out.as_str()), (0, expect.as_str()), "{}", run.err);
    assert_eq!(run.one_line(), "2 logs, 1 of them without a known cause");
    let json = with_arguments(&["activity", "causes", one, "--format", "json"]).json();
    assert_eq!((&json[0]["category"], &json[0]["failures"][0]["context"][0]), (&"case".into(), &"ok".into()));
    let rules = folder.join("rules.json");
    fs::write(&rules, "[{\"regex\": \"(\", \"key\": \"env\"}]").unwrap();
    let wrong = with_arguments(&["activity", "causes", one, "--rules", rules.to_str().unwrap()]);
    assert_eq!((wrong.code, wrong.one_line()), (1, "flakescope: rule 1 ((): unclosed group"));
}

#[test]
fn every_format() {
    let (world, folder) = world("activity_formats");
    let file = folder.join("ci_data.csv");
    for (format, expect) in [
        ("text", "Pull requests by failures"),
        ("csv", "repository,job,id,attempt,status,started_at"),
        ("markdown", "# CI Status Daily Report"),
        ("feishu", "\"msg_type\":\"interactive\""),
        ("slack", "\"type\":\"header\""),
    ] {
        let run = ask(&file, world.span(), &["--format", format]);
        assert!(run.code == 0 && run.out.contains(expect), "{format}: {}", run.err);
        assert!(!run.out.contains('\u{1b}'), "no colours in a pipe");
    }
    let jobs = ask(&file, world.span(), &["--format", "csv", "--list", "pull_requests"]);
    assert!(jobs.out.contains("'=cmd|' /C calc'!A0"), "a name is no formula");
}

#[test]
fn a_message_is_sent_once_and_its_address_is_said_nowhere() {
    let (world, folder) = world("activity_send");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let served = std::thread::spawn(move || {
        let mut bodies = Vec::new();
        for answer in ["{\"code\":0}", "{\"code\":19001}"] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut piece = [0; 8_192];
            loop {
                let count = stream.read(&mut piece).unwrap();
                assert!(count > 0, "the sender ended before its message did");
                request.extend_from_slice(&piece[..count]);
                let text = String::from_utf8_lossy(&request).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
                if body.len() >= length.parse().unwrap() {
                    bodies.push(body.to_owned());
                    break;
                }
            }
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", answer.len());
            stream.write_all((head + answer).as_bytes()).unwrap();
        }
        bodies
    });
    let (from, to) = world.span();
    let (from, to) = (rfc3339(from), rfc3339(to));
    let file = folder.join("ci_data.csv");
    let send = || {
        let mut command = command();
        command.args(["activity", "--input", file.to_str().unwrap(), "--from", &from, "--to", &to]);
        command.args(["--format", "feishu", "--send"]);
        of(command.env("FLAKESCOPE_WEBHOOK", format!("http://{address}/hook/secret")).output().unwrap())
    };
    let (good, refused) = (send(), send());
    let bodies = served.join().unwrap();
    assert_eq!((good.code, good.out.as_str()), (0, bodies[0].as_str()), "{}", good.err);
    assert!(good.err.contains("sent to feishu") && !good.err.contains("secret"), "{}", good.err);
    assert!(
        refused.code == 1 && refused.err.contains("refuses the message with code 19001"),
        "{}",
        refused.err
    );
    let none =
        with_arguments(&["activity", "--input", file.to_str().unwrap(), "--format", "slack", "--send"]);
    assert_eq!(none.code, 2, "{}", none.err);
}

#[test]
fn wrong_use() {
    let (_, folder) = world("activity_wrong");
    let file = folder.join("ci_data.csv");
    let file = file.to_str().unwrap();
    let env = folder.join("env.json");
    fs::write(&env, "{\"host\": \"127.0.0.1\", \"port\": \"many\", \"password\": \"hunter2\"}").unwrap();
    let broken = folder.join("broken.json");
    fs::write(&broken, "{\"password\": \"hunter2\", ").unwrap();
    for arguments in [
        &["activity"][..],
        &["activity", "--input", file, "--from", "yesterday"],
        &["activity", "--input", file, "--timezone", "Asia/Shanghai"],
        &["activity", "--input", file, "--from", "2021-06-20", "--to", "2021-06-19"],
        &["activity", "--input", file, "--send"],
        &["activity", "--input", file, "--mysql", "mysql://x/y"],
        &["activity", "--mysql", "postgres://x/y"],
        &["activity", "--mysql", env.to_str().unwrap()],
        &["activity", "--mysql", broken.to_str().unwrap()],
        &["activity", "--mysql"],
    ] {
        let run = with_arguments(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(!run.err.contains("hunter2"), "{}", run.err);
    }
    let other = with_arguments(&["activity", "--input", env.to_str().unwrap(), "--from", "2021-06-19"]);
    assert_eq!(other.code, 0, "an object is a row, and a row without a job is a warning: {}", other.err);
    assert!(other.err.contains("no job or no id of a run"), "{}", other.err);
}
