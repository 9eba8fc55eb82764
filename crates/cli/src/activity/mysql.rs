//! The table `ci_data` in `MySQL` or `MariaDB`. Everything that is asked is bound to the statement; no text of a user is ever part of the SQL.
//! Rows come one by one, so that only runs are held.

use flakescope_core::activity::Query;
use flakescope_core::formats::ci_data::{Cells, CiDataFile, CiDataOptions, CiDataReader};
use flakescope_core::model::TimeMs;
use futures_util::StreamExt;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder, Row, Value};

use super::env_json::EnvJson;
use crate::error::CliError;

/// The columns that are asked for, in the order of the table without `comment`, which nothing needs.
const COLUMNS: &str = "`job`, `job_id`, `status`, `duration`, `time`, `commit`, `branch`, `repo`, `analysis_res`, `description`";

/// Reads the rows of the window and of the window before.
pub(super) async fn read(
    place: &str,
    env: Option<&EnvJson>,
    query: &Query,
    options: &CiDataOptions,
) -> Result<CiDataFile, CliError> {
    let opts = opts(place, env)?;
    let name = format!("{}:{}", opts.ip_or_hostname(), opts.tcp_port());
    let failed =
        |error: mysql_async::Error| CliError::Database { name: name.clone(), reason: reason(&error) };
    let mut conn = Conn::new(opts).await.map_err(failed)?;
    let (sql, values) = statement(query, options.utc_offset_min.unwrap_or(0));
    let mut reader = CiDataReader::new(&name, options.clone());
    {
        let mut rows = conn.exec_stream::<Row, _, _>(sql, values).await.map_err(failed)?;
        let mut number = 0;
        while let Some(row) = rows.next().await {
            number += 1;
            reader.push(number, cells(row.map_err(failed)?));
        }
    }
    // Nothing is lost when the farewell is: every row has come.
    let _ = conn.disconnect().await;
    Ok(reader.finish())
}

/// Where the database is, from an address or from `env.json`.
fn opts(place: &str, env: Option<&EnvJson>) -> Result<Opts, CliError> {
    let password = || std::env::var("MYSQL_PWD").ok();
    let builder = if let Some(env) = env {
        let given = Some(env.password.clone()).filter(|password| !password.is_empty());
        OptsBuilder::default()
            .ip_or_hostname(env.host.clone())
            .tcp_port(env.port()?)
            .user(Some(env.user.clone()))
            .pass(given.or_else(password))
            .db_name(Some(env.database.clone()))
    } else {
        let wrong = |_| {
            CliError::Usage("the address of the database must be mysql://user@host:port/database".to_owned())
        };
        let opts = Opts::from_url(place).map_err(wrong)?;
        let given = opts.pass().map(str::to_owned);
        OptsBuilder::from_opts(opts).pass(given.or_else(password))
    };
    Ok(builder.prefer_socket(false).into())
}

/// The statement and what is bound to it. The names of repositories and jobs are as many signs `?` as there are names.
fn statement(query: &Query, utc_offset_min: i32) -> (String, Vec<Value>) {
    let text = |text: &String| Value::Bytes(text.clone().into_bytes());
    let mut sql = format!("SELECT {COLUMNS} FROM `ci_data` WHERE `time` BETWEEN ? AND ?");
    let mut values = vec![
        Value::Bytes(local(query.earliest(), utc_offset_min).into_bytes()),
        Value::Bytes(local(query.to, utc_offset_min).into_bytes()),
    ];
    for (column, names) in [("repo", &query.repositories), ("job", &query.jobs)] {
        if !names.is_empty() {
            let signs = vec!["?"; names.len()].join(", ");
            sql += &format!(" AND `{column}` IN ({signs})");
            values.extend(names.iter().map(text));
        }
    }
    (sql, values)
}

/// A moment as the database writes it, on its own clock.
fn local(time: TimeMs, utc_offset_min: i32) -> String {
    let there = TimeMs(time.0.saturating_add(i64::from(utc_offset_min) * 60_000));
    let text = there.to_string();
    let seconds = text.trim_end_matches('Z').replace('T', " ");
    format!("{seconds}.{:03}", there.0.rem_euclid(1000))
}

fn cells(row: Row) -> Cells {
    let mut values = row.unwrap().into_iter().map(text);
    let mut next = || values.next().flatten();
    let [job, id, status, duration, time, commit, branch] = [(); 7].map(|()| next());
    let [repo, analysis, description] = [(); 3].map(|()| next());
    [job, id, status, duration, time, commit, branch, None, repo, analysis, description]
}

/// A value as text; `None` for null.
fn text(value: Value) -> Option<String> {
    match value {
        Value::NULL | Value::Time(..) => None,
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Value::Int(number) => Some(number.to_string()),
        Value::UInt(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Double(number) => Some(number.to_string()),
        Value::Date(year, month, day, hour, minute, second, micros) => {
            Some(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{micros:06}"))
        }
    }
}

/// What went wrong, without the address, which may hold a password.
fn reason(error: &mysql_async::Error) -> String {
    match error {
        mysql_async::Error::Server(error) => format!("{} (error {})", error.message, error.code),
        mysql_async::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bound_and_never_part_of_the_statement() {
        let query = Query {
            repositories: vec!["o/r".into(), "x' OR 1=1 -- ".into()],
            jobs: vec!["`; DROP TABLE ci_data".into()],
            ..Query::span(TimeMs(1_000), TimeMs(2_500))
        };
        let (sql, values) = statement(&query, 60);
        assert_eq!(
            sql.split_once(" WHERE ").unwrap().1,
            "`time` BETWEEN ? AND ? AND `repo` IN (?, ?) AND `job` IN (?)"
        );
        let texts: Vec<String> = values.into_iter().filter_map(text).collect();
        assert_eq!(
            texts,
            [
                "1970-01-01 00:59:59.499",
                "1970-01-01 01:00:02.500",
                "o/r",
                "x' OR 1=1 -- ",
                "`; DROP TABLE ci_data"
            ]
        );
    }

    #[test]
    fn values_as_text() {
        for (value, expect) in [
            (Value::NULL, None),
            (Value::UInt(7), Some("7")),
            (Value::Int(-5), Some("-5")),
            (Value::Bytes(b"a\xff".to_vec()), Some("a\u{fffd}")),
            (Value::Date(2021, 6, 9, 1, 2, 3, 40), Some("2021-06-09 01:02:03.000040")),
        ] {
            assert_eq!(text(value).as_deref(), expect);
        }
    }
}
