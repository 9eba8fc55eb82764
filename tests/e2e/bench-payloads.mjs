// How long the worker takes from ten real JUnit files of Kubernetes, 5,771 cases each, to the verdict, in Chromium.
//
//     node tests/e2e/bench-payloads.mjs
//
// One run is real, nine are made from it by letting some tests fail. The time runs from the moment when the files are given until
// the verdict stands on the page, and is taken in the page. Prints one line of JSON with the most memory that the
// process of the page and its worker held; ends with 1 above the bar. Without the captures it says so and ends with 0.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SHARED, openPage, serveDist } from "./harness.mjs";

const BAR_MS = 2_000;
const capture = join(SHARED, "k8s-e2e-junit-sonobuoy/k8s-2021-4-failures-junit_01.xml");
if (!existsSync(capture)) {
  console.log("SKIPPED: the captures are not beside the checkout (../shared/data/k8s-e2e-junit-sonobuoy)");
  process.exit(0);
}

/** A run in which the first `count` failures were skipped instead. */
const run = (real, count) => Array.from({ length: count }).reduce((text) => text.replace("<failure", "<skipped/><ignored"), real);

const done = [];
const t = { after: (action) => done.unshift(action) };
let failed = false;
try {
  const real = readFileSync(capture, "utf8");
  const files = Array.from({ length: 10 }, (_, n) => ({
    name: `9000000${n}.xml`,
    mimeType: "application/xml",
    buffer: Buffer.from(run(real, n % 4)),
  }));
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}payloads?src=sample`);
  await page.locator(".payload-table").waitFor({ timeout: 60_000 });
  await page.evaluate(watch);
  await page.locator(".source-line summary").first().click();
  const [picked] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Files\u2026" }).click(),
  ]);
  await picked.setFiles(files);
  await page.waitForFunction(() => window.judged > 0, null, { timeout: 120_000 });
  const ms = Math.round(await page.evaluate(() => window.judged - window.given));
  const result = {
    bench: "payloads",
    runs: files.length,
    file_mb: Math.round(files.reduce((sum, file) => sum + file.buffer.length, 0) / 1e6),
    verdict_ms: ms,
    bar_ms: BAR_MS,
    peak_mb: await peakMb(page.context().browser()),
    sentence: await page.locator("h1").innerText(),
  };
  console.log(JSON.stringify(result));
  failed = ms > BAR_MS;
} finally {
  for (const action of done) await action();
}
process.exit(failed ? 1 : 0);

/** The most memory that the largest process of a page held, by the kernel's count; it holds the worker too. */
async function peakMb(browser) {
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer");
  const peak = ({ id }) => Number(readFileSync(`/proc/${id}/status`, "utf8").match(/VmHWM:\s+(\d+) kB/)?.[1] ?? 0);
  return Math.round(Math.max(0, ...pages.map(peak)) / 1000);
}

/** Notes when files are given, and when their verdict stands. Runs in the page. */
function watch() {
  window.judged = 0;
  addEventListener("change", () => (window.given = performance.now()), { capture: true });
  const look = () => {
    const now = document.querySelector("main").innerText;
    if (window.given && /over 10 runs/.test(now) && !/made-up/.test(now)) window.judged = performance.now();
    else setTimeout(look, 5);
  };
  look();
}
