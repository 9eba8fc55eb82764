// One tab: which rows are tests, joined histories, parents, broken runs, windows, and the numbers of the job.

import { PASSING, RUNNING, hasOutcome, isBad, isResult } from './grid.mjs';
import { wilson } from './exact.mjs';

const DAY = 86_400_000;
const FRESH_RUNS = 10;
const RECENT_COLUMNS = 10;
export const LONG_EPISODE = 3;

/** Job-level rows: `<job>.Overall`, `Overall`, `<job>.Pod`, `kubetest*`, names with `@TESTGRID@`. */
export function isJobLevel(name) {
  return /^(\S+\.)?Overall$|^\S+\.Pod$|^kubetest/.test(name) || name.includes('@TESTGRID@');
}

/** Everything the per-test numbers need to know about a tab. */
export function studyTab(table, { windowDays, keepBrokenRuns }) {
  const jobLevel = table.rows.filter((row) => isJobLevel(row.name));
  const served = table.rows.filter((row) => !isJobLevel(row.name));
  const withoutParents = maskParents(served);
  const tests = joinRenamed(table, withoutParents);
  const inWindow = windowOf(table.columns, windowDays);
  const brokenRuns = findBrokenRuns(table.columns, tests).map((run) => ({ ...run, in_window: inWindow(run.column) }));
  const broken = new Set(brokenRuns.map((run) => run.column));
  const finished = table.columns.map((_, index) => isFinished(table.rows, index));
  const judged = tests.length > 0 ? tests : mainJobRow(jobLevel);
  return {
    table,
    tests: judged,
    jobLevel,
    inWindow,
    brokenRuns,
    counts: (index) => keepBrokenRuns || !broken.has(index),
    commits: commitsOf(table),
    freshEnd: endOfFresh(finished),
    half: Math.ceil(table.columns.length / 2),
    job: judgeJob(table, jobLevel, served, finished, inWindow),
  };
}

const overallOf = (jobLevel) => jobLevel.find((row) => /(^|\.)Overall$/.test(row.name));

/** A tab without test rows is judged by the same function on its job row. */
function mainJobRow(jobLevel) {
  const main = overallOf(jobLevel) ?? jobLevel.find((row) => !row.name.includes('@TESTGRID@'));
  return main ? [{ ...main, served: main.letters, renamedFrom: '' }] : [];
}

/**
 * A failure of row P in a run in which a row P/… failed belongs to the child: P has no result there.
 * Whether it is stale is asked of the row as served.
 */
function maskParents(rows) {
  return rows.map((row) => {
    const children = rows.filter((other) => other.name.startsWith(`${row.name}/`));
    if (children.length === 0) return { ...row, served: row.letters };
    const letters = row.letters.map((letter, column) => {
      return isBad(letter) && children.some((child) => isBad(child.letters[column])) ? '.' : letter;
    });
    return { ...row, letters, served: row.letters };
  });
}

/**
 * Joins a row that starts within 2 columns of where another of the same name (without tags) stops.
 *
 * READING: a distance counts columns in which some test has an outcome; a pair is joined only when no third row of the
 * name touches either of the two, so a test that was renamed twice stays in three rows; more than 16 rows of one name
 * are variants and not looked at.
 */
function joinRenamed(table, rows) {
  const place = placesOfUsedColumns(table.columns.length, rows);
  const ends = rows.map((row) => endsOf(row, place));
  const plain = rows.map((row) => row.name.replace(/\[[^\]]*(\]|$)/g, ' ').replace(/\s+/g, ' ').trim());
  const pairs = rows.flatMap((_, young) => rows.flatMap((__, old) => {
    const gap = plain[young] === plain[old] && ends[young] && ends[old] ? ends[old].newest - ends[young].oldest : 0;
    return gap === 1 || gap === 2 ? [{ young, old }] : [];
  }));
  const meets = (a, b) => a.young === b.young || a.young === b.old || a.old === b.young || a.old === b.old;
  const touches = (pair) => pairs.filter((other) => meets(pair, other)).length;
  const family = ({ young }) => rows.filter((row, n) => plain[n] === plain[young] && isPartial(row)).length;
  const joins = pairs.filter((pair) => touches(pair) === 1 && family(pair) <= 16);
  const absorbed = new Set(joins.map(({ old }) => old));
  const olderOf = new Map(joins.map(({ young, old }) => [young, rows[old]]));
  return rows.flatMap((row, index) => {
    if (absorbed.has(index)) return [];
    return [olderOf.has(index) ? joinPair(row, olderOf.get(index)) : { ...row, renamedFrom: '' }];
  });
}

/** Outcomes, but not from the newest to the oldest column. */
const isPartial = ({ letters }) => letters.some(hasOutcome) && !(hasOutcome(letters[0]) && hasOutcome(letters.at(-1)));

/** Counts only columns in which some test has any outcome. */
function placesOfUsedColumns(width, rows) {
  let used = 0;
  return Array.from({ length: width }, (_, column) => {
    if (!rows.some((row) => hasOutcome(row.letters[column]))) return null;
    used += 1;
    return used;
  });
}

function endsOf(row, place) {
  const filled = row.letters.flatMap((letter, column) => (hasOutcome(letter) ? [column] : []));
  return filled.length > 0 ? { newest: place[filled[0]], oldest: place[filled.at(-1)] } : null;
}

function joinPair(young, old) {
  const oldFrom = old.letters.findIndex(hasOutcome);
  const pick = (list, other) => list.map((value, column) => (column >= oldFrom ? other[column] : value));
  return {
    ...young,
    letters: pick(young.letters, old.letters),
    served: young.served.map((letter, column) => (isResult(letter) ? letter : old.served[column])),
    messages: pick(young.messages, old.messages),
    renamedFrom: old.name,
  };
}

/**
 * Columns 0 to the oldest one that started within the window before the newest start.
 *
 * READING: columns without a start that follow the oldest one inside are inside too.
 */
function windowOf(columns, days) {
  const starts = columns.flatMap(({ start }) => (start === null ? [] : [start]));
  if (starts.length === 0) return () => true;
  const from = Math.max(...starts) - days * DAY;
  const inside = columns.filter((column) => column.start !== null && column.start >= from).at(-1).index;
  const next = columns.find((column) => column.index > inside && column.start !== null);
  return (index) => index < (next ? next.index : columns.length);
}

/** Episodes of a sequence [{letter, column}], newest first: runs of consecutive failures. */
export function episodesOf(results) {
  const episodes = [];
  results.forEach(({ letter, column }, index) => {
    if (letter !== 'f') return;
    const current = episodes.at(-1);
    if (current && current.last === index - 1) {
      current.last = index;
      current.columns.push(column);
    } else {
      episodes.push({ open: index === 0, last: index, columns: [column] });
    }
  });
  return episodes.map(({ open, columns }) => ({ open, columns, length: columns.length }));
}

/** The results of a row in the columns that `counts` lets through, newest first. */
export function resultsOf(row, counts) {
  return row.letters.flatMap((letter, column) => (isResult(letter) && counts(column) ? [{ letter, column }] : []));
}

/** Columns whose unexpected failures are at least 5 and more than a fifth of the filled test cells. */
function findBrokenRuns(columns, tests) {
  const tally = columns.map(() => ({ unexpected_failures: 0, failures: 0, filled: 0 }));
  for (const row of tests) {
    const results = resultsOf(row, () => true);
    for (const { column } of results) tally[column].filled += 1;
    for (const { column, letter } of results) if (letter === 'f') tally[column].failures += 1;
    for (const episode of episodesOf(results)) {
      if (episode.length >= LONG_EPISODE) continue;
      for (const column of episode.columns) tally[column].unexpected_failures += 1;
    }
  }
  return tally.flatMap((t, column) => {
    const isBroken = t.unexpected_failures >= 5 && t.unexpected_failures * 5 > t.filled;
    return isBroken ? [{ column, build: columns[column].build, ...t }] : [];
  });
}

/** Finished: some cell with an outcome, none running. */
function isFinished(rows, column) {
  return rows.some((row) => hasOutcome(row.letters[column])) && !rows.some((row) => row.running[column]);
}

/** One past the 10th newest finished run. */
function endOfFresh(finished) {
  const places = finished.flatMap((is, index) => (is ? [index] : []));
  return places.length >= FRESH_RUNS ? places[FRESH_RUNS - 1] + 1 : finished.length;
}

/** The commit of each column, or null: the first header of which 90 % of the filled values are commit tokens. */
function commitsOf(table) {
  for (let header = 0; header < table.headers; header += 1) {
    const values = table.columns.map((column) => column.extra[header]);
    const tokens = values.map(commitToken);
    const filled = values.filter((value) => value !== '').length;
    const good = tokens.filter((token) => token !== null);
    if (filled > 0 && good.length * 10 >= filled * 9 && good.some((token) => /[a-f]/.test(token))) return tokens;
  }
  return table.columns.map(() => null);
}

/** READING: of several tokens in one value (`20260128-a57b4befd`) the first with a letter, else the first. */
function commitToken(value) {
  const tokens = value.split(/[^0-9A-Za-z]+/).filter((part) => /^[0-9a-f]{7,40}$/.test(part));
  return tokens.find((token) => /[a-f]/.test(token)) ?? tokens[0] ?? null;
}

function judgeJob(table, jobLevel, tests, finished, inWindow) {
  const rows = [...jobLevel, ...tests];
  const runs = table.columns.filter(({ index }) => finished[index] && inWindow(index));
  const failedRuns = runs.filter(({ index }) => runFailed(jobLevel, tests, index)).length;
  const green = table.columns.find(({ index }) => isGreen(rows, index));
  const [low, high] = wilson(failedRuns, runs.length);
  return {
    columns: table.columns.length,
    runs: runs.length,
    failed_runs: failedRuns,
    run_failure_rate: runs.length > 0 ? failedRuns / runs.length : null,
    run_failure_rate_low: low,
    run_failure_rate_high: high,
    newest_green: green?.build ?? '',
    newest_green_at: green?.start ?? null,
    newest_run_at: table.columns.find((column) => column.start !== null)?.start ?? null,
    oldest_run_at: table.columns.filter((column) => column.start !== null).at(-1)?.start ?? null,
    columns_passed: columnsPassed(rows, table.columns.length),
  };
}

/**
 * Whether a run failed: its Overall row tells, and where that says nothing any failed cell.
 *
 * READING: the rules do not say what a failed run is; this is the doc comment of the product. A flaky Overall cell is a
 * failed run, a flaky test cell is none.
 */
function runFailed(jobLevel, tests, column) {
  const overall = overallOf(jobLevel)?.letters[column] ?? '.';
  if (hasOutcome(overall)) return isBad(overall);
  return [...jobLevel, ...tests].some((row) => row.letters[column] === 'f');
}

/** TestGrid's newest green: at least one pass and nothing that failed, flaked or is unknown. */
function isGreen(rows, column) {
  const values = rows.map((row) => row.values[column]).filter((value) => value !== 0);
  return values.length > 0 && values.every((value) => PASSING.includes(value));
}

/**
 * TestGrid's own numbers: of the newest ten columns the completed ones and those without a failure, and their cells.
 *
 * READING: B.2 counts a cell as filled "unless NO_RESULT"; the product leaves running cells out as well, as TestGrid
 * does (it turns them into NO_RESULT first). The sentence in the summary of the sim counts them.
 */
function columnsPassed(rows, width) {
  const counted = rows.filter((row) => !row.name.includes('@TESTGRID@'));
  const sum = { passed: 0, columns: 0, cells_passed: 0, cells: 0, ignored: 0 };
  for (let column = 0; column < Math.min(width, RECENT_COLUMNS); column += 1) {
    const values = counted.map((row) => row.values[column]).filter((value) => value !== 0 && value !== RUNNING);
    const passes = values.filter((value) => PASSING.includes(value)).length;
    const failed = counted.some((row) => row.letters[column] === 'f');
    sum.columns += values.length > 0 ? 1 : 0;
    sum.passed += passes > 0 && !failed ? 1 : 0;
    sum.cells_passed += passes;
    sum.cells += values.length;
  }
  return sum.cells > 0 ? sum : null;
}
