//! Finds times as triage does. Every form holds a run of digits, and what follows the run says which form it may be.

use super::at::{ALL, At, is_blank, is_digit, is_wordy};

/// Where the next time begins and ends, at `from` or later: the first in the text.
pub(super) fn find(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.iter().position(u8::is_ascii_digit)?;
        let end = start + text.get(start..)?.iter().position(|byte| !byte.is_ascii_digit())?;
        // Most runs end here, before anything is looked at twice.
        if matches!(text.get(end), Some(b' ' | b'-' | b'/')) {
            let run = Run { from, first: At::new(text, start), after: At::new(text, end) };
            if let Some(found) = run.time() {
                return Some(found);
            }
        }
        at = end;
    }
}

/// A run of digits.
struct Run<'a> {
    from: usize,
    first: At<'a>,
    after: At<'a>,
}

impl Run<'_> {
    fn time(&self) -> Option<(usize, usize)> {
        match self.after.byte()? {
            b' ' if self.at(self.after.place + 1).byte().is_some_and(is_digit) => {
                self.mail().or_else(|| self.log()).or_else(|| self.year())
            }
            b' ' => self.mail(),
            b'-' => self.date(),
            b'/' => self.slashes(),
            _ => None,
        }
    }

    /// The place so many bytes before a digit, unless that is before the start.
    fn before(&self, at: At<'_>, count: usize) -> Option<usize> {
        at.place.checked_sub(count).filter(|place| *place >= self.from)
    }

    fn at(&self, place: usize) -> At<'_> {
        At::new(self.first.text, place)
    }

    /// `[A-Z][a-z]{2}, \d+ \w+ 2\d{3} [\d.-: ]*([-+]\d+)?`; the range in it goes from the full stop to the colon.
    fn mail(&self) -> Option<(usize, usize)> {
        let start = self.before(self.first, 5)?;
        let day = self.at(start).some(1, |byte| byte.is_ascii_uppercase())?;
        day.some(2, |byte| byte.is_ascii_lowercase())?.word(b", ")?;
        let year = self.after.word(b" ")?.many(1..=ALL, is_wordy)?.word(b" 2")?;
        let clock = year.some(3, is_digit)?.word(b" ")?;
        let end = clock.many(0..=ALL, |byte| matches!(byte, b'.'..=b':' | b' '))?;
        Some((start, maybe_fraction(end, |byte| matches!(byte, b'-' | b'+'))))
    }

    /// `\w{3}\s+\d{1,2} \d+:\d+:\d+(\.\d+)?`
    fn log(&self) -> Option<(usize, usize)> {
        let before = self.first.text.get(self.from..self.first.place)?;
        let blanks = before.iter().rev().take_while(|byte| is_blank(**byte)).count();
        let start = self.before(self.first, blanks + 3)?;
        if blanks == 0 || self.after.place - self.first.place > 2 {
            return None;
        }
        self.at(start).some(3, is_wordy)?;
        let minutes = self.after.word(b" ")?.many(1..=ALL, is_digit)?.word(b":")?.many(1..=ALL, is_digit)?;
        let end = minutes.word(b":")?.many(1..=ALL, is_digit)?;
        Some((start, maybe_fraction(end, |byte| byte == b'.')))
    }

    /// `.\d{4} \d\d:\d\d:\d\d(.\d+)?`
    fn year(&self) -> Option<(usize, usize)> {
        let start = self.before(self.after, 5)?;
        self.at(start).some(1, is_no_line_end)?.some(4, is_digit)?;
        Some((start, clock(self.after.word(b" ")?)?))
    }

    /// `\d{4}-\d\d-\d\d.\d\d:\d\d:\d\d(.\d+)?`
    fn date(&self) -> Option<(usize, usize)> {
        let start = self.before(self.after, 4)?;
        let month = self.at(start).some(4, is_digit)?.word(b"-")?.some(2, is_digit)?;
        let day = month.word(b"-")?.some(2, is_digit)?;
        Some((start, clock(day.some(1, is_no_line_end)?)?))
    }

    /// `\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d{2}:\d{2}(\.\d+)?`
    fn slashes(&self) -> Option<(usize, usize)> {
        let start = self.after.place - (self.after.place - self.first.place).min(2);
        let year = self.after.word(b"/")?.many(1..=2, is_digit)?.word(b"/")?.many(2..=4, is_digit)?;
        let minutes = year.word(b" ")?.many(1..=2, is_digit)?.word(b":")?.some(2, is_digit)?;
        let end = minutes.word(b":")?.some(2, is_digit)?;
        Some((start, maybe_fraction(end, |byte| byte == b'.')))
    }
}

/// The end of `\d\d:\d\d:\d\d(.\d+)?`
fn clock(at: At<'_>) -> Option<usize> {
    let minutes = at.some(2, is_digit)?.word(b":")?.some(2, is_digit)?;
    Some(maybe_fraction(minutes.word(b":")?.some(2, is_digit)?, is_no_line_end))
}

/// The end of a mark and digits, if they are here.
fn maybe_fraction(at: At<'_>, is_mark: impl Fn(u8) -> bool) -> usize {
    let end = at.some(1, is_mark).and_then(|at| at.many(1..=ALL, is_digit));
    end.unwrap_or(at).place
}

/// `.` without Unicode.
fn is_no_line_end(byte: u8) -> bool {
    byte != b'\n'
}
