//! How far two partitions of the same things agree.

use std::collections::BTreeMap;

/// How far found groups agree with true ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Adjusted Rand index (Hubert and Arabie, Journal of Classification 2, 1985): 1 for equal partitions, about 0 for
    /// chance.
    pub adjusted_rand: f64,
    /// 1 when no found group mixes true ones (Rosenberg and Hirschberg, EMNLP 2007).
    pub homogeneity: f64,
    /// 1 when no true group is torn apart.
    pub completeness: f64,
}

/// Compares the true and the found group of each thing.
pub fn agreement(pairs: &[(u32, u32)]) -> Agreement {
    let (mut cells, mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (truth, found) in pairs {
        *cells.entry((*truth, *found)).or_insert(0.0) += 1.0;
        *rows.entry(*truth).or_insert(0.0) += 1.0;
        *columns.entry(*found).or_insert(0.0) += 1.0;
    }
    let n = pairs.len() as f64;
    let choose = |count: &f64| count * (count - 1.0) / 2.0;
    let (index, by_row, by_column): (f64, f64, f64) = (
        cells.values().map(choose).sum(),
        rows.values().map(choose).sum(),
        columns.values().map(choose).sum(),
    );
    let expected = if n > 1.0 { by_row * by_column / choose(&n) } else { 0.0 };
    let most = f64::midpoint(by_row, by_column);
    let adjusted_rand =
        if (most - expected).abs() < 1e-12 { 1.0 } else { (index - expected) / (most - expected) };
    let entropy = |counts: &BTreeMap<u32, f64>| counts.values().map(|c| -c / n * (c / n).ln()).sum::<f64>();
    let joint: f64 = cells.values().map(|c| -c / n * (c / n).ln()).sum();
    let (truth, found) = (entropy(&rows), entropy(&columns));
    let share = |rest: f64, whole: f64| if whole > 0.0 { 1.0 - rest / whole } else { 1.0 };
    Agreement {
        adjusted_rand,
        homogeneity: share(joint - found, truth),
        completeness: share(joint - truth, found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first four are examples of scikit-learn's documentation.
    #[test]
    fn published_values() {
        for (truth, found, expect) in [
            ([0, 0, 1, 1], [0, 0, 1, 1], (1.0, 1.0, 1.0)),
            ([0, 0, 1, 1], [1, 1, 0, 0], (1.0, 1.0, 1.0)),
            ([0, 0, 1, 2], [0, 0, 1, 1], (0.571_428_571, 0.666_666_667, 1.0)),
            ([0, 0, 0, 0], [0, 1, 2, 3], (0.0, 1.0, 0.0)),
            ([0, 0, 1, 1], [0, 0, 0, 0], (0.0, 0.0, 1.0)),
        ] {
            let pairs: Vec<_> = truth.into_iter().zip(found).collect();
            let a = agreement(&pairs);
            for (is, should) in
                [(a.adjusted_rand, expect.0), (a.homogeneity, expect.1), (a.completeness, expect.2)]
            {
                assert!((is - should).abs() < 1e-8, "{truth:?} {found:?}: {a:?}");
            }
        }
    }
}
