#!/usr/bin/env node
// Writes odd but legal TestGrid answers for the oracle: small grids in which every rule of the verdicts meets its
// corner cases far more often than in a made-up CI world.
//
//   node tests/oracle/hostile.mjs --out DIR --seed N [--tabs K]
//   node tests/oracle/flakes.mjs --world DIR --report REPORT.json
//
// The folders are laid out as `flakescope-sim write` does; tabs bear the names of their Prow jobs, so that a table
// finds its summary.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const HOUR = 3_600_000;
const NEWEST = Date.UTC(2026, 10, 20, 12);

/** A small generator of pseudo-random numbers with a seed (mulberry32). */
function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  const chance = (p) => next() < p;
  const pick = (list) => list[below(list.length)];
  const hex = (n) => Array.from({ length: n }, () => below(16).toString(16)).join('');
  return { below, chance, pick, hex, between: (a, b) => a + below(b - a + 1) };
}

function makeTable(d, job) {
  const width = d.chance(0.03) ? 0 : d.pick([1, 2, 3, 5, 8, 14, 21, 22, 30, 41, 60]);
  const rows = makeRows(d, job, width);
  strike(d, rows, width);
  return {
    'test-group-name': job.replace(/[^a-z0-9]/g, ''),
    query: `kubernetes-ci-logs/logs/${job}`,
    changelists: Array.from({ length: width }, (_, i) => String(2n ** 60n - BigInt(i))),
    'column-header-names': ['Date', 'Time'],
    'custom-columns': makeHeaders(d, width),
    timestamps: makeStarts(d, width),
    tests: rows.map(({ name, values }) => wireRow(d, name, values)),
  };
}

function makeStarts(d, width) {
  let at = NEWEST;
  const step = d.pick([1, 3, 6, 12, 24]) * HOUR;
  const starts = Array.from({ length: width }, () => {
    const start = at;
    at -= Math.round(step * (0.5 + d.below(100) / 100));
    return start;
  });
  if (d.chance(0.05)) return starts.map(() => 0);
  if (d.chance(0.2)) return starts.map((start) => (d.chance(0.2) ? 0 : start));
  return starts;
}

function makeHeaders(d, width) {
  const commits = () => {
    let commit = d.hex(9);
    return Array.from({ length: width }, () => {
      if (d.chance(0.5)) commit = d.hex(d.between(7, 10));
      return commit;
    });
  };
  const kinds = {
    one: () => Array(width).fill('1'),
    digits: () => Array.from({ length: width }, () => String(d.between(1e7, 1.2e7))),
    plain: commits,
    version: () => commits().map((commit) => `v1.36.0-alpha.0.${d.between(1, 3)}+${commit}`),
    dated: () => commits().map((commit) => `2026${d.between(1000, 1231)}-${commit}`),
    holes: () => commits().map((commit) => (d.chance(0.3) ? '' : commit)),
    nearly: () => commits().map((commit) => (d.chance(0.1) ? 'release' : commit)),
    upper: () => commits().map((commit) => commit.toUpperCase()),
  };
  return Array.from({ length: d.below(4) }, () => kinds[d.pick(Object.keys(kinds))]());
}

function makeRows(d, job, width) {
  const rows = [];
  const add = (name, values = makeCells(d, width)) => rows.push({ name, values });
  if (d.chance(0.6)) add(d.pick([`${job}.Overall`, 'Overall']));
  if (d.chance(0.3)) add(`${job}.Pod`);
  if (d.chance(0.3)) add('kubetest2.Up');
  if (d.chance(0.1)) add('truncated @TESTGRID@');
  if (d.chance(0.1)) return rows;
  for (let i = d.between(0, 25); i > 0; i -= 1) add(`suite.[It] [sig-${d.pick(['node', 'storage'])}] case ${i}`);
  for (let i = d.between(0, 4); i > 0; i -= 1) family(d, width, `pkg/one.Test${i}`, add);
  for (let i = d.between(0, 4); i > 0; i -= 1) renamed(d, width, `renamed test ${i}`, add);
  if (d.chance(0.2)) add('[k8s.io][sig-apps][Slow] two tags');
  if (d.chance(0.2)) add('[sig-open never closed [sig-cli] then closed');
  if (d.chance(0.2)) add('a blank.Overall');
  if (d.chance(0.2)) add('=HYPERLINK("x") \u202eturned\u202c, "quoted"');
  return rows;
}

/** A parent with children and grandchildren whose failures mostly come together. */
function family(d, width, name, add) {
  const child = makeCells(d, width);
  const follow = (values) => values.map((value) => (d.chance(0.85) ? value : d.pick([0, 1, 12, 13])));
  add(`${name}/sub`, child);
  if (d.chance(0.5)) add(`${name}/sub/deep_case`, follow(child));
  if (d.chance(0.8)) add(name, follow(child));
  if (d.chance(0.3)) add(`${name}Longer`, follow(child));
}

/** Rows with equal names but for tags, one after another, with small and large gaps and overlaps. */
function renamed(d, width, name, add) {
  const tags = ['', ' [Slow]', ' [Feature:Renamed]', ' [Conformance]'];
  const parts = d.between(2, 4);
  let from = d.chance(0.3) ? d.below(3) : 0;
  for (let i = 0; i < parts && from < width; i += 1) {
    const to = i === parts - 1 ? width : Math.min(width, from + d.between(1, Math.max(1, Math.ceil(width / parts))));
    const cells = makeCells(d, width).map((value, column) => (column < from || column >= to ? 0 : value || 1));
    add(`[sig-apps]${tags[i]} ${name}`, cells);
    from = to + d.pick([-1, 0, 0, 0, 1, 1, 2, 3]);
  }
}

function makeCells(d, width) {
  const calm = () => d.pick([1, 1, 1, 1, 1, 1, 1, 1, 0, 3]);
  const style = d.below(8);
  const rate = d.pick([0.01, 0.05, 0.2, 0.5, 0.9]);
  const [from, to] = [d.below(width + 1), d.below(width + 1)];
  return Array.from({ length: width }, (_, column) => {
    if (style === 0) return 1;
    if (style === 1) return d.below(16);
    if (style === 2) return column < from ? d.pick([12, 12, 12, 0, 9, 10]) : calm();
    if (style === 3) return column >= from && column < to ? d.pick([12, 0, 3]) : calm();
    if (style === 4) return column < from ? calm() : d.chance(0.4) ? 12 : 1;
    if (style === 5) return column < from ? 0 : calm();
    if (style === 6) return d.chance(rate) ? d.pick([12, 13, 12, 14]) : calm();
    return d.chance(rate) ? 12 : calm();
  });
}

/** Mass failures, running and empty columns. */
function strike(d, rows, width) {
  if (width === 0) return;
  const column = d.below(width);
  const length = d.pick([1, 1, 1, 2, 3, 4]);
  const share = d.pick([0.1, 0.2, 0.25, 0.6, 1]);
  for (const { values } of d.chance(0.5) ? rows : []) {
    for (let i = column; i < Math.min(width, column + length); i += 1) {
      if (values[i] === 1 && d.chance(share)) values[i] = 12;
    }
  }
  if (d.chance(0.3)) for (const { values } of rows) values[0] = d.pick([0, 0, 4, 1]);
  const empty = d.below(width);
  if (d.chance(0.3)) for (const { values } of rows) values[empty] = 0;
}

function wireRow(d, name, values) {
  const statuses = [];
  for (const value of values) {
    if (statuses.at(-1)?.value === value) statuses.at(-1).count += 1;
    else statuses.push({ count: 1, value });
  }
  const filled = values.flatMap((value, column) => (value === 0 ? [] : [[value, column]]));
  const said = (column) => d.pick(['', `boom ${column}`, `two\nlines\t${column}`, '\u001b[31mred\u001b[0m']);
  const message = ([value, column]) => (value > 8 ? said(column) : '');
  return {
    name,
    'original-name': name,
    statuses,
    messages: filled.map(message),
    short_texts: filled.map(([value]) => (value === 12 ? 'F' : '')),
  };
}

const { values } = parseArgs({
  options: { out: { type: 'string' }, seed: { type: 'string', default: '1' }, tabs: { type: 'string', default: '20' } },
});
if (!values.out) {
  console.error('hostile: give --out DIR');
  process.exit(2);
}
const d = dice(Number(values.seed));
for (const dashboard of ['odd-blocking', 'odd-informing', 'odd']) {
  const board = join(values.out, 'legacy', dashboard);
  const summary = {};
  for (let i = 0; i < Number(values.tabs); i += 1) {
    const job = `ci-${dashboard}-${i}`;
    mkdirSync(join(board, job), { recursive: true });
    writeFileSync(join(board, job, 'table.json'), JSON.stringify(makeTable(d, job)));
    summary[job] = { overall_status: d.pick(['PASSING', 'FLAKY', 'FAILING']), dashboard_name: dashboard };
  }
  writeFileSync(join(board, 'summary.json'), JSON.stringify(summary));
}
