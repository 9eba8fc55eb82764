//! The binomial distribution of up to a thousand trials, one by one: no logarithm, and no division for a step.
//!
//! The probability of the observed place comes out of tables of factorials and two powers. Its neighbours follow by multiplication
//! with tabled reciprocals, on that side of it on which they become less. What is summed is positive, and the side that is left out
//! holds at least a third of everything, so that taking it from 1 loses nothing. Each factor is off by at most 2⁻⁵², and there
//! are at most some 4,000 of them: the relative error is below 10⁻¹².

use std::sync::LazyLock;

/// The most trials. Beyond, a continued fraction is quicker.
pub(super) const MOST: u32 = 1000;

/// So many steps are taken side by side.
const BLOCK: usize = 8;
/// A side ends with a whole block, which may reach beyond the last place.
const PLACES: usize = MOST as usize + 2 + BLOCK;

/// What is left adds less than this share of a sum.
const NOTHING: f64 = 1e-15;
/// Smaller ones have lost digits, or will.
const SMALLEST: f64 = 1e-280;

/// A factorial as m · 2ᵉ with m from 1 to below 2.
#[derive(Clone, Copy)]
struct Factorial {
    mantissa: f64,
    /// 1 / m.
    inverse: f64,
    exponent: u64,
}

struct Tables {
    /// 1 / i; of 0 nothing is asked.
    inverses: [f64; PLACES],
    factorials: [Factorial; MOST as usize + 1],
}

/// Made when first asked for, in some microseconds: less than what they would add to a download.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut last = Factorial { mantissa: 1.0, inverse: 1.0, exponent: 0 };
    let factorials = std::array::from_fn(|n| {
        last = last.times(n.max(1) as f64);
        last
    });
    Tables { inverses: std::array::from_fn(|i| 1.0 / i.max(1) as f64), factorials }
});

impl Factorial {
    fn times(self, factor: f64) -> Self {
        let (mut mantissa, mut exponent) = (self.mantissa * factor, self.exponent);
        while mantissa >= 2.0 {
            mantissa *= 0.5;
            exponent += 1;
        }
        Self { mantissa, inverse: 1.0 / mantissa, exponent }
    }
}

/// P(X ≤ k) for k below n and p between 0 and 1. `None` for more trials than are tabled, and where numbers would become too small.
pub(super) fn by_steps(k: u32, n: u32, p: f64) -> Option<f64> {
    let tables = &*TABLES;
    let [place, others] = [k as usize, (n - k) as usize];
    let [all, taken, left] = [n as usize, place, others].map(|i| tables.factorials.get(i));
    let mass = ways(all?, taken?, left?) * (power(p, k) * power(1.0 - p, n - k));
    if mass < SMALLEST {
        return None;
    }
    // A few steps down are exact wherever they begin.
    if place <= BLOCK || f64::from(k) <= p * f64::from(n) {
        Some(mass + mass * side(f64::from(k), (1.0 - p) / p, tables.inverses.get(others + 1..)?))
    } else {
        Some(1.0 - mass * side(f64::from(n - k), p / (1.0 - p), tables.inverses.get(place + 1..)?))
    }
}

/// n over k.
fn ways(all: &Factorial, taken: &Factorial, left: &Factorial) -> f64 {
    // At least 0, since there is at least one way and the mantissas make it smaller than 2.
    let exponent = all.exponent - taken.exponent - left.exponent;
    all.mantissa * taken.inverse * left.inverse * f64::from_bits((1023 + exponent) << 52)
}

fn power(mut base: f64, mut times: u32) -> f64 {
    let mut found = 1.0;
    while times > 0 {
        if times % 2 == 1 {
            found *= base;
        }
        base *= base;
        times /= 2;
    }
    found
}

/// The sum of one side, in units of the observed place: of `left` events there is one less at each step, and the ratio of a step is
/// what is left times `odds` times the next of `inverses`.
fn side(mut left: f64, odds: f64, inverses: &[f64]) -> f64 {
    let gone: [f64; BLOCK] = std::array::from_fn(|i| i as f64 * odds);
    let (mut term, mut sum) = (1.0, 0.0);
    for block in inverses.as_chunks::<BLOCK>().0 {
        let all = left * odds;
        // Behind the last step a ratio is 0, and what follows does not count.
        let mut ratios = *block;
        ratios.iter_mut().zip(gone).for_each(|(ratio, gone)| *ratio *= all - gone);
        let [r0, r1, r2, r3, r4, r5, r6, r7] = ratios;
        let (p0, p1, p2, p3) = (r0 * r1, r2 * r3, r4 * r5, r6 * r7);
        let (first, second) = ((r0 + p0) + p0 * (r2 + p1), (r4 + p2) + p2 * (r6 + p3));
        sum += term * (first + p0 * p1 * second);
        term *= p0 * p1 * (p2 * p3);
        left -= BLOCK as f64;
        // Ratios fall, so what follows is less than the geometric series of the last one.
        if left <= 0.0 || term * r7 <= NOTHING * sum * (1.0 - r7) {
            break;
        }
    }
    sum
}
