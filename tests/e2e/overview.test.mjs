// The overview: the sentence, the boards, figures that are links, the ten tests, every theme, width and fault.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TESTGRID, axe, download, openPage, screenshot, serveDist, startSim } from "./harness.mjs";

const WORLD = ["serve", "--seed", "7"];

/** The overview with everything read. */
async function overview(t, { path = "", args = WORLD, complete = true, ...options } = {}) {
  const sim = await startSim(t, args);
  const site = await serveDist(t);
  const page = await openPage(t, site.url + path, { upstreams: { [TESTGRID]: sim.url }, ...options });
  if (complete) await page.getByRole("heading", { name: "The ten that matter most" }).waitFor({ timeout: 60_000 });
  return { sim, site, page };
}

/** By how many pixels something is wider than the page. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Axe, once nothing moves any more. */
async function accessible(page) {
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 }).catch(() => {});
  await axe(page);
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`the overview in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await overview(t, { colorScheme, viewport: { width, height: 900 } });
      assert.match(await page.locator("h1.sentence").innerText(), /\d/, "the sentence has its number");
      assert.equal(await page.locator(".board").count(), 2);
      assert.ok((await page.locator("#worst-title").locator("xpath=ancestor::section").locator("tbody tr").count()) <= 10);
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await accessible(page);
      await screenshot(page, `overview-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("figures have a name, words, labels that fit, a table and a download", async (t) => {
  const { page } = await overview(t, { path: "?as=verdict" });
  for (const [name, kind] of [["Tests to look at per SIG", "SIG"], ["Tests to look at per job", "job"]]) {
    const figure = page.getByRole("region", { name });
    const picture = figure.getByRole("img", { name });
    assert.match(await picture.locator("desc").textContent(), /^Horizontal bars, \d+ in all/);
    const links = await figure.locator(".figure-links a").count();
    assert.ok(links > 0 && links <= 14, `${links} bars`);
    assert.ok((await picture.locator("rect.c-flaky").count()) > 0, "colours come by class");
    assert.deepEqual(await overlaps(picture), [], "no label lies on another");
    await figure.getByRole("button", { name: `${name} as a table` }).click();
    const rows = figure.getByRole("row");
    assert.equal(await rows.first().getByRole("columnheader").first().innerText(), kind);
    assert.ok((await rows.count()) > links, "the table has every bar");
    const saved = await download(page, () => figure.getByRole("button", { name: /^Download/ }).click());
    assert.match(saved.name, /^flakescope-.*\.svg$/);
    assert.match(saved.bytes.toString(), /^<svg .*fill="#7A2FD6"/s, "the file brings its colours");
  }
});

/** Pairs of texts in a picture whose boxes overlap. */
function overlaps(picture) {
  return picture.evaluate((svg) => {
    const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    return boxes.flatMap(([a, first], i) => boxes.slice(i + 1).filter(([, b]) => meet(first, b)).map(([b]) => [a, b]));
  });
}

test("bars, boards and tests lead into the table", async (t) => {
  const { page } = await overview(t);
  const figure = page.getByRole("region", { name: "Tests to look at per job" });
  const bar = figure.locator(".figure-links a").first();
  const job = await bar.getAttribute("title");
  await bar.click();
  await page.waitForURL(/\/flakes\?/);
  await page.locator(".chip", { hasText: job }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "The ten that matter most" }).waitFor();
  await page.locator(".board h2 a").first().click();
  await page.waitForURL(/\/flakes\?.*blocking/);
  await page.goBack();
  await page.locator("a.test-link").first().click();
  await page.waitForURL(/at_test=/);
});

test("figures follow the width and the theme", async (t) => {
  const { page } = await overview(t, { path: "?as=verdict" });
  const picture = page.getByRole("img", { name: "Tests to look at per job" });
  const wide = await picture.getAttribute("viewBox");
  await page.setViewportSize({ width: 390, height: 800 });
  await page.waitForFunction(
    (wide) => document.querySelector('section[aria-labelledby="per-job"] svg').getAttribute("viewBox") !== wide,
    wide,
  );
  assert.deepEqual(await overlaps(picture), []);
  const fill = () => picture.locator("rect.c-flaky").first().evaluate((e) => getComputedStyle(e).fill);
  const light = await fill();
  await page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await fill(), light);
});

test("jobs come first while their tests are being read", async (t) => {
  const { page } = await overview(t, { complete: false, args: [...WORLD, "--fault", "slow=/rows:4000"] });
  await page.getByText("Their tests are being read").waitFor({ timeout: 30_000 });
  assert.equal(await page.locator(".board").count(), 2);
  assert.ok((await page.locator("#jobs-title").locator("xpath=ancestor::section").locator("tbody tr").count()) > 40);
  await axe(page);
  await screenshot(page, "overview-summaries");
  await page.setViewportSize({ width: 390, height: 900 });
  assert.ok((await overflow(page)) <= 0, "how far the reading is fits a phone");
  await page.locator(".progress").getByRole("button", { name: "Cancel" }).click({ trial: true });
  await screenshot(page, "overview-summaries-390");
});

test("a name that looks like code is a name", async (t) => {
  const { page } = await overview(t);
  const injected = await page.evaluate(() => document.querySelectorAll(".figure script, .figure foreignObject").length);
  assert.equal(injected, 0);
});

test("the method page defines every number, and is reachable", async (t) => {
  const { page } = await overview(t, { path: "method", complete: false });
  for (const word of ["Wilson", "Benjamini", "Nothing is uploaded"]) await page.getByText(word).first().waitFor();
  assert.ok((await page.locator(".terms dt[id]").count()) > 15);
  await axe(page);
  await screenshot(page, "method", { fullPage: true });
});
