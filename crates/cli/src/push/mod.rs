//! Rows into a database that speaks PostgreSQL's protocol, in one transaction that may be tried again: what is there already
//! is left alone, so that two tries end with the rows of one.

mod args;
mod flakes;
mod muted;
mod place;
mod session;
mod table;

use std::time::{Duration, Instant};

use flakescope_core::model::TimeMs;

pub(crate) use args::PushArgs;
pub(crate) use flakes::push_flakes;
pub(crate) use muted::push_muted;

use crate::error::CliError;
use crate::output;
use place::Place;
use session::{PushError, Pushed};
use table::Batch;

/// Waits between tries: a database that restarts is back within a minute.
const WAITS: [Duration; 6] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(20),
];

/// Pushes a batch, with patience, and says what came of it.
async fn push(place: &Place, batch: &Batch, keep_days: Option<u32>) -> Result<(), CliError> {
    let mut waits = WAITS.iter();
    loop {
        let start = Instant::now();
        match (session::push(place, batch, keep_days).await, waits.next()) {
            (Ok(Pushed { added, removed }), _) => {
                let there = batch.rows.len() as u64 - added.min(batch.rows.len() as u64);
                let table = batch.table.name;
                output::say(&format!(
                    "{table}: {added} rows added, {there} were there already, {removed} older ones removed, in {:.1} s",
                    start.elapsed().as_secs_f64()
                ));
                return Ok(());
            }
            (Err(error), Some(wait)) if error.passes() => {
                output::say(&format!("the database: {error}. Trying again in {} s.", wait.as_secs_f32()));
                tokio::time::sleep(*wait).await;
            }
            (Err(error), _) => return Err(CliError::Push(error.to_string())),
        }
    }
}

/// The moment without what is less than `unit_ms`: a second push within it adds nothing.
fn floor(at: TimeMs, unit_ms: i64) -> TimeMs {
    TimeMs(at.0 - at.0.rem_euclid(unit_ms))
}

impl From<PushError> for CliError {
    fn from(error: PushError) -> Self {
        Self::Push(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_fall_to_their_hour_and_day() {
        let at = TimeMs::parse("2026-11-21T08:31:02Z").unwrap();
        assert_eq!(floor(at, 3_600_000).to_string(), "2026-11-21T08:00:00Z");
        assert_eq!(floor(at, 86_400_000).to_string(), "2026-11-21T00:00:00Z");
        assert_eq!(floor(TimeMs(-1), 1_000), TimeMs(-1_000));
    }
}
