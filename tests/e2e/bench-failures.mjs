// How long the worker takes to group failure logs, in Chromium: 5,000 of 10 kB, made up with known causes.
//
//     node tests/e2e/bench-failures.mjs [--count 5000] [--size 10000]
//
// The time runs from the moment when the file is read until the clusters stand on the page, and is taken in the page.
// Prints one line of JSON; ends with 1 above the bar.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openPage, program, serveDist } from "./harness.mjs";

const BAR_MS = 2_000;
const { values } = parseArgs({
  options: { count: { type: "string", default: "5000" }, size: { type: "string", default: "10000" } },
});

const done = [];
const t = { after: (action) => done.unshift(action) };
let failed = false;
try {
  const folder = mkdtempSync(join(tmpdir(), "flakescope-bench-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "records.jsonl");
  execFileSync(program("flakescope-sim"), ["failures", "--seed", "5", "--count", values.count, "--size", values.size, "--out", path]);
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}failures?src=sample`);
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
  await page.locator(".cluster-table").waitFor();
  await page.evaluate(watchFor, ["Read from the files", `${Number(values.count).toLocaleString("en")} failures make`]);
  const started = Date.now();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open failures from files" }).click(),
  ]);
  await chooser.setFiles([path]);
  await page.waitForFunction(() => window.seen.every(Boolean), null, { timeout: 300_000 });
  const [read, grouped] = await page.evaluate(() => window.seen);
  const whole = async () => page.locator(".progress").waitFor({ state: "detached", timeout: 300_000 });
  await whole();
  const sentence = await page.locator("h1").innerText();
  const result = {
    bench: "failures",
    file_mb: Math.round(statSync(path).size / 1e6),
    group_ms: Math.round(grouped - read),
    all_ms: Date.now() - started,
    bar_ms: BAR_MS,
    sentence,
  };
  console.log(JSON.stringify(result));
  failed = result.group_ms > BAR_MS;
} finally {
  for (const action of done) await action();
}
process.exit(failed ? 1 : 0);

/** Notes when each of some texts stands on the page first. Runs in the page. */
function watchFor(texts) {
  window.seen = texts.map(() => 0);
  const look = () => {
    const now = document.querySelector("main").innerText;
    texts.forEach((text, i) => {
      if (!window.seen[i] && now.includes(text)) window.seen[i] = performance.now();
    });
    if (!window.seen.every(Boolean)) setTimeout(look, 10);
  };
  look();
}
