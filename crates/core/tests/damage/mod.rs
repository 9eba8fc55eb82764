//! Good answers, damaged.

use proptest::prelude::*;

/// A good answer with some bytes changed, dropped or doubled.
pub(crate) fn mutated(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((0..text.len(), 0..4_u8, any::<u8>()), 0..6);
    changes.prop_map(move |changes| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, kind, byte) in changes {
            let at = at % bytes.len().max(1);
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"0123456789{}[],:\"-.e"[usize::from(byte) % 20]),
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    })
}
