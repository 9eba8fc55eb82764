#!/usr/bin/env node
// Checks the oracle against published values: TestGrid's flip vectors, counts of the capture, Wilson and Fisher.
// `node tests/oracle/selftest.mjs [DATA]`; DATA is the folder of captures (../shared/data), skipped where absent.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { changePoint, fisherMore, ratio, wilson } from './exact.mjs';
import { judgeAll } from './flakes.mjs';
import { readTable } from './grid.mjs';
import { flipRate, priorityOf } from './judge.mjs';
import { episodesOf } from './tab.mjs';

const near = (value, wanted, within) => assert.ok(Math.abs(value - wanted) <= within, `${value} is not ${wanted}`);

for (const [text, wanted] of [
  ['', 0], ['ppp', 0], ['pfppFppppf', 30], ['pffppppfpp', 20], ['pfffffpfpf', 40], ['pffFffpfpf', 50], ['fffppp', 0],
]) near(100 * flipRate([...text]), wanted, 1e-12);

for (const [k, n, low, high] of [[0, 10, 0, 0.278], [1, 10, 0.018, 0.404], [0, 30, 0, 0.114], [1, 100, 0.002, 0.054]]) {
  near(wilson(k, n)[0], low, 6e-4);
  near(wilson(k, n)[1], high, 6e-4);
}

for (const [bad1, n1, bad2, n2, p, tolerance] of [
  [3, 30, 2, 200, 0.017, 5e-4],
  [3, 50, 2, 200, 0.056, 5e-4],
  [6, 100, 4, 400, 0.006, 5e-4],
  [3, 20, 10, 200, 0.1, 5e-3],
]) near(ratio(...fisherMore(bad1, n1, bad2, n2)), p, tolerance);

// The same posterior by numeric integration of the Beta(1/2, 1/2) model: place 12 of 20 for a clean break.
const clean = [...'00000000000011111111'].map((bit) => bit === '1');
assert.deepEqual([changePoint(clean).mode, changePoint([...'0000000000'].map(() => false))], [12, null]);
near(changePoint(clean).sure, byGamma(clean), 1e-9);

const letters = (text) => [...text].map((letter, column) => ({ letter, column }));
assert.deepEqual(episodesOf(letters('ffpfFfp')).map((e) => [e.length, e.open]), [[2, true], [1, false], [1, false]]);

assert.equal(priorityOf('x-blocking', 'flaky', 1, 4, wilson(1, 4)[0]), 'important-soon (may be critical-urgent)');
assert.equal(priorityOf('x-informing', 'failing', 9, 9, wilson(9, 9)[0]), 'important-soon');

const data = process.argv[2] ?? join(import.meta.dirname, '../../../shared/data');
const capture = join(data, 'testgrid-sippy/table-e2e-gcp-rt-4.4.json');
if (existsSync(capture)) goldenNumbers(readTable(capture));
else console.log(`skipped the golden numbers: ${capture} is not there`);
console.log('the oracle agrees with the published values');

/** P(change) with the gamma function in floating point, by Stirling's series. */
function byGamma(bits) {
  const part = (list) => {
    const bad = list.filter(Boolean).length;
    const [b, g] = [lnGamma(bad + 0.5), lnGamma(list.length - bad + 0.5)];
    return Math.exp(b + g - lnGamma(list.length + 1) - Math.log(Math.PI));
  };
  const splits = bits.slice(1).map((_, i) => part(bits.slice(0, i + 1)) * part(bits.slice(i + 1)));
  const change = splits.reduce((a, b) => a + b) / splits.length;
  return change / (change + part(bits));
}

function lnGamma(x) {
  if (x < 12) return lnGamma(x + 1) - Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

/** formats E: the capture with all rows, Overall included, before any rule of ours. */
function goldenNumbers(table) {
  const all = table.rows.flatMap((row) => row.values);
  const cells = (value) => all.filter((v) => v === value).length;
  assert.deepEqual([table.columns.length, table.rows.length], [82, 965]);
  assert.deepEqual([cells(1), cells(12), cells(0)], [65829, 797, 12504]);
  const sequences = (without) => {
    return table.rows.map((row) => row.letters.filter((l, i) => l !== '.' && i !== without).join(''));
  };
  const both = (list) => list.filter((s) => s.includes('p') && s.includes('f')).length;
  assert.deepEqual([both(sequences(-1)), both(sequences(11))], [634, 61]);
  // Failures in columns where nothing passed are left out of TestGrid's own walk.
  const wholly = new Set([29, 60, 62]);
  const rates = (without) => table.rows.map((row) => {
    return 100 * flipRate(row.letters.filter((l, i) => l !== '.' && i !== without && !(l === 'f' && wholly.has(i))));
  });
  near(rates(-1).reduce((a, b) => a + b) / 965, 1.134624, 1e-6);
  assert.deepEqual([rates(-1), rates(11)].map((list) => list.filter((r) => r > 0).length), [633, 60]);
  near(rates(11)[0], 21.622, 5e-4);
  const own = judgeAll([{ ...table, dashboard: 'files' }], { windowDays: 14, keepBrokenRuns: false });
  assert.deepEqual(own.broken_runs.map((r) => [r.column, r.failures, r.filled]), [[11, 617, 963]]);
  assert.deepEqual([own.jobs[0].newest_green, own.jobs[0].columns_passed.passed], ['61', 0]);
}
