// CI's activity: runs of GitHub Actions, of files with their logs, of the sample; figures, lists, messages, drafts, rules.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GITHUB, ROOT, axe, choose, download, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const SAMPLE = join(ROOT, "public/sample/activity.csv");
const STORAGE = "https://storage.googleapis.com";
const TOKEN = "ghp_madeUpToken0000000000000000000000000";
const SPAN = "from=2026-11-02T00%3A00%3A00Z&to=2027-06-30T00%3A00%3A00Z";

async function open(t, path = "activity", options = {}) {
  const site = await serveDist(t);
  const page = await openPage(t, site.url + path, options);
  await page.locator("h1").waitFor({ timeout: 60_000 });
  return { site, page };
}

/** The page beside the sim's code host with so many pull requests in each repository. */
async function withGitHub(t, path, pulls, options = {}, repository = "made-up/ci-one") {
  const sim = await startSim(t, ["serve", "--seed", "7", "--activity-pulls", String(pulls), "--repository", repository]);
  const opened = await open(t, path, { upstreams: { [GITHUB]: sim.url }, ...options });
  return { ...opened, sim };
}

/** Waits until the numbers stand and nothing is on its way. */
async function read(page, timeout = 60_000) {
  await page.locator(".activity-facts b").first().waitFor({ timeout });
  await page.locator(".progress").waitFor({ state: "detached", timeout });
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What the command line writes. */
function native(args, env = {}) {
  const options = { maxBuffer: 2e8, stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } };
  return execFileSync(program("flakescope"), ["activity", ...args], options).toString();
}

/** The rows of a CSV by its header; cells may hold commas, quotes and ends of lines. */
function rows(text) {
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/g)];
  const lines = [[]];
  for (const [, cell, end] of cells) {
    lines.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") lines.push([]);
  }
  const [head, ...rest] = lines.filter((line) => line.length > 1);
  return rest.map((line) => Object.fromEntries(head.map((name, place) => [name, line[place]])));
}

/** A list as the download menu gives it. */
async function csv(page, list) {
  await page.locator(".activity-lists .activity-tabs button", { hasText: list }).click();
  await page.locator(`.activity-lists .activity-tabs button[aria-pressed="true"]`, { hasText: list }).waitFor();
  await page.locator(".actions summary", { hasText: "Download" }).click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
  return rows(file.bytes.toString());
}

/** A figure as its table. */
async function figure(page, name) {
  const region = page.getByRole("region", { name, exact: true });
  await region.getByRole("button", { name: `${name} as a table` }).click();
  await region.locator("table").waitFor();
  const table = region.locator("table tbody tr");
  const lines = await table.evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent)));
  await region.getByRole("button", { name: `${name} as a table` }).click();
  return lines;
}

/** How many rows have each value. */
const tally = (rows, key) => rows.reduce((map, row) => map.set(key(row), (map.get(key(row)) ?? 0) + 1), new Map());

/** Every figure says what the rows say. */
async function agree(page, runs) {
  const facts = Object.fromEntries(await page.locator(".activity-facts > div").evaluateAll((all) => all.map((one) => [one.querySelector("dt").textContent, one.querySelector("b").textContent.replaceAll(",", "")])));
  const of = (status) => runs.filter((run) => run.status === status);
  assert.deepEqual([facts.runs, facts.passed, facts.failed, facts.aborted].map(Number), [runs.length, of("success").length, of("failure").length, of("aborted").length]);
  assert.equal(Number(facts["reruns of the same commit"]), runs.filter((run) => run.rerun === "true").length);
  const byDay = await figure(page, "Runs over time"); // days, or hours where the span is short
  const [named] = byDay[0];
  const days = tally(runs, (run) => (named.includes(":") ? `${run.started_at.slice(5, 13).replace("T", " ")}:00` : run.started_at.slice(5, 10)));
  assert.deepEqual(byDay.filter(([, , , , all]) => all !== "0").map(([day, , , , all]) => [day, Number(all)]).sort(), [...days].sort()); // a span may reach into another year
  const failures = tally(of("failure"), (run) => `${run.repository} ${run.job}`);
  for (const [name, failed] of await figure(page, "Jobs by failures")) {
    const key = [...failures.keys()].find((key) => key === name || key.endsWith(` ${name}`) || key.endsWith(`/${name}`));
    assert.equal(Number(failed), failures.get(key), name);
  }
  const weekdays = await figure(page, "Runs by day of the week");
  assert.equal(weekdays.reduce((sum, [, , , all]) => sum + Number(all), 0), runs.length);
  const heat = await page.locator(".heat tbody tr").first().locator("td").allInnerTexts();
  const hours = tally(of("failure"), (run) => Number(run.started_at.slice(11, 13)));
  assert.deepEqual(heat.map(Number), Array.from({ length: 24 }, (_, hour) => hours.get(hour) ?? 0));
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`activity in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await open(t, "activity", { colorScheme, viewport: { width, height: 900 } });
      await page.locator(".activity-start").waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `activity-start-${colorScheme}-${width}`, { fullPage: true });
      await page.getByRole("button", { name: "Look at the made-up sample" }).click();
      await read(page);
      await page.getByRole("button", { name: "Draft issues" }).click();
      await page.locator(".activity-draft-list li").first().waitFor();
      await page.getByRole("button", { name: "Slack", exact: true }).click();
      await page.locator(".activity-message pre").waitFor();
      assert.ok((await overflow(page)) <= 0, "nothing is wider than the page");
      await axe(page);
      await screenshot(page, `activity-${colorScheme}-${width}`, { fullPage: true });
    });
  }
}

test("the sample: figures, lists and files say the same, and each bar leads to its runs", async (t) => {
  const { page } = await open(t, "activity?src=sample");
  await read(page);
  await page.locator(".made-up").waitFor();
  const runs = await csv(page, "Runs");
  const span = [runs.map((run) => run.started_at).sort()[0], runs.map((run) => run.started_at).sort().at(-1)];
  const given = ["--input", SAMPLE, "--from", span[0], "--to", span[1]];
  assert.deepEqual(runs, rows(native([...given, "--list", "runs", "--format", "csv"])));
  await agree(page, runs);
  for (const [list, word] of [["Jobs", "jobs"], ["Pull requests", "pull_requests"], ["Commits", "commits"], ["Causes", "failures"]]) {
    assert.deepEqual(await csv(page, list), rows(native([...given, "--list", word, "--format", "csv"])), list);
  }
  await page.getByRole("region", { name: "Why runs failed" }).getByRole("link").first().click();
  await page.waitForURL(/case=/);
  await page.locator(".chip", { hasText: "cause:" }).waitFor();
  await page.waitForFunction((all) => !document.querySelector(".activity-listed").textContent.includes(String(all)), runs.length);
  const number = Number((await page.locator(".activity-listed").innerText()).match(/^(\d+) in all|of (\d+)/).slice(1).find(Boolean));
  assert.ok(number > 0 && number < runs.length);
  await page.locator(".chip", { hasText: "cause:" }).getByRole("button").click();
  await page.locator(".chip", { hasText: "cause:" }).waitFor({ state: "detached" });
  await page.locator(".heat td a").first().click();
  await page.waitForURL(/hour=/);
  await page.locator(".chip", { hasText: "started:" }).waitFor();
});

test("20,000 runs of GitHub Actions: progress, figures and files; the quota ends in the middle, and what came is kept", async (t) => {
  const { page } = await withGitHub(t, "activity", 3_400);
  // The token of a workflow has 1,000 requests an hour: enough for the lists, and not for the jobs of every failed run.
  await page.goto(page.url().replace(/activity.*/, "activity?src=sample"));
  await read(page);
  await token(page, `${TOKEN}_workflow`);
  await page.evaluate((search) => {
    history.pushState(null, "", `activity?${search}`);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `repos=made-up%2Fci-one&${SPAN}`);
  await page.locator(".progress", { hasText: /Reading lists of runs/ }).waitFor({ timeout: 60_000 });
  await page.locator(".progress", { hasText: /Reading the jobs of failed runs/ }).waitFor({ timeout: 120_000 });
  await page.waitForFunction(() => /^\d{5} runs/.test(document.querySelector("h1").textContent)); // before the jobs are read
  await page.locator(".source-line summary", { hasText: "warning" }).waitFor({ timeout: 240_000 });
  await read(page);
  await page.locator(".source-line summary", { hasText: "warning" }).click();
  await page.locator(".warnings li").first().waitFor(); // drawn when the menu has opened
  assert.match(await page.locator(".warnings").innerText(), /The jobs of [\d,]+ of [\d,]+ runs that failed or were run again were read.*Ask again later/s);
  await page.keyboard.press("Escape");
  const runs = await csv(page, "Runs");
  assert.ok(runs.length >= 20_000, `${runs.length} runs`);
  t.diagnostic(`${runs.length} runs`);
  await agree(page, runs);
  await screenshot(page, "activity-20000", { fullPage: true });
  const asked = () => page.asked.filter(({ url }) => url.startsWith(GITHUB)).length;
  const before = asked();
  await page.getByRole("searchbox", { name: "Part of a name in the list" }).fill("nightly");
  await page.waitForURL(/find=nightly/);
  await page.locator(".activity-listed").waitFor();
  const found = await csv(page, "Runs");
  assert.ok(found.length > 0 && found.every((run) => Object.values(run).some((cell) => cell.includes("nightly"))));
  assert.equal(asked(), before, "a filter reads nothing");
});

test("a spent quota keeps what came, and a token goes on", async (t) => {
  const { page } = await withGitHub(t, `activity?repos=made-up%2Fci-one&${SPAN}`, 60);
  await page.locator(".source-line summary", { hasText: "warning" }).waitFor({ timeout: 60_000 });
  await read(page);
  assert.match(await page.locator(".activity-quota").innerText(), /^0 of 60 requests to GitHub left/);
  const short = await page.locator("h1").innerText();
  await token(page, TOKEN);
  await page.waitForFunction((short) => document.querySelector("h1").textContent !== short, short, { timeout: 60_000 });
  await read(page);
  assert.equal(await page.locator(".source-line summary", { hasText: "warning" }).count(), 0);
  const runs = await csv(page, "Runs");
  assert.ok(runs.some((run) => run.failures.includes("TestDisk")), "the steps that failed were read");
});

test("files with logs: causes, rules of one's own, hostile names, what is broken", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flakescope-e2e-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "ci"));
  const put = (name, text) => (writeFileSync(join(folder, "ci", name), text), join(folder, "ci", name));
  const rowsOf = ["job,job_id,status,time,comment", "unit,1,FAILURE,2026-11-20T10:00:00Z,", `"=cmd|' /C calc'!A0",2,SUCCESS,2026-11-20T11:00:00Z,`, "<img src=x onerror=alert(1)>,3,ODD,2026-11-20T12:00:00Z,"];
  const paths = [
    put("ci_data.csv", rowsOf.join("\n")),
    put("unit-1.log", "cloning\nthe moon fell down\ndone\n"),
    put("alone.log", "FAIL: disk_test.go:12: TestDisk\n"),
  ];
  const { page } = await open(t);
  await page.locator(".activity-start").waitFor();
  await choose(page, "Choose files", paths);
  await page.getByText("Read from the files: 2 runs, 2 logs.").first().waitFor();
  await read(page);
  await page.waitForURL(/\/activity\?.*src=files/);
  assert.match(await page.locator("h1").innerText(), /^2 runs of 2 jobs and 0 pull requests: 1 failure .* 1 without a known cause/);
  assert.match(await page.locator(".activity-logs").innerText(), /alone\.log[\s\S]*TestDisk/);
  await page.locator(".source-line summary", { hasText: "warning" }).click();
  await page.locator(".warnings li").first().waitFor();
  assert.match(await page.locator(".warnings").innerText(), /ci_data\.csv/);
  await page.keyboard.press("Escape");
  await page.locator("summary", { hasText: "Rules about causes in logs" }).click();
  const box = page.getByRole("textbox", { name: "Rules as JSON" });
  assert.match(await box.inputValue(), /could not compile/);
  await box.fill('[{"regex": "(", "key": "env"}]');
  await page.getByRole("button", { name: "Use these rules" }).click();
  await page.getByText(/rule 1 \(\(\).*Your rules are not in use/).waitFor();
  await box.fill('[{"regex": "the moon fell", "key": "env"}]');
  await page.getByRole("button", { name: "Use these rules" }).click();
  await page.waitForFunction(() => /most often env \(1 run\)/.test(document.querySelector("h1").textContent));
  await page.locator(".activity-why summary", { hasText: "the moon fell" }).click();
  await page.locator(".activity-why pre", { hasText: "the moon fell down" }).waitFor();
  await page.locator(".actions summary", { hasText: "Download" }).click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
  assert.ok(file.bytes.toString().includes("'=cmd"), "no formula");
  assert.equal(await page.locator("main img").count(), 0);
});

test("a message is previewed and copied, an issue is drafted and filed once", async (t) => {
  const { page } = await withGitHub(t, "activity", 12, { allow: [/404/] }, "made-up/ci-two"); // the other has no issues
  await page.locator(".activity-start").waitFor();
  await choose(page, "Choose files", [SAMPLE]);
  await read(page);
  await token(page, TOKEN);
  await page.getByRole("button", { name: "Draft issues" }).click();
  await page.locator(".activity-draft-list li").first().waitFor({ timeout: 60_000 });
  await page.locator(".activity-draft-list .file-issue summary").first().click();
  assert.match(await page.locator(".activity-draft-list pre").first().innerText(), /Test(Disk|Net)/);
  const create = page.getByRole("button", { name: "Create it on GitHub" }).first();
  await create.click();
  await page.getByText(/Issue #\d+ was filed\./).first().waitFor();
  await page.locator(".activity-draft-list li", { hasText: "Known: " }).first().waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Feishu", exact: true }).click();
  await page.locator(".activity-message pre").waitFor();
  const card = JSON.parse(await page.locator(".activity-message pre").innerText());
  assert.equal(card.msg_type, "interactive");
  await page.getByRole("button", { name: "Copy the message" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
});

test("a name that is none, a link that cannot be read, a repository that is not there: each says so", async (t) => {
  const { page } = await withGitHub(t, "activity?repos=what", 12, { allow: [/404/] });
  await page.locator(".notice.error, .notice.warn").first().waitFor();
  assert.match(await page.locator("main").innerText(), /"what" is no repository on GitHub/);
  await page.goto(page.url().replace("repos=what", "repos=made-up%2Fmissing&hour=99"));
  await page.locator(".notice.warn", { hasText: "This link" }).waitFor();
  assert.match(await page.locator(".notice.warn", { hasText: "This link" }).innerText(), /hour="99" was passed over/);
  await page.locator(".notice", { hasText: "No run could be read" }).waitFor({ timeout: 60_000 });
  await screenshot(page, "activity-missing");
});

/** Gives a token as the reader does. */
async function token(page, text) {
  const menu = page.locator(".issues-name");
  await menu.click();
  await page.getByLabel("GitHub token").fill(text);
  await page.getByLabel("GitHub token").press("Enter");
  await page.getByText("A token is in use.").waitFor();
  await menu.click();
}

test("a job of Prow is read out of its bucket, and a second visit from the store", async (t) => {
  const sim = await startSim(t, ["serve", "--seed", "7"]);
  const job = encodeURIComponent("gs://kubernetes-ci-logs/logs/ci-kubernetes-build");
  const { page } = await open(t, `activity?repos=${job}&from=2026-11-18T00%3A00%3A00Z&to=2026-11-20T12%3A00%3A00Z`, { upstreams: { [STORAGE]: sim.url } });
  await read(page);
  const runs = await csv(page, "Runs");
  assert.ok(runs.length > 3 && runs.every((run) => run.job === "ci-kubernetes-build"), `${runs.length} runs`);
  assert.ok(runs.every((run) => /^https:\/\/prow\.k8s\.io\/view\/gs\/kubernetes-ci-logs\/logs\/ci-kubernetes-build\/\d+$/.test(run.url)));
  await agree(page, runs);
  const finished = () => page.asked.filter(({ url }) => url.includes("finished.json")).length;
  const before = finished();
  await page.reload();
  await read(page);
  assert.equal(finished(), before, "what has ended is not read again");
});
