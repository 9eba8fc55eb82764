#!/usr/bin/env node
// The oracle of `flakescope flakes`: a second program for the same numbers.
//
//   flakescope flakes --table T.json --summary S.json --verdict all --format json -o REPORT.json
//   node tests/oracle/flakes.mjs --table T.json --summary S.json --report REPORT.json
//
// It reads the saved legacy answers of TestGrid itself, computes every number of the report anew and compares field by
// field. It was written from the definitions in words (the page's /method and TestGrid's documents) without sight of
// crates/core/src/flakes and crates/core/src/stats, and it takes other ways to the numbers: exact whole numbers for
// Fisher, Benjamini-Hochberg, the episode rule and the change point, bisection of the score equation for Wilson, text
// surgery for the flip rate. Counts come cell by cell from the decoded grid.
//
// Options: --table FILE… (may repeat), --summary FILE (may repeat), --window-days N (14), --keep-broken-runs,
// --report REPORT.json, --max N (differences to print of each field, 20; all with 0).
// --world DIR reads all of a folder that `flakescope-sim write` made, with the names that its folders tell; use it for
// a report that was made over API v1 (`--testgrid http://127.0.0.1:PORT/api/v1`). --dashboard NAME (may repeat)
// chooses boards of it.
// Exit code: 0 no difference, 1 differences, 2 wrong use or unreadable files.
//
// Where the words leave two readings open, the oracle follows the product; each such place says READING in a comment.
//
// Modules: exact.mjs (statistics), grid.mjs (reading), tab.mjs (one tab), judge.mjs (one test), compare.mjs.
// Programs beside it: selftest.mjs (the published values that the oracle itself is checked against), hostile.mjs (odd
// grids from a seed), run.mjs (everything: capture, made-up worlds, hostile grids).

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Findings } from './compare.mjs';
import { joinSummary, readSummary, readTable } from './grid.mjs';
import { judgeTest, trendsOf } from './judge.mjs';
import { studyTab } from './tab.mjs';

const TEST_FIELDS = [
  'dashboard', 'job', 'test', 'renamed_from', 'sig', 'verdict', 'stale', 'ndr', 'runs', 'passes', 'failures',
  'flaky_cells', 'skips', 'failure_rate', 'failure_rate_low', 'failure_rate_high', 'flip_rate', 'trend', 'since',
  'since_low', 'since_high', 'first_failure', 'last_failure', 'last_message', 'priority',
];
const BROKEN_FIELDS = ['build', 'column', 'started_at', 'unexpected_failures', 'failures', 'filled', 'in_window'];
const JOB_FIELDS = [
  'columns', 'runs', 'failed_runs', 'run_failure_rate', 'run_failure_rate_low', 'run_failure_rate_high', 'newest_green',
  'newest_green_at', 'newest_run_at', 'oldest_run_at', 'columns_passed', 'broken_runs', 'tests',
];
const VERDICTS = ['failing', 'flaky', 'suspect', 'recovered', 'passing'];

/** The oracle's own report of these tables. */
export function judgeAll(tables, options) {
  const studies = tables.map((table) => studyTab(table, options));
  const judged = studies.map((study) => study.tests.map((row) => judgeTest(study, row)));
  const tests = judged.flat();
  trendsOf(tests).forEach((trend, index) => Object.assign(tests[index], { trend }));
  return {
    tests,
    broken_runs: studies.flatMap(({ table, brokenRuns }) => {
      return brokenRuns.map((run) => named(table, { ...run, started_at: table.columns[run.column].start }));
    }),
    jobs: studies.map(({ table, job, brokenRuns }, index) => named(table, {
      ...job,
      broken_runs: brokenRuns.filter((run) => run.in_window).length,
      tests: totalsOf(judged[index]),
    })),
  };
}

const named = ({ dashboard, job }, fields) => ({ dashboard, job, ...fields });

/**
 * Tests by verdict; stale ones are counted apart and in no verdict.
 *
 * READING: report.rs counts stale tests "in no other number"; the product's `runs` and `ndr` hold theirs too.
 */
function totalsOf(tests) {
  const live = tests.filter((test) => !test.stale);
  const counts = VERDICTS.map((verdict) => [verdict, live.filter((test) => test.verdict === verdict).length]);
  return {
    tests: tests.length,
    runs: tests.reduce((sum, test) => sum + test.runs, 0),
    ...Object.fromEntries(counts),
    stale: tests.length - live.length,
    ndr: tests.filter((test) => test.ndr).length,
  };
}

/** Compares the oracle's report with the product's. */
export function compare(own, report) {
  const findings = new Findings();
  const key = (...names) => (row) => names.map((name) => row[name]).join(' | ');
  const read = report.jobs.filter((job) => job.read);
  findings.table('test', own.tests, report.tests, key('dashboard', 'job', 'test'), TEST_FIELDS);
  findings.table('broken run', own.broken_runs, report.broken_runs, key('dashboard', 'job', 'column'), BROKEN_FIELDS);
  findings.table('job', own.jobs, read, key('dashboard', 'job'), JOB_FIELDS);
  return findings;
}

function readInput(values) {
  if (values.world) return readWorld(values.world, values.dashboard);
  const tables = values.table.map(readTable);
  joinSummary(tables, values.summary.flatMap(readSummary));
  // The name of the board of files that do not tell theirs is a choice of the product.
  for (const table of tables) table.dashboard ||= 'files';
  return tables;
}

/** DIR/legacy/<dashboard>/summary.json and DIR/legacy/<dashboard>/<tab>/table.json. */
function readWorld(folder, wanted) {
  const boards = readdirSync(join(folder, 'legacy')).filter((name) => wanted.length === 0 || wanted.includes(name));
  return boards.flatMap((dashboard) => {
    const board = join(folder, 'legacy', dashboard);
    return readSummary(join(board, 'summary.json')).flatMap((summary) => {
      const file = join(board, summary.tab, 'table.json');
      return existsSync(file) ? [{ ...readTable(file), dashboard, job: summary.tab, summary }] : [];
    });
  });
}

function main() {
  const { values } = parseArgs({
    options: {
      table: { type: 'string', multiple: true, default: [] },
      summary: { type: 'string', multiple: true, default: [] },
      world: { type: 'string' },
      dashboard: { type: 'string', multiple: true, default: [] },
      'window-days': { type: 'string', default: '14' },
      'keep-broken-runs': { type: 'boolean', default: false },
      report: { type: 'string' },
      max: { type: 'string', default: '20' },
    },
  });
  if (values.table.length === 0 && !values.world) throw new Error('give --table or --world');
  if (!values.report) throw new Error('give --report');
  const options = { windowDays: Number(values['window-days']), keepBrokenRuns: values['keep-broken-runs'] };
  const own = judgeAll(readInput(values), options);
  const findings = compare(own, JSON.parse(readFileSync(values.report, 'utf8')));
  print(own, findings, Number(values.max));
  return findings.differences.length > 0 ? 1 : 0;
}

function print(own, { fields, differences }, max) {
  console.log(`${own.tests.length} tests, ${fields} fields compared, ${differences.length} differences`);
  for (const [name, list] of group(differences)) {
    console.log(`${name}: ${list.length}`);
    for (const { where, oracle, report } of max > 0 ? list.slice(0, max) : list) {
      console.log(`  ${where}: oracle ${oracle}, report ${report}`);
    }
    if (max > 0 && list.length > max) console.log(`  … and ${list.length - max} more (--max 0 prints all)`);
  }
}

/** Differences by field. */
function group(differences) {
  const fields = new Map();
  for (const difference of differences) {
    if (!fields.has(difference.name)) fields.set(difference.name, []);
    fields.get(difference.name).push(difference);
  }
  return fields;
}

if (process.argv[1] === import.meta.filename) {
  try {
    process.exitCode = main();
  } catch (error) {
    console.error(`oracle: ${error.message}`);
    process.exitCode = 2;
  }
}
