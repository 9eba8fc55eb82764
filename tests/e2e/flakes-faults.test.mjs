// The table when something goes wrong: every state is designed, keeps what came, and can be healed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TESTGRID, axe, longestTask, openPage, screenshot, serveDist, startSim } from "./harness.mjs";

const WORLD = ["serve", "--seed", "7", "--jobs", "8", "--tests", "60"];
const FAILED = /Failed to load resource|ERR_|blocked by CORS/;

async function open(t, { path = "flakes", args = WORLD, upstream = true, ...options } = {}) {
  const sim = await startSim(t, args);
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", {
    upstreams: upstream ? { [TESTGRID]: sim.url } : {},
    allow: [FAILED],
    ...options,
  });
  return { sim, site, page, go: () => page.goto(site.url + path) };
}

const read = async (page) => {
  await page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
};
const tabs = (page) => page.locator(".source-facts");

test("one tab that fails is a warning that names it, and reading again heals it", async (t) => {
  const { page, sim, go } = await open(t);
  await sim.setFaults({ kind: "http_500", path_contains: "/tabs/gcecosmasterdefault/rows", cors: true });
  await go();
  await read(page);
  const warnings = page.locator(".source-line .menu", { hasText: "warning" });
  await warnings.locator("summary").click();
  await warnings.locator("li").first().waitFor();
  assert.match(await warnings.innerText(), /gce-?cos-?master-?default/i);
  await axe(page);
  await screenshot(page, "flakes-partial");
  await sim.setFaults();
  await page.getByRole("button", { name: "Read again what failed" }).click();
  await page.waitForFunction(() => /(\d+) of \1 tabs/.test(document.querySelector(".source-facts").textContent));
});

for (const fault of [
  { kind: "cut_short", path_contains: "/rows" },
  { kind: "garbage", bytes: 10_000, path_contains: "/rows" },
  { kind: "wrong_types", path_contains: "/rows" },
  { kind: "huge_rle", path_contains: "/rows" },
]) {
  test(`rows that are ${fault.kind}: a warning, no broken page`, async (t) => {
    const { page, sim, go } = await open(t);
    await sim.setFaults({ ...fault, times: 4 });
    await go();
    await page.locator(".source-line .menu", { hasText: "warning" }).waitFor({ timeout: 60_000 }).catch(() => {});
    await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
    assert.match(await tabs(page).innerText(), /of 8 tabs/);
    await axe(page);
  });
}

test("a source that asks to wait says until when", async (t) => {
  const { page, sim, go } = await open(t);
  await sim.setFaults({ kind: "http_429", retry_after_s: 120, cors: true });
  await go();
  const notice = page.getByRole("alert");
  await notice.waitFor({ timeout: 60_000 });
  await page.getByRole("heading", { name: "The source asks to wait" }).waitFor();
  await axe(page);
  await screenshot(page, "flakes-rate-limited");
  await sim.setFaults();
  await notice.getByRole("button", { name: "Try again" }).click();
  await read(page);
});

test("without a network the sample stands in and says so; trying again reaches TestGrid", async (t) => {
  const { page, sim, go, site } = await open(t, { upstream: false });
  await go();
  await page.getByText("TestGrid cannot be reached. You see a made-up sample.").waitFor({ timeout: 60_000 });
  await read(page);
  assert.equal(page.url(), `${site.url}flakes`, "the link stays");
  await page.locator(".made-up").waitFor();
  await axe(page);
  await screenshot(page, "flakes-offline");
  await page.context().route(`${TESTGRID}/**`, async (route) => {
    const answer = await fetch(route.request().url().replace(TESTGRID, sim.url));
    await route.fulfill({ status: answer.status, headers: { "access-control-allow-origin": "*" }, body: await answer.text() });
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".made-up").waitFor({ state: "detached", timeout: 60_000 });
  await read(page);
});

test("a link to another host asks first", async (t) => {
  const { page, sim, site } = await open(t, { upstream: false });
  await page.goto(`${site.url}flakes?src=${encodeURIComponent(`${sim.url}/api/v1`)}`);
  await page.getByRole("heading", { name: "This link reads from another host" }).waitFor({ timeout: 60_000 });
  assert.deepEqual((await sim.log()).length ?? 0, 0, "nothing was asked");
  await axe(page);
  await screenshot(page, "flakes-another-host");
  await page.getByRole("button", { name: `Read from ${new URL(sim.url).host}` }).click();
  await read(page);
});

test("cancel is answered at once, keeps what came, and reading goes on when asked", async (t) => {
  const { page, go } = await open(t, { args: [...WORLD, "--latency-ms", "400"] });
  await go();
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.waitFor({ timeout: 60_000 });
  const started = Date.now();
  await cancel.click();
  await page.getByText("Stopped.").or(page.getByRole("heading", { name: "The reading was stopped" })).first().waitFor();
  assert.ok(Date.now() - started < 1000, `${Date.now() - started} ms`);
  await axe(page);
  await page.getByRole("button", { name: "Read on" }).first().click();
  await read(page);
  assert.match(await tabs(page).innerText(), /8 of 8 tabs/);
});

test("a worker that hangs is replaced", async (t) => {
  const { page, go } = await open(t, { args: [...WORLD, "--latency-ms", "300"] });
  await page.context().addInitScript(() => {
    // The worker never hears a cancel (the first byte of a message is its kind; crates/engine/tests/engine/wire.rs).
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (!(message instanceof Uint8Array && message[0] === 1)) post.call(this, message, ...rest);
    };
  });
  await go();
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.waitFor({ timeout: 60_000 });
  const replaced = page.waitForEvent("worker", { timeout: 5_000 });
  await cancel.click();
  await replaced;
  await page.getByRole("button", { name: "Read on" }).first().click();
  await read(page);
});

test("a link of a newer version is read as far as possible, and says so", async (t) => {
  const { page, site } = await open(t);
  await page.goto(`${site.url}flakes?v=99&shape=round&days=7`);
  await read(page);
  const warnings = page.locator(".source-line .menu", { hasText: "2 warnings" });
  await warnings.locator("summary").click();
  await warnings.locator("li").first().waitFor();
  assert.match(await warnings.innerText(), /newer version/);
  assert.match(await warnings.innerText(), /shape/);
  assert.ok(await page.locator(".chip", { hasText: "7 days" }).isVisible());
});

test("an empty table says what it means", async (t) => {
  const { page, site } = await open(t);
  await page.goto(`${site.url}flakes?q=no-test-is-called-so`);
  await page.getByText("No test matches the filter.").waitFor({ timeout: 60_000 });
  await axe(page);
  await screenshot(page, "flakes-empty");
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await read(page);
});

test("nothing moves when data arrive, and the page's thread stays free", async (t) => {
  const { page, go } = await open(t, { args: ["serve", "--seed", "7", "--latency-ms", "20"] });
  const { busy } = await longestTask(page, async () => {
    await go();
    await read(page);
  });
  const shift = await page.evaluate(
    () =>
      new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 100);
      }),
  );
  assert.ok(shift < 0.05, `layout shift ${shift}`);
  console.log(`layout shift ${shift.toFixed(4)}, longest task ${busy} ms of the processor`);
  assert.ok(busy <= 100, `a task of ${busy} ms`);
});
