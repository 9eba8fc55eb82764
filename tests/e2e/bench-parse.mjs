// How fast the worker reads and analyses TestGrid answers, beside plain JavaScript in the same browser.
//
//     node tests/e2e/bench-parse.mjs [--tabs 10] [--tests 1000] [--columns 150] [--rounds 7]
//
// Both sides start from the same files. The worker of the built page decodes, joins and stores every cell (`read`), then
// analyses all tests (`read + analyse`). The rival is `JSON.parse` and the obvious counting loop. Both must count the
// same results first. Prints one line of JSON a format; ends with 1 when the worker is slower.

import { readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openPage, program, serveDist, theBrowser } from "./harness.mjs";

const { values } = parseArgs({
  options: {
    tabs: { type: "string", default: "10" },
    tests: { type: "string", default: "1000" },
    columns: { type: "string", default: "150" },
    rounds: { type: "string", default: "7" },
  },
});

/** The files of a full world: { api: [[name, text]…], legacy: [[name, text]…] }. */
function world() {
  const folder = mkdtempSync(join(tmpdir(), "flakescope-bench-"));
  try {
    const size = ["--jobs", values.tabs, "--tests", values.tests, "--columns", values.columns, "--even"];
    execFileSync(program("flakescope-sim"), ["write", "--out", folder, "--seed", "7", ...size], { stdio: "ignore" });
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    const named = (path) => [path.replaceAll("/", "_"), readFileSync(join(folder, path), "utf8")];
    return {
      api: files.filter((path) => /^api.*\/tabs\/.*(rows|headers)\.json$/.test(path)).map(named),
      legacy: files.filter((path) => /table\.json$/.test(path)).map(named),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * In the page: the worker reads the files, then answers over everything. Milliseconds of each, and what it counted.
 * Messages are bytes; crates/engine/tests/engine/wire.rs holds them to what is written here.
 */
async function ours({ files, rounds }) {
  const name = document.querySelector('meta[name="flakescope-engine"]').content;
  const [ANSWER, FAILED, FILES_READ] = [1, 2, 5];
  const everything = [3, 0, 0, 0xed, 2, 1, 0, 0, 0, 0, 0, 4, 0, 1, 2, 3, 0, 0, 0, 0, 0]; // all boards of the files, 365 days
  const firstRow = Uint8Array.from([0, 1, 1, ...everything, 0, 1]);
  const asJson = Uint8Array.from([0, 2, 4, ...everything, 1]);
  const lastOf = (id) => (data) => data[0] === ANSWER && data[1] === id && data[2] === 1;
  const times = { read: [], analysed: [] };
  let counted;
  for (let round = 0; round < rounds; round += 1) {
    const worker = new Worker(new URL(name, document.baseURI), { type: "module" });
    const next = (wanted) =>
      new Promise((resolve, reject) => {
        worker.onerror = reject;
        worker.onmessage = ({ data }) => {
          if (data[0] === FAILED) reject(new Error(new TextDecoder().decode(data)));
          if (wanted(data)) resolve(data);
        };
      });
    await next((data) => typeof data === "string");
    const given = files.map(([file, text]) => new File([text], file));
    const start = performance.now();
    worker.postMessage(given);
    await next((data) => data[0] === FILES_READ);
    const read = performance.now();
    worker.postMessage(firstRow);
    await next(lastOf(1));
    times.analysed.push(performance.now() - start);
    times.read.push(read - start);
    worker.postMessage(asJson);
    const text = new TextDecoder().decode(await next(lastOf(2)));
    const report = JSON.parse(text.slice(text.indexOf("{\n"), text.lastIndexOf("\n}\n") + 2));
    counted = report.dashboards.reduce((sum, board) => sum + board.tests.runs, 0);
    worker.terminate();
  }
  return { ...times, counted };
}

/** In a blank page of the same browser: JSON.parse and the obvious loop. */
async function rival({ files, rounds }) {
  const isPass = (value) => value === 1 || value === 2 || value === 15;
  const isFail = (value) => (value >= 9 && value <= 12) || value === 14;
  const count = (answer) => {
    let [passes, failures] = [0, 0];
    for (const row of answer.rows ?? []) {
      for (const { result = 0 } of row.cells ?? []) {
        if (isPass(result)) passes += 1;
        else if (isFail(result)) failures += 1;
      }
    }
    for (const test of answer.tests ?? []) {
      for (const { count, value } of test.statuses) {
        if (isPass(value)) passes += count;
        else if (isFail(value)) failures += count;
      }
    }
    return passes + failures;
  };
  const times = [];
  let counted = 0;
  for (let round = 0; round < rounds; round += 1) {
    const given = files.map(([file, text]) => new File([text], file));
    const start = performance.now();
    counted = 0;
    for (const file of given) {
      const text = new TextDecoder().decode(await file.arrayBuffer());
      counted += count(JSON.parse(text));
    }
    times.push(performance.now() - start);
  }
  return { times, counted };
}

/** Results that the worker must have counted: those of tests, a parent's failure given to its child. Not timed. */
function expected(files) {
  const isJob = (name) => name === "Overall" || /^kubetest|@TESTGRID@|^\S+\.(Overall|Pod)$/.test(name);
  const results = new Set([1, 2, 15, 9, 10, 11, 12, 14, 13]);
  const bad = new Set([9, 10, 11, 12, 14, 13]);
  let sum = 0;
  for (const [, text] of files) {
    const answer = JSON.parse(text);
    const grid = new Map();
    for (const row of answer.rows ?? []) grid.set(row.name, row.cells.map((cell) => cell.result ?? 0));
    for (const test of answer.tests ?? []) {
      grid.set(test.name, test.statuses.flatMap(({ count, value }) => Array(count).fill(value)));
    }
    const tests = [...grid].filter(([name]) => !isJob(name));
    for (const [name, cells] of tests) {
      const children = tests.filter(([other]) => other.startsWith(`${name}/`));
      sum += cells.filter((v, i) => results.has(v) && !(bad.has(v) && children.some(([, c]) => bad.has(c[i])))).length;
    }
  }
  return sum;
}

const best = (times) => Math.min(...times);
const done = [];
const t = { after: (action) => done.unshift(action) };
let slower = false;
try {
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}method`);
  const blank = await (await theBrowser()).newPage();
  const rounds = Number(values.rounds);
  for (const [format, files] of Object.entries(world())) {
    const bytes = files.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
    const js = await blank.evaluate(rival, { files, rounds });
    const own = await page.evaluate(ours, { files, rounds });
    if (own.counted !== expected(files)) throw new Error(`${format}: counted ${own.counted}, expected ${expected(files)}`);
    const speed = (ms) => Math.round(bytes / 1000 / ms);
    const line = {
      format,
      mb: Number((bytes / 1e6).toFixed(1)),
      results: own.counted,
      read_mb_s: speed(best(own.read)),
      read_and_analyse_mb_s: speed(best(own.analysed)),
      javascript_mb_s: speed(best(js.times)),
      ratio: Number((best(js.times) / best(own.analysed)).toFixed(2)),
    };
    console.log(JSON.stringify(line));
    slower ||= line.ratio < 1;
  }
} finally {
  for (const action of done) await action();
  await (await theBrowser()).close();
}
process.exit(slower ? 1 : 0);
