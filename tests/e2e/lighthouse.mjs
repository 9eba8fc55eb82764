// Lighthouse on every page of the built app, served with gzip from this machine: performance, accessibility and best practices,
// the median run of three on `/`. Fails below the bars.
//
//     node tests/e2e/lighthouse.mjs [desktop|mobile]
//
// The pages show the built-in sample: TestGrid is not reachable from every machine, and its speed is not ours.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { ROUTES } from "../../scripts/post-build.mjs";
import { serve } from "../../scripts/serve.mjs";
import { ARGS, DIST, browserPath } from "./harness.mjs";

const PRESET = process.argv[2] ?? "desktop";
const RUNS = 3;
const BARS = { performance: 0.95, accessibility: 1, "best-practices": 1 };
// On a slow phone (simulated slow 4G, a processor four times slower) speed is bounded by the size of the first view.
const WITHOUT_BAR = PRESET === "mobile" ? ["performance"] : [];

async function measure(url) {
  const home = await mkdtemp(join(tmpdir(), "flakescope-lighthouse-"));
  const chrome = await launch({ chromePath: browserPath(), chromeFlags: [...ARGS, "--headless=new"], userDataDir: home });
  try {
    const flags = { port: chrome.port, onlyCategories: Object.keys(BARS), logLevel: "error" };
    const { lhr } = await lighthouse(url, flags, PRESET === "desktop" ? desktopConfig : undefined);
    return lhr;
  } finally {
    await chrome.kill();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What keeps a category from being whole. */
function lacks(lhr, category) {
  const refs = lhr.categories[category].auditRefs.filter(({ weight }) => weight > 0);
  const audits = refs.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
  return audits.map(({ id, title, displayValue }) => `    ${id}: ${title} ${displayValue ?? ""}`);
}

const site = await serve({ folder: DIST });
let below = 0;
for (const route of ["", ...ROUTES]) {
  const runs = [];
  for (let run = 0; run < (route === "" ? RUNS : 1); run += 1) runs.push(await measure(`${site.url}${route}?src=sample&v=1`));
  const lhr = runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score)[Math.floor(runs.length / 2)];
  const scores = Object.keys(BARS).map((category) => `${category} ${Math.round(lhr.categories[category].score * 100)}`);
  const ms = (id) => `${lhr.audits[id].numericValue?.toFixed(0) ?? "?"} ms`;
  const figures = `FCP ${ms("first-contentful-paint")}, LCP ${ms("largest-contentful-paint")}, blocked ${ms("total-blocking-time")}`;
  console.log(`${PRESET} /${route}`.padEnd(26), `${scores.join(", ")} (${figures})`);
  for (const [category, bar] of Object.entries(BARS)) {
    if (lhr.categories[category].score >= bar) continue;
    console.log(`  ${category} is not whole:\n${lacks(lhr, category).join("\n")}`);
    if (!WITHOUT_BAR.includes(category)) below += 1;
  }
}
await site.stop();
process.exitCode = below > 0 ? 1 : 0;
