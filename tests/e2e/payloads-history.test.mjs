// Two files of history: chosen or dropped, compared, narrowed by the link, taken away as the command line writes them; and what
// is said of files that cannot be compared.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { axe, download, openPage, program, screenshot, serveDist } from "./harness.mjs";

const OFFLINE = /ERR_NAME_NOT_RESOLVED/; // the default source is not reachable here
const QUESTION = "Did disruption, alerts or failures of tests get worse?";

const row = (BackendName, Platform, Network, P99, more = {}) => ({
  BackendName,
  Release: "4.16",
  FromRelease: "4.15",
  Platform,
  Architecture: "amd64",
  Network,
  Topology: "ha",
  MasterNodesUpdated: "Y",
  JobRuns: 500,
  P50: "0.0",
  P75: "0.0",
  P95: "0.0",
  P99,
  ...more,
});
const CURRENT = [
  row("kube-api-new-connections", "aws", "ovn", "1.0"),
  row("kube-api-new-connections", "gcp", "sdn", "8.0"),
  row("oauth-api-reused-connections", "aws", "ovn", "2.0"),
  row("ingress-to-console", "azure", "ovn", "3.0", { JobRuns: 40 }),
  row("image-registry", "aws", "sdn", "5.0"),
];
const NEW = [
  row("kube-api-new-connections", "aws", "ovn", "4.0"),
  row("kube-api-new-connections", "gcp", "sdn", "2.0"),
  row("oauth-api-reused-connections", "aws", "ovn", "2.2"),
  row("ingress-to-console", "azure", "ovn", "9.0", { JobRuns: 40 }),
  row("=cache-kube-api", "aws", "ovn", "6.0"),
];
const TESTS = [{ Release: "4.16", TestName: "[sig-network] works", TotalTestCount: 200, TotalFailureCount: 4, DaysWithData: 14 }];

const file = (name, rows) => ({ name, mimeType: "application/json", buffer: Buffer.from(typeof rows === "string" ? rows : JSON.stringify(rows)) });
const current = (rows = CURRENT) => file("query_results.json", rows);
const next = (rows = NEW) => file("new.json", rows);
const input = (page, which) => page.locator(`input[type=file][aria-label="Choose the ${which} file"]`);
const heading = (page) => page.locator("h1").innerText();
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const names = (page) => page.locator(".history-table tbody th > span").allInnerTexts();

async function open(t, path = "payloads/history", options = {}) {
  const site = await serveDist(t);
  const page = await openPage(t, site.url + path, { allow: [OFFLINE], ...options });
  await page.locator("h1").waitFor();
  return page;
}

/** Both files, chosen one after the other. */
async function compared(t, path, options) {
  const page = await open(t, path, options);
  await input(page, "current").setInputFiles(current());
  await page.getByText("5 rows about disruptions").waitFor();
  await input(page, "new").setInputFiles(next());
  await page.locator("h1", { hasText: "rows rose" }).waitFor();
  return page;
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`two files of history in ${colorScheme}, ${width} px wide`, async (t) => {
      const page = await open(t, "payloads/history", { colorScheme, viewport: { width, height: 900 } });
      await page.getByRole("heading", { name: "Which files?" }).waitFor();
      await axe(page);
      await screenshot(page, `payloads-history-start-${colorScheme}-${width}`, { fullPage: true });
      await input(page, "current").setInputFiles(current());
      await input(page, "new").setInputFiles(next());
      await page.locator(".history-table tbody tr").first().waitFor();
      await page.locator("#changes").waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `payloads-history-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("the verdict in a sentence, what rose first, and the figure with its twin", async (t) => {
  const page = await compared(t);
  assert.match(await heading(page), /^2 of 6 rows rose by more than 30 % \(1 of them with enough runs\)\. Fallen: 1, added: 1, removed: 1, unchanged: 1\./);
  assert.deepEqual(await names(page), ["kube-api-new-connections", "ingress-to-console", "kube-api-new-connections", "=cache-kube-api", "image-registry"]);
  const weak = page.locator(".history-table tr", { hasText: "ingress-to-console" });
  await weak.getByText("weak", { exact: true }).waitFor();
  assert.match(await weak.innerText(), /▲ 3 → 9/);
  const figure = page.locator(".figure");
  assert.match(await figure.locator("desc").innerHTML(), /from 3 to 9 seconds; .*from 8 to 2 seconds/);
  assert.ok((await figure.locator("svg circle").count()) >= 6, "two dots a name");
  await figure.getByRole("button", { name: /as a table/ }).click();
  assert.equal(await figure.locator("tbody tr").count(), 3);
  await page.getByLabel("Percentile of the figure").selectOption("P50");
  await page.waitForURL(/percentile=p50/);
  await page.getByText("No listed row has another P50 than before.").waitFor();
});

test("the made-up sample is one press away, stands in the link, and gives way to files", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: "Look at the made-up sample" }).click();
  await page.waitForURL(/src=sample/);
  await page.locator("h1", { hasText: "4 of 96 rows rose by more than 30 % (3 of them with enough runs)" }).waitFor();
  await page.locator(".source-line").getByText("made up", { exact: true }).waitFor();
  assert.match(await page.locator(".history-table tbody tr").first().innerText(), /kube-api-new-connections/);
  assert.ok(await page.getByRole("button", { name: "Swap" }).isDisabled(), "nothing of one's own to swap");
  await page.locator("#changes").waitFor();
  await screenshot(page, "payloads-history-sample", { fullPage: true });
  await page.getByLabel("platform").selectOption("aws");
  await page.waitForURL(/platform=aws/);

  const link = new URL(page.url());
  const again = await open(t, `payloads/history${link.search}`);
  await again.locator("h1", { hasText: "4 of 96 rows rose" }).waitFor();
  assert.equal(await again.getByLabel("platform").inputValue(), "aws");

  await page.getByLabel("platform").selectOption("");
  await input(page, "current").setInputFiles(current());
  await page.waitForURL(/src=files/);
  await page.getByText("5 rows about disruptions").waitFor();
  await input(page, "new").setInputFiles(next());
  await page.locator("h1", { hasText: "2 of 6 rows rose" }).waitFor();
});

test("filters stand in the link, and the link restores them", async (t) => {
  const page = await compared(t);
  await page.getByLabel("platform").selectOption("aws");
  await page.waitForURL(/platform=aws/);
  await page.waitForFunction(() => document.querySelectorAll(".history-table tbody tr").length === 3);
  await page.getByRole("button", { name: /^unchanged/ }).click();
  await page.waitForURL(/kind=risen%2Cfallen%2Cadded%2Cremoved%2Csame/);
  await page.waitForFunction(() => document.querySelectorAll(".history-table tbody tr").length === 4);
  await page.getByRole("searchbox", { name: /Part of a name/ }).fill("KUBE");
  await page.waitForFunction(() => document.querySelectorAll(".history-table tbody tr").length === 2);
  await page.locator("summary", { hasText: "How the files are compared" }).click();
  await page.getByLabel("Leeway in percent").fill("400");
  await page.getByLabel("Leeway in percent").press("Enter");
  await page.waitForURL(/leeway=400/);
  await page.locator("h1", { hasText: "0 of 6 rows rose by more than 400 %" }).waitFor();
  const link = new URL(page.url());
  const again = await compared(t, `payloads/history${link.search}`);
  assert.match(await heading(again), /^0 of 6 rows rose by more than 400 %/);
  assert.equal(await again.getByLabel("platform").inputValue(), "aws");
  assert.equal(await again.getByRole("searchbox", { name: /Part of a name/ }).inputValue(), "KUBE");
});

test("downloads are what the command line writes, byte for byte", async (t) => {
  const page = await compared(t);
  const folder = mkdtempSync(join(tmpdir(), "flakescope-e2e-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "query_results.json"), current().buffer);
  writeFileSync(join(folder, "new.json"), next().buffer);
  const args = ["payloads", "history", "--data-type", "disruptions", "--current", "query_results.json", "--new", "new.json", "--leeway", "30"];
  const native = (...more) => execFileSync(program("flakescope"), [...args, ...more], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  native("--output-dir", "out");
  const menu = page.locator("details", { hasText: "Download" }).first();
  const saved = async (name) => {
    if (!(await menu.getAttribute("open").then((open) => open !== null))) await menu.locator("summary").click();
    return download(page, () => menu.getByRole("button", { name }).click());
  };
  for (const [offer, name] of [
    [/^Results/, "results_disruptions.json"],
    [/^CSV/, "comparison_disruptions.csv"],
    [/^pr_message/, "pr_message.md"],
    [/^require_review/, "require_review"],
  ]) {
    const { name: own, bytes } = await saved(offer);
    assert.match(own, new RegExp(`^${name.replace(".", "\\.")}(\\.txt)?$`));
    assert.equal(bytes.toString(), readFileSync(join(folder, "out", name)).toString(), name);
  }
  for (const [offer, format] of [[/^JSON/, "json"], [/^Markdown/, "markdown"], [/^HTML/, "html"]]) {
    assert.equal((await saved(offer)).bytes.toString(), native("--format", format).toString(), format);
  }
});

test("files change places, and dropped ones find theirs by their age", async (t) => {
  const page = await compared(t);
  await page.getByRole("button", { name: "Swap" }).click();
  await page.locator("h1", { hasText: "1 of 6 rows rose" }).waitFor();
  assert.match(await page.locator(".history-slot").first().innerText(), /new\.json/);
  const drop = (files) =>
    page.evaluate((files) => {
      const data = new DataTransfer();
      for (const { name, text, at } of files) data.items.add(new File([text], name, { lastModified: at }));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }, files);
  await drop([
    { name: "young.json", text: JSON.stringify(NEW), at: 2_000 },
    { name: "old.json", text: JSON.stringify(CURRENT), at: 1_000 },
  ]);
  await page.locator("h1", { hasText: "2 of 6 rows rose" }).waitFor();
  assert.match(await page.locator(".history-slot").first().innerText(), /old\.json/);
  await drop([{ name: "younger.json", text: JSON.stringify(CURRENT), at: 3_000 }]);
  await page.locator("h1", { hasText: "0 of 5 rows rose" }).waitFor();
  assert.match(await page.locator(".history-slot").last().innerText(), /younger\.json/);
  await page.getByText("Nothing changed beyond the leeway.").waitFor();
});

test("failures of tests have one number, in percent", async (t) => {
  const page = await open(t);
  await input(page, "current").setInputFiles(current(TESTS));
  await input(page, "new").setInputFiles(next([{ ...TESTS[0], TotalFailureCount: 20 }]));
  await page.locator("h1", { hasText: "1 of 1 rows rose" }).waitFor();
  assert.match(await page.locator(".history-table tbody").innerText(), /▲ 2 → 10/);
  assert.equal(await page.getByLabel("Percentile of the figure").count(), 0);
});

test("what cannot be read or compared is said, and what was good stays", async (t) => {
  const page = await compared(t);
  const slot = page.locator(".history-slot").last();
  const broken = async (rows, words) => {
    await input(page, "new").setInputFiles(file("bad.json", rows));
    await slot.getByText(words).waitFor();
    assert.equal(await heading(page), QUESTION);
  };
  await broken("<testsuite/>", /It cannot be read: bad\.json: neither a JSON list of rows nor CSV/);
  await broken(JSON.stringify(NEW).replace('"4.0"', "NaN"), /bad\.json: line 1, column \d+: expected value/);
  await broken("[]", /no rows; without rows nothing can be compared/);
  await axe(page);
  await input(page, "new").setInputFiles(file("tests.json", TESTS));
  await page.getByText("query_results.json is about disruptions, and tests.json about tests; choose two files about the same.").waitFor();
  await axe(page);
  await screenshot(page, "payloads-history-refused");
  await input(page, "new").setInputFiles(next(NEW.map((row) => (row.P99 === "4.0" ? { ...row, P99: "NaN" } : row))));
  await page.locator("h1", { hasText: "1 of 6 rows rose" }).waitFor();
  await slot.getByText("1 warning").click();
  await slot.getByText('row 1: P99 is "NaN", not a number of seconds from 0 on; it is left out').waitFor();
  await input(page, "new").setInputFiles(next());
  await page.locator("summary", { hasText: "How the files are compared" }).click();
  await page.getByLabel("Release", { exact: true }).fill("5.1");
  await page.getByLabel("The one before").fill("5.0");
  await page.getByLabel("The one before").press("Enter");
  await page.getByText("new.json: no rows of 5.1 or 5.0; name the releases that it holds.").waitFor();
});

test("hostile names stay text, and the two pages about payloads lead to each other", async (t) => {
  const page = await open(t);
  const hostile = "<img src=x onerror=alert(1)> \u202e";
  await input(page, "current").setInputFiles(current([row(hostile, "aws", "ovn", "1")]));
  await input(page, "new").setInputFiles(next([row(hostile, "aws", "ovn", "9")]));
  await page.locator("h1", { hasText: "1 of 1 rows rose" }).waitFor();
  assert.equal(await page.evaluate(() => document.querySelectorAll("main img, main script").length), 0);
  await page.getByRole("link", { name: /Did the runs of a payload get worse/ }).click();
  await page.waitForURL(/\/payloads(\?|$)/);
  await page.getByRole("link", { name: /Compare two files of history/ }).click();
  await page.waitForURL(/\/payloads\/history/);
  await page.locator("h1", { hasText: "1 of 1 rows rose" }).waitFor();
});
