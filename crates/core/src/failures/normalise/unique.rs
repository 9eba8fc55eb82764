//! Finds what is new in every run, as triage does: at each place the first of its forms that fits.

use super::at::{ALL, At, is_blank, is_digit, is_small, is_small_hex};

/// Finds one string after the other. What is known of the run of bytes under way is kept, so that no run is read twice.
#[derive(Default)]
pub(super) struct Finder {
    digits: Run,
    hex: Run,
    pod: Run,
}

/// A run of bytes of one kind.
#[derive(Default)]
struct Run {
    end: usize,
    /// Where a form ends that goes on after the run.
    after: Option<usize>,
}

impl Run {
    /// Reads the run that holds this place, unless that was done before.
    fn read<'a>(&mut self, at: At<'a>, is: impl Fn(u8) -> bool, form: impl Fn(At<'a>) -> Option<At<'a>>) {
        if at.place >= self.end {
            let end = at.many(0..=ALL, is).unwrap_or(at);
            *self = Self { end: end.place, after: form(end).map(|at| at.place) };
        }
    }
}

/// Which second bytes a form may have that begins with this byte: one bit for each set of them.
const fn first(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => NUMBER,
        b'c' => HEX | MARK,
        b'd' => HEX | LETTER_E,
        b'a'..=b'f' | b'A'..=b'F' => HEX,
        b'g' | b'l' | b'n' | b'p' => LETTER_O,
        b'k' | b'm' => LETTER_I,
        b'S' => LETTER_E,
        b'i' | b'.' => MARK,
        b'-' => SMALL,
        b':' => DIGIT,
        _ => 0,
    }
}

/// The sets that this byte is in.
const fn second(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => NUMBER | HEX | SMALL | DIGIT,
        b'e' => NUMBER | HEX | SMALL | LETTER_E,
        b'a'..=b'f' => NUMBER | HEX | SMALL,
        b'A'..=b'F' => NUMBER | HEX,
        b'g' | b'l' => SMALL | MARK,
        b'i' => SMALL | LETTER_I,
        b'o' => SMALL | LETTER_O,
        b'x' => SMALL | NUMBER,
        b'h' | b'j'..=b'z' => SMALL,
        b'.' => NUMBER,
        b'-' => MARK,
        _ => 0,
    }
}

/// What may follow a digit: of a number, an address, a host's address, seconds.
const NUMBER: u8 = 1;
const HEX: u8 = 1 << 1;
const SMALL: u8 = 1 << 2;
const DIGIT: u8 = 1 << 3;
/// For `i-`, `cluster` and `.go`.
const MARK: u8 = 1 << 4;
const LETTER_E: u8 = 1 << 5;
const LETTER_I: u8 = 1 << 6;
const LETTER_O: u8 = 1 << 7;

/// For each byte its sets: as the first of two, and as the second.
#[expect(clippy::indexing_slicing, reason = "a byte is below 256, and this runs in the compiler")]
const PAIRS: [(u8, u8); 256] = {
    let mut pairs = [(0, 0); 256];
    let mut byte = 0_u8;
    loop {
        pairs[byte as usize] = (first(byte), second(byte));
        if byte == u8::MAX {
            break pairs;
        }
        byte += 1;
    }
};

/// Whether a form may begin with these two bytes; none is shorter.
fn may_start(one: u8, two: u8) -> bool {
    let sets = PAIRS.get(usize::from(one)).zip(PAIRS.get(usize::from(two)));
    sets.is_some_and(|((first, _), (_, second))| first & second != 0)
}

impl Finder {
    /// Where the next one begins and ends, at `from` or later. Ask in ascending order.
    pub(super) fn find(&mut self, text: &[u8], from: usize) -> Option<(usize, usize)> {
        let (here, next) = (text.get(from..)?, text.get(from + 1..)?);
        for (place, (byte, next)) in (from..).zip(here.iter().zip(next)) {
            if !may_start(*byte, *next) {
                continue;
            }
            if let Some(end) = self.end(*byte, At::new(text, place)) {
                return Some((place, end));
            }
        }
        None
    }

    fn end(&mut self, byte: u8, at: At<'_>) -> Option<usize> {
        let found = match byte {
            b'0'..=b'9' => return self.number(at),
            b'a'..=b'f' => self.hex(at).or_else(|| name(byte, at)),
            b'A'..=b'F' => self.hex(at),
            b'p' => return self.pod(at),
            b'.' => at.word(b".go:").and_then(|at| at.many(1..=ALL, is_digit)),
            b'-' => suffix(at),
            b':' => port(at),
            _ => name(byte, at),
        };
        found.map(|at| at.place)
    }

    fn number(&mut self, at: At<'_>) -> Option<usize> {
        let found = address(at).or_else(|| ip(at)).or_else(|| self.hex(at));
        found.map(|at| at.place).or_else(|| self.seconds(at))
    }

    /// `[0-9a-fA-F]{8}-\S{4}-\S{4}-\S{4}-\S{12}(-\d+)?` or `[0-9a-f]{12,32}`
    fn hex<'a>(&mut self, at: At<'a>) -> Option<At<'a>> {
        self.hex.read(at, |byte| byte.is_ascii_hexdigit(), |_| None);
        match self.hex.end - at.place {
            8 => uuid(at),
            12.. => at.many(12..=32, is_small_hex),
            _ => None,
        }
    }

    /// `\d+\.\d{3}s`
    fn seconds(&mut self, at: At<'_>) -> Option<usize> {
        self.digits.read(at, is_digit, |at| at.word(b".")?.some(3, is_digit)?.word(b"s"));
        self.digits.after
    }

    /// `pod-[a-z-]+-\d+-\d+`
    fn pod(&mut self, at: At<'_>) -> Option<usize> {
        let name = at.word(b"pod-")?;
        self.pod.read(name, |byte| byte.is_ascii_lowercase() || byte == b'-', ordinals);
        let run = name.text.get(name.place..self.pod.end)?;
        self.pod.after.filter(|_| run.len() > 1 && run.ends_with(b"-"))
    }
}

/// `\d+-\d+`
fn ordinals(at: At<'_>) -> Option<At<'_>> {
    at.many(1..=ALL, is_digit)?.word(b"-")?.many(1..=ALL, is_digit)
}

/// `0x[0-9a-fA-F]+`
fn address(at: At<'_>) -> Option<At<'_>> {
    at.word(b"0x")?.many(1..=ALL, |byte| byte.is_ascii_hexdigit())
}

/// `\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(:\d+)?`
fn ip(at: At<'_>) -> Option<At<'_>> {
    let mut at = part(at)?;
    for _ in 0..3 {
        at = part(at.word(b".")?)?;
    }
    Some(at.word(b":").and_then(|at| at.many(1..=ALL, is_digit)).unwrap_or(at))
}

/// `\d{1,3}`
fn part(at: At<'_>) -> Option<At<'_>> {
    at.many(1..=3, is_digit)
}

/// Of which the first eight are there.
fn uuid(at: At<'_>) -> Option<At<'_>> {
    let mut at = At { place: at.place + 8, ..at };
    for count in [4, 4, 4, 12] {
        at = at.word(b"-")?.some(count, |byte| !is_blank(byte))?;
    }
    Some(at.word(b"-").and_then(|at| at.many(1..=ALL, is_digit)).unwrap_or(at))
}

/// `-[a-z0-9]{4,5}(?:"|$|\s|/)`
fn suffix(at: At<'_>) -> Option<At<'_>> {
    let at = at.word(b"-")?.many(4..=5, is_small)?;
    if at.byte().is_none() {
        Some(at)
    } else {
        at.some(1, |byte| is_blank(byte) || matches!(byte, b'"' | b'/'))
    }
}

/// `:\d{5}(?:\s|$|"|\]|/)`
fn port(at: At<'_>) -> Option<At<'_>> {
    let at = at.word(b":")?.some(5, is_digit)?;
    let is_end = |byte| is_blank(byte) || matches!(byte, b'"' | b']' | b'/');
    if at.byte().is_none() { Some(at) } else { at.some(1, is_end) }
}

/// The forms that begin with a name.
fn name(byte: u8, at: At<'_>) -> Option<At<'_>> {
    match byte {
        b'm' => at.word(b"minion-group-").and_then(node),
        b'd' => at.word(b"default-pool-").and_then(node),
        b'n' => at.word(b"nodes-").and_then(zone),
        b'i' => at.word(b"i-")?.many(10..=ALL, is_small_hex),
        b'k' => at.word(b"kind-worker")?.many(0..=ALL, is_digit),
        b'l' => {
            at.word(b"localhost:").and_then(|at| at.many(4..=5, is_digit)).or_else(|| numbered(at, b"logger"))
        }
        b'c' => numbered(at, b"cluster"),
        b'S' => numbered(at, b"Server #"),
        b'g' => at.word(b"goroutine ")?.many(1..=ALL, is_digit),
        _ => None,
    }
}

/// `[-0-9a-z]{4,}`
fn node(at: At<'_>) -> Option<At<'_>> {
    at.many(4..=ALL, |byte| is_small(byte) || byte == b'-')
}

/// `[-a-z0-9]+-[a-z0-9]{4,}`: the last part that is long enough ends it.
fn zone(at: At<'_>) -> Option<At<'_>> {
    let run = at.many(2..=ALL, |byte| is_small(byte) || byte == b'-')?;
    let mut end = run.place;
    while let Some(dash) = at.text.get(at.place + 1..end)?.iter().rposition(|byte| *byte == b'-') {
        let dash = at.place + 1 + dash;
        if end - dash > 4 {
            return Some(At { place: end, ..at });
        }
        end = dash;
    }
    None
}

/// `(cluster|logger|Server #)_?\d+`
fn numbered<'a>(at: At<'a>, name: &[u8]) -> Option<At<'a>> {
    let at = at.word(name)?;
    at.word(b"_").unwrap_or(at).many(1..=ALL, is_digit)
}
