//! A hash of 64 bits everywhere: that of `rustc-hash` has 32 in the worker, where features would fall together.

/// Odd, and its bits look drawn by lot (Steele and Vigna, Software: Practice and Experience 52, 2022).
const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;

/// A hash with one more value in it.
#[inline]
pub(super) fn mix(hash: u64, value: u64) -> u64 {
    // The product's high bits depend on all bits, and the turn brings them down to where the next one needs them.
    (hash.wrapping_add(value)).wrapping_mul(FACTOR).rotate_left(29)
}
