//! The rows of `flakes` into a table of history: one record an hour, with every column of the CSV.

use std::collections::BTreeMap;

use flakescope_core::export::Value;
use flakescope_core::flakes::{Column, Report, TestRow};

use super::place::Place;
use super::table::{Batch, Kind, Table};
use super::{PushArgs, floor, push};
use crate::error::CliError;

const HOUR_MS: i64 = 3_600_000;

/// When the row was pushed, to the hour.
const TIME: &str = "taken_at";

/// Pushes the rows of a report under its hour.
pub(crate) async fn push_flakes(args: &PushArgs, address: &str, report: &Report) -> Result<(), CliError> {
    let place = Place::new(args, address)?;
    let hour = floor(report.generated_at, HOUR_MS);
    let mut rows: BTreeMap<[&str; 3], Vec<Option<String>>> = BTreeMap::new();
    for test in &report.tests {
        // A tab may have two rows of one name: the worse one comes first.
        rows.entry([&test.dashboard, &test.job, &test.test]).or_insert_with(|| row(test, &hour.to_string()));
    }
    let batch = Batch {
        table: table(),
        rows: rows.into_values().collect(),
        cleaned_before: args.keep_days.map(|days| hour.minus_days(days).to_string()),
    };
    push(&place, &batch, args.keep_days).await
}

fn row(test: &TestRow, hour: &str) -> Vec<Option<String>> {
    let value = |column: &Column| {
        let value = column.value(test);
        let unknown = matches!(value, Value::Rate(None) | Value::Time(None));
        (!unknown).then(|| value.text().into_owned())
    };
    std::iter::once(Some(hour.to_owned())).chain(Column::ALL.iter().map(value)).collect()
}

fn table() -> Table {
    let columns = Column::ALL.iter().map(|column| (column.name(), kind(*column)));
    Table {
        name: "dashboards.flakes_history_v1",
        columns: std::iter::once((TIME, Kind::Time)).chain(columns).collect(),
        key: vec![TIME, "dashboard", "job", "test"],
        time: TIME,
    }
}

fn kind(column: Column) -> Kind {
    match column {
        Column::Runs | Column::Passes | Column::Failures | Column::FlakyCells | Column::Skips => Kind::Count,
        Column::FailureRate | Column::FailureRateLow | Column::FailureRateHigh | Column::FlipRate => {
            Kind::Rate
        }
        Column::Stale | Column::Ndr => Kind::Flag,
        Column::Since | Column::SinceLow | Column::SinceHigh | Column::FirstFailure | Column::LastFailure => {
            Kind::Time
        }
        _ => Kind::Text,
    }
}
