//! The binomial distribution, one outcome after the other.
//!
//! The probability of the observed place is taken first; up to a thousand trials it comes out of a table of factorials and two
//! powers. Its neighbours follow by multiplication, on that side of it on which they become less. What is summed is positive, and the
//! side that is left out holds at least a third of everything, so that taking it from 1 loses nothing. Each factor is off by at
//! most 2⁻⁵², and where the normal distribution does not serve, there are at most some thousand of them.

use std::array::from_fn;
use std::sync::LazyLock;

use wide::f64x2;

use super::binomial_mass::binomial_mass;

/// The most trials that are tabled.
pub(super) const MOST: u32 = 1000;

/// So many steps are taken side by side.
const BLOCK: usize = 8;
/// A side ends with a whole block, which may reach beyond the last place.
const PLACES: usize = MOST as usize + 2 + BLOCK;

/// A side ends with a probability below this share of the observed place's. What is left out is a few times as much, as the ratios
/// there are below 0.8; for 200,000 trials and far from the mean they are below 0.95.
const NOTHING: f64 = 1e-13;
/// Smaller ones have lost digits, or will.
const SMALLEST: f64 = 1e-280;
/// With a smaller rate a block of steps can be beyond all numbers.
const SMALLEST_RATE: f64 = 1e-9;

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
    let factorials = from_fn(|n| {
        last = last.times(n.max(1) as f64);
        last
    });
    Tables { inverses: from_fn(|i| 1.0 / i.max(1) as f64), factorials }
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

/// P(X ≤ k) for k below n and p between 0 and 1.
#[inline]
pub(super) fn by_steps(k: u32, n: u32, p: f64) -> f64 {
    let mass = tabled_mass(k, n, p).unwrap_or_else(|| binomial_mass(k, n, p));
    // A few steps down are exact wherever they begin, unless they grow too large.
    let is_short = k as usize <= BLOCK && p >= SMALLEST_RATE;
    if is_short || f64::from(k) <= p * f64::from(n) {
        (mass + mass * side(k, (1.0 - p) / p, n)).min(1.0)
    } else {
        1.0 - mass * side(n - k, p / (1.0 - p), n)
    }
}

/// P(X = k). `None` for more trials than are tabled, and where numbers would become too small.
fn tabled_mass(k: u32, n: u32, p: f64) -> Option<f64> {
    let factorials = &TABLES.factorials;
    let factorial = |i: u32| factorials.get(i as usize);
    let mass = ways(factorial(n)?, factorial(k)?, factorial(n - k)?) * (power(p, k) * power(1.0 - p, n - k));
    (mass >= SMALLEST).then_some(mass)
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

/// The sum of one side, in units of the observed place: of `left` events of `all` there is one less at each step, and the ratio of a
/// step is what is left times `odds` over what is not left after it.
#[inline]
fn side(left: u32, odds: f64, all: u32) -> f64 {
    let first = (all - left).saturating_add(1);
    if all <= MOST {
        let tabled = TABLES.inverses.get(first as usize..).unwrap_or_default().as_chunks::<BLOCK>().0;
        return sum(f64::from(left), odds, tabled.iter().map(lanes));
    }
    let places = lanes(&OFFSETS).map(|offset| f64x2::splat(f64::from(first)) + offset);
    let inverse = |gone: f64| places.map(|place| f64x2::ONE / (place + f64x2::splat(gone)));
    sum(f64::from(left), odds, (0..=left).step_by(BLOCK).map(|gone| inverse(f64::from(gone))))
}

/// A block of numbers: one lane takes the first half of it, the other the second.
#[inline]
fn lanes([n0, n1, n2, n3, n4, n5, n6, n7]: &[f64; BLOCK]) -> [f64x2; 4] {
    [[*n0, *n4], [*n1, *n5], [*n2, *n6], [*n3, *n7]].map(f64x2::new)
}

const OFFSETS: [f64; BLOCK] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];

/// The same, given blocks of 1 over what is not left. Behind the last step a ratio is 0, and what follows does not count.
#[inline]
fn sum(mut left: f64, odds: f64, inverses: impl Iterator<Item = [f64x2; 4]>) -> f64 {
    let [gone_1, gone_2, gone_3, gone_4] = lanes(&OFFSETS).map(|offset| offset * f64x2::splat(odds));
    let (mut term, mut sum) = (1.0, 0.0);
    for [inverse_1, inverse_2, inverse_3, inverse_4] in inverses {
        let all = f64x2::splat(left * odds);
        let (one, two) = ((all - gone_1) * inverse_1, (all - gone_2) * inverse_2);
        let (three, four) = ((all - gone_3) * inverse_3, (all - gone_4) * inverse_4);
        let (front, back) = (one * two, three * four);
        let [first, second] = (one + front + front * (three + back)).to_array();
        let [half, rest] = (front * back).to_array();
        sum += term * (first + half * second);
        term *= half * rest;
        left -= BLOCK as f64;
        if term <= NOTHING {
            break;
        }
    }
    sum
}
