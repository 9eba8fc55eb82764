// The table of flaky tests: open, filter, share, download; rows that open to their evidence; keys; every width and theme.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { TESTGRID, axe, download, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const WORLD = ["serve", "--seed", "7"];
const SMALL = [...WORLD, "--jobs", "6", "--tests", "40"];

/** The table page with everything read. */
async function flakes(t, { path = "flakes", args = WORLD, base = "/", complete = true, sim, ...options } = {}) {
  sim ??= await startSim(t, args);
  const site = await serveDist(t, { base });
  const page = await openPage(t, site.url + path, { upstreams: { [TESTGRID]: sim.url }, ...options });
  if (complete) await read(page);
  return { sim, site, page };
}

/** Waits until everything was read and the rows in sight are there. */
async function read(page) {
  await page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
  await settled(page);
}

const settled = (page) => page.waitForFunction(() => !document.querySelector(".vt-body .skeleton"));
const rows = (page) => page.locator(".vt-body > .vt-row");
const row = (page, index) => page.locator(`.vt-row[data-row="${index}"]`);
const names = (page) => page.locator(".vt-body .test-name").evaluateAll((all) => all.map((name) => name.title));
const matching = async (page) => {
  const words = await page.locator(".vt-tools b").innerText();
  return Number(words.match(/^[\d,]+/)[0].replaceAll(",", ""));
};

/** The names once they stay the same: the old rows are shown until the new ones come. */
async function settledNames(page) {
  for (let last, now = await names(page); ; last = now) {
    await page.waitForTimeout(400);
    now = await names(page);
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
  }
}

/** Waits for a change that an action makes in what `look` sees. */
async function changes(page, look, action) {
  const before = JSON.stringify(await look());
  await action();
  for (let i = 0; i < 100; i += 1) {
    const now = await look();
    if (JSON.stringify(now) !== before) return now;
    await page.waitForTimeout(50);
  }
  throw new Error(`nothing changed: ${before}`);
}

for (const base of ["/", "/some/sub/path/"]) {
  test(`open, filter, copy the link, open it elsewhere: the same rows (${base})`, async (t) => {
    const { page, site, sim } = await flakes(t, { base, permissions: ["clipboard-read", "clipboard-write"] });
    const all = await matching(page);
    await page.getByText("+ filter").click();
    await page.locator(".menu-group[aria-label=SIG] button").first().click();
    await page.keyboard.press("Escape");
    await page.locator(".chip", { hasText: /^SIG / }).waitFor();
    await changes(page, () => matching(page), () => page.getByRole("button", { name: "failure rate" }).click()).catch(() => {});
    await page.getByRole("columnheader", { name: /failure rate/ }).and(page.locator("[aria-sort=descending]")).waitFor();
    await read(page);
    assert.ok((await matching(page)) < all, "the filter leaves fewer rows");
    const seen = await settledNames(page);

    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(link.startsWith(`${site.url}flakes?`), link);
    assert.doesNotMatch(link, /[\s[\]{}]/, "chat tools keep the link whole");

    const other = await openPage(t, link, { upstreams: { [TESTGRID]: sim.url } });
    await read(other);
    assert.deepEqual(await settledNames(other), seen);
  });
}

test("the downloaded CSV is what the command line writes, byte for byte", async (t) => {
  const sim = await startSim(t, SMALL);
  const site = await serveDist(t);
  const source = `${sim.url}/api/v1`;
  const page = await openPage(t, `${site.url}flakes?v=1&days=7&verdict=flaky,failing&src=${encodeURIComponent(source)}`);
  await page.getByRole("button", { name: `Read from ${new URL(sim.url).host}` }).click();
  await read(page);
  for (const [name, format] of [["CSV", "csv"], ["Markdown", "markdown"], ["Org", "org"]]) {
    await page.getByText("Download").click();
    const file = await download(page, () => page.locator(".menu-list button", { hasText: name }).click());
    const flags = ["--testgrid", source, "--window-days", "7", "--verdict", "flaky,failing", "--format", format];
    const written = execFileSync(program("flakescope"), ["flakes", ...flags], { maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"] });
    assert.match(file.name, /^flakescope-flakes-\d{4}-\d\d-\d\d\./);
    // Markdown and Org say when they were made; the CSV is the same to the byte.
    const words = (bytes) => bytes.toString().replace(/Made at \S+/, "Made at …");
    assert.equal(words(file.bytes), words(written), `${name} is the same`);
    if (format === "csv") assert.ok(file.bytes.equals(written));
  }
});

test("back and forward go through filters, orders and opened rows", async (t) => {
  // The browser asks for the icon again when the history moves, at times after the test has ended.
  const { page } = await flakes(t, { args: SMALL, allow: [/icon\.svg/] });
  const first = page.url();
  await page.getByRole("button", { name: "job", exact: true }).click();
  await page.waitForURL(/sort=/);
  await row(page, 1).click();
  await page.waitForURL(/at_test=/);
  await page.locator(".evidence").waitFor();
  await page.getByRole("link", { name: "Method" }).first().click();
  await page.waitForURL(/method/);
  await page.goBack();
  await page.locator(".evidence").waitFor();
  await page.goBack();
  await page.locator(".evidence").waitFor({ state: "detached" });
  assert.match(page.url(), /sort=/);
  await page.goBack();
  await page.waitForURL(first);
  await page.goForward();
  await page.waitForURL(/sort=/);
  await page.locator("[role=columnheader][aria-sort=ascending]").waitFor();
});

test("a row opens to its evidence, and the link brings it back", async (t) => {
  const { page, sim, site } = await flakes(t, { path: "flakes?verdict=flaky" });
  await row(page, 2).click();
  const evidence = page.locator(".evidence");
  await evidence.locator(".evidence-why li").first().waitFor();
  assert.match(await evidence.locator(".run-words").innerText(), /UTC: failed/);
  const runs = page.getByRole("slider", { name: "Runs, newest first" });
  await runs.focus();
  const before = await runs.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await runs.getAttribute("aria-valuetext"), before);
  for (const link of await evidence.getByRole("link").all()) {
    const [href, target, rel] = [await link.getAttribute("href"), await link.getAttribute("target"), await link.getAttribute("rel")];
    assert.ok(href.startsWith("https://") ? target === "_blank" && rel === "noopener noreferrer" : href.startsWith("/"), href);
  }
  await axe(page);
  await screenshot(page, "flakes-evidence");
  const title = await evidence.locator(".evidence-head .test-name").getAttribute("title");

  const other = await openPage(t, page.url(), { upstreams: { [TESTGRID]: sim.url } });
  await other.locator(".evidence .evidence-why li").first().waitFor({ timeout: 60_000 });
  assert.equal(await other.locator(".evidence-head .test-name").getAttribute("title"), title);
  await other.keyboard.press("Escape");
  await other.locator(".evidence").waitFor({ state: "detached" });

  await page.getByRole("link", { name: /^Grid of/ }).click();
  await page.waitForURL(/flakes\/job/);
  assert.ok(page.url().startsWith(site.url));
});

test("a long table draws what is in sight alone, and every row can be reached", async (t) => {
  const { page } = await flakes(t, { path: "flakes?verdict=all" });
  const total = await matching(page);
  assert.ok(total > 1000, `${total} rows`);
  assert.equal(Number(await page.getByRole("table", { name: "Tests" }).getAttribute("aria-rowcount")), total + 1);
  assert.ok((await rows(page).count()) < 60, "few rows are drawn");
  await axe(page);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await row(page, total - 1).locator(".col-test").waitFor();
  assert.ok((await rows(page).count()) < 60);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
  await settled(page);
  const drawn = await rows(page).evaluateAll((all) => all.map((row) => Number(row.dataset.row)));
  assert.deepEqual(drawn, drawn.map((_, i) => drawn[0] + i), "rows are drawn without a gap");
});

test("everything by keyboard", async (t) => {
  const { page } = await flakes(t, { args: SMALL });
  const focused = () => page.evaluate(() => document.activeElement?.dataset.row ?? null);
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.dataset.row === "0");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.dataset.row === "2");
  await page.keyboard.press("k");
  await page.waitForFunction(() => document.activeElement?.dataset.row === "1");
  await page.keyboard.press("Enter");
  await page.locator(".evidence .evidence-why").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".evidence").waitFor({ state: "detached" });
  await page.keyboard.press("End");
  const last = (await matching(page)) - 1;
  await page.waitForFunction((last) => document.activeElement?.dataset.row === String(last), last);
  await page.keyboard.press("Home");
  await page.waitForFunction(() => document.activeElement?.dataset.row === "0");

  await page.keyboard.press("/");
  assert.equal(await focused(), null);
  await page.keyboard.type("volume|pod");
  await page.waitForURL(/q=volume/);
  await read(page);
  assert.ok((await names(page)).length > 0);
  await page.keyboard.press("Tab");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await axe(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("a search that is no regular expression says so and keeps the rows", async (t) => {
  const { page } = await flakes(t, { args: SMALL });
  const before = await names(page);
  await page.getByRole("searchbox").fill("pod(");
  await page.locator(".field-note", { hasText: "regular expression" }).waitFor();
  assert.equal(await page.getByRole("searchbox").getAttribute("aria-invalid"), "true");
  assert.deepEqual(await names(page), before);
  await axe(page);
  await page.getByRole("searchbox").fill("");
  await page.locator(".field-note").filter({ hasNotText: /\S/ }).waitFor({ state: "attached" });
});

test("columns can be chosen, and the link keeps them", async (t) => {
  const { page } = await flakes(t, { args: SMALL });
  await page.getByText("Columns").click();
  await page.locator(".menu-list button", { hasText: /^flip rate$/ }).click();
  await page.getByRole("columnheader", { name: "flip rate" }).waitFor();
  await page.waitForURL(/cols=.*flip_rate/);
  await page.getByRole("button", { name: "The usual columns" }).click();
  await page.getByRole("columnheader", { name: "flip rate" }).waitFor({ state: "detached" });
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`the table in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await flakes(t, { colorScheme, viewport: { width, height: 900 } });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `nothing is wider than the page, but for ${overflow} px`);
      await axe(page);
      await screenshot(page, `flakes-${colorScheme}-${width}`);
      await page.getByText("+ filter").click();
      await axe(page);
      await screenshot(page, `flakes-filter-${colorScheme}-${width}`);
      await page.keyboard.press("Escape");
      await row(page, 0).click();
      await page.locator(".evidence .evidence-why").waitFor();
      await axe(page);
      await screenshot(page, `flakes-evidence-${colorScheme}-${width}`);
    });
  }
}

test("files are read in the browser, and a link to them asks for them", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "flakescope-"));
  t.after(() => rm(folder, { recursive: true }));
  execFileSync(program("flakescope-sim"), ["write", "--out", folder, "--seed", "7", "--jobs", "3", "--tests", "20"]);
  const board = join(folder, "legacy/sig-release-master-blocking");
  const files = [join(board, "summary.json"), join(board, "gce-cos-master-default/table.json")];
  const { page, site } = await flakes(t, { path: "flakes?src=files&verdict=all", complete: false });
  await page.getByRole("heading", { name: "This view was made from files" }).waitFor();
  await axe(page);
  await page.locator(".notice input[type=file]").setInputFiles(files);
  await page.locator(".notice", { hasText: "Read from the files: sig-release-master-blocking" }).waitFor();
  await read(page);
  assert.ok((await matching(page)) > 0);
  await page.getByRole("button", { name: "Dismiss" }).click();

  await page.goto(`${site.url}flakes?src=sample`);
  await read(page);
  await page.locator(".source-name").click();
  const broken = { name: "table.json", mimeType: "application/json", buffer: Buffer.from('{"tests": [1') };
  await page.locator(".menu-list input[type=file]").setInputFiles([broken]);
  await page.locator(".notice", { hasText: "table.json" }).getByText(/line 1/).waitFor();
});
