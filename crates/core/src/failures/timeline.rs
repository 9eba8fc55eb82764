//! Pieces of time in which failures are counted.

use super::view::Timeline;
use crate::model::{Failure, TimeMs};

const DAY_MS: i64 = 86_400_000;

/// The most pieces of a timeline: so many fit in a narrow column.
const MOST: i64 = 30;

/// Equal pieces of whole days (UTC) from the first failure to the last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pieces {
    /// Days since 1970.
    days: Option<(i64, i64)>,
}

fn day(at: TimeMs) -> i64 {
    at.0.div_euclid(DAY_MS)
}

impl Pieces {
    pub(super) fn of<'a>(failures: impl Iterator<Item = &'a Failure>) -> Self {
        let days =
            failures.filter_map(|failure| failure.date).map(day).fold(None, |range, day| match range {
                None => Some((day, day)),
                Some((first, last)) => Some((first.min(day), last.max(day))),
            });
        Self { days }
    }

    /// Days in one piece.
    fn width(self) -> i64 {
        self.days.map_or(1, |(first, last)| (last - first + 1 + MOST - 1).div_euclid(MOST))
    }

    /// A count of nothing for each piece.
    pub(super) fn empty(self) -> Vec<u32> {
        let count = self.days.map_or(0, |(first, last)| (last - first).div_euclid(self.width()) + 1);
        vec![0; usize::try_from(count).unwrap_or_default()]
    }

    /// Counts a failure in its piece; one without a date in none.
    pub(super) fn count(self, failure: &Failure, pieces: &mut [u32]) {
        let Some((at, (first, _))) = failure.date.zip(self.days) else { return };
        let piece = usize::try_from((day(at) - first).div_euclid(self.width())).unwrap_or(usize::MAX);
        pieces.get_mut(piece).into_iter().for_each(|count| *count += 1);
    }

    pub(super) fn timeline(self) -> Timeline {
        let Some((first, last)) = self.days else { return Timeline::default() };
        let name = |day: i64| TimeMs(day * DAY_MS).day();
        Timeline {
            first_day: name(first),
            last_day: name(last),
            piece_days: u32::try_from(self.width()).unwrap_or(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(days: &[i64], pieces: &[u32], piece_days: u32) {
        let failure = |day: &i64| Failure { date: Some(TimeMs(day * DAY_MS + 1)), ..Failure::default() };
        let failures: Vec<Failure> = days.iter().map(failure).chain([Failure::default()]).collect();
        let found = Pieces::of(failures.iter());
        let mut counts = found.empty();
        for failure in &failures {
            found.count(failure, &mut counts);
        }
        assert_eq!(counts, pieces);
        assert_eq!(found.timeline().piece_days, piece_days);
    }

    #[test]
    fn pieces_of_whole_days() {
        check(&[20_000], &[1], 1);
        check(&[20_002, 20_000, 20_002], &[1, 0, 2], 1);
        check(&[20_000, 20_030, 20_031], &[vec![1], vec![0; 14], vec![2]].concat(), 2);
        check(&[-3, 1], &[1, 0, 0, 0, 1], 1);
        check(&[], &[], 0);
    }

    #[test]
    fn never_more_pieces_than_fit() {
        for span in 1..400 {
            let failures =
                [0, span].map(|day| Failure { date: Some(TimeMs(day * DAY_MS)), ..Failure::default() });
            let pieces = Pieces::of(failures.iter()).empty();
            assert!((1..=30).contains(&pieces.len()), "{span} days: {}", pieces.len());
        }
    }
}
