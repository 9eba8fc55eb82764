//! Whole numbers as floats, without waiting.

/// `n`, out of the last bits of 2⁵² + n. The processor's own conversion leaves half of a register as it was, and so waits for what was
/// reckoned in it last: where little else is done, for the call before.
#[inline]
pub(super) fn float(n: u32) -> f64 {
    f64::from_bits(TWO_TO_52.to_bits() | u64::from(n)) - TWO_TO_52
}

const TWO_TO_52: f64 = 4_503_599_627_370_496.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_conversion() {
        for n in [0, 1, 2, 9_999, 200_000, u32::MAX - 1, u32::MAX] {
            assert_eq!(float(n).to_bits(), f64::from(n).to_bits(), "{n}");
        }
    }
}
