//! The two lines of the column heads: the day where it begins, and the hour of each run, in UTC.

use flakescope_core::model::TimeMs;

use super::geometry::CELL_WIDTH;
use crate::charts::text;
use crate::format;

/// Font size of the heads.
pub(crate) const FONT: f64 = 11.0;

/// `20 Nov`.
fn short_day(time: TimeMs) -> String {
    let day = format::day(time);
    day.rsplit_once(' ').map_or(day.clone(), |(short, _year)| short.to_owned())
}

/// `14`, the hour.
pub(crate) fn hour(time: TimeMs) -> String {
    time.to_string().get(11..13).unwrap_or_default().to_owned()
}

/// Where a day stands over the columns: the first (newest) column of each day, with the words if they have room before
/// the next words.
pub(crate) fn days(starts: impl Iterator<Item = Option<TimeMs>>) -> Vec<(usize, Option<String>)> {
    let mut found: Vec<(usize, Option<String>)> = Vec::new();
    let (mut today, mut free_from) = (None, f64::MIN);
    for (column, start) in starts.enumerate() {
        let day = start.map(short_day);
        if day.is_some() && day != today {
            let x = column as f64 * CELL_WIDTH;
            let shown = day.clone().filter(|_| x >= free_from);
            if let Some(words) = &shown {
                free_from = x + text::width(words, FONT) + 8.0;
            }
            found.push((column, shown));
            today = day;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(times: &[&str], expect: &[(usize, Option<&str>)]) {
        let found = days(times.iter().map(|time| TimeMs::parse(time)));
        let found: Vec<_> = found.iter().map(|(column, words)| (*column, words.as_deref())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn days_stand_where_they_begin_and_have_room() {
        let day = |d: u32, hour: u32| format!("2026-11-{d:02}T{hour:02}:05:00Z");
        let of = |list: &[(u32, u32)]| list.iter().map(|&(d, h)| day(d, h)).collect::<Vec<_>>();
        let times = of(&[(20, 14), (20, 8), (20, 2), (19, 20), (18, 20), (17, 20), (16, 20)]);
        let times: Vec<&str> = times.iter().map(String::as_str).collect();
        check(&times, &[(0, Some("20 Nov")), (3, Some("19 Nov")), (4, None), (5, None), (6, Some("16 Nov"))]);
        check(&["", "x"], &[]);
        assert_eq!(hour(TimeMs::parse(times[1]).unwrap()), "08");
    }
}
