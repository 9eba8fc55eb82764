// One job: criteria, numbers, the grid by mouse, by keyboard and as a table.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TESTGRID, axe, openPage, screenshot, serveDist, startSim } from "./harness.mjs";

const BOARD = "sig-release-master-blocking";

/** The grid of a job of the world: the first flaky one of the blocking board. */
async function job(t, { args = ["serve", "--seed", "7"], search = "", ...options } = {}) {
  const sim = await startSim(t, args);
  const site = await serveDist(t);
  const answer = await fetch(`${sim.url}/api/v1/dashboards/${BOARD}/tab-summaries`);
  const { tabSummaries: tabs, tab_summaries: old } = await answer.json();
  const tab = (tabs ?? old).find((tab) => /FLAKY/.test(JSON.stringify(tab))) ?? (tabs ?? old)[0];
  const name = tab.tabName ?? tab.tab_name;
  const path = `flakes/job?at_board=${BOARD}&at_job=${encodeURIComponent(name)}&v=1${search}`;
  const page = await openPage(t, site.url + path, { upstreams: { [TESTGRID]: sim.url }, ...options });
  await page.getByRole("heading", { name: "Every run" }).waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 }).catch(() => {});
  return { sim, site, page, name };
}

/** The grid's place, focused. */
const grid = (page) => page.getByRole("application");
const reading = (page) => page.locator(".grid-reading p").innerText();

/** How many different colours a canvas shows; 1 when nothing was painted. */
const colours = (page) =>
  page.locator("canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`a job in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page, name } = await job(t, { colorScheme, viewport: { width, height: 900 } });
      assert.match(await page.locator("h1").innerText(), new RegExp(name));
      assert.equal(await page.locator(".criteria li").count(), 4);
      assert.ok((await colours(page)) > 5, "the grid is painted");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `nothing is wider than the page, but for ${overflow} px`);
      await axe(page);
      await screenshot(page, `job-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("the grid is read with the keyboard", async (t) => {
  const { page } = await job(t);
  await grid(page).focus();
  await page.keyboard.press("ArrowDown");
  const first = await reading(page);
  assert.match(first, /, run \d+, .* UTC, /);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await reading(page), first, "another run");
  await page.keyboard.press("Home");
  assert.equal(await reading(page), first);
  await page.keyboard.press("Control+End");
  const last = await reading(page);
  const place = await grid(page).evaluate((e) => [e.scrollLeft, e.scrollTop]);
  assert.ok(place[0] + place[1] > 0, "the last cell is scrolled into sight");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("PageDown");
  assert.notEqual(await reading(page), last);
  const opened = page.context().waitForEvent("page");
  await page.keyboard.press("Enter");
  await (await opened).close();
  await page.keyboard.press("Escape");
  assert.match(await reading(page), /arrow key/);
});

test("the grid is read with the mouse", async (t) => {
  const { page } = await job(t);
  const box = await grid(page).boundingBox();
  await page.mouse.move(box.x + box.width * 0.36 + 60, box.y + 150);
  const tip = page.locator(".tip");
  await tip.waitFor();
  assert.match(await tip.innerText(), /run \d+/);
  await page.mouse.click(box.x + box.width * 0.36 + 60, box.y + 150);
  assert.match(await reading(page), /, run \d+, /);
  await page.getByRole("link", { name: /Open the run/ }).waitFor();
  await screenshot(page, "job-tip");
});

test("the grid as a table has the same content, and the link keeps it", async (t) => {
  const { page } = await job(t);
  await grid(page).focus();
  await page.keyboard.press("ArrowDown");
  const [name] = (await reading(page)).split(/, run /);
  await page.getByRole("link", { name: "Show as table" }).click();
  const table = page.locator("table.grid-table");
  await table.waitFor();
  await table.getByRole("rowheader", { name, exact: true }).waitFor();
  assert.match(page.url(), /as=table/);
  await axe(page);
  const first = await table.getByRole("rowheader").first().innerText();
  await page.getByRole("button", { name: "Next rows" }).click();
  assert.notEqual(await table.getByRole("rowheader").first().innerText(), first);
  await page.reload();
  await table.waitFor({ timeout: 60_000 });
  await screenshot(page, "job-table");
});

test("the filter leaves the tests that hold its words", async (t) => {
  const { page } = await job(t);
  const box = page.getByRole("searchbox", { name: "Filter tests by name" });
  const count = page.locator(".job-grid .section-head [role=status]");
  const all = await count.innerText();
  await box.fill("sig-storage");
  await page.waitForFunction((all) => document.querySelector(".job-grid [role=status]").innerText !== all, all);
  assert.match(await count.innerText(), /^\d+ of \d+ tests$/);
  await box.fill("no such test anywhere");
  assert.match(await count.innerText(), /^0 of/);
});

test("the theme button repaints the grid", async (t) => {
  const { page } = await job(t);
  const corner = () =>
    page.locator("canvas").evaluate((c) => [...c.getContext("2d").getImageData(2, 2, 1, 1).data].join());
  const light = await corner();
  await page.getByRole("button", { name: /^Theme/ }).click(); // light
  await page.getByRole("button", { name: /^Theme/ }).click(); // dark
  await page.waitForTimeout(200);
  assert.notEqual(await corner(), light);
});

test("a job that is not there is said to be not there", async (t) => {
  const sim = await startSim(t, ["serve", "--seed", "7", "--jobs", "4"]);
  const site = await serveDist(t);
  const path = `flakes/job?at_board=${BOARD}&at_job=gone&v=1`;
  const page = await openPage(t, site.url + path, { upstreams: { [TESTGRID]: sim.url } });
  await page.getByText("No job of this name was read").waitFor({ timeout: 60_000 });
  await axe(page);
});
