// Statistics of the oracle, by other means than the usual floating-point formulas: whole numbers where a number can
// be whole, the defining equation where it cannot. Nothing here is taken from crates/core.

const products = [1n];

/** n! as a whole number. */
export function factorial(n) {
  for (let i = products.length; i <= n; i += 1) products.push(products[i - 1] * BigInt(i));
  return products[n];
}

const odds = [1n];

/** (2n - 1)!!, the product of the first n odd numbers. */
export function doubleFactorial(n) {
  for (let i = odds.length; i <= n; i += 1) odds.push(odds[i - 1] * BigInt(2 * i - 1));
  return odds[n];
}

/** n over k as a whole number. */
export function choose(n, k) {
  return k < 0 || k > n ? 0n : factorial(n) / (factorial(k) * factorial(n - k));
}

/** A fraction of two whole numbers as a number with full precision. */
export function ratio(above, below) {
  const shift = BigInt(Math.max(0, below.toString(2).length - 1000));
  const [a, b] = [above >> shift, below >> shift];
  const places = 10n ** 25n;
  return Number((a * places) / b) / 1e25;
}

/**
 * One-sided Fisher test that side 1 (bad1 of n1) has a higher rate than side 2 (bad2 of n2): the share of the ways to
 * deal the same number of bad results in which side 1 gets bad1 or more. The pair [ways, all ways].
 */
export function fisherMore(bad1, n1, bad2, n2) {
  const bad = bad1 + bad2;
  let ways = 0n;
  for (let k = bad1; k <= Math.min(bad, n1); k += 1) ways += choose(n1, k) * choose(n2, bad - k);
  return [ways, choose(n1 + n2, bad)];
}

/**
 * Benjamini-Hochberg at 1/inverse (20 = 5 %) over exact p values [ways, all]: the set of indexes that are found.
 */
export function benjaminiHochberg(values, inverse) {
  const order = values.map((_, i) => i).sort((i, j) => compareFractions(values[i], values[j]));
  let last = -1;
  order.forEach((index, place) => {
    const [ways, all] = values[index];
    if (ways * BigInt(values.length) * BigInt(inverse) <= all * BigInt(place + 1)) last = place;
  });
  return new Set(order.slice(0, last + 1));
}

function compareFractions([a, b], [c, d]) {
  const difference = a * d - c * b;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The two-sided 95 % point of the normal law, from its integral. */
export const Z95 = bisect(1, 3, (z) => normalWithin(z) - 0.95);

function normalWithin(z) {
  const steps = 2000;
  const h = z / steps;
  const f = (x) => Math.exp((-x * x) / 2);
  let sum = f(0) + f(z);
  for (let i = 1; i < steps; i += 1) sum += f(i * h) * (i % 2 === 1 ? 4 : 2);
  return (2 * (sum * h)) / 3 / Math.sqrt(2 * Math.PI);
}

/**
 * The Wilson interval as what it is: the rates p at which the observed rate lies exactly z standard errors away.
 * Both roots of (k/n - p)^2 = z^2 p (1 - p) / n are found by bisection.
 */
export function wilson(k, n) {
  if (n === 0) return [null, null];
  const rate = k / n;
  const beyond = (p) => (rate - p) ** 2 - (Z95 ** 2 * p * (1 - p)) / n;
  const low = k === 0 ? 0 : bisect(rate, 0, beyond);
  const high = k === n ? 1 : bisect(rate, 1, beyond);
  return [low, high];
}

/** The place where f changes from at most 0 (near `from`) to above 0 (near `to`). */
function bisect(from, to, f) {
  let [inside, outside] = [from, to];
  for (let i = 0; i < 200; i += 1) {
    const middle = (inside + outside) / 2;
    if (f(middle) > 0) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
}

/**
 * The change point of a sequence of bits (true = bad), given oldest first, under a Beta(1/2, 1/2)-Bernoulli model with
 * prior 1/2 on no change and equal prior on the n - 1 places.
 *
 * The chance of one given sequence of b bad and g good results is B(b+1/2, g+1/2) / B(1/2, 1/2)
 * = (2b-1)!! (2g-1)!! / (2^n n!). With two parts the powers of two are the same, so all weights times 2^n n! are
 * whole numbers. Gives null, or places (index of the first result after the change): `mode`, `low`, `high`.
 */
export function changePoint(bits) {
  const n = bits.length;
  const bad = bits.filter(Boolean).length;
  if (n < 2) return null;
  const part = (b, g) => doubleFactorial(b) * doubleFactorial(g);
  const weights = [0n];
  let before = 0;
  for (let place = 1; place < n; place += 1) {
    if (bits[place - 1]) before += 1;
    const older = part(before, place - before);
    const newer = part(bad - before, n - place - (bad - before));
    weights.push(older * newer * choose(n, place));
  }
  const change = weights.reduce((sum, w) => sum + w, 0n);
  const still = part(bad, n - bad) * BigInt(n - 1);
  // P(change) = change / (change + still) >= 19/20
  if (change * 20n < (change + still) * 19n) return null;
  return { ...posterior(weights, change), sure: ratio(change, change + still) };
}

function posterior(weights, total) {
  let [mode, low, high] = [1, null, null];
  let sum = 0n;
  weights.forEach((weight, place) => {
    if (weight > weights[mode]) mode = place;
    sum += weight;
    if (low === null && sum * 200n >= total) low = place;
    if (high === null && sum * 200n >= total * 199n) high = place;
  });
  const ties = weights.filter((weight) => weight === weights[mode]).length;
  return { mode, low, high, ties };
}

/** Is ((2a + 1) / (2b + 2))^k, that is ((a + 1/2) / (b + 1))^k, below 1/20? */
export function rarerThanOneInTwenty(a, b, k) {
  return BigInt(2 * a + 1) ** BigInt(k) * 20n < BigInt(2 * b + 2) ** BigInt(k);
}
