//! Every spelling of the table, and everything that can be wrong with a row.

use proptest::prelude::*;

use super::*;
use crate::activity::{Category, RunStatus};

const DESCRIPTION: &str = r#"{"ghprbPullId":"7","ghprbPullTitle":"fix \"it\"","ghprbPullLink":"https://github.com/o/r/pull/7","ghprbPullAuthorLogin":"ada","x":1}"#;

fn row(changes: &[(&str, &str)]) -> serde_json::Value {
    let mut row = serde_json::json!({
        "job": "unit", "job_id": 12, "status": "FAILURE", "duration": 61000, "time": "2021-06-19T10:00:00Z",
        "commit": "c0ffee", "branch": "master", "comment": "/rerun", "repo": "o/r",
        "analysis_res": "{\"env\":[\"socket_close\"],\"case\":[\"a.go:1: TestA\",\"unknown\"]}",
        "description": DESCRIPTION,
    });
    for (key, value) in changes {
        row[*key] = serde_json::from_str(value).unwrap();
    }
    row
}

fn read(rows: &[serde_json::Value]) -> CiDataFile {
    let text = serde_json::to_vec(rows).unwrap();
    read_ci_data(&text, "ci.json", &CiDataOptions::default()).unwrap()
}

#[test]
fn every_field() {
    let found = read(&[row(&[])]);
    assert_eq!(found.warnings, []);
    let run = &found.runs[0];
    assert_eq!((run.key(), run.status), (("o/r", "unit", "12", 1), RunStatus::Failure));
    assert_eq!(
        (run.duration_ms, run.started_at.to_string().as_str()),
        (Some(61_000), "2021-06-19T10:00:00Z")
    );
    let pull = run.pull_request.as_ref().unwrap();
    assert_eq!((pull.number, pull.title.as_str(), pull.author.as_str()), (7, "fix \"it\"", "ada"));
    let failures: Vec<(Category, &str)> =
        run.failures.iter().map(|failure| (failure.category, failure.case.as_str())).collect();
    assert_eq!(failures, [(Category::Case, "a.go:1: TestA"), (Category::Env, "socket_close")]);
}

#[test]
fn csv_in_another_order_is_the_same() {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let json = row(&[]);
    let line = format!(
        "{},12,o/r,FAILURE,unit,more,61000,2021-06-19T10:00:00Z,c0ffee,master,NULL,{}",
        quoted(DESCRIPTION),
        quoted(json["analysis_res"].as_str().unwrap())
    );
    let header = "Description,JOB_ID,repo,status,job,other,duration,time,commit,branch,comment,analysis_res";
    let options = CiDataOptions::default();
    let csv = read_ci_data(format!("{header}\r\n{line}\r\n").as_bytes(), "a.csv", &options).unwrap();
    assert_eq!(csv, read(std::slice::from_ref(&json)));
    for text in [format!("{{\"RECORDS\":[{json}]}}"), format!("{json}\n{}\n", row(&[("job_id", "13")]))] {
        let found = read_ci_data(text.as_bytes(), "a.csv", &options).unwrap();
        assert_eq!(found.runs[0], csv.runs[0], "{text}");
    }
    let tabs = "job\tjob_id\tstatus\ttime\nunit\t12\tsuccess\t2021-06-19 10:00:00+08:00\n";
    let found = read_ci_data(tabs.as_bytes(), "a.tsv", &options).unwrap();
    assert_eq!(found.runs[0].started_at.to_string(), "2021-06-19T02:00:00Z");
}

#[test]
fn what_is_wrong_is_counted_with_its_rows() {
    let found = read(&[
        row(&[]),
        row(&[("status", "\"UNSTABLE\""), ("job_id", "2")]),
        row(&[("duration", "-5"), ("job_id", "3")]),
        row(&[("description", "\"{broken\""), ("job_id", "4")]),
        row(&[]),
        row(&[("time", "\"2021-06-19 10:00:00\""), ("job_id", "6")]),
        row(&[("status", "null"), ("job_id", "7")]),
        row(&[("analysis_res", "\"{\\\"env\\\": 3}\""), ("job_id", "8")]),
        row(&[("time", "\"yesterday\""), ("job_id", "9")]),
        row(&[("job", "null")]),
        serde_json::json!(3),
        row(&[("description", "{\"ghprbPullId\": \"0\"}"), ("job_id", "14")]),
    ]);
    let messages: Vec<&str> = found.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "no row stands there; left out (in row 11)",
            "no job or no id of a run; left out (in row 10)",
            "a status other than SUCCESS, FAILURE and ABORTED; left out (in rows 2, 7)",
            "no time that can be read; left out (in row 9)",
            "the key (repo, job, job_id) of an earlier row; left out (in row 5)",
            "a duration that is no number of milliseconds from 0 on; used without it (in row 3)",
            "a description that is no JSON object, or a wrong number of a pull request; used as runs of no pull request \
             (in rows 4, 12)",
            "an analysis_res that is no JSON object of lists; used as failures without a cause (in row 8)",
            "a time without a zone, which is taken for UTC; say which zone it is (--timezone +08:00) (in row 6)",
        ]
    );
    let many: Vec<serde_json::Value> = (0..30).map(|_| row(&[])).collect();
    let repeated = &read(&many).warnings[0].message;
    assert!(repeated.ends_with("(in rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 19 more)"), "{repeated}");
    let ids: Vec<&str> = found.runs.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, ["12", "3", "4", "6", "8", "14"]);
}

#[test]
fn times_without_a_zone() {
    let text = serde_json::to_vec(&[row(&[("time", "\"2021-06-19 10:00:00.5\"")])]).unwrap();
    let options = CiDataOptions { utc_offset_min: Some(480), jenkins: "https://ci.example/".into() };
    let found = read_ci_data(&text, "ci.json", &options).unwrap();
    assert_eq!(
        (found.runs[0].started_at.to_string().as_str(), found.warnings.len()),
        ("2021-06-19T02:00:00Z", 0)
    );
    assert_eq!(found.runs[0].url, "https://ci.example/job/unit/12/");
}

#[test]
fn a_table_of_something_else_is_refused() {
    let options = CiDataOptions::default();
    for text in ["", "a,b\n1,2\n", "{\"a\":", "job,job_id,status\n", "[1"] {
        assert!(read_ci_data(text.as_bytes(), "x", &options).is_err(), "{text}");
    }
    assert_eq!(read_ci_data(b"[]", "x", &options).unwrap(), CiDataFile::default());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_ci_data(&bytes, "x", &CiDataOptions::default());
    }

    #[test]
    fn no_cell_panics(cells in prop::collection::vec(".{0,12}", 11)) {
        let mut reader = CiDataReader::new("x", CiDataOptions { jenkins: "https://a".into(), ..CiDataOptions::default() });
        let mut row = Cells::default();
        for (cell, text) in row.iter_mut().zip(cells) {
            *cell = Some(text);
        }
        row[2] = Some("FAILURE".into());
        row[4] = Some("2021-06-19 10:00:00".into());
        reader.push(1, row);
        prop_assert!(reader.finish().warnings.len() <= 4);
    }
}
