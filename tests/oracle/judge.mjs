// One test: counts, verdict, since, priority; and the trends of all tests together.

import { benjaminiHochberg, changePoint, fisherMore, rarerThanOneInTwenty, wilson } from './exact.mjs';
import { isBad, isResult } from './grid.mjs';
import { LONG_EPISODE, episodesOf, resultsOf } from './tab.mjs';

const MIN_RESULTS_FOR_FLIPS = 20;
const MIN_RESULTS_A_SIDE = 10;

/** The row of one test, without its trend. */
export function judgeTest(study, row) {
  const { table, inWindow, counts } = study;
  const served = resultsOf(row, counts);
  const window = served.filter(({ column }) => inWindow(column));
  const count = (wanted) => window.filter(({ letter }) => letter === wanted).length;
  const [passes, failures, flaky] = [count('p'), count('f'), count('F')];
  const runs = passes + failures + flaky;
  const episodes = judgeEpisodes(served, window, inWindow);
  const verdict = verdictOf(study, window, episodes, flaky, runs);
  const [low, high] = wilson(failures + flaky, runs);
  const stale = !row.served.some((letter, column) => column < study.freshEnd && isResult(letter));
  return {
    dashboard: table.dashboard,
    job: table.job,
    test: row.name,
    renamed_from: row.renamedFrom,
    sig: /\[(sig-[^[\]]*)\]/.exec(row.name)?.[1] ?? '',
    verdict,
    stale,
    ndr: flaky > 0 || (passes > 0 && failures > 0),
    runs,
    passes,
    failures,
    flaky_cells: flaky,
    skips: row.letters.filter((letter, column) => letter === 's' && inWindow(column) && counts(column)).length,
    failure_rate: runs > 0 ? (failures + flaky) / runs : null,
    failure_rate_low: low,
    failure_rate_high: high,
    flip_rate: runs > 0 ? flipRate(window.map(({ letter }) => letter)) : null,
    ...sinceOf(study, served, episodes, verdict),
    ...failuresOf(study, row, window),
    priority: stale ? '' : priorityOf(table.dashboard, verdict, failures + flaky, runs, low),
    sides: sidesOf(study, served),
  };
}

/**
 * Episodes with a failure in the window, in full length, each a breakage or a flip.
 *
 * READING: "a breakage when k ≥ 3 and q^k < 0.05 with q = …, or when nothing lies outside it". Nothing outside
 * could also do for episodes of 1 and 2 (a new test that failed once would then be failing); the product asks for
 * k ≥ 3 in both cases.
 */
function judgeEpisodes(served, window, inWindow) {
  return episodesOf(served)
    .filter((episode) => episode.columns.some(inWindow))
    .map((episode) => {
      const outside = window.filter(({ column }) => !episode.columns.includes(column));
      const bad = outside.filter(({ letter }) => isBad(letter)).length;
      const rare = outside.length === 0 || rarerThanOneInTwenty(bad, outside.length, episode.length);
      return { ...episode, breakage: episode.length >= LONG_EPISODE && rare };
    });
}

/** First that applies: failing, flaky, suspect, recovered, passing. */
function verdictOf(study, window, episodes, flaky, runs) {
  if (episodes.some((episode) => episode.open && episode.breakage)) return 'failing';
  const flips = episodes.filter((episode) => !episode.breakage);
  const closedFlips = flips.filter((episode) => !episode.open).length;
  if (flaky > 0 || bothOnOneCommit(study, window, episodes)) return 'flaky';
  if (runs >= MIN_RESULTS_FOR_FLIPS && closedFlips >= 2) return 'flaky';
  if (flips.length > 0) return 'suspect';
  return episodes.length > 0 ? 'recovered' : 'passing';
}

/** A pass and a failure on one commit, the failure in an episode shorter than 3. */
function bothOnOneCommit({ commits }, window, episodes) {
  const short = new Set(episodes.filter((e) => e.length < LONG_EPISODE).flatMap((e) => e.columns));
  const passed = new Set(window.filter(({ letter }) => letter === 'p').map(({ column }) => commits[column]));
  return window.some(({ column }) => short.has(column) && commits[column] !== null && passed.has(commits[column]));
}

/**
 * The walk of research/formats.md B.4, newest first: blocks of 3 and more failures are cut out of the text; of what
 * stays, every flaky cell and the first failure of every block is a flip. (Blocks never touch, so after a cut a
 * failure still follows a pass, a flaky cell or the start.)
 */
export function flipRate(letters) {
  const kept = letters.join('').replace(/f{3,}/g, '');
  const flips = [...kept].filter((letter, i) => letter === 'F' || (letter === 'f' && kept[i - 1] !== 'f')).length;
  return kept.length > 0 ? flips / kept.length : 0;
}

/** The interval belongs to a change point; the start of an open breakage is seen. */
function sinceOf({ table }, served, episodes, verdict) {
  const startOf = (place) => (place === null ? null : table.columns[place].start);
  const none = { since: null, since_low: null, since_high: null };
  if (verdict === 'failing') {
    const open = episodes.find((episode) => episode.open);
    const start = startOf(open.columns.at(-1));
    return { ...none, since: start };
  }
  const oldestFirst = served.toReversed();
  const change = cached(oldestFirst.map(({ letter }) => (isBad(letter) ? '1' : '0')).join(''));
  if (!change) return none;
  const at = (place) => startOf(oldestFirst[place].column);
  return { since: at(change.mode), since_low: at(change.low), since_high: at(change.high) };
}

const changes = new Map();

function cached(bits) {
  if (!changes.has(bits)) changes.set(bits, changePoint([...bits].map((bit) => bit === '1')));
  return changes.get(bits);
}

/**
 * READING: "failure" in `first_failure`, `last_failure` and `last_message` could mean failed cells alone; the product
 * takes flaky cells too, as `failure_rate` does.
 */
function failuresOf({ table }, row, window) {
  const failed = window.filter(({ letter }) => isBad(letter)).map(({ column }) => column);
  const startOf = (column) => (column === undefined ? null : table.columns[column].start);
  return {
    first_failure: startOf(failed.at(-1)),
    last_failure: startOf(failed[0]),
    last_message: failed.length > 0 ? row.messages[failed[0]] : '',
  };
}

/** The release-signal handbook's priority; a line counts as crossed when the lower Wilson bound is above it. */
export function priorityOf(dashboard, verdict, bad, runs, low) {
  const blocking = dashboard.endsWith('-blocking');
  if (!blocking && !dashboard.endsWith('-informing')) return '';
  if (verdict === 'failing') return blocking ? 'critical-urgent' : 'important-soon';
  if (verdict === 'suspect') return 'important-longterm';
  if (verdict !== 'flaky') return '';
  if (!blocking) return 'important-longterm';
  if (low > 0.2) return 'critical-urgent';
  if (bad * 5 > runs) return 'important-soon (may be critical-urgent)';
  if (low > 0.02) return 'important-soon';
  return bad * 50 > runs ? 'important-longterm (may be important-soon)' : 'important-longterm';
}

/** Bad and all results of the newest half of the served columns and of the older half. */
function sidesOf({ half }, served) {
  const side = (results) => ({ bad: results.filter(({ letter }) => isBad(letter)).length, all: results.length });
  return {
    newer: side(served.filter(({ column }) => column < half)),
    older: side(served.filter(({ column }) => column >= half)),
  };
}

/** The trend of every test: two families, up and down, each Benjamini-Hochberg at 5 % over all with enough results. */
export function trendsOf(tests) {
  const enough = ({ sides }) => Math.min(sides.newer.all, sides.older.all) >= MIN_RESULTS_A_SIDE;
  const known = tests.flatMap((test, index) => (enough(test) ? [index] : []));
  const p = (more, less) => fisher(more.bad, more.all, less.bad, less.all);
  const up = benjaminiHochberg(known.map((i) => p(tests[i].sides.newer, tests[i].sides.older)), 20);
  const down = benjaminiHochberg(known.map((i) => p(tests[i].sides.older, tests[i].sides.newer)), 20);
  const trends = tests.map(() => 'unknown');
  known.forEach((index, place) => {
    trends[index] = up.has(place) ? 'up' : down.has(place) ? 'down' : 'no_change';
  });
  return trends;
}

const fishers = new Map();

function fisher(...numbers) {
  const key = numbers.join();
  if (!fishers.has(key)) fishers.set(key, fisherMore(...numbers));
  return fishers.get(key);
}
