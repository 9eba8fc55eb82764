//! The runs as rows of `ci_data`: the columns in the table's order, and the parameters of Jenkins' plug-in in `description`.

use serde_json::{Value, json};

use super::{Activity, Ended, Run};
use crate::clock::rfc3339;

/// The columns of the table.
pub const COLUMNS: [&str; 11] = [
    "job",
    "job_id",
    "status",
    "duration",
    "time",
    "commit",
    "branch",
    "comment",
    "repo",
    "analysis_res",
    "description",
];

impl Activity {
    /// A JSON list of objects.
    pub fn ci_data_json(&self) -> String {
        let object = |run: &Run| -> Value {
            COLUMNS.into_iter().zip(cells(run)).map(|(column, cell)| (column.to_owned(), cell)).collect()
        };
        Value::Array(self.runs.iter().map(object).collect()).to_string()
    }

    /// Lines with commas between the cells, and a header.
    pub fn ci_data_csv(&self) -> String {
        let line = |cells: Vec<String>| cells.join(",") + "\r\n";
        let quoted = |cell: Value| match cell {
            Value::Null => "NULL".to_owned(),
            Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            other => other.to_string(),
        };
        let header = line(COLUMNS.map(str::to_owned).to_vec());
        let rows = self.runs.iter().map(|run| line(cells(run).map(quoted).to_vec()));
        std::iter::once(header).chain(rows).collect()
    }
}

fn cells(run: &Run) -> [Value; 11] {
    let status = match run.ended {
        Ended::Success => "SUCCESS",
        Ended::Failure => "FAILURE",
        Ended::Aborted => "ABORTED",
    };
    [
        json!(run.job),
        json!(run.id),
        json!(status),
        json!(run.duration_ms),
        json!(rfc3339(run.started_at)),
        json!(run.commit),
        json!("master"),
        json!("/run-all-tests"),
        json!(run.repository),
        analysis(run),
        json!(description(run).to_string()),
    ]
}

/// One category with one case, as the original leaves it.
fn analysis(run: &Run) -> Value {
    match run.cause {
        Some(cause) => json!(json!({ (cause.category): [cause.case] }).to_string()),
        None if run.ended == Ended::Failure => json!("{\"env\":[\"unknown\"]}"),
        None => Value::Null,
    }
}

fn description(run: &Run) -> Value {
    let Some(number) = run.pull else { return json!({ "BUILD_CAUSE": "TIMERTRIGGER" }) };
    json!({
        "ghprbActualCommit": run.commit,
        "ghprbGhRepository": run.repository,
        "ghprbPullAuthorLogin": run.author,
        "ghprbPullId": number.to_string(),
        "ghprbPullLink": format!("https://github.com/{}/pull/{number}", run.repository),
        "ghprbPullTitle": format!("change {number}"),
        "ghprbTargetBranch": "master",
    })
}
