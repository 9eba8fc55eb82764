//! A value as bytes, so that who passes it on carries no code for it: a question to a part of the worker, and its answer.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::{self, Garbled};

/// A value as bytes ([`crate::wire`]). Two are equal when their bytes are.
pub struct Packed<T> {
    bytes: Vec<u8>,
    value: PhantomData<fn() -> T>,
}

impl<T: Serialize> Packed<T> {
    /// Packs a value.
    pub fn new(value: &T) -> Self {
        Self { bytes: wire::encode(value), value: PhantomData }
    }
}

impl<T: DeserializeOwned> Packed<T> {
    /// The value.
    pub fn open(&self) -> Result<T, Garbled> {
        wire::decode(&self.bytes)
    }
}

impl<T> Clone for Packed<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), value: PhantomData }
    }
}

impl<T> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packed({} bytes)", self.bytes.len())
    }
}

impl<T> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}

impl<'de, T> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = deserializer.deserialize_byte_buf(Bytes)?;
        Ok(Self { bytes, value: PhantomData })
    }
}

/// Takes bytes, and the list of numbers that formats without bytes make of them.
struct Bytes;

impl<'de> Visitor<'de> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Vec<u8>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(number) = numbers.next_element()? {
            bytes.push(number);
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_out_as_it_went_in() {
        let value = (7_u32, "text".to_owned(), vec![true, false]);
        let packed = Packed::new(&value);
        assert_eq!(packed.open(), Ok(value));
        let passed: Packed<(u32, String, Vec<bool>)> = wire::decode(&wire::encode(&packed)).unwrap();
        assert_eq!(passed, packed);
        let json: Packed<(u32, String, Vec<bool>)> =
            serde_json::from_str(&serde_json::to_string(&packed).unwrap()).unwrap();
        assert_eq!(json, packed);
    }

    #[test]
    fn other_bytes_are_refused() {
        let packed: Packed<String> = Packed { bytes: vec![9, 1], value: PhantomData };
        assert_eq!(packed.open(), Err(Garbled { bytes: 2 }));
    }
}
