// Runs every test, one step after the other, and ends with one line that adds them all up.
//
//     make test                         everything
//     make test ONLY="build browser"    some steps, by name
//
// A step that fails does not stop the others. With CI set, a skipped test is a failure, unless it says that it needs
// the captures beside the checkout (../shared): a native test then prints a line `SKIPPED: … ../shared …`.

import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const ci = !["", "0", "false"].includes(process.env.CI ?? "");
const locked = ci ? ["--locked"] : [];
const wasm = ["--target", "wasm32-unknown-unknown"];
const APP = ["-p", "flakescope", "-p", "flakescope-core", "-p", "flakescope-engine", "-p", "flakescope-readers"];
const WORKER = ["-p", "flakescope", "--no-default-features", "--bin", "engine"]; // as index.html builds it
const READERS = ["-p", "flakescope-readers-worker"];
const STRICT = ["--", "-D", "warnings"];

/** Packages with a `tests/wasm.rs`: the few tests that must also hold where pointers have 32 bits. */
const FOLDERS = { flakescope: ".", "flakescope-core": "crates/core", "flakescope-engine": "crates/engine" };
const wasmPackages = Object.keys(FOLDERS).filter((name) => existsSync(`${root}${FOLDERS[name]}/tests/wasm.rs`));
const browserTests = readdirSync(`${root}tests/e2e`).filter((name) => name.endsWith(".test.mjs"));

/** What `crates/core` must not reach by any way: network, clock, randomness, browser. */
const IMPURE = /^(getrandom|gloo-\S+|js-sys|leptos|mio|rand|reqwest|socket2|tokio|ureq|wasm-bindgen|web-sys|web-time) /;

const clippyWasm = { CLIPPY_CONF_DIR: `${root}scripts/clippy-wasm` };
const tree = ["cargo", "tree", "-p", "flakescope-core", "-e", "normal", "--target", "all", "--prefix", "none"];
const native = ["cargo", "test", ...locked, "--workspace", "--no-fail-fast", "--", "--show-output"];

/** The second program against the command line, on the capture, made-up worlds and hostile grids. */
const built = (program) => `${process.env.CARGO_TARGET_DIR ?? "target"}/debug/${program}`;
const oracle = [
  ...["node", "tests/oracle/run.mjs", "--worlds", "3", "--hostile", "5"],
  ...["--flakescope", built("flakescope"), "--sim", built("flakescope-sim")],
];

const STEPS = [
  { name: "format", run: ["cargo", "fmt", "--all", "--check"] },
  { name: "purity", run: tree, check: pure },
  { name: "lint", run: ["cargo", "clippy", ...locked, "--workspace", "--all-targets", ...STRICT] },
  { name: "lint-wasm", run: ["cargo", "clippy", ...locked, ...wasm, ...APP, ...STRICT], env: clippyWasm },
  { name: "lint-worker", run: ["cargo", "clippy", ...locked, ...wasm, ...WORKER, ...STRICT], env: clippyWasm },
  { name: "lint-readers", run: ["cargo", "clippy", ...locked, ...wasm, ...READERS, ...STRICT], env: clippyWasm },
  { name: "native", run: native, check: cargoTests },
  { name: "oracle", run: oracle, check: comparisons },
  ...wasmPackages.map((name) => ({
    name: `wasm ${name}`,
    run: ["cargo", "test", ...locked, ...wasm, "-p", name, "--test", "wasm"],
    env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner" },
    check: cargoTests,
  })),
  {
    name: "docs",
    run: ["cargo", "doc", ...locked, "--no-deps", "-p", "flakescope-core", "-p", "flakescope-engine", "-p", "flakescope-readers"],
    env: { RUSTDOCFLAGS: "-D warnings" },
  },
  { name: "build", run: ["scripts/build.sh"] },
  { name: "sizes", run: ["node", "scripts/sizes.mjs"], needs: "build" },
  // The command line and the sim, as the native tests built them: any other choice of packages builds them anew.
  { name: "programs", run: ["cargo", "test", ...locked, "--workspace", "--no-run", "--quiet"] },
  {
    name: "browser",
    run: [
      ...["node", "--test", "--test-reporter=spec", "--test-concurrency=1", "--test-timeout=300000"],
      ...browserTests.map((name) => `tests/e2e/${name}`),
    ],
    check: nodeTests,
    needs: "build",
  },
];

/**
 * Reads what cargo's test programs print; keeps quiet about single tests that passed, and about the single cases that
 * they list under their figures (indented by four).
 */
function cargoTests(total) {
  let passed = false; // in what tests printed that passed; cargo gives those that failed afterwards
  let test;
  return (line) => {
    if (/^(successes|failures|test result):/.test(line)) passed = line === "successes:";
    const listing = passed && line.startsWith("    ");
    const [, section] = line.match(/^---- (.+) stdout ----$/) ?? [];
    if (section) test = { name: section, skipped: false };
    const [, reason] = line.match(/\bSKIPPED: (.*)/) ?? [];
    if (reason && test && !test.skipped) {
      test.skipped = true;
      total.passed -= 1;
      total.skip(`${test.name}: ${reason}`);
    }
    const result = line.match(/^test result: .* (\d+) passed; (\d+) failed; (\d+) ignored/);
    if (result) {
      total.passed += Number(result[1]);
      total.failed += Number(result[2]);
      test = undefined;
    }
    const [, ignored] = line.match(/^test (.+) \.\.\. ignored/) ?? [];
    if (ignored) total.skip(`${ignored}: ignored`);
    return !(listing || /^successes:$|^test .* \.\.\. ok$|^running 0 tests$|ok\. 0 passed|^\s*$/.test(line));
  };
}

/** Reads the comparisons of the second program. */
function comparisons(total) {
  return (line) => {
    const [, differences] = line.match(/ fields compared, (\d+) differences$/) ?? [];
    if (differences) total[differences === "0" ? "passed" : "failed"] += 1;
    const [, reason] = line.match(/^SKIPPED: (.*)/) ?? [];
    if (reason) total.skip(`oracle: ${reason}`);
    return true;
  };
}

/** Reads the reporter of Node's test runner. */
function nodeTests(total) {
  return (line) => {
    const [, what, count] = line.match(/^ℹ (pass|fail|cancelled) (\d+)$/) ?? [];
    if (what) total[what === "pass" ? "passed" : "failed"] += Number(count);
    const [, skipped] = line.match(/^\s*﹣ (.+?)(?: # SKIP)?$/) ?? [];
    if (skipped) total.skip(skipped);
    return true;
  };
}

/** Reads the dependencies of the core. */
function pure(total) {
  return (line) => {
    if (!IMPURE.test(line)) return false;
    total.failed += 1;
    return true;
  };
}

/** Runs one step: its own counts, and whether the program itself ended well. */
async function run({ run: [command, ...args], env, check }) {
  const total = { passed: 0, failed: 0, skipped: [], skip: (reason) => total.skipped.push(reason) };
  const wanted = check?.(total);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...(ci && { CARGO_INCREMENTAL: "0" }), ...env },
    stdio: ["ignore", wanted ? "pipe" : "inherit", "inherit"],
  });
  if (wanted) createInterface({ input: child.stdout }).on("line", (line) => wanted(line) && console.log(line));
  const code = await new Promise((done) => {
    child.on("error", (error) => (console.error(error.message), done(1)));
    child.on("close", done);
  });
  return { ...total, ok: code === 0 };
}

const only = (process.env.ONLY ?? "").split(/\s+/).filter(Boolean);
const unknown = only.filter((name) => !STEPS.some((step) => step.name.split(" ")[0] === name));
if (unknown.length > 0) throw new Error(`no such step: ${unknown}; there are ${STEPS.map((step) => step.name)}`);

let passed = 0;
let failed = 0;
const skipped = [];
const broken = [];
const times = [];
for (const step of STEPS) {
  if (only.length > 0 && !only.includes(step.name.split(" ")[0])) continue;
  console.log(`\n== ${step.name}`);
  const start = performance.now();
  const blocked = broken.includes(step.needs);
  if (blocked) console.log(`not run: ${step.needs} failed`);
  const result = blocked ? { passed: 0, failed: 0, skipped: [], ok: false } : await run(step);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const refused = ci ? result.skipped.filter((reason) => !/\bshared\b/.test(reason)) : [];
  for (const reason of refused) console.log(`skipped, and nothing may be in CI: ${reason}`);
  const bad = result.failed + refused.length;
  // A step that broke without counting a failure is one.
  failed += bad > 0 ? bad : Number(!result.ok);
  passed += result.passed;
  skipped.push(...result.skipped.filter((reason) => !refused.includes(reason)));
  if (bad > 0 || !result.ok) broken.push(step.name);
  times.push(`${step.name} ${seconds} s`);
  console.log(`-- ${step.name}: ${broken.includes(step.name) ? "FAILED" : "ok"}, ${seconds} s`);
}

console.log(`\n${times.join(", ")}`);
for (const reason of skipped) console.log(`skipped: ${reason}`);
if (broken.length > 0) console.log(`failed: ${broken.join(", ")}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
