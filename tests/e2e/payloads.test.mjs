// Payloads: runs out of files, of the sample, of a tab; the verdict, what stands behind it, the downloads, the faults.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { TESTGRID, axe, choose, download, drop, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const STORAGE = "https://storage.googleapis.com";

/** A made-up payload in a folder that goes with the test, and what is true of it. */
function payload(t, args = []) {
  const folder = mkdtempSync(join(tmpdir(), "flakescope-e2e-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync(program("flakescope-sim"), ["payload", "--seed", "4", "--out", folder, ...args]);
  const archives = readdirSync(join(folder, "archives")).map((name) => join(folder, "archives", name));
  return { folder, archives, history: join(folder, "history.csv"), truth: JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) };
}

async function open(t, path = "payloads", options = {}) {
  const site = await serveDist(t);
  const page = await openPage(t, site.url + path, options);
  await page.locator("h1").waitFor({ timeout: 60_000 });
  return { site, page };
}

/** Waits until the verdict stands. */
async function judged(page) {
  await page.locator(".payload-table tbody").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const names = (page) => page.locator(".payload-open").evaluateAll((all) => all.map((one) => one.innerText.split("\n").at(-1).trim()));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`payloads in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await open(t, "payloads", { colorScheme, viewport: { width, height: 900 } });
      await page.locator(".payload-start").waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `payloads-start-${colorScheme}-${width}`, { fullPage: true });
      await page.getByRole("button", { name: "Look at the made-up sample" }).click();
      await judged(page);
      await page.locator("#power").waitFor();
      await page.locator(".payload-open").first().click();
      await page.locator(".payload-dl").waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `payloads-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("the sample has one regression, one flaky test and one missing run", async (t) => {
  const { page } = await open(t, "payloads?src=sample");
  await judged(page);
  assert.match(await page.locator("h1").innerText(), /^The payload fails over 10 runs of .*: 1 of 126 tests that ran failed/);
  const verdicts = await page.locator(".payload-table td .tag").allInnerTexts();
  assert.deepEqual(verdicts, ["failed", "informing", "flaky"]);
  await page.locator(".payload-open").first().click();
  const facts = await page.locator(".payload-dl").innerText();
  assert.match(facts, /It passes \d+ percentage points less than before \(95 % interval: \d+ less to \d+ less\)/);
  assert.match(facts, /one-sided Fisher test/);
  assert.match(facts, /Runs that did not end, or lost results: \d{19}/);
  assert.equal(await page.locator("section:has(#runs-title) tbody tr").count(), 10);
  assert.equal(await page.locator("section:has(#runs-title) .tag", { hasText: "incomplete" }).count(), 1);
});

test("ten archives are dropped, judged, and the aggregated JUnit reads back to the same verdicts", async (t) => {
  const { archives, history, truth, folder } = payload(t);
  const { page } = await open(t);
  await page.locator(".payload-start").waitFor();
  await drop(page, [...archives, history]);
  await judged(page);
  await page.waitForURL(/\/payloads\?.*src=files/);
  assert.deepEqual(await names(page), [truth.regressed, truth.informing, truth.flaky]);
  assert.match(await page.locator(".payload-facts").innerText(), /history knows 126 tests/);
  await page.locator(".actions summary", { hasText: "Download" }).click();
  const file = await download(page, () => page.getByRole("button", { name: "JUnit" }).click());
  assert.equal(file.name, "junit-aggregated.xml");
  const native = execFileSync(program("flakescope"), [
    "payloads", "verdict", "--format", "junit", "--history", history, "--runs", join(folder, "archives"),
  ]);
  assert.equal(file.bytes.toString(), native.toString(), "the command line writes the same bytes");
  const back = await page.evaluate((text) => {
    const cases = [...new DOMParser().parseFromString(text, "application/xml").querySelectorAll("testcase")];
    return cases.map((one) => [one.getAttribute("name"), Boolean(one.querySelector("failure"))]);
  }, file.bytes.toString());
  const failed = [...new Set(back.filter(([, failed]) => failed).map(([name]) => name))];
  assert.deepEqual(failed.sort(), [truth.informing, truth.regressed].sort());
});

test("a folder of runs or a folder for each is dropped, and judged as archives are", async (t) => {
  const { history, truth, folder } = payload(t);
  const { page } = await open(t);
  await page.locator(".payload-start").waitFor();
  const runs = join(folder, "runs");
  for (const paths of [[runs, history], [...readdirSync(runs).map((name) => join(runs, name)), history]]) {
    await drop(page, paths);
    await page.getByText("Read from the files: 10 runs, earlier results.").first().waitFor();
    await judged(page);
    assert.deepEqual(await names(page), [truth.regressed, truth.informing, truth.flaky]);
    assert.ok((await page.locator(".payload-runs, section:has(#runs-title)").first().innerText()).includes(truth.missing_run));
    await page.goto(page.url().replace(/payloads.*/, "payloads"));
    await page.locator(".payload-start").waitFor();
  }
  const empty = mkdtempSync(join(tmpdir(), "flakescope-e2e-"));
  t.after(() => rmSync(empty, { recursive: true, force: true }));
  await drop(page, [empty]);
  await page.getByText("Nothing could be read from the files.").first().waitFor();
});

test("what the browser does not hand out of a folder is lost from its run, and said", async (t) => {
  const { folder } = payload(t);
  const { page } = await open(t);
  await page.locator(".payload-start").waitFor();
  const runs = join(folder, "runs");
  const lost = join(runs, readdirSync(runs)[0], "artifacts", "junit_lost.xml");
  writeFileSync(lost, "<testsuite/>");
  // As of a file that may not be read.
  await page.evaluate(() => {
    const { webkitGetAsEntry } = DataTransferItem.prototype;
    const wrapped = (entry) => ({
      isDirectory: entry.isDirectory,
      fullPath: entry.fullPath,
      file: (done, failed) => (entry.name === "junit_lost.xml" ? failed(new DOMException("gone", "NotFoundError")) : entry.file(done, failed)),
      createReader: () => {
        const reader = entry.createReader();
        return { readEntries: (done, failed) => reader.readEntries((found) => done(found.map(wrapped)), failed) };
      },
    });
    DataTransferItem.prototype.webkitGetAsEntry = function () {
      return wrapped(webkitGetAsEntry.call(this));
    };
  });
  await drop(page, [runs]);
  await judged(page);
  await page.getByText("Read from the files: 10 runs.").first().waitFor();
  assert.match(await page.locator(".notice").first().innerText(), /junit_lost\.xml: the browser does not hand it out/);
  const incomplete = page.locator("section:has(#runs-title) tbody tr", { hasText: "incomplete" });
  assert.equal(await incomplete.count(), 2, "the run that never ended, and this one");
  assert.match(await incomplete.first().innerText(), /junit_lost\.xml.*the browser does not hand it out/);
});

test("earlier results change what is required, and a table with NaN judges nothing", async (t) => {
  const { archives, history } = payload(t);
  const { page } = await open(t);
  await choose(page, "Choose files", archives);
  await judged(page);
  const before = page.locator(".payload-facts");
  assert.match(await before.innerText(), /no history was given; every test is held to 70 %/);
  await choose(page, "Choose earlier results", [history]);
  await before.getByText("history knows 126 tests").waitFor();
  const broken = { name: "before.csv", mimeType: "text/csv", buffer: Buffer.from("suite,test,passes,failures\ns,t,NaN,1\n") };
  await choose(page, "Choose earlier results", [broken]);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /These runs cannot be judged[\s\S]*before\.csv: line 2[\s\S]*nothing is judged/);
  await axe(page);
  await screenshot(page, "payloads-bad-history");
});

test("what would give a wrong verdict is said, and what is odd is a warning", async (t) => {
  const { archives } = payload(t);
  const { page } = await open(t);
  const named = (name, text) => ({ name, mimeType: "application/xml", buffer: Buffer.from(text) });
  const suite = (inside) => `<testsuite name="s"><testcase name="a">${inside}</testcase><testcase name="b"/></testsuite>`;
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join("");
  await choose(page, "Choose files", [
    named("cut.xml", suite("<failure>x</failure>").slice(0, -40)),
    named("bomb.xml", `<!DOCTYPE l [<!ENTITY e0 "ha">${levels}]>${suite("<failure>&e9;</failure>")}`),
    named("nameless.xml", suite("").replace(' name="s"', "")),
    named("html.xml", suite("").replace('name="a"', 'name="&lt;img src=x onerror=alert(1)&gt;"')),
    named("notes.txt", "not a run"),
    ...["1", "2", "3", "4", "5", "6"].map((n) => named(`whole-${n}.xml`, suite(""))),
  ]);
  await judged(page);
  assert.match(await page.locator("h1").innerText(), /^The payload fails over 10 runs/);
  await page.locator(".source-line summary", { hasText: "warning" }).click();
  await page.locator(".warnings li").first().waitFor(); // drawn when the menu has opened
  const warnings = await page.locator(".warnings").innerText();
  for (const words of [/cut.*incomplete/, /bomb\.xml[\s\S]*never expanded/, /nameless\.xml[\s\S]*no name/, /notes\.txt[\s\S]*left out/]) {
    assert.match(warnings, words);
  }
  await page.keyboard.press("Escape");
  await page.getByLabel("Part of the name").fill("<IMG");
  await page.getByRole("button", { name: /passed/ }).click();
  await page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  const [first] = archives;
  const twice = [first, { name: "again.zip", mimeType: "application/zip", buffer: readFileSync(first) }];
  await page.locator(".source-line summary").first().click();
  const given = twice.map((file) => (typeof file === "string" ? { name: "once.zip", mimeType: "application/zip", buffer: readFileSync(file) } : file));
  await choose(page, "Files\u2026", given);
  await page.getByRole("alert").getByText("Two runs have the id").waitFor();
});

test("the link keeps the settings and what is listed", async (t) => {
  const { page } = await open(t, "payloads?src=sample");
  await judged(page);
  const required = async () => (await page.locator(".payload-name p").first().innerText()).match(/and (\d+) are required/)[1];
  const usual = await required();
  await page.locator("summary", { hasText: "How tests are held to history" }).click();
  await page.getByLabel("Significance").fill("0.001");
  await page.getByLabel("Significance").press("Enter");
  await page.waitForURL(/alpha=0\.001/);
  await page.waitForFunction((usual) => !document.querySelector(".payload-name p").textContent.includes(`and ${usual} are`), usual);
  const mild = await required();
  assert.ok(Number(mild) < Number(usual), `${mild} < ${usual}`);
  const again = await openPage(t, page.url());
  await judged(again);
  assert.equal((await again.locator(".payload-name p").first().innerText()).match(/and (\d+) are required/)[1], mild);
  await again.getByRole("button", { name: /passed/ }).click();
  await again.waitForURL(/show=failed%2Cinforming%2Cflaky%2Cpassed/);
  await again.getByText("126 tests", { exact: true }).waitFor();
  await again.goBack();
  await again.getByText("3 tests", { exact: true }).waitFor();
});

test("the newest runs of a job are read from their bucket and held against the runs before", async (t) => {
  const sim = await startSim(t, ["serve", "--seed", "7"]);
  const site = await serveDist(t);
  const page = await openPage(t, site.url, { upstreams: { [TESTGRID]: sim.url, [STORAGE]: sim.url } });
  await page.locator("a[href*='flakes/job']").first().click({ timeout: 60_000 });
  await page.getByRole("link", { name: "Judge its newest runs" }).click();
  await page.waitForURL(/\/payloads\?.*newest=10/);
  await judged(page).catch(async () => page.locator(".payload-tests .empty").waitFor());
  assert.match(await page.locator(".payload-facts").innerText(), /from the tab's \d+ earlier runs, 20\d\d/);
  assert.equal(await page.locator("section:has(#runs-title) tbody tr").count(), 10);
  assert.ok(page.asked.some(({ url }) => url.includes("/storage/v1/b/")), "the bucket was asked");
});
