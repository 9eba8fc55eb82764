// Lays the oracle's rows beside those of the report.

const RATE_FIELDS = new Set([
  'failure_rate', 'failure_rate_low', 'failure_rate_high', 'flip_rate',
  'run_failure_rate', 'run_failure_rate_low', 'run_failure_rate_high',
]);
const TIME_FIELDS = new Set([
  'since', 'since_low', 'since_high', 'first_failure', 'last_failure',
  'newest_green_at', 'newest_run_at', 'oldest_run_at', 'started_at',
]);

/** Rates are written with 6 decimals, so they may differ by half a unit of the last one and a little. */
const TOLERANCE = 1e-6;

/** Collects what was compared and what differs. */
export class Findings {
  fields = 0;
  differences = [];

  /** Pairs rows with equal keys, in the order in which they come, and compares `names` of each pair. */
  table(kind, ours, theirs, keyOf, names) {
    const groups = new Map();
    const group = (row) => {
      const key = keyOf(row);
      if (!groups.has(key)) groups.set(key, { ours: [], theirs: [] });
      return groups.get(key);
    };
    for (const row of ours) group(row).ours.push(row);
    for (const row of theirs) group(row).theirs.push(row);
    for (const [key, pair] of groups) {
      const equal = Math.min(pair.ours.length, pair.theirs.length);
      for (let i = 0; i < equal; i += 1) this.row(`${kind} ${key}`, pair.ours[i], pair.theirs[i], names);
      for (const _ of pair.ours.slice(equal)) this.add(`${kind} ${key}`, '(row)', 'here', 'missing');
      for (const _ of pair.theirs.slice(equal)) this.add(`${kind} ${key}`, '(row)', 'missing', 'here');
    }
  }

  row(where, ours, theirs, names) {
    for (const name of names) this.field(where, name, ours[name], theirs[name]);
  }

  field(where, name, ours, theirs) {
    this.fields += 1;
    if (!same(name, ours, theirs)) this.add(where, name, ours, theirs);
  }

  add(where, name, oracle, report) {
    this.differences.push({ where, name, oracle: written(name, oracle), report: written(name, report) });
  }
}

function same(name, ours, theirs) {
  if (theirs === undefined) return false;
  if (RATE_FIELDS.has(name) && ours !== null && theirs !== null) return Math.abs(ours - theirs) <= TOLERANCE;
  if (TIME_FIELDS.has(name)) return seconds(ours) === seconds(theirs);
  return typeof ours === 'object' ? JSON.stringify(ours) === JSON.stringify(theirs) : ours === theirs;
}

/** Whole seconds of a time in ms or in RFC 3339; null for none. */
function seconds(time) {
  if (time === null || time === undefined || time === '') return null;
  return Math.floor((typeof time === 'number' ? time : Date.parse(time)) / 1000);
}

function written(name, value) {
  if (TIME_FIELDS.has(name) && typeof value === 'number') return new Date(value).toISOString().replace('.000Z', 'Z');
  return JSON.stringify(value);
}
