// Reads saved legacy `/table` and `/summary` answers (research/formats.md A.3, A.4) into plain grids.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** p pass, f fail, F flaky, s skip, . nothing. */
const LETTER = { 1: 'p', 2: 'p', 15: 'p', 3: 's', 9: 'f', 10: 'f', 11: 'f', 12: 'f', 14: 'f', 13: 'F' };
export const RUNNING = 4;
/** What passes for the job: skips too. */
export const PASSING = [1, 2, 3, 15];

export const isResult = (letter) => letter === 'p' || letter === 'f' || letter === 'F';
export const isBad = (letter) => letter === 'f' || letter === 'F';
export const hasOutcome = (letter) => letter !== '.';

/** Only letters and digits, lower case: how TestGrid compares names. */
export const normalise = (name) => name.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();

const ESCAPE = /\u001b\[[^a-zA-Z]*[a-zA-Z]?/g;
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * READING: one would show names and messages "as served"; the product takes out what could fool a reader (colour codes,
 * control characters, marks that turn the direction of writing) and makes line ends and tabs blanks.
 */
const clean = (text) => text.replace(ESCAPE, '').replace(/[\n\r\t]/g, ' ').replace(UNSEEN, '');

/** One table: columns with build, start (ms or null) and custom headers; rows with name, letters and messages. */
export function readTable(file) {
  const wire = JSON.parse(readFileSync(file, 'utf8'));
  const builds = wire.changelists ?? [];
  const starts = wire.timestamps ?? [];
  const headers = wire['custom-columns'] ?? [];
  const width = Math.max(builds.length, starts.length);
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    build: clean(builds[index] ?? ''),
    start: starts[index] > 0 ? starts[index] : null,
    extra: headers.map((header) => (header[index] ?? '').trim()),
  }));
  const decoded = (wire.tests ?? []).map(decodeRow);
  const rows = decoded.filter((row) => row.values.length === width);
  return { file, ...names(wire, file), columns, headers: headers.length, rows, leftOut: decoded.length - rows.length };
}

function decodeRow(wire) {
  const values = [];
  for (const { count, value } of wire.statuses ?? []) {
    if (values.length + count > 1e6) throw new Error(`${wire.name}: ${count} cells in a row`);
    for (let i = 0; i < count; i += 1) values.push(value);
  }
  const messages = [];
  let next = 0;
  for (const value of values) {
    messages.push(value === 0 ? '' : clean(wire.messages?.[next] ?? ''));
    if (value !== 0) next += 1;
  }
  return {
    name: clean(wire.name ?? ''),
    values,
    letters: values.map((value) => LETTER[value] ?? '.'),
    running: values.map((value) => value === RUNNING),
    messages,
  };
}

/** The tab's name: its own fields, else the file's name. */
function names(wire, file) {
  const prefix = (wire.query ?? '').split(',')[0].trim().replace(/^\/+|\/+$/g, '');
  const prowJob = prefix.split('/').pop();
  const group = wire['test-group-name'] ?? '';
  const fromFile = basename(file).replace(/\.json$/, '').replace(/^table-/, '');
  const own = prowJob && (!group || normalise(prowJob) === normalise(group)) ? prowJob : group;
  return { dashboard: '', job: own || fromFile, prowJob };
}

/** One summary: the dashboard's name and its tabs. */
export function readSummary(file) {
  const wire = JSON.parse(readFileSync(file, 'utf8'));
  const fromFile = basename(file).replace(/\.json$/, '').replace(/^summary-|-summary$/, '');
  return Object.entries(wire).map(([tab, fields]) => ({
    tab,
    dashboard: fields.dashboard_name || (fromFile === 'summary' ? '' : fromFile),
    status: fields.overall_status || 'UNKNOWN',
    statusText: fields.status ?? '',
  }));
}

/** Gives a table the names of the summary's tab with an equal normalised name. */
export function joinSummary(tables, tabs) {
  const free = new Set(tabs);
  for (const table of tables) {
    const tab = [...free].find((t) => normalise(t.tab) === normalise(table.job));
    if (!tab) continue;
    free.delete(tab);
    Object.assign(table, { dashboard: tab.dashboard, job: tab.tab, summary: tab });
  }
}
