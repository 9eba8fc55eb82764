//! Texts from outside, stored once and cleaned of what could fool a reader.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A text that many rows share.
pub type Text = Arc<str>;

/// The place of a text in a [`TextPool`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(u32);

/// Stores each text once. Id 0 is the empty text.
#[derive(Clone, Debug)]
pub struct TextPool {
    texts: Vec<Text>,
    ids: FxHashMap<Text, TextId>,
}

impl Default for TextPool {
    fn default() -> Self {
        let empty: Text = Arc::from("");
        Self { texts: vec![empty.clone()], ids: FxHashMap::from_iter([(empty, TextId(0))]) }
    }
}

impl TextPool {
    /// The id of `text`, cleaned by [`clean_line`].
    pub fn intern(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::default();
        }
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        self.intern_new(&clean_line(text))
    }

    /// The text of `id`; empty for an id of another pool.
    pub fn get(&self, id: TextId) -> &str {
        self.texts.get(id.0 as usize).map_or("", |text| text)
    }

    fn intern_new(&mut self, text: &str) -> TextId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let Ok(place) = u32::try_from(self.texts.len()) else { return TextId::default() };
        let shared: Text = Arc::from(text);
        self.texts.push(shared.clone());
        self.ids.insert(shared, TextId(place));
        TextId(place)
    }
}

/// The text as one line without control characters (line ends and tabs become blanks), terminal colour codes, marks
/// that change the direction of writing and tag characters: those could make a name read as another.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) || !text.chars().any(is_deceiving) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' && chars.next_if_eq(&'[').is_some() {
            while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
            chars.next_if(|c| matches!(c, '@'..='~'));
        } else if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') {
            clean.push(' ');
        } else if !is_deceiving(c) {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

/// True for what [`clean_line`] takes out: control characters, line and paragraph separators, the marks of the
/// bidirectional algorithm (Unicode Standard Annex 9), the byte-order mark, interlinear notes and tag characters.
pub(crate) fn is_deceiving(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning() {
        for (dirty, clean) in [
            ("plain", "plain"),
            ("a\nb\tc\r", "a b c "),
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("abc\u{202e}fed", "abcfed"),
            ("größer ☃", "größer ☃"),
            ("nul\0", "nul"),
            ("a\u{2028}b\u{61c}c\u{2067}d\u{e0041}", "a bcd"),
            ("\u{1b}[32;1m☃ stays\u{1b}[", "☃ stays"),
            ("\u{1b}]0;title\u{7}", "]0;title"),
        ] {
            assert_eq!(clean_line(dirty), clean);
        }
    }

    #[test]
    fn equal_texts_share_an_id() {
        let mut pool = TextPool::default();
        let a = pool.intern("a");
        assert_eq!(pool.intern("a"), a);
        assert_eq!(pool.intern("a\0"), a);
        assert_ne!(pool.intern("b"), a);
        assert_eq!(pool.intern(""), TextId::default());
        assert_eq!(pool.get(a), "a");
    }
}
