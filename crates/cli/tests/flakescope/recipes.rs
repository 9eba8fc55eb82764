//! Every command of docs/recipes.md, read out of the document and run: its hosts are mapped to made-up ones, its files are written by
//! the simulator, and nothing else about it is changed.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use flakescope_sim::activity::Activity;
use flakescope_sim::failures::{FailureHistory, FailureOptions};
use flakescope_sim::files::write_payload;
use flakescope_sim::payload::{Payload, PayloadOptions};
use flakescope_sim::world::{World, WorldOptions};

use crate::postgres;
use crate::run::{Run, command, folder, of};
use crate::serve;
use crate::server::start;

const RECIPES: &str = include_str!("../../../../docs/recipes.md");

/// The commands of a section, as they stand there.
fn commands(section: &str) -> Vec<&'static str> {
    let text = RECIPES.split("\n## ").find(|text| text.starts_with(section)).expect("the section is there");
    let blocks = text.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks.flat_map(str::lines).filter(|line| !line.is_empty()).collect()
}

/// A folder with the files of a section, in which its commands are run with these words mapped to others.
struct Desk {
    folder: PathBuf,
    mapped: Vec<(&'static str, String)>,
}

impl Desk {
    fn new(name: &str, mapped: &[(&'static str, String)]) -> Self {
        Self { folder: folder(&format!("recipes-{name}")), mapped: mapped.to_vec() }
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn command(&self, line: &str, more: &[String]) -> std::process::Command {
        let line = self.mapped.iter().fold(line.to_owned(), |line, (from, to)| line.replace(from, to));
        let words = line.strip_prefix("flakescope ").expect("it is one of our commands").split(' ');
        let mut command = command();
        command.current_dir(&self.folder).args(words).args(more);
        command
    }

    /// Runs a command, which must end with this code.
    fn run(&self, line: &str, more: &[String], code: i32) -> Run {
        let run = of(self.command(line, more).output().unwrap());
        assert_eq!(run.code, code, "{line}: {}", run.err);
        run
    }
}

fn world() -> World {
    World::build(WorldOptions { seed: 4, jobs: 5, tests: 20, columns: 30, ..WorldOptions::default() })
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn flake_tracker() {
    let address = start(world(), Vec::new());
    let desk = Desk::new("tracker", &[("--port 8080", "--port 0 --config proxy.toml".to_owned())]);
    let boards = format!("{address}/api/v1");
    let hosts =
        words(&["--testgrid", &boards, "--github", "kubernetes/kubernetes", "--github-api", &address]);
    desk.put("proxy.toml", &format!("report = {hosts:?}\n"));
    let [report, table, server] = commands("Flake Tracker")[..] else { panic!("three commands") };
    desk.run(report, &hosts, 0);
    assert!(desk.text("report.md").contains("# Release signal"));
    desk.run(table, &hosts, 0);
    let csv = desk.text("flakes.csv");
    assert!(csv.starts_with("dashboard,job,") && csv.contains(",exact,"), "{csv}");
    let server = serve::Server::run(desk.command(server, &[]));
    let (status, html) = server.get("/report.html");
    assert!(status == 200 && html.contains("<!doctype html>"), "{status}");
    let json: serde_json::Value = serde_json::from_str(&server.get("/report.json").1).unwrap();
    assert!(json.is_object());
}

#[test]
fn xfailflake_grabber() {
    let address = start(world(), Vec::new());
    let database = postgres::Server::start("recipes");
    let push = database
        .as_ref()
        .map_or_else(String::new, |server| format!("postgres://test@127.0.0.1:{}/postgres", server.port));
    let mapped =
        [("dcos/dcos@master", "made-up/sources@main".to_owned()), ("postgres://ci@db.example/metrics", push)];
    let desk = Desk::new("grabber", &mapped);
    let raw = format!("{address}/raw");
    let hosts = words(&["--github-api", &address, "--github-raw", &raw]);
    let [dump, history, redash] = commands("dcos-xfailflake-grabber")[..] else { panic!("three commands") };
    desk.run(dump, &hosts, 0);
    let found: serde_json::Value = serde_json::from_str(&desk.text("xfailflakes.json")).unwrap();
    let count = found["xfailflakes"].as_array().unwrap().len();
    assert!(count > 50, "{count}");
    desk.run(redash, &hosts, 0);
    assert!(desk.text("muted.json").contains("\"friendly_name\": \"JIRA ticket\""));
    if let Some(database) = database {
        desk.run(history, &hosts, 0);
        let rows = database.ask("SELECT count(*) FROM dashboards.xfailflake_history_v1");
        assert_eq!(rows, count.to_string());
    }
}

#[test]
fn flake_analysis() {
    let desk = Desk::new("analysis", &[]);
    let history = FailureHistory::build(FailureOptions { count: 400, ..FailureOptions::default() });
    desk.put("history.jsonl", &history.lines(false));
    desk.put("build-log.txt", &history.records[0].log);
    let [train, predict] = commands("Flake Analysis")[..] else { panic!("two commands") };
    desk.run(train, &[], 0);
    assert!(desk.text("model.json").contains("\"version\""));
    let said = desk.run(predict, &[], 0).json();
    let chance = said["chance"].as_f64().unwrap_or_else(|| panic!("{said}"));
    assert!((0.0..=1.0).contains(&chance), "{said}");
}

/// Rows of disruption as the original keeps them.
fn rows(p99: &str) -> String {
    format!(
        r#"[{{"BackendName":"a","Release":"4.16","FromRelease":"4.15","Platform":"aws","Architecture":"amd64","Network":"ovn",
        "Topology":"ha","MasterNodesUpdated":"N","JobRuns":500,"P95":"1.0","P99":"{p99}","P75":"0.0","P50":"0.0"}}]"#
    )
}

#[test]
fn job_run_aggregator() {
    let desk = Desk::new("aggregator", &[]);
    let payload = Payload::build(PayloadOptions::default());
    write_payload(&payload, &desk.folder).unwrap();
    desk.put("current.json", &rows("1.0"));
    desk.put("new.json", &rows("9.0"));
    let [verdict, history] = commands("job-run-aggregator")[..] else { panic!("two commands") };
    // The made-up payload holds one regression.
    desk.run(verdict, &[], 3);
    let xml = desk.text("junit-aggregated.xml");
    assert!(xml.contains("<failure") && xml.contains(&payload.truth.regressed), "{xml:.500}");
    desk.run(history, &[], 0);
    let written: Vec<PathBuf> =
        fs::read_dir(desk.folder.join("results")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(written.iter().any(|path| names(path, "pr_message.md")), "{written:?}");
}

fn names(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|own| own == name)
}

/// A chat that takes one message; gives its address and what came.
fn chat() -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut request, mut piece) = (Vec::new(), [0; 8_192]);
        loop {
            let count = stream.read(&mut piece).unwrap();
            request.extend_from_slice(&piece[..count]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                let length = head.to_lowercase().split_once("content-length: ").unwrap().1.to_owned();
                body.len() >= length.lines().next().unwrap().trim().parse().unwrap()
            });
            if whole || count == 0 {
                let answer = "{\"code\":0}";
                write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{answer}", answer.len())
                    .unwrap();
                return text;
            }
        }
    });
    (address, heard)
}

/// The rows of the table come out of a file here; those of a database are tried in `mysql`.
#[test]
fn ci_stat() {
    let desk = Desk::new("ci-stat", &[("--mysql env.json", "--input ci_data.csv".to_owned())]);
    let mut activity = Activity::new(3, 20);
    // The last run started a minute ago.
    let now = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
    let later = now - 60 - activity.span().1;
    activity.runs.iter_mut().for_each(|run| run.started_at += later);
    desk.put("ci_data.csv", &activity.ci_data_csv());
    desk.put("regex_rules.json", &Activity::rules());
    let logs = activity.jenkins_logs();
    let (_, log) = logs.iter().find(|(_, log)| log.contains("connection reset")).expect("a log with a cause");
    desk.put("console.log", log);
    let [card, table, causes] = commands("ci_stat")[..] else { panic!("three commands") };
    let (address, heard) = chat();
    let sent = of(desk.command(card, &[]).env("FLAKESCOPE_WEBHOOK", address).output().unwrap());
    assert_eq!(sent.code, 0, "{}", sent.err);
    assert!(heard.join().unwrap().contains("\"msg_type\""));
    desk.run(table, &[], 0);
    let jobs = desk.text("jobs.csv");
    assert!(jobs.lines().count() > 1, "{jobs}");
    let found = desk.run(causes, &[], 0);
    assert!(found.out.contains("connection reset"), "{}", found.out);
}

/// No section is without a command, and none without a test.
#[test]
fn each_section_is_tried() {
    let sections: Vec<&str> =
        RECIPES.split("\n## ").skip(1).map(|text| text.lines().next().unwrap()).collect();
    let tried =
        ["Flake Tracker", "dcos-xfailflake-grabber", "Flake Analysis", "job-run-aggregator", "ci_stat"];
    assert_eq!(sections, tried);
    assert!(sections.iter().all(|section| !commands(section).is_empty()));
}
