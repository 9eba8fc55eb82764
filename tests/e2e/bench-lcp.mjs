// When the first useful view stands, on a slow phone: Lighthouse with its default throttling (simulated slow 4G, a
// processor four times slower), on the built page served with gzip from this machine, with TestGrid out of reach.
// Prints FCP, LCP, CLS and blocking time, the median run of three; fails above the bars.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { serve } from "../../scripts/serve.mjs";
import { ARGS, DIST, browserPath } from "./harness.mjs";

const RUNS = 3;
const BARS = { lcp: 2000, cls: 0.05 };
// The overview of the built-in sample; of the default source, which the sample replaces as it cannot be reached; a page
// without data. The bars are for the first.
const PAGES = [
  { path: "?src=sample&v=1", bars: true },
  { path: "" },
  { path: "method" },
];

async function measure(url) {
  const home = await mkdtemp(join(tmpdir(), "flakescope-lcp-"));
  const chromeFlags = [...ARGS, "--headless=new"];
  const chrome = await launch({ chromePath: browserPath(), chromeFlags, userDataDir: home });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: ["performance"], logLevel: "error" });
    const of = (id) => lhr.audits[id].numericValue;
    return {
      fcp: of("first-contentful-paint"),
      lcp: of("largest-contentful-paint"),
      cls: of("cumulative-layout-shift"),
      tbt: of("total-blocking-time"),
    };
  } finally {
    await chrome.kill();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const site = await serve({ folder: DIST });
let over = 0;
for (const { path, bars } of PAGES) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(site.url + path));
  const { fcp, lcp, cls, tbt } = runs.sort((a, b) => a.lcp - b.lcp)[Math.floor(RUNS / 2)];
  const bad = bars && (lcp > BARS.lcp || cls >= BARS.cls);
  const verdict = bars ? `  bars: LCP ${BARS.lcp} ms, CLS ${BARS.cls}: ${bad ? "ABOVE" : "ok"}` : "";
  const figures = `FCP ${fcp.toFixed(0)} ms, LCP ${lcp.toFixed(0)} ms, CLS ${cls.toFixed(3)}, blocked ${tbt.toFixed(0)} ms`;
  console.log(`/${path}`.padEnd(20), `${figures}${verdict}`);
  if (bad) over += 1;
}
await site.stop();
process.exitCode = over > 0 ? 1 : 0;
