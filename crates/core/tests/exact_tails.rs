//! Fisher's exact test and the binomial distribution against whole numbers of any length, and the required passes beyond the
//! original's table.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use flakescope_core::payloads::required_passes::{
    ALPHA, CORPUS, corpus_passes, least_passes, required_passes,
};
use flakescope_core::stats::{binomial_at_most, fisher_one_sided};
use num_bigint::BigUint;

/// n over k out of its prime factors (Legendre), so that nothing is divided.
fn choose(n: u32, k: u32) -> BigUint {
    if k > n {
        return BigUint::ZERO;
    }
    let mut is_composite = vec![false; n as usize + 1];
    let mut powers = Vec::new();
    for p in 2..=n {
        if is_composite[p as usize] {
            continue;
        }
        (p as usize..is_composite.len())
            .skip(p as usize)
            .step_by(p as usize)
            .for_each(|m| is_composite[m] = true);
        let power =
            |n: u32| std::iter::successors(Some(n / p), |q| Some(q / p)).take_while(|q| *q > 0).sum::<u32>();
        let exponent = power(n) - power(k) - power(n - k);
        powers.extend((exponent > 0).then(|| BigUint::from(p).pow(exponent)));
    }
    product(&powers)
}

fn product(factors: &[BigUint]) -> BigUint {
    match factors {
        [] => BigUint::from(1_u32),
        [one] => one.clone(),
        many => product(&many[..many.len() / 2]) * product(&many[many.len() / 2..]),
    }
}

/// The quotient as a float, whatever the sizes.
fn quotient(part: &BigUint, whole: &BigUint) -> f64 {
    let shift = (whole.bits() + 70).saturating_sub(part.bits());
    let digits = (part << shift) / whole;
    let dropped = digits.bits() - 64;
    let top = u64::try_from(digits >> dropped).unwrap();
    top as f64
        * 2_f64.powi(i32::try_from(i64::try_from(dropped).unwrap() - i64::try_from(shift).unwrap()).unwrap())
}

/// The sum of weights from the first on, each the one before times a fraction; what is left at the end is less than 2⁻¹⁰⁰.
fn series(first: BigUint, steps: impl Iterator<Item = (u64, u64)>) -> BigUint {
    let (mut weight, mut sum) = (first.clone(), first);
    for (times, by) in steps {
        weight = weight * times / by;
        sum += &weight;
        if times < by && weight.bits() + 120 < sum.bits() {
            break;
        }
    }
    sum
}

/// P(at least `a` events in the first group), by counting arrangements.
fn exact_more((a, b): (u32, u32), (n1, n2): (u32, u32)) -> f64 {
    let steps = (0..b.min(n1 - a)).map(|s| {
        let up = u64::from(n1 - a - s) * u64::from(b - s);
        (up, u64::from(a + s + 1) * u64::from(n2 - b + s + 1))
    });
    quotient(&series(choose(n1, a) * choose(n2, b), steps), &choose(n1 + n2, a + b))
}

#[test]
fn fisher_up_to_200_000_in_a_group() {
    for (a, n1, b, n2) in [
        (232, 250, 6, 10),
        (400, 412, 380, 420),
        (5_000, 5_020, 4_800, 4_890),
        (20_000, 20_050, 18_000, 18_090),
        (300, 180_300, 50, 200_050),
        (200_000, 200_000, 7, 10),
        (100_900, 200_000, 99_100, 200_000),
        (100_000, 200_000, 100_000, 200_000),
        (104_000, 200_000, 96_000, 200_000),
        (199_950, 200_000, 199_800, 200_000),
        (1, 200_000, 0, 200_000),
    ] {
        let found = fisher_one_sided((a, b), (n1, n2)).unwrap();
        let mirrored = fisher_one_sided((b, a), (n2, n1)).unwrap();
        let exact = exact_more((a, b), (n1, n2));
        println!("{a} of {n1}, {b} of {n2}: {} exactly {exact}", found.more);
        assert!((found.more / exact - 1.0).abs() < 1e-11, "{} {exact}", found.more);
        assert!((mirrored.fewer / exact - 1.0).abs() < 1e-11, "{} {exact}", mirrored.fewer);
    }
}

/// P(at most k of n) at the rate p / q, in units of qⁿ.
#[test]
fn binomial_up_to_200_000_trials() {
    for (k, n, p, q) in [
        (6_u32, 10_u32, 9_u32, 10_u32),
        (170, 200, 9, 10),
        (450, 1000, 1, 2),
        (495, 1000, 1, 2),
        (990, 2000, 1, 2),
        (190, 2000, 1, 10),
        (9_990, 20_000, 1, 2),
        (99_000, 200_000, 1, 2),
        (99_900, 200_000, 1, 2),
        (100_000, 200_000, 1, 2),
        (101_500, 200_000, 1, 2),
        (49_000, 200_000, 1, 4),
        (199_700, 200_000, 999, 1000),
        (120, 200_000, 1, 1000),
        (199, 200_000, 1, 1000),
        (260, 200_000, 1, 1000),
        (1_990, 200_000, 1, 100),
        (198_020, 200_000, 99, 100),
    ] {
        let first = choose(n, k) * BigUint::from(p).pow(k) * BigUint::from(q - p).pow(n - k);
        let steps = (0..k).map(|s| {
            let down = u64::from(k - s) * u64::from(q - p);
            (down, u64::from(n - k + s + 1) * u64::from(p))
        });
        let exact = quotient(&series(first, steps), &BigUint::from(q).pow(n));
        let found = binomial_at_most(k, n, f64::from(p) / f64::from(q)).unwrap();
        println!("{k} of {n} at {p}/{q}: {found} exactly {exact}");
        // The rate itself is rounded; what that moves grows with the distance to the mean.
        assert!((found / exact - 1.0).abs() < 1e-10, "{found} {exact}");
    }
}

/// Is P(at least so many passes in history) above `alpha` hundredths? By counting arrangements.
fn is_enough(passes: u32, attempts: u32, (good, runs): (u32, u32), alpha: u32) -> bool {
    let all = choose(runs + attempts, good + passes);
    let more: BigUint =
        (good..=runs.min(good + passes)).map(|x| choose(runs, x) * choose(attempts, good + passes - x)).sum();
    more * 100_u32 > all * alpha
}

fn check(attempts: u32, corpus: u32, alpha: u32, percent: u32) {
    let history = (corpus_passes(corpus, percent), corpus);
    let t = (0..=attempts).find(|t| is_enough(*t, attempts, history, alpha)).unwrap();
    let found = least_passes(attempts, history, f64::from(alpha) / 100.0);
    assert_eq!(found, t.saturating_sub(1), "{attempts} attempts, {corpus} runs, {alpha} %, {percent} %");
}

#[test]
fn required_passes_equal_exact_fractions() {
    for attempts in [1, 2, 3, 10, 12, 13, 17, 25] {
        for (corpus, alpha) in [(1, 5), (19, 5), (20, 5), (40, 1), (99, 10), (250, 5), (250, 1)] {
            for percent in (0..=100).step_by(if corpus == 250 { 9 } else { 4 }) {
                check(attempts, corpus, alpha, percent);
            }
        }
    }
    for (attempts, corpus, percent) in [(60, 1000, 97), (100, 250, 90), (200, 500, 99), (40, 3000, 55)] {
        check(attempts, corpus, 5, percent);
    }
}

#[test]
fn beyond_the_table_the_rule_goes_on() {
    for attempts in [13, 20, 50] {
        for percent in 0..=100 {
            let rule = least_passes(attempts, (corpus_passes(CORPUS, percent), CORPUS), ALPHA);
            assert_eq!(required_passes(attempts, percent), rule);
            assert!(rule >= required_passes(attempts - 1, percent), "{attempts} {percent}");
        }
    }
}
