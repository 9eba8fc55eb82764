// Failures: the ranked clusters of the boards and of files, one cluster, "is this a flake?", the downloads, the faults.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { TESTGRID, axe, download, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const WORLD = ["serve", "--seed", "7"];

/** The failures of the made-up boards, all read and grouped. */
async function boards(t, { path = "failures", complete = true, args = WORLD, ...options } = {}) {
  const sim = await startSim(t, args);
  const site = await serveDist(t);
  const page = await openPage(t, site.url + path, { upstreams: { [TESTGRID]: sim.url }, ...options });
  if (complete) await grouped(page);
  return { sim, site, page };
}

/** Waits until the list is there and nothing is being read. */
async function grouped(page) {
  await page.locator(".cluster-table tbody tr").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
}

/** Opens the evidence of a test, once everything is read. */
async function openEvidence(page) {
  await page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
  await page.locator('.vt-row[data-row="1"]').click();
}

/** A folder that goes with the test. */
function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "flakescope-e2e-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Failure records with known causes, made up. */
function records(t, args = []) {
  const path = join(folder(t), "records.jsonl");
  execFileSync(program("flakescope-sim"), ["failures", "--seed", "3", "--out", path, ...args]);
  return path;
}

/** Gives files to the page as a user does. */
async function open(page, paths) {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open failures from files" }).click(),
  ]);
  await chooser.setFiles(paths);
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const size = async (row) => Number((await row.locator(".size b").innerText()).replaceAll(",", ""));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`failures in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await boards(t, { colorScheme, viewport: { width, height: 900 } });
      assert.match(await page.locator("h1").innerText(), /[\d,]+ failures make [\d,]+ clusters? of the same failure/);
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await page.locator(".tuning").waitFor();
      await page.locator("#radius").waitFor();
      await axe(page);
      await screenshot(page, `failures-${colorScheme}-${width}`, { fullPage: true });
      await page.locator(".cluster-table a").first().click();
      await page.locator("pre.marked").first().waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `failures-cluster-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("clusters are ranked, open by a link, and the link restores them", async (t) => {
  const { page, site, sim } = await boards(t);
  const sizes = await Promise.all((await page.locator(".cluster-table tbody tr").all()).map(size));
  assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a));
  const first = page.locator(".cluster-table a").first();
  const name = await first.innerText();
  await first.click();
  await page.waitForURL(/cluster=[0-9a-f]{20}/);
  await page.locator("pre.marked").first().waitFor();
  assert.equal(await page.locator("h1").innerText(), name);
  const again = await openPage(t, page.url(), { upstreams: { [TESTGRID]: sim.url } });
  await again.locator("pre.marked").first().waitFor({ timeout: 60_000 });
  assert.equal(await again.locator("h1").innerText(), name);
  assert.match(again.url(), new RegExp(`^${site.url}failures\\?`));
  await again.locator("a.nothing, td a[href*=at_test]").first().click();
  await again.waitForURL(/\/flakes\?.*at_test=/);
  await again.goBack();
  await again.getByRole("link", { name: "All clusters" }).click();
  await grouped(again);
});

test("a larger radius makes fewer failures alone, and the link keeps it", async (t) => {
  const { page } = await boards(t);
  const alone = async () => Number((await page.locator(".tuning-preview").innerText()).match(/, ([\d,]+) of/)[1].replaceAll(",", ""));
  const before = await alone();
  await page.getByRole("slider").fill("5");
  await page.waitForURL(/eps=0\.05/);
  await page.waitForFunction((before) => !document.querySelector(".tuning-preview").textContent.includes(`, ${before} of`), before.toLocaleString("en"));
  assert.ok((await alone()) > before);
  await page.getByRole("spinbutton").fill("200");
  await page.getByRole("spinbutton").press("Enter");
  await page.waitForURL(/min_samples=200/);
});

test("a pasted message finds its cluster; an unlike one finds none", async (t) => {
  const { page } = await boards(t);
  await page.locator(".cluster-table a").first().click();
  const text = await page.locator("pre.marked").first().innerText();
  await page.getByRole("link", { name: "All clusters" }).click();
  const box = page.getByRole("textbox", { name: /log or the message/ });
  await box.fill(text);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.locator(".ask-sentence").waitFor();
  assert.match(await page.locator(".ask-sentence").innerText(), /^It is the same failure as [\d,]+ failures of/);
  await axe(page);
  await box.fill("a wholly unknown sentence about herons and their nests");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("It is like no other failure at hand").waitFor();
});

test("records from a file: clusters, chances, the model card, and the files of the command line", async (t) => {
  const { page } = await boards(t);
  const path = records(t);
  await open(page, [path]);
  await page.waitForURL(/src=files/);
  await page.getByText("How far can chances be trusted?").waitFor();
  await page.locator(".model-facts").waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached" });
  await axe(page);
  await screenshot(page, "failures-files", { fullPage: true });
  const menu = page.locator("details", { hasText: "Download" }).first();
  await menu.locator("summary").click();
  const saved = await download(page, () => menu.getByRole("button", { name: /^CSV/ }).click());
  assert.match(saved.name, /^flakescope-clusters-.*\.csv$/);
  const native = execFileSync(program("flakescope"), ["failures", "cluster", path, "--format", "csv"], { maxBuffer: 1e9 });
  assert.equal(saved.bytes.toString(), native.toString(), "the page and the command line write the same");
  const line = JSON.parse(readFileSync(path, "utf8").split("\n")[0]);
  await page.getByRole("textbox", { name: /log or the message/ }).fill(line.log);
  await page.getByRole("textbox", { name: /The test/ }).fill(line.test);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText(/The chance that it is a false positive is \d+ %/).waitFor();
  await axe(page);
  await screenshot(page, "failures-ask", { fullPage: true });
});

test("the overview and a test's evidence lead to the cluster", async (t) => {
  const { page } = await boards(t, { path: "", complete: false });
  const section = page.getByRole("region", { name: "The same failure in many tests" });
  await section.locator("li a").first().waitFor({ timeout: 60_000 });
  assert.match(await section.innerText(), /[\d,]+ failures make [\d,]+ clusters/);
  await section.locator("li a").first().click();
  await page.locator("pre.marked").first().waitFor();
  const name = await page.locator("h1").innerText();
  await page.locator("td a[href*=at_test]").first().click();
  await page.locator(".evidence .same-as a").first().waitFor({ timeout: 60_000 });
  assert.ok((await page.locator(".evidence .same-as").innerText()).includes(name));
  await axe(page);
  await screenshot(page, "failures-evidence");
});

test("from a test's evidence to the whole texts of its failed runs", async (t) => {
  const sim = await startSim(t, WORLD);
  const site = await serveDist(t);
  const upstreams = { [TESTGRID]: sim.url, "https://storage.googleapis.com": sim.url };
  const page = await openPage(t, `${site.url}flakes`, { upstreams });
  await openEvidence(page);
  await page.getByRole("link", { name: "Whole texts of its failed runs" }).click();
  await grouped(page);
  assert.match(page.url(), /\/failures\?.*at_board=/);
  await page.getByText("All that failed in the newest runs in which").waitFor();
  await page.getByText(/failures? of this test in/).first().waitFor();
  const reads = page.asked.filter(({ url }) => url.startsWith("https://storage.googleapis.com/"));
  assert.ok(reads.some(({ url }) => url.includes("pageToken=")), "lists come in pages");
  assert.ok(reads.every(({ headers }) => !headers.authorization), "no token goes there");
  assert.equal(await page.getByText("TestGrid keeps").count(), 0, "nothing is cut");
  await axe(page);
  await screenshot(page, "failures-runs");

  const restored = await openPage(t, page.url(), { upstreams });
  await grouped(restored);
  assert.equal(await restored.locator("h1").innerText(), await page.locator("h1").innerText());
  await restored.locator(".cluster-table tbody a").first().click();
  await restored.getByText("One of them as it was written").click();
  const text = await restored.locator("details pre").first().innerText();
  assert.ok(text.length > 143 && text.includes("full stack trace"), text);
  await restored.getByRole("link", { name: "All clusters" }).click();
  await restored.getByRole("link", { name: "All failures on the boards" }).click();
  await restored.getByText("TestGrid keeps").waitFor({ timeout: 60_000 });
});

test("runs whose files cannot be read say so", async (t) => {
  const sim = await startSim(t, WORLD);
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}flakes`, {
    upstreams: { [TESTGRID]: sim.url },
    allow: [/ERR_FAILED|Failed to load resource/],
  });
  await page.context().route("https://storage.googleapis.com/**", (route) => route.fulfill({ status: 404, body: "gone" }));
  await openEvidence(page);
  await page.getByRole("link", { name: "Whole texts of its failed runs" }).click();
  const notice = page.getByRole("alert");
  await notice.waitFor({ timeout: 60_000 });
  assert.match(await notice.innerText(), /its files cannot be read: not found/);
  await axe(page);
});

test("JUnit, logs, archives and a broken file in one go: what is good is kept, the rest is said", async (t) => {
  const { page } = await boards(t, { path: "failures?src=sample", complete: false });
  const dir = folder(t);
  const put = (name, bytes) => (writeFileSync(join(dir, name), bytes), join(dir, name));
  const failed = (test) => `<testcase name="${test}"><failure>dial tcp 10.0.0.${test.length}: connection refused</failure></testcase>`;
  const files = [
    put("junit.xml", `<testsuite name="s">${["a", "bb", "ccc"].map(failed).join("")}`), // cut short
    put("more.xml.gz", gzipSync(`<testsuite>${failed("dddd")}</testsuite>`)),
    put("build.log", "dial tcp 10.0.0.9: connection refused\n"),
    put("bad.zip", "PK\u0003\u0004 and nothing more"),
    put("hostile.jsonl", JSON.stringify({ log: "<img src=x onerror=alert(1)> =1+1 \u202e", test: "<script>" })),
  ];
  await open(page, files);
  await page.waitForURL(/src=files/);
  await grouped(page);
  assert.match(await page.locator("h1").innerText(), /^6 failures make 1 cluster of the same failure; 1 is like no other/);
  const notice = page.locator(".notice", { hasText: "Read from the files" });
  for (const name of ["bad.zip", "junit.xml"]) await notice.getByText(name, { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.querySelectorAll("main img, main script").length), 0);
  await axe(page);
  await screenshot(page, "failures-mixed");
});

test("more than the page can hold is refused with the figure and the command", async (t) => {
  const { page } = await boards(t, { path: "failures?src=sample", complete: false });
  const path = join(folder(t), "huge.jsonl");
  execFileSync("truncate", ["-s", "600M", path]);
  await open(page, [path]);
  await page.getByText(/they hold 630 MB, and the page reads 500 MB at most/).waitFor({ timeout: 30_000 });
  await page.getByText("flakescope failures cluster FILE").waitFor();
});

test("a cancel in the middle of grouping is answered, and reading goes on afterwards", async (t) => {
  const { page } = await boards(t, { path: "failures?src=sample" });
  const path = records(t, ["--count", "3000", "--size", "10000"]);
  await open(page, [path]);
  await page.waitForURL(/src=files/);
  await page.getByRole("button", { name: "Cancel" }).click({ timeout: 60_000 });
  await page.getByText("Stopped.").waitFor({ timeout: 2_000 });
  await page.getByRole("button", { name: "Read on" }).first().click();
  await page.locator(".cluster-table tbody tr").first().waitFor({ timeout: 120_000 });
});

test("a link to files that are not there says so", async (t) => {
  const { page } = await boards(t, { path: "failures?src=files", complete: false });
  await page.getByText("This view was made from files").waitFor({ timeout: 30_000 });
  await axe(page);
});
