//! What every JSON reader needs: errors with a place, texts without a copy, and limits that hostile input cannot pass.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::FormatError;

/// Reads all of `bytes` with `seed`.
pub(crate) fn read_seed<'de, S>(bytes: &'de [u8], source_name: &str, seed: S) -> Result<S::Value, FormatError>
where
    S: DeserializeSeed<'de>,
{
    let text = text_of(bytes, source_name)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json).map_err(|e| syntax(&e, source_name))?;
    json.end().map_err(|e| syntax(&e, source_name))?;
    Ok(value)
}

/// Reads all of `bytes` as a `T`.
pub(crate) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8], source_name: &str) -> Result<T, FormatError> {
    read_seed(bytes, source_name, std::marker::PhantomData)
}

/// The bytes as text, without a byte order mark.
pub(crate) fn text_of<'a>(bytes: &'a [u8], source_name: &str) -> Result<&'a str, FormatError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes)
        .map_err(|e| FormatError::NotText { source_name: source_name.to_owned(), offset: e.valid_up_to() })
}

fn syntax(error: &serde_json::Error, source_name: &str) -> FormatError {
    let whole = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    FormatError::Syntax {
        source_name: source_name.to_owned(),
        line: error.line(),
        column: error.column(),
        message: whole.strip_suffix(&place).unwrap_or(&whole).to_owned(),
    }
}

/// A text that is borrowed from the input where it holds no escapes; `null` reads as empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Str<'de>(pub(crate) Cow<'de, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Str<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrVisitor;
        impl<'de> Visitor<'de> for StrVisitor {
            type Value = Str<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Str(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Str(Cow::Owned(text.to_owned())))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Str::default())
            }
        }
        deserializer.deserialize_any(StrVisitor)
    }
}

/// Something that takes the fields of an object one by one.
pub(crate) trait Fields<'de> {
    /// What the object is called in errors.
    const WHAT: &'static str;
    /// Reads the value of `key`, or passes over it with [`skip`].
    fn field<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;
}

/// Passes over a value.
pub(crate) fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}

/// Reads an object (or `null`) into `fields`.
pub(crate) struct Object<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Fields<'de>> DeserializeSeed<'de> for Object<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Fields<'de>> Visitor<'de> for Object<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Str<'de>>()? {
            self.0.field(&key.0, &mut map)?;
        }
        Ok(())
    }
}

/// Reads a list (or `null`), giving each element to a function that takes the sequence.
pub(crate) struct List<F> {
    /// What the list is called in errors.
    pub(crate) what: &'static str,
    /// Called until it answers `false`.
    pub(crate) each: F,
}

/// Reads one element from a sequence; answers false at its end.
pub(crate) trait Each<'de> {
    /// Reads the next element.
    fn next<A: SeqAccess<'de>>(&mut self, seq: &mut A) -> Result<bool, A::Error>;
}

impl<'de, F: Each<'de>> DeserializeSeed<'de> for List<F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Each<'de>> Visitor<'de> for List<F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while self.each.next(&mut seq)? {}
        Ok(())
    }
}
