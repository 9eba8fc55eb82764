//! The bytes between the page and its worker: [postcard](https://postcard.jamesmunns.com/wire-format), which names no
//! field and no variant, so that reading takes little code.
//!
//! Only the same build can read what a build wrote: page and worker compare their build ids as text first, and the
//! ready-made overview is asked for by build id.

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{bytes} bytes are no message of this build")]
pub struct Garbled {
    /// How many bytes there are.
    pub bytes: usize,
}

/// Writes a message.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    // Cannot fail: every list knows its length.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Reads a message; nothing may follow it.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Garbled> {
    match decode_first(bytes) {
        Ok((message, [])) => Ok(message),
        _ => Err(Garbled { bytes: bytes.len() }),
    }
}

/// Reads the message that the bytes begin with; gives what follows it.
pub fn decode_first<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8]), Garbled> {
    postcard::take_from_bytes(bytes).map_err(|_| Garbled { bytes: bytes.len() })
}
