//! Noise in place of an answer: the same bytes each time, most of them no text at all.

/// So many bytes of noise.
pub(super) fn bytes(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut noise = Vec::with_capacity(count + 8);
    while noise.len() < count {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        noise.extend_from_slice(&state.to_le_bytes());
    }
    noise.truncate(count);
    noise
}
