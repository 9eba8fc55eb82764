//! Muted tests into the table of dcos-xfailflake-grabber: one record a day, however often it is pushed.

use std::collections::BTreeSet;

use flakescope_core::muted::{HISTORY_COLUMNS, MutedReport, history_row};

use super::place::Place;
use super::table::{Batch, Kind, Table};
use super::{PushArgs, floor, push};
use crate::error::CliError;

const DAY_MS: i64 = 86_400_000;

/// Pushes the rows of a report under its day.
pub(crate) async fn push_muted(args: &PushArgs, address: &str, report: &MutedReport) -> Result<(), CliError> {
    let place = Place::new(args, address)?;
    let day = floor(report.generated_at, DAY_MS);
    // Two markers may differ in nothing that the table holds.
    let rows: BTreeSet<[String; 7]> = report.muted.iter().map(|row| history_row(row, day)).collect();
    let batch = Batch {
        table: table(),
        rows: rows.into_iter().map(|row| row.into_iter().map(Some).collect()).collect(),
        cleaned_before: args.keep_days.map(|days| day.minus_days(days).to_string()),
    };
    push(&place, &batch, args.keep_days).await
}

fn table() -> Table {
    let kind = |name| if ["timestamp", "since"].contains(&name) { Kind::Time } else { Kind::Text };
    Table {
        name: "dashboards.xfailflake_history_v1",
        columns: HISTORY_COLUMNS.map(|name| (name, kind(name))).to_vec(),
        key: HISTORY_COLUMNS.to_vec(),
        time: "timestamp",
    }
}
