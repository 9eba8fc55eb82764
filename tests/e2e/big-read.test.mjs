// The biggest read: 46 tabs of 1,000 tests and 150 runs, some 100 MB, straight over HTTP. The page's thread must stay
// free while it goes on, and a cancel in the middle of it must be answered at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { longestTask, openPage, serveDist, startSim } from "./harness.mjs";

const WORLD = ["serve", "--seed", "7", "--jobs", "46", "--tests", "1000", "--columns", "150", "--even"];
const LONGEST_TASK_MS = 100;
const CANCEL_MS = 200;

/**
 * Notes when each cancel went out and came back. Runs in the page before anything of its own. A message is bytes, its
 * kind and its request first (crates/engine/tests/engine/wire.rs); a request's number takes one byte up to 127.
 */
function watchCancels() {
  const [CANCEL, CANCELLED] = [1, 3];
  window.cancels = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message instanceof Uint8Array && message[0] === CANCEL) {
      const id = message[1];
      const sent = performance.now();
      const hear = ({ data }) => {
        if (data[0] !== CANCELLED || data[1] !== id) return;
        window.cancels.push(performance.now() - sent);
        this.removeEventListener("message", hear);
      };
      this.addEventListener("message", hear);
    }
    return post.call(this, message, ...rest);
  };
}

/** Opens the table on the big world; it is read once the host is agreed to. */
async function open(t, latencyMs) {
  const sim = await startSim(t, [...WORLD, "--latency-ms", String(latencyMs)]);
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank");
  await page.context().addInitScript(watchCancels);
  await page.goto(`${site.url}flakes?src=${encodeURIComponent(`${sim.url}/api/v1`)}`);
  const agree = page.getByRole("button", { name: `Read from ${new URL(sim.url).host}` });
  await agree.waitFor({ timeout: 60_000 });
  return { page, start: () => agree.click() };
}

const tabsRead = (page) =>
  page.evaluate(() => Number(/(\d+) of \d+ tabs/.exec(document.querySelector(".source-facts")?.textContent)?.[1] ?? 0));

/** Reads everything, until rows stand. */
async function readAll(page, start) {
  const started = Date.now();
  await start();
  while ((await tabsRead(page)) < 46) {
    assert.ok(Date.now() - started < 240_000, "the boards are read in four minutes");
    await page.waitForTimeout(200);
  }
  await page.locator(".vt-row .col-test").first().waitFor();
}

test("the page's thread stays free while the biggest boards are read", async (t) => {
  const { page, start } = await open(t, 0);
  const { busy, passed } = await longestTask(page, () => readAll(page, start));
  console.log(`longest page-thread task of the biggest read: ${busy} ms of the processor (bar ${LONGEST_TASK_MS}), ${passed} ms by the clock`);
  assert.ok(busy > 0 && busy <= LONGEST_TASK_MS, `${busy} ms`);
});

test("a cancel in the middle of the biggest read is answered at once", async (t) => {
  const { page, start } = await open(t, 300);
  await start();
  for (const waitMs of [1500, 1500, 1500]) {
    const cancel = page.getByRole("button", { name: "Cancel" });
    await cancel.waitFor();
    await page.waitForTimeout(waitMs);
    await cancel.click();
    await page.getByRole("button", { name: "Read on" }).first().click();
  }
  const read = await tabsRead(page);
  assert.ok(read < 46, `the reading was still going on (${read} of 46)`);
  const cancels = await page.evaluate(() => window.cancels);
  console.log(`cancels answered after ${cancels.map((ms) => ms.toFixed(1)).join(", ")} ms (bar ${CANCEL_MS} ms; ${read} of 46 tabs read)`);
  assert.ok(cancels.length >= 3 && cancels.every((ms) => ms <= CANCEL_MS), String(cancels));
});
