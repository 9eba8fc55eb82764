//! A walk over JSON text for the few places where millions of tiny values make the library too slow. It knows only what
//! well-formed machine output looks like; at anything else it gives up, and the caller reads anew with the library.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// A place in a JSON text. Every method answers `None` when the text is not what it expects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    /// At the start of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Passes over white space.
    fn blank(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Passes over white space and then this sign, if it comes next.
    pub(crate) fn try_eat(&mut self, sign: char) -> bool {
        if let Some(rest) = self.rest.strip_prefix(sign) {
            self.rest = rest;
            return true;
        }
        self.blank();
        self.rest.strip_prefix(sign).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    /// As [`Scanner::try_eat`], but the sign must come.
    pub(crate) fn eat(&mut self, sign: char) -> Option<()> {
        self.try_eat(sign).then_some(())
    }

    /// Passes over `text`, which must come next, to the letter.
    pub(crate) fn eat_text(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    /// Walks on with `way`, or stays where it is when that gives up.
    pub(crate) fn attempt<T>(&mut self, way: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = way(&mut ahead)?;
        *self = ahead;
        Some(found)
    }

    /// Passes over `text` if it comes next, as often as it comes; answers how often.
    pub(crate) fn eat_all(&mut self, text: &str) -> usize {
        let mut count = 0;
        while let Some(rest) = self.rest.strip_prefix(text) {
            self.rest = rest;
            count += 1;
        }
        count
    }

    /// A text. One with escapes is left to the library.
    pub(crate) fn string(&mut self) -> Option<Cow<'a, str>> {
        self.eat('"')?;
        let end = memchr::memchr2(b'"', b'\\', self.rest.as_bytes())?;
        let text = self.rest.get(..end)?;
        let Some(after) = self.rest.get(end..)?.strip_prefix('"') else { return self.escaped_string() };
        self.rest = after;
        text.bytes().all(|b| b >= 0x20).then_some(Cow::Borrowed(text))
    }

    /// A text with escapes, its opening quote just passed.
    fn escaped_string(&mut self) -> Option<Cow<'a, str>> {
        let whole = format!("\"{}", self.rest.get(..self.end_of_string()?)?);
        let text: String = serde_json::from_str(&whole).ok()?;
        self.rest = self.rest.get(whole.len() - 1..)?;
        Some(Cow::Owned(text))
    }

    /// How far it is to just after the closing quote.
    fn end_of_string(&self) -> Option<usize> {
        let mut bytes = self.rest.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => drop(bytes.next()),
                b'"' => return Some(at + 1),
                _ => {}
            }
        }
        None
    }

    /// A number of one to nine digits.
    pub(crate) fn small_number(&mut self) -> Option<u32> {
        self.blank();
        let digits = self.rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
        let number = self.rest.get(..digits).filter(|text| (1..10).contains(&text.len()))?;
        let after = self.rest.get(digits..)?;
        let ends = after.starts_with([',', '}', ']', ' ', '\n', '\r', '\t']);
        let leading_zero = digits > 1 && number.starts_with('0');
        self.rest = after;
        let value = number.bytes().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        (ends && !leading_zero).then_some(value)
    }

    /// Any value, read by the library.
    pub(crate) fn value<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<T>();
        let value = values.next()?.ok()?;
        self.rest = self.rest.get(values.byte_offset()..)?;
        Some(value)
    }

    /// Passes over any value.
    pub(crate) fn skip_value(&mut self) -> Option<()> {
        if self.rest.starts_with('"') {
            return self.string().map(|_| ());
        }
        self.value::<IgnoredAny>().map(|_| ())
    }

    /// Walks an object: `field` gets each key and must pass over its value.
    pub(crate) fn object(&mut self, mut field: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        self.eat('{')?;
        if self.try_eat('}') {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.eat(':')?;
            field(self, &key)?;
            if !self.try_eat(',') {
                return self.eat('}');
            }
        }
    }

    /// Walks a list: `element` must pass over one element.
    pub(crate) fn list(&mut self, mut element: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.eat('[')?;
        if self.try_eat(']') {
            return Some(());
        }
        loop {
            element(self)?;
            if !self.try_eat(',') {
                return self.eat(']');
            }
        }
    }

    /// True when nothing but white space is left.
    pub(crate) fn is_at_end(mut self) -> bool {
        self.blank();
        self.rest.is_empty()
    }
}
