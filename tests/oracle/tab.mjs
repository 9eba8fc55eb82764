// One tab: which rows are tests, joined histories, parents, broken runs, windows, and the numbers of the job.

import { hasOutcome, isBad, isResult } from './grid.mjs';
import { wilson } from './exact.mjs';

const DAY = 86_400_000;
const FRESH_RUNS = 10;
const RECENT_COLUMNS = 10;
export const LONG_EPISODE = 3;

/** Job-level rows: `<job>.Overall`, `Overall`, `<job>.Pod`, `kubetest*`, names with `@TESTGRID@`. */
export function isJobLevel(name) {
  return name === 'Overall' || /^\S+\.(Overall|Pod)$/.test(name) || name.startsWith('kubetest') || name.includes('@TESTGRID@');
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

/** A tab without test rows is judged by the same function on its job row. */
function mainJobRow(jobLevel) {
  const main = jobLevel.find((row) => /(^|\.)Overall$/.test(row.name)) ?? jobLevel[0];
  return main ? [{ ...main, renamedFrom: '', served: main.letters }] : [];
}

/** A failure of row P in a run in which a row P/… failed belongs to the child: P has no result there. */
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

/** Joins a row that starts within 2 columns of where another of the same name (without tags) stops. */
function joinRenamed(table, rows) {
  const place = placesOfUsedColumns(table.columns.length, rows);
  const ends = rows.map((row) => endsOf(row, place));
  const plain = rows.map((row) => row.name.replace(/\[[^\]]*\]/g, ' ').replace(/\s+/g, ' ').trim());
  const follows = (young, old) =>
    young !== old && plain[young] === plain[old] && ends[young] && ends[old] &&
    ends[old].newest - ends[young].oldest >= 1 && ends[old].newest - ends[young].oldest <= 2;
  const olders = rows.map((_, young) => rows.flatMap((__, old) => (follows(young, old) ? [old] : [])));
  const youngers = rows.map((_, old) => rows.flatMap((__, young) => (follows(young, old) ? [young] : [])));
  const only = (young) => (olders[young].length === 1 && youngers[olders[young][0]].length === 1 ? olders[young][0] : -1);
  const absorbed = new Set(rows.map((_, young) => only(young)));
  return rows.flatMap((row, index) => {
    if (absorbed.has(index)) return [];
    let joined = { ...row, renamedFrom: '' };
    for (let old = only(index); old >= 0; old = only(old)) joined = joinPair(joined, rows[old]);
    return [joined];
  });
}

/** Counts only columns in which some test has any outcome. */
function placesOfUsedColumns(width, rows) {
  let used = 0;
  return Array.from({ length: width }, (_, column) => {
    if (!rows.some((row) => hasOutcome(row.served[column]))) return null;
    used += 1;
    return used;
  });
}

function endsOf(row, place) {
  const filled = row.served.flatMap((letter, column) => (hasOutcome(letter) ? [column] : []));
  return filled.length > 0 ? { newest: place[filled[0]], oldest: place[filled.at(-1)] } : null;
}

function joinPair(young, old) {
  const oldFrom = old.served.findIndex(hasOutcome);
  const pick = (list, other) => list.map((value, column) => (column >= oldFrom ? other[column] : value));
  return {
    ...young,
    letters: pick(young.letters, old.letters),
    served: pick(young.served, old.served),
    messages: pick(young.messages, old.messages),
    renamedFrom: young.renamedFrom || old.name,
  };
}

/** Columns 0 to the oldest one that started within the window before the newest start. */
function windowOf(columns, days) {
  const starts = columns.filter((column) => column.start !== null);
  if (starts.length === 0) return () => true;
  const from = starts[0].start - days * DAY;
  const oldest = starts.filter((column) => column.start >= from).at(-1).index;
  return (index) => index <= oldest;
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

function commitToken(value) {
  return value.split(/[^0-9A-Za-z]+/).find((part) => /^[0-9a-f]{7,40}$/.test(part)) ?? null;
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

/** The job's own row tells whether the run failed; where it says nothing, any failed cell does. */
function runFailed(jobLevel, tests, column) {
  const overall = jobLevel.find((row) => /(^|\.)Overall$/.test(row.name))?.letters[column] ?? '.';
  if (hasOutcome(overall)) return overall === 'f';
  return [...jobLevel, ...tests].some((row) => row.letters[column] === 'f');
}

/** formats B.3: at least one pass and nothing that failed, flaked or is unknown. */
function isGreen(rows, column) {
  const values = rows.map((row) => row.values[column]).filter((value) => value !== 0);
  const good = (value) => [1, 2, 3, 15].includes(value);
  return values.length > 0 && values.every(good);
}

/** formats B.2: of the newest ten columns the completed ones, and those without a failure and with a pass. */
function columnsPassed(rows, width) {
  let [passed, total] = [0, 0];
  for (let column = 0; column < Math.min(width, RECENT_COLUMNS); column += 1) {
    const letters = rows.filter((row) => !row.name.includes('@TESTGRID@')).map((row) => row.letters[column]);
    const others = rows.some((row) => [5, 6, 7, 8].includes(row.values[column]));
    if (!letters.some(hasOutcome) && !others) continue;
    total += 1;
    if (!letters.includes('f') && letters.some((letter) => letter === 'p' || letter === 's')) passed += 1;
  }
  return { passed, total };
}
