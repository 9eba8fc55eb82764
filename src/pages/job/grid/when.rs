//! The two lines of the column heads: the day where it begins, and the hour of each run, in UTC.

use flakescope_core::model::TimeMs;

use super::geometry::CELL_WIDTH;
use crate::charts::text;
use crate::format;

/// Font size of the heads.
const FONT: f64 = 11.0;

/// `20 Nov`.
fn short_day(time: TimeMs) -> String {
    let day = format::day(time);
    day.rsplit_once(' ').map_or(day.clone(), |(short, _year)| short.to_owned())
}

/// `14`, the hour.
fn hour(time: TimeMs) -> String {
    time.to_string().get(11..13).unwrap_or_default().to_owned()
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The hour of the run; empty if unknown.
    pub hour: String,
    /// True for the first (newest) column of each day.
    pub begins_day: bool,
    /// The day in words, over its first column if it has room before the next words; else empty.
    pub day: String,
}

/// The heads of all columns.
pub(crate) fn heads(starts: impl Iterator<Item = Option<TimeMs>>) -> Vec<Head> {
    let (mut today, mut free_from) = (None, f64::MIN);
    let head = |(column, start): (usize, Option<TimeMs>)| {
        let day = start.map(short_day);
        let mut head = Head { hour: start.map(hour).unwrap_or_default(), ..Head::default() };
        if let Some(words) = day.clone().filter(|_| day != today) {
            let x = column as f64 * CELL_WIDTH;
            head.begins_day = true;
            today = day;
            if x >= free_from {
                free_from = x + text::width(&words, FONT) + 8.0;
                head.day = words;
            }
        }
        head
    };
    starts.enumerate().map(head).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_where_they_begin_and_have_room() {
        let days = [(20, 14), (20, 8), (20, 2), (19, 20), (18, 20), (17, 20), (16, 20)];
        let times = days.map(|(day, hour)| TimeMs::parse(&format!("2026-11-{day:02}T{hour:02}:05:00Z")));
        let heads = heads(times.into_iter().chain([None]));
        let words: Vec<_> = heads.iter().map(|head| head.day.as_str()).collect();
        assert_eq!(words, ["20 Nov", "", "", "19 Nov", "", "", "16 Nov", ""]);
        let begins: Vec<_> = heads.iter().map(|head| head.begins_day).collect();
        assert_eq!(begins, [true, false, false, true, true, true, true, false]);
        let hours: Vec<_> = heads.iter().map(|head| head.hour.as_str()).collect();
        assert_eq!(hours, ["14", "08", "02", "20", "20", "20", "20", ""]);
    }
}
