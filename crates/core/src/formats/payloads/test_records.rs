//! A table of earlier results: `suite, test, passes, failures, flakes` as CSV or JSON. A number that is none refuses the whole
//! table, because a test without its record would be held to less.

use serde::Deserialize;

use crate::formats::{FormatError, read_json};
use crate::payloads::runs::Coordinates;
use crate::payloads::{MAX_COUNT, Record, Records};

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    job: String,
    #[serde(default)]
    suite: String,
    test: String,
    passes: u32,
    failures: u32,
    #[serde(default)]
    flakes: u32,
}

#[derive(Deserialize)]
struct Table {
    #[serde(default)]
    job: String,
    tests: Vec<Row>,
}

/// Reads a table: CSV with a header line, or JSON as `[row, …]` or `{"job": …, "tests": [row, …]}`. Rows of other jobs than `job` are
/// left out where both are known; a table of another job alone is refused.
pub fn read_test_records(bytes: &[u8], name: &str, job: &str) -> Result<Records, FormatError> {
    let rows = match bytes.trim_ascii_start().first() {
        Some(b'[') => {
            read_json::<Vec<Row>>(bytes, name)?.into_iter().enumerate().map(|(n, row)| (n + 1, row)).collect()
        }
        Some(b'{') => json_table(bytes, name)?,
        _ => csv_rows(bytes, name)?,
    };
    records(rows, name, job)
}

fn json_table(bytes: &[u8], name: &str) -> Result<Vec<(usize, Row)>, FormatError> {
    let table: Table = read_json(bytes, name)?;
    let named = |row: Row| if row.job.is_empty() { Row { job: table.job.clone(), ..row } } else { row };
    Ok(table.tests.into_iter().map(named).enumerate().map(|(n, row)| (n + 1, row)).collect())
}

fn csv_rows(bytes: &[u8], name: &str) -> Result<Vec<(usize, Row)>, FormatError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(bytes);
    let mut rows = Vec::new();
    for row in reader.deserialize::<Row>() {
        let row = row.map_err(|error| csv_error(&error, name))?;
        rows.push((rows.len() + 1, row));
    }
    Ok(rows)
}

fn csv_error(error: &csv::Error, name: &str) -> FormatError {
    let line = error.position().map_or(0, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => {
            format!("{err}; the columns are suite, test, passes, failures, flakes, and numbers are whole")
        }
        _ => error.to_string(),
    };
    FormatError::Content { source_name: name.to_owned(), message: format!("line {line}: {message}") }
}

fn records(rows: Vec<(usize, Row)>, name: &str, job: &str) -> Result<Records, FormatError> {
    let content = |message: String| FormatError::Content { source_name: name.to_owned(), message };
    let is_other = |row: &Row| !job.is_empty() && !row.job.is_empty() && row.job != job;
    let (count, mut records) = (rows.len(), Records::of_job(job));
    let mut other = None;
    for (place, row) in rows {
        if [row.passes, row.failures, row.flakes].into_iter().any(|count| count > MAX_COUNT) {
            return Err(content(format!("row {place}: no test has more than {MAX_COUNT} runs")));
        }
        if is_other(&row) {
            other = Some(row.job);
            continue;
        }
        let record = Record { passes: row.passes, failures: row.failures, flakes: row.flakes };
        if !records.add(Coordinates { suite: row.suite, test: row.test }, record) {
            return Err(content(format!(
                "row {place}: this test stands here for the second time; where a table holds several jobs, the job must be known"
            )));
        }
    }
    match other.filter(|_| count > 0 && records.is_empty()) {
        Some(other) => Err(content(format!("this is the history of {other:?}, and the runs are of {job:?}"))),
        None => Ok(records),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Records, String> {
        read_test_records(text.as_bytes(), "history", "j").map_err(|error| error.to_string())
    }

    #[test]
    fn every_shape() {
        for text in [
            "suite,test,passes,failures,flakes\r\ns,a,90,8,2\r\n",
            "test,suite,passes,failures,flakes,job,more\na,s,90,8,2,j,x\na,s,1,1,1,other,x\n",
            r#"[{"suite": "s", "test": "a", "passes": 90, "failures": 8, "flakes": 2}]"#,
            r#"{"job": "j", "tests": [{"suite": "s", "test": "a", "passes": 90, "failures": 8, "flakes": 2}]}"#,
        ] {
            let records = read(text).unwrap();
            let record = records.get(&Coordinates::new("s", "a")).unwrap();
            assert_eq!((record.percent(), record.runs(), records.len()), (Some(92), 100, 1), "{text}");
        }
        assert!(read("suite,test,passes,failures,flakes\n").unwrap().is_empty());
    }

    #[test]
    fn faults_refuse_the_table() {
        const HEAD: &str = "suite,test,passes,failures,flakes\n";
        for (text, message) in [
            (format!("{HEAD}s,a,NaN,8,2\n"), "history: line 2: "),
            (format!("{HEAD}s,a,90,8,2\ns,b,-1,8,2\n"), "history: line 3: "),
            (format!("{HEAD}s,a,0.5,8,2\n"), "numbers are whole"),
            (format!("{HEAD}s,a,2000000000,8,2\n"), "no test has more than"),
            (format!("{HEAD}s,a,1,8,2\ns,a,1,8,2\n"), "row 2: this test stands here for the second time"),
            ("suite,test,passes\ns,a,1\n".to_owned(), "missing field `failures`"),
            (r#"[{"test": "a", "passes": NaN}]"#.to_owned(), "line 1, column"),
            (r#"[{"test": "a", "passes": -1, "failures": 1}]"#.to_owned(), "integer `-1`"),
            (
                "job,suite,test,passes,failures,flakes\nother,s,a,1,1,1\n".to_owned(),
                "the history of \"other\", and the runs are of \"j\"",
            ),
        ] {
            let error = read(&text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
