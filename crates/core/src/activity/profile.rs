//! When runs start: over time, by the hour of the day and by the day of the week, on the clock that the query names.

use serde::{Deserialize, Serialize};

use super::query::{DAY_MS, HOUR_MS, Query};
use super::run::{CiRun, RunStatus};
use crate::model::TimeMs;

/// Spans up to this long are drawn by the hour, longer ones by the day.
const BY_HOUR_MS: i64 = 3 * DAY_MS;

/// Runs of one hour of the day, or of one day of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourCounts {
    /// Runs that started in it.
    pub runs: u32,
    /// Those that failed.
    pub failure: u32,
}

/// Runs of one stretch of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Where it begins: a full hour or a midnight of the clock.
    pub start: TimeMs,
    /// Runs that passed.
    pub success: u32,
    /// Runs that failed.
    pub failure: u32,
    /// Runs that were aborted.
    pub aborted: u32,
}

/// The hour of the day of a moment, 0 to 23.
pub(super) fn hour_of(query: &Query, time: TimeMs) -> usize {
    usize::try_from(query.on_the_clock(time).rem_euclid(DAY_MS) / HOUR_MS).unwrap_or_default()
}

/// The day of the week of a moment, 0 for Monday. 1970-01-01 was a Thursday.
pub(super) fn weekday_of(query: &Query, time: TimeMs) -> usize {
    usize::try_from((query.on_the_clock(time).div_euclid(DAY_MS) + 3).rem_euclid(7)).unwrap_or_default()
}

/// Counts a run at a place.
pub(super) fn add(counts: &mut [HourCounts], place: usize, run: &CiRun) {
    if let Some(count) = counts.get_mut(place) {
        count.runs += 1;
        count.failure += u32::from(run.status == RunStatus::Failure);
    }
}

/// How long a stretch of the window is.
fn step_ms(query: &Query) -> i64 {
    if query.to.0.saturating_sub(query.from.0) <= BY_HOUR_MS { HOUR_MS } else { DAY_MS }
}

/// Which stretch a moment lies in, counted from 1970 on the clock.
fn place_of(query: &Query, time: TimeMs) -> i64 {
    query.on_the_clock(time).div_euclid(step_ms(query))
}

fn start_of(query: &Query, place: i64) -> TimeMs {
    let ahead = i64::from(query.utc_offset_min) * 60_000;
    TimeMs(place.saturating_mul(step_ms(query)).saturating_sub(ahead))
}

/// Where the stretch begins that a moment lies in: the [`Bucket::start`] of its bucket.
pub(super) fn stretch_of(query: &Query, time: TimeMs) -> TimeMs {
    start_of(query, place_of(query, time))
}

/// The window in hours or days, empty ones among them.
pub(super) fn over_time(query: &Query, runs: &[&CiRun]) -> Vec<Bucket> {
    let (first, last) = (place_of(query, query.from), place_of(query, query.to));
    let bucket = |place| Bucket { start: start_of(query, place), ..Bucket::default() };
    let mut buckets: Vec<Bucket> = (first..=last).map(bucket).collect();
    for run in runs {
        let at = usize::try_from(place_of(query, run.started_at) - first).unwrap_or(usize::MAX);
        if let Some(bucket) = buckets.get_mut(at) {
            match run.status {
                RunStatus::Success => bucket.success += 1,
                RunStatus::Failure => bucket.failure += 1,
                RunStatus::Aborted => bucket.aborted += 1,
            }
        }
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeMs {
        TimeMs::parse(text).unwrap()
    }

    /// Oracle: a calendar library.
    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn hours_and_weekdays_are_those_of_a_calendar() {
        for minutes in [0, 480, -210] {
            let query = Query { utc_offset_min: minutes, ..Query::span(TimeMs(0), TimeMs(1)) };
            let zone = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
            let mut second = -100_000_000;
            while second < 2_000_000_000 {
                let there = zone.to_datetime(jiff::Timestamp::from_second(second).unwrap());
                let time = TimeMs(second * 1000);
                assert_eq!(hour_of(&query, time), usize::try_from(there.hour()).unwrap());
                let weekday = usize::try_from(there.weekday().to_monday_zero_offset()).unwrap();
                assert_eq!(weekday_of(&query, time), weekday, "{time}");
                second += 3_333_333;
            }
        }
    }

    #[test]
    fn every_run_of_the_window_is_in_a_bucket() {
        let (from, to) = (time("2026-11-20T10:30:00Z"), time("2026-11-20T12:00:00Z"));
        let run = |at: &str| CiRun { started_at: time(at), ..CiRun::default() };
        let runs = [run("2026-11-20T10:30:00Z"), run("2026-11-20T10:59:59Z"), run("2026-11-20T12:00:00Z")];
        let runs: Vec<&CiRun> = runs.iter().collect();
        let shown = |query: &Query| -> Vec<(String, u32)> {
            over_time(query, &runs).iter().map(|bucket| (bucket.start.to_string(), bucket.success)).collect()
        };
        let hour = |hour: &str, count| (format!("2026-11-20T{hour}:00Z"), count);
        assert_eq!(shown(&Query::span(from, to)), [hour("10:00", 2), hour("11:00", 0), hour("12:00", 1)]);
        let india = Query { utc_offset_min: 330, ..Query::span(from, to) };
        assert_eq!(shown(&india), [hour("10:30", 2), hour("11:30", 1)]);
    }
}
