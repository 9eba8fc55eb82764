//! Cuts a stream of JSON into its values: the elements of one array, or values one after the other, one a line or not.
//! Only brackets and quotes are looked at, so that a broken value costs no other one.

use crate::formats::FormatError;
use crate::formats::place::Place;

/// Finds the ends of values in bytes that come in chunks.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    /// The value that has begun.
    value: Vec<u8>,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Depth at which values begin: 1 inside the one array, else 0.
    floor: usize,
    begun: bool,
}

impl Splitter {
    /// Takes a chunk; gives each whole value to `each`.
    pub(super) fn push(
        &mut self,
        chunk: &[u8],
        place: &Place,
        limit: usize,
        each: &mut impl FnMut(&[u8]) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let mut rest = chunk;
        while let Some(&byte) = rest.first() {
            let plain = if self.in_string && !self.escaped { plain_run(rest) } else { 0 };
            let (taken, after) = rest.split_at_checked(plain.max(1)).unwrap_or((rest, &[]));
            rest = after;
            if plain > 0 {
                self.value.extend_from_slice(taken);
            } else if self.step(byte) {
                each(&self.value)?;
                self.value.clear();
            }
            if self.value.len() > limit {
                return Err(place.too_large("one JSON value", limit, ADVICE));
            }
        }
        Ok(())
    }

    /// What is left at the end of the stream: a value that was cut short.
    pub(super) fn rest(self) -> Vec<u8> {
        self.value
    }

    /// Takes one byte that may mean something; answers whether it ends a value.
    fn step(&mut self, byte: u8) -> bool {
        if self.in_string {
            return self.step_in_string(byte);
        }
        if !self.begun && byte == b'[' {
            self.begun = true;
            self.floor = 1;
            self.depth = 1;
            return false;
        }
        self.begun |= !byte.is_ascii_whitespace();
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'"' => self.in_string = true,
            _ => {}
        }
        if self.depth <= self.floor && self.value.is_empty() && !self.in_string {
            // Between values there are commas, blanks and the array's end; numbers and words are no records.
            return false;
        }
        self.value.push(byte);
        self.depth <= self.floor && matches!(byte, b'}' | b']')
    }

    /// A line end in a string is an error, so the string was never closed: its value ends here.
    fn step_in_string(&mut self, byte: u8) -> bool {
        self.value.push(byte);
        let escaped = std::mem::take(&mut self.escaped);
        match byte {
            b'\n' => {
                self.in_string = false;
                self.depth = self.floor;
                return true;
            }
            b'"' if !escaped => self.in_string = false,
            b'\\' if !escaped => self.escaped = true,
            _ => {}
        }
        false
    }
}

const ADVICE: &str = ". Of a triage file take the slices, slices/failure_data_<xx>.json";

/// How many bytes of a string mean nothing to the splitter.
fn plain_run(bytes: &[u8]) -> usize {
    memchr::memchr3(b'"', b'\\', b'\n', bytes).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, size: usize) -> Vec<String> {
        let place = Place::outermost("a");
        let (mut splitter, mut values) = (Splitter::default(), Vec::new());
        let mut each = |value: &[u8]| {
            values.push(String::from_utf8(value.to_vec()).unwrap());
            Ok(())
        };
        for chunk in text.as_bytes().chunks(size) {
            splitter.push(chunk, &place, 99, &mut each).unwrap();
        }
        values.extend(Some(String::from_utf8(splitter.rest()).unwrap()).filter(|rest| !rest.is_empty()));
        values
    }

    #[test]
    fn values_are_found_whatever_the_chunks() {
        for (text, expect) in [
            ("", vec![]),
            ("{\"a\":1}\n{\"b\":[2,{}]}\n", vec!["{\"a\":1}", "{\"b\":[2,{}]}"]),
            (" [ {\"a\":1} , {\"b\":\"]}\"} ] ", vec!["{\"a\":1}", "{\"b\":\"]}\"}"]),
            ("{\"a\":\"\\\"}\"}{}", vec!["{\"a\":\"\\\"}\"}", "{}"]),
            ("{\"a\":\"never closed\n{\"b\":1}", vec!["{\"a\":\"never closed\n", "{\"b\":1}"]),
            ("{\"a\":1", vec!["{\"a\":1"]),
            ("[1, null, [2], {\"a\":1}]", vec!["[2]", "{\"a\":1}"]),
        ] {
            for size in [1, 2, 3, 99] {
                assert_eq!(split(text, size), expect, "{text} in chunks of {size}");
            }
        }
    }

    #[test]
    fn a_value_beyond_the_limit_is_refused() {
        let place = Place::outermost("big.json");
        let text = format!("{{\"a\":\"{}\"}}", "x".repeat(99));
        let refused = Splitter::default().push(text.as_bytes(), &place, 64, &mut |_| Ok(())).unwrap_err();
        assert!(
            refused.to_string().starts_with("big.json: one JSON value is more than the 0 MB"),
            "{refused}"
        );
    }
}
