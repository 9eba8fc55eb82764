//! Quantiles of a sample (R. J. Hyndman and Y. Fan, The American Statistician 50, 1996, definition 7).

/// The quantile at `share` (0 to 1) of a sorted sample, between its neighbours in proportion; `None` for an empty one.
pub fn quantile(sorted: &[u64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the sample")]
    let below = place.floor() as usize;
    let low = *sorted.get(below)? as f64;
    let high = sorted.get(below + 1).map_or(low, |high| *high as f64);
    Some(low + (high - low) * (place - place.floor()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of R's `quantile(c(1, 3, 4, 10), p)`, whose default is definition 7.
    #[test]
    fn values_of_r() {
        for (share, expect) in [(0.0, 1.0), (0.25, 2.5), (0.5, 3.5), (0.9, 8.2), (1.0, 10.0)] {
            let found = quantile(&[1, 3, 4, 10], share).unwrap();
            assert!((found - expect).abs() < 1e-12, "{share}: {found}");
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7], 0.99), Some(7.0));
    }

    /// Oracle: where the share falls on a value, that many values lie below it.
    #[test]
    fn on_a_value_it_is_that_value() {
        let sorted: Vec<u64> = (0..=100).map(|n| n * n).collect();
        for place in 0..=100_u32 {
            let expect = f64::from(place * place);
            assert!((quantile(&sorted, f64::from(place) / 100.0).unwrap() - expect).abs() < 1e-6);
        }
    }
}
