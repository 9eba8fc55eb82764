//! Rows into a real `PostgreSQL` 15: twice is once, a power cut or a killed push leaves all or nothing.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::postgres::Server;
use crate::run::{Run, command, flakescope, folder, of};

const MUTED: &str = "dashboards.xfailflake_history_v1";

/// A folder with this many muted tests, all of them different.
fn checkout(name: &str, markers: usize) -> PathBuf {
    let folder = folder(name);
    for file in 0..markers.div_ceil(1_000) {
        let one = |test: usize| {
            format!(
                "@pytest.mark.xfailflake(jira='DCOS-{test}', since='2018-11-20')\ndef test_{file}_{test}(): pass\n"
            )
        };
        let text: String = (0..1_000.min(markers - file * 1_000)).map(one).collect::<Vec<_>>().concat();
        std::fs::write(folder.join(format!("test_{file}.py")), text).unwrap();
    }
    folder
}

fn address(server: &Server) -> String {
    format!("postgres://test@127.0.0.1:{}/postgres", server.port)
}

fn push(server: &Server, checkout: &Path, more: &str) -> Run {
    flakescope(&format!("muted {} --push {} {more}", checkout.display(), address(server)))
}

/// A push that goes on beside the test.
fn push_beside(server: &Server, checkout: &Path) -> Child {
    let mut command = command();
    command.args(["muted", &checkout.display().to_string(), "--push", &address(server)]);
    command.stderr(std::process::Stdio::piped()).spawn().unwrap()
}

/// Waits until a push is inside its transaction and has begun to send rows; `false` when it was over before.
fn waits_for_rows(server: &Server, push: &mut Child) -> bool {
    let inside = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'flakescope' AND query LIKE 'INSERT INTO flakescope_push%'";
    let end = Instant::now() + Duration::from_mins(2);
    while Instant::now() < end && push.try_wait().unwrap().is_none() {
        if server.ask(inside) != "0" {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

fn count(server: &Server, table: &str) -> String {
    server.ask(&format!("SELECT coalesce((SELECT count(*) FROM {table}), 0)"))
}

#[test]
fn a_hundred_thousand_rows_twice_are_there_once() {
    let Some(mut server) = Server::start("push") else { return };
    let checkout = checkout("push-many", 100_000);
    for round in ["first", "second"] {
        let run = push(&server, &checkout, "");
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
        println!("{round} push of 100,000 rows: {}", run.err.lines().next().unwrap_or_default());
        let (added, there) = if round == "first" { (100_000, 0) } else { (0, 100_000) };
        assert!(run.err.contains(&format!("{added} rows added, {there} were there already")), "{}", run.err);
        assert_eq!(count(&server, MUTED), "100000");
    }
    let key = "test || '|' || ticket || '|' || file || '|' || repo || '|' || branch || '|' || \"timestamp\" || '|' || since";
    assert_eq!(server.ask(&format!("SELECT count(DISTINCT {key}) FROM {MUTED}")), "100000");
    // Killed in the middle of it: nothing, and the next one completes.
    server.ask(&format!("TRUNCATE {MUTED}"));
    let mut killed = push_beside(&server, &checkout);
    assert!(waits_for_rows(&server, &mut killed), "the push was seen at work");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(count(&server, MUTED), "0", "all or nothing");
    assert_eq!(push(&server, &checkout, "").code, 0);
    assert_eq!(count(&server, MUTED), "100000");
    // The database loses its power in the middle of it: the push tries again, and ends with the same rows.
    server.ask(&format!("TRUNCATE {MUTED}"));
    let mut cut = push_beside(&server, &checkout);
    assert!(waits_for_rows(&server, &mut cut), "the push was seen at work");
    server.restart();
    let run = of(cut.wait_with_output().unwrap());
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("Trying again"), "{}", run.err);
    assert_eq!(count(&server, MUTED), "100000");
}

#[test]
fn history_is_kept_and_old_rows_go_when_asked() {
    let Some(server) = Server::start("push-history") else { return };
    let checkout = checkout("push-history", 3);
    assert_eq!(push(&server, &checkout, "").code, 0);
    // As if that had been a year ago.
    server.ask(&format!("UPDATE {MUTED} SET \"timestamp\" = \"timestamp\" - interval '400 days'"));
    assert_eq!(push(&server, &checkout, "").code, 0);
    assert_eq!(count(&server, MUTED), "6");
    let run = push(&server, &checkout, "--keep-days 365");
    assert!(run.err.contains("0 rows added, 3 were there already, 3 older ones removed"), "{}", run.err);
    assert_eq!(count(&server, MUTED), "3");
    // The table is that of the statements which `--format sql` writes.
    let file = checkout.join("muted.sql");
    flakescope(&format!("muted {} --format sql -o {}", checkout.display(), file.display()));
    server.load(&std::fs::read_to_string(&file).unwrap());
    assert_eq!(count(&server, MUTED), "6", "the same markers, under the time of that run");
}

#[test]
fn rows_of_flakes_keep_their_values() {
    let Some(server) = Server::start("push-flakes") else { return };
    let table = "dashboards.flakes_history_v1";
    for _ in 0..2 {
        let run = flakescope(&format!("flakes --sample --verdict all --push {}", address(&server)));
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    }
    let report = flakescope("flakes --sample --verdict all --format json").json();
    let tests = report["tests"].as_array().unwrap();
    // Two pushes may lie on both sides of an hour.
    let hours: usize = server.ask(&format!("SELECT count(DISTINCT taken_at) FROM {table}")).parse().unwrap();
    assert_eq!(count(&server, table), (hours * tests.len()).to_string());
    let rows = server.ask(&format!(
        "SELECT json_agg(row_to_json(t) ORDER BY dashboard, job, test) FROM {table} t WHERE taken_at = (SELECT max(taken_at) FROM {table})"
    ));
    let rows: Vec<serde_json::Value> = serde_json::from_str(&rows).unwrap();
    for row in &rows {
        let same =
            |test: &&serde_json::Value| ["dashboard", "job", "test"].iter().all(|key| test[key] == row[key]);
        let test = tests.iter().find(same).unwrap();
        for (key, value) in test.as_object().unwrap() {
            let pushed = match &row[key] {
                // A time without its zone.
                serde_json::Value::String(text) if value.as_str().is_some_and(|v| v.ends_with('Z')) => {
                    format!("{text}Z").into()
                }
                serde_json::Value::Number(number) => number.as_f64().into(),
                other => other.clone(),
            };
            let said = value.as_f64().map_or_else(|| value.clone(), Into::into);
            assert_eq!(pushed, said, "{key} of {row}");
        }
    }
}

#[test]
fn mistakes_and_a_database_that_says_no() {
    let Some(server) = Server::start("push-no") else { return };
    let checkout = checkout("push-no", 1);
    let file = checkout.join("password");
    std::fs::write(&file, "word\n").unwrap();
    let run = push(&server, &checkout, &format!("--password-file {}", file.display()));
    assert_eq!(run.code, 2);
    assert!(run.one_line().contains("may be read by others"), "{}", run.err);
    server.ask("CREATE ROLE weak LOGIN");
    let address = address(&server).replace("test@", "weak@");
    let run = flakescope(&format!("muted {} --push {address}", checkout.display()));
    assert_eq!(run.code, 1);
    assert!(
        run.one_line().contains("the rows were not pushed, and the database is as it was: permission denied"),
        "{}",
        run.err
    );
    // A certificate that nobody vouches for is not spoken to; this server has none at all.
    let run = push(&server, &checkout, "").code;
    assert_eq!(run, 0);
    let run = flakescope(&format!("muted {} --push {address}?sslmode=require", checkout.display()));
    assert_eq!(run.code, 1);
    assert!(run.one_line().contains("TLS"), "{}", run.err);
}
