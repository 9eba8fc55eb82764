// How much work a scrolled frame of the job grid is for the page's thread, at 10,000 tests × 150 runs.
//
//     node tests/e2e/bench-grid.mjs [--tests 10000] [--columns 150] [--frames 300]
//
// Every task of the page's main thread between two frames is added up from the browser's own trace: the scroll event,
// the paint, style, layout and what the compositor is handed. Prints one line of JSON; ends with 1 above the bar.

import { parseArgs } from "node:util";
import { TESTGRID, openPage, serveDist, startSim, theBrowser } from "./harness.mjs";

const BAR_MS = 8;
const { values } = parseArgs({
  options: {
    tests: { type: "string", default: "10000" },
    columns: { type: "string", default: "150" },
    frames: { type: "string", default: "300" },
  },
});

const done = [];
const t = { after: (action) => done.unshift(action) };
let failed = false;
try {
  const sim = await startSim(t, ["serve", "--seed", "7", "--jobs", "2", "--tests", values.tests, "--columns", values.columns, "--even"]);
  const board = "sig-release-master-blocking";
  const answer = await (await fetch(`${sim.url}/api/v1/dashboards/${board}/tab-summaries`)).json();
  const [tab] = answer.tabSummaries ?? answer.tab_summaries;
  const site = await serveDist(t);
  const job = encodeURIComponent(tab.tabName ?? tab.tab_name);
  const page = await openPage(t, `${site.url}flakes/job?at_board=${board}&at_job=${job}&v=1`, {
    upstreams: { [TESTGRID]: sim.url },
    viewport: { width: 1440, height: 900 },
  });
  await page.getByRole("application").waitFor({ timeout: 300_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 300_000 }).catch(() => {});
  const size = await page.getByRole("application").getAttribute("aria-label");

  const browser = await theBrowser();
  await browser.startTracing(page, { categories: ["blink.user_timing", "toplevel", "devtools.timeline"] });
  await page.evaluate(scroll, Number(values.frames));
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const frames = workPerFrame(traceEvents);
  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))];
  const round = (ms) => Math.round(ms * 100) / 100;
  const result = { bench: "grid-scroll", size, frames: frames.length, p50_ms: round(at(0.5)), p95_ms: round(at(0.95)), max_ms: round(at(1)), bar_ms: BAR_MS };
  console.log(JSON.stringify(result));
  failed = result.p95_ms > BAR_MS;
} finally {
  for (const action of done) await action();
}
process.exit(failed ? 1 : 0);

/** Scrolls down and across, one step a frame. Runs in the page. */
async function scroll(frames) {
  const place = document.querySelector('[role="application"]');
  for (let frame = 0; frame < frames; frame++) {
    await new Promise((next) => requestAnimationFrame(next));
    performance.mark(`frame-${frame}`);
    place.scrollTop += 137;
    place.scrollLeft = (frame * 13) % 1200;
  }
}

/** The milliseconds that the main thread's tasks worked between two marks (its own clock, not the wall's), sorted. */
function workPerFrame(events) {
  const marks = events.filter((e) => /^frame-\d+$/.test(e.name)).sort((a, b) => a.ts - b.ts);
  const { pid, tid } = marks[0];
  const tasks = events.filter((e) => e.pid === pid && e.tid === tid && e.ph === "X" && /RunTask$/.test(e.name));
  const work = new Array(marks.length - 1).fill(0);
  let frame = 0;
  for (const task of tasks.sort((a, b) => a.ts - b.ts)) {
    while (frame < work.length && task.ts >= marks[frame + 1].ts) frame++;
    if (frame < work.length && task.ts + (task.dur ?? 0) >= marks[frame].ts) work[frame] += (task.tdur ?? task.dur ?? 0) / 1000;
  }
  return work.sort((a, b) => a - b);
}
