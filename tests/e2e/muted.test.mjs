// Muted tests: sources out of repositories, of files, of the sample; the rows, the figures, the downloads, the faults.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GITHUB, ROOT, axe, choose, download, drop, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const RAW = "https://raw.githubusercontent.com";
const SAMPLE = join(ROOT, "public/sample/sources.zip");

async function open(t, path = "muted", options = {}) {
  const site = await serveDist(t);
  const page = await openPage(t, site.url + path, options);
  await page.locator("h1").waitFor({ timeout: 60_000 });
  return { site, page };
}

/** The page beside the sim's code host. */
async function withGitHub(t, path, options = {}) {
  const sim = await startSim(t, ["serve", "--seed", "7"]);
  const opened = await open(t, path, { upstreams: { [GITHUB]: sim.url, [RAW]: `${sim.url}/raw` }, ...options });
  return { ...opened, sim };
}

/** Waits until the rows stand. */
async function read(page) {
  await page.locator(".muted-table tbody tr").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const asks = (page, origin) => page.asked.filter(({ url }) => url.startsWith(`${origin}/`)).map(({ url }) => url);
const trees = (page) => asks(page, GITHUB).filter((url) => url.includes("/git/trees/"));

/** What the command line writes, with its ages as of today, which the page's are too. */
function native(args) {
  return execFileSync(program("flakescope"), ["muted", ...args], { maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"] }).toString();
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`muted tests in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await open(t, "muted", { colorScheme, viewport: { width, height: 900 } });
      await page.locator(".muted-start").waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `muted-start-${colorScheme}-${width}`, { fullPage: true });
      await page.getByRole("button", { name: "Look at the made-up sample" }).click();
      await read(page);
      await page.locator("#owners").waitFor();
      await page.locator("summary", { hasText: "How sources are read and judged" }).click();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `muted-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("the sample shows good markers and bad ones, and each bar leads to its rows", async (t) => {
  const { page } = await open(t, "muted?src=sample");
  await read(page);
  assert.match(await page.locator("h1").innerText(), /^\d+ tests, suites and files are muted by \d+ markers: half of the dated ones for \d+ days or more/);
  await page.locator(".made-up").waitFor();
  const all = await page.locator(".muted-table tbody tr").count();
  assert.equal(all, JSON.parse(native([SAMPLE, "--format", "json"])).muted.length);
  const wrong = page.getByRole("group", { name: "Only markers with these problems" }).getByRole("button", { name: /^wrong keyword/ });
  const number = Number(await wrong.locator("b").innerText());
  await wrong.click();
  await page.waitForURL(/problem=wrong_keyword/);
  await page.waitForFunction((number) => document.querySelectorAll(".muted-table tbody tr").length === number, number);
  assert.ok((await page.locator(".muted-table tbody tr").allInnerTexts()).every((row) => row.includes("wrong keyword")));
  await wrong.click();
  await page.getByRole("region", { name: "Markers by owner" }).getByRole("link", { name: /^@made-up\/network/ }).click();
  await page.waitForURL(/owner=%40made-up%2Fnetwork/);
  await page.locator(".chip", { hasText: "owner: @made-up/network" }).waitFor();
  await page.waitForFunction((all) => document.querySelectorAll(".muted-table tbody tr").length < all, all);
  await page.locator(".chip", { hasText: "owner:" }).getByRole("button").click();
  await page.waitForFunction((all) => document.querySelectorAll(".muted-table tbody tr").length === all, all);
});

test("a repository of 3,000 files is read in one tree call and 400 raw reads, and a second visit comes from the store", async (t) => {
  const { page, sim } = await withGitHub(t, "muted?repos=made-up%2Fsources%40main");
  await page.locator(".progress", { hasText: /Reading files with tests/ }).waitFor({ timeout: 60_000 });
  await read(page);
  assert.equal(trees(page).length, 1, "one tree");
  assert.equal(asks(page, RAW).length, 400, "the files with tests alone");
  assert.match(await page.locator(".muted-places").innerText(), /made-up\/sources@main: 400 files read, \d+ markers/);
  await page.locator(".actions summary", { hasText: "Download" }).click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
  const written = native(["made-up/sources@main", "--github-api", sim.url, "--github-raw", `${sim.url}/raw`, "--format", "csv"]);
  const sorted = (text) => text.trim().split("\r\n").sort();
  assert.deepEqual(sorted(file.bytes.toString()), sorted(written), "the command line finds the same");
  assert.ok(sorted(written).length > 400);
  // Another question about the same sources reads nothing.
  const before = page.asked.length;
  await page.getByRole("searchbox", { name: /Part of a file/ }).fill("part12_");
  await page.getByRole("searchbox", { name: /Part of a file/ }).fill("test_part8.py");
  await page.waitForFunction(() => [...document.querySelectorAll(".muted-file")].every((one) => one.textContent.includes("test_part8.py")));
  assert.deepEqual(page.asked.slice(before).map(({ url }) => url).filter((url) => /github/.test(url)), []);
  await page.reload();
  await read(page);
  assert.equal(asks(page, RAW).length, 400, "no file is read twice");
});

test("a reading is stopped at once", async (t) => {
  const { page } = await withGitHub(t, "muted?repos=made-up%2Fsources%40main");
  await page.locator(".progress", { hasText: /Reading files with tests/ }).waitFor({ timeout: 60_000 });
  const ms = await page.evaluate(async () => {
    const button = [...document.querySelectorAll(".progress button")].find((one) => one.textContent.trim() === "Cancel");
    const started = performance.now();
    button.click();
    while (document.querySelector(".progress")) await new Promise((done) => setTimeout(done, 2));
    return performance.now() - started;
  });
  assert.ok(ms <= 200, `${ms} ms`);
  t.diagnostic(`cancel took ${Math.round(ms)} ms`);
  const stopped = asks(page, RAW).length;
  await page.waitForTimeout(500);
  assert.ok(asks(page, RAW).length - stopped <= 6, "nothing more is read");
  await page.getByRole("button", { name: "Read on" }).first().click();
  await read(page);
  assert.equal(new Set(asks(page, RAW)).size, 400);
});

test("two branches: what is muted where, and what changed", async (t) => {
  const { page } = await withGitHub(t, "muted");
  await page.getByRole("textbox", { name: "Repositories, one a line" }).fill("made-up/sources@release-1\nhttps://github.com/made-up/sources");
  await page.getByRole("button", { name: "Read them" }).click();
  await read(page);
  assert.deepEqual(await page.locator(".muted-letter").allInnerTexts(), ["A", "B"]);
  assert.equal(await page.locator(".muted-table th", { hasText: "muted in" }).count(), 1);
  await page.getByRole("button", { name: "What changed from A to B" }).click();
  await page.waitForURL(/change=yes/);
  await page.locator(".muted-table .tag", { hasText: "muted since" }).first().waitFor();
  assert.match(await page.locator("h1").innerText(), /^Between made-up\/sources@release-1 and made-up\/sources@HEAD: [1-9]\d* muted since, 0 unmuted since, [1-9]\d* still muted\.$/);
  assert.equal(await page.locator(".muted-table .tag", { hasText: "muted since" }).first().innerText(), "muted since");
  await axe(page);
  await screenshot(page, "muted-change", { fullPage: false });
});

test("a quota that is used up, a repository that is not there, a name that is none: each says so", async (t) => {
  const { page, sim } = await withGitHub(t, "muted?repos=made-up%2Fmissing", { allow: [/404|403|429/] });
  await page.locator(".notice.error").waitFor();
  assert.match(await page.locator(".notice.error").innerText(), /The files of made-up\/missing cannot be listed/);
  await sim.setFaults({ kind: "quota_spent" });
  await page.goto(page.url().replace("made-up%2Fmissing", "made-up%2Fsources"));
  await page.locator(".notice.error").waitFor();
  assert.match(await page.locator(".notice.error").innerText(), /The files of made-up\/sources cannot be listed.*allowance is used up/is);
  await screenshot(page, "muted-quota");
  await page.goto(page.url().replace("made-up%2Fsources", "what"));
  await page.locator(".notice.warn").first().waitFor();
  assert.match(await page.locator(".notice.warn").first().innerText(), /"what" is no repository on GitHub/);
});

test("files: an archive and a folder are dropped, hostile texts stay texts, and a deep one is refused alone", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flakescope-e2e-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = {
    "test_hostile.py": `import pytest\n@pytest.mark.xfailflake(jira="=cmd|' /C calc'!A0", reason="<img src=x onerror=alert(1)>", since="2020-02-30")\ndef test_a():\n    pass\n`,
    "test_deep.py": `import pytest\n@pytest.mark.skip\ndef test_b():\n    return ${"(".repeat(20_000)}1${")".repeat(20_000)}\n`,
    "test_level.py": `import pytest\n@pytest.mark.skip\ndef test_c():\n    return ${"[".repeat(200)}1${"]".repeat(200)}\n`,
    "deep.test.ts": `it.skip('d', () => ${"(() => ".repeat(20)}1${")".repeat(20)});\n`,
    "deep.rs": `#[test]\n#[ignore]\nfn e() { ${"(".repeat(200)}1${")".repeat(200)}; }\n`,
    "broken_test.go": "package a\nfunc TestX(t *testing.T) {\n\tt.Skip(\"later\")\n",
  };
  mkdirSync(join(folder, "repo"));
  const paths = Object.entries(files).map(([name, text]) => (writeFileSync(join(folder, "repo", name), text), join(folder, "repo", name)));
  const { page } = await open(t);
  await page.locator(".muted-start").waitFor();
  await choose(page, "Choose files or an archive", paths);
  await read(page);
  await page.waitForURL(/\/muted\?.*src=files/);
  const rows = await page.locator(".muted-test").allInnerTexts();
  for (const name of ["test_a", "test_c", "d", "e", "TestX"]) assert.ok(rows.some((row) => row.startsWith(name)), `${name} of ${rows}`);
  assert.ok(!rows.some((row) => row.startsWith("test_b")));
  assert.ok(rows.some((row) => row.includes("<img src=x onerror=alert(1)>")), "text and no element");
  assert.equal(await page.locator("main img").count(), 0);
  await page.locator(".source-line summary", { hasText: "warning" }).click();
  await page.locator(".warnings li").first().waitFor(); // drawn when the menu has opened
  assert.match(await page.locator(".warnings").innerText(), /test_deep\.py, line 1.*nested/is);
  await page.locator(".actions summary", { hasText: "Download" }).click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
  assert.ok(file.bytes.toString().includes(`'=cmd`), "no formula");
  await drop(page, [SAMPLE]);
  await page.getByText("Read from the files: 16 source files.").first().waitFor();
  await page.locator(".muted-place", { hasText: "sources" }).waitFor();
  await drop(page, [join(folder, "repo")]);
  await page.getByText("Read from the files: 6 source files.").first().waitFor();
  await page.locator(".muted-place", { hasText: "repo" }).waitFor();
});

test("held against the boards: a muted test that passes every time, with its count and its boards", async (t) => {
  const { page } = await open(t, "muted?src=sample");
  await read(page);
  const problems = page.getByRole("group", { name: "Only markers with these problems" });
  assert.equal(await problems.getByRole("button", { name: /^passes/ }).count(), 0, "nothing is claimed before it was asked");
  await page.locator("summary", { hasText: "How sources are read and judged" }).click();
  await page.getByRole("checkbox", { name: "Compare with the boards" }).check();
  await page.waitForURL(/passing=yes/);
  await page.locator(".muted-compared").waitFor({ timeout: 60_000 });
  assert.match(
    await page.locator(".muted-compared").innerText(),
    /^Compared with [\d,]+ tests in \d+ jobs on sig-release-master-blocking, sig-release-master-informing \(14 days\)\. \d+ markers mute one test and name no condition; the tests of 2 are on these boards, those of 1 passed there every time \(20 results or more\)\.$/,
  );
  await problems.getByRole("button", { name: /^passes/ }).click();
  await page.waitForURL(/problem=passing/);
  await page.waitForFunction(() => document.querySelectorAll(".muted-table tbody tr").length === 1);
  const row = await page.locator(".muted-table tbody tr").innerText();
  assert.match(row, /TestQuotaDelete/);
  const words = /all \d+ times since 2026-\d\d-\d\d on sig-release-master-blocking \(ci-kubernetes-unit\)/.exec(row)?.[0];
  assert.ok(words, row);
  await axe(page);
  await screenshot(page, "muted-passing", { fullPage: true });
  await page.locator(".actions summary", { hasText: "Download" }).click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
  assert.ok(file.bytes.toString().includes(words), "the download says it as well");
  await page.reload();
  await page.locator(".muted-compared").waitFor({ timeout: 60_000 });
  assert.equal(await page.locator(".muted-table tbody tr").count(), 1, "the link restores it");
});

/** Opens the first row that the search leaves. */
async function openRow(page, search) {
  await page.locator(".evidence").waitFor({ state: "detached" });
  await page.getByRole("searchbox").first().fill(search);
  await page.waitForURL(/[?&]q=/);
  const alone = (search) => {
    const names = [...document.querySelectorAll(".vt-body .test-name")].map((name) => name.title);
    return names.length > 0 && names.every((name) => name.includes(search));
  };
  await page.waitForFunction(alone, search, { timeout: 60_000 });
  await page.locator('.vt-row[data-row="0"]').click();
  await page.locator(".evidence-why li").first().waitFor({ timeout: 60_000 });
}

const readers = (page) => page.asked.filter(({ url }) => /\/readers(_bg|_loader)?-/.test(url));

test("the evidence of a flaky test says where it is muted, once sources were read", async (t) => {
  const { page } = await open(t, "flakes?src=sample");
  await openRow(page, "RuntimeClass should patch");
  const way = page.locator(".evidence").getByRole("link", { name: "Read the sources" });
  assert.equal(await page.locator(".muted-under").count(), 0);
  assert.deepEqual(readers(page), [], "no parser is loaded for it");
  await way.click();
  await page.waitForURL(/\/muted\?/);
  await read(page);
  await page.locator("header").getByRole("link", { name: "Flakes", exact: true }).click();
  await page.waitForURL(/\/flakes/);
  await openRow(page, "RuntimeClass should patch");
  await page.locator(".muted-under li").first().waitFor({ timeout: 60_000 });
  assert.match(
    await page.locator(".muted-under").innerText(),
    /^Muted in made-up\/sources, e2e\/node\/runtimeclass_test\.go line \d+: MADE-211: the list comes before the patch$/,
  );
  await axe(page);
  await screenshot(page, "flakes-muted-under");
});

test("a link that names repositories has them read for the evidence", async (t) => {
  const { page } = await withGitHub(t, "flakes?src=sample&repos=made-up%2Fsources%40main");
  await openRow(page, "RuntimeClass should patch");
  await page.locator(".muted-under", { hasText: "No marker in the sources that were read" }).waitFor({ timeout: 60_000 });
  assert.equal(trees(page).length, 1);
});
