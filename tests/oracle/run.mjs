#!/usr/bin/env node
// Runs the whole comparison: the real capture, made-up worlds and hostile grids, each with three sets of options.
//
//   node tests/oracle/run.mjs --flakescope BIN --sim BIN [--data ../shared/data] [--worlds 5] [--hostile 10]
//     [--out DIR]
//
// Prints one line a comparison and every difference below it. Exit code 0: no difference, 1: differences, 2: wrong use
// or a program that failed. Without the captures beside the checkout it says so and goes on.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const OPTIONS = [[], ['--window-days', '3'], ['--keep-broken-runs']];
const here = import.meta.dirname;

const { values } = parseArgs({
  options: {
    flakescope: { type: 'string' },
    sim: { type: 'string' },
    data: { type: 'string', default: join(here, '../../../shared/data') },
    worlds: { type: 'string', default: '5' },
    hostile: { type: 'string', default: '10' },
    out: { type: 'string' },
  },
});

/** A world's tables name their Prow job; here they name their tab, so that each finds its line in the summary. */
function nameTabs(folder) {
  const files = [];
  for (const board of readdirSync(join(folder, 'legacy'))) {
    const from = join(folder, 'legacy', board);
    files.push('--summary', join(from, 'summary.json'));
    for (const tab of readdirSync(from).filter((name) => name !== 'summary.json')) {
      const file = join(from, tab, 'table.json');
      const table = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...table, 'test-group-name': '', query: `kubernetes-ci-logs/logs/${tab}` }));
      files.push('--table', file);
    }
  }
  return files;
}

/** Runs the product and the oracle on the same files; true when nothing differs. */
function compare(label, files, report) {
  return OPTIONS.map((options) => {
    const asked = ['flakes', ...files, ...options, '--verdict', 'all', '--format', 'json', '-o', report];
    execFileSync(values.flakescope, asked, { stdio: ['ignore', 'ignore', 'inherit'] });
    const oracle = [join(here, 'flakes.mjs'), ...files, ...options, '--report', report, '--max', '5'];
    const { status, stdout, stderr } = spawnSync(process.execPath, oracle, { encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`${label}: ${stderr}`);
    console.log(`${[label, ...options].join(' ')}: ${stdout.trimEnd()}`);
    return status === 0;
  }).every(Boolean);
}

function capture(report) {
  const folder = join(values.data, 'testgrid-sippy');
  if (!existsSync(folder)) {
    console.log(`SKIPPED: the captures are not at ${folder}`);
    return true;
  }
  const summary = join(folder, 'summary-redhat-openshift-ocp-release-4.4-informing.json');
  return compare('capture', ['--table', join(folder, 'table-e2e-gcp-rt-4.4.json'), '--summary', summary], report);
}

function made(label, count, scratch, write) {
  return Array.from({ length: Number(count) }, (_, index) => {
    const [seed, world] = [String(index + 1), join(scratch, label)];
    rmSync(world, { recursive: true, force: true });
    write(world, seed);
    return compare(`${label} ${seed}`, nameTabs(world), join(scratch, 'report.json'));
  }).every(Boolean);
}

function main() {
  if (!values.flakescope || !values.sim) throw new Error('give --flakescope BIN and --sim BIN');
  const scratch = values.out ?? mkdtempSync(join(tmpdir(), 'flakescope-oracle-'));
  mkdirSync(scratch, { recursive: true });
  const sim = (out, seed) => execFileSync(values.sim, ['write', '--out', out, '--seed', seed], { stdio: 'ignore' });
  const oddities = join(here, 'hostile.mjs');
  const hostile = (out, seed) => execFileSync(process.execPath, [oddities, '--out', out, '--seed', seed]);
  const equal = [
    capture(join(scratch, 'report.json')),
    made('world', values.worlds, scratch, sim),
    made('hostile', values.hostile, scratch, hostile),
  ];
  if (!values.out) rmSync(scratch, { recursive: true, force: true });
  return equal.every(Boolean) ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`oracle: ${error.message}`);
  process.exitCode = 2;
}
