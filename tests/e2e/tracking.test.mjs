// Is anyone on it? Issues beside the boards: the column, the filter, the evidence, filing one, the quota, the token.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { GITHUB, TESTGRID, axe, download, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const WORLD = ["serve", "--seed", "7", "--jobs", "12", "--tests", "80", "--link-base", GITHUB];
const TOKEN = "ghp_e2eSecretToken0123456789";
const REFUSED = /Failed to load resource.*40[139]|Failed to load resource.*429/;

/** A page of the made-up world whose boards and issues were read. */
async function open(t, { path = "flakes", args = WORLD, sim, faults = [], complete = true, ...options } = {}) {
  sim ??= await startSim(t, args);
  if (faults.length > 0) await sim.setFaults(...faults);
  const site = await serveDist(t);
  const upstreams = { [TESTGRID]: sim.url, [GITHUB]: sim.url };
  const page = await openPage(t, site.url + path, { upstreams, allow: [REFUSED], ...options });
  if (complete) await read(page);
  return { sim, site, page };
}

async function read(page) {
  await page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });
  await page.waitForFunction(() => !/reading/.test(document.querySelector(".issues-name")?.textContent ?? "reading"), null, { timeout: 60_000 });
  await page.waitForFunction(() => !document.querySelector(".vt-body .skeleton"));
}

const row = (page, index) => page.locator(`.vt-row[data-row="${index}"]`);
const matching = async (page) => Number((await page.locator(".vt-tools b").innerText()).match(/^[\d,]+/)[0].replaceAll(",", ""));
const quick = (page, name) => page.getByRole("button", { name: new RegExp(`(^|\\W)${name} [\\d,]+$`) });
const issues = (page) => page.locator(".issues-name");

/** Presses and waits until the number of rows is another one. */
async function narrows(page, press) {
  const before = await matching(page);
  await press();
  for (let i = 0; i < 100 && (await matching(page)) === before; i += 1) await page.waitForTimeout(50);
  await read(page);
  return matching(page);
}

/** Takes a token by the menu of the issues. */
async function giveToken(page, token = TOKEN, { keep = false } = {}) {
  await issues(page).click();
  if (keep) await page.getByLabel("Keep it for this tab").check();
  await page.getByLabel("GitHub token").fill(token);
  await page.getByRole("button", { name: "Use", exact: true }).click();
  await page.getByText("A token is in use.").waitFor();
  await page.keyboard.press("Escape");
  await read(page);
}

/** No request but those to the API's host carries the token, in no part of it. */
function tokenStaysHome(page, token = TOKEN) {
  const leaks = page.asked.filter((asked) => {
    const elsewhere = new URL(asked.url).origin !== GITHUB;
    const { authorization: _, ...others } = asked.headers;
    const seen = [asked.url, JSON.stringify(others), asked.body ?? "", elsewhere ? JSON.stringify(asked.headers) : ""];
    return seen.some((text) => text.includes(token));
  });
  assert.deepEqual(leaks.map(({ url }) => url), []);
}

test("the untracked tests are one press away, by a filter and by an order, and a link keeps both", async (t) => {
  const { page } = await open(t);
  const all = await matching(page);
  const untracked = await narrows(page, () => quick(page, "untracked").click());
  assert.ok(untracked > 0 && untracked < all, `${untracked} of ${all}`);
  assert.match(page.url(), /effort=untracked/);
  await page.locator(".chip", { hasText: /^untracked/ }).waitFor();
  const cells = await page.locator(".vt-body .col-issue").allInnerTexts();
  assert.ok(cells.every((cell) => /File an issue/.test(cell)), JSON.stringify(cells));
  await axe(page);

  const nobody = await narrows(page, () => quick(page, "nobody is on it").click());
  assert.ok(nobody >= untracked && nobody < all);
  await page.locator(".chip", { hasText: "nobody is on it" }).getByRole("button").click();
  await page.waitForURL((url) => !url.search.includes("effort"));
  const tracked = await narrows(page, () => quick(page, "tracked").click());
  assert.ok(tracked > 0 && tracked < all);
  assert.ok((await page.locator(".vt-body .col-issue").allInnerTexts()).every((cell) => /^#\d+ \S/.test(cell)));
  await page.locator(".chip", { hasText: /^tracked/ }).getByRole("button").click();

  await page.getByRole("button", { name: "issue", exact: true }).click();
  await page.locator("[role=columnheader][aria-sort=ascending]").waitFor();
  await page.waitForFunction(() => /File an issue/.test(document.querySelector(".vt-row[data-row='0'] .col-issue")?.textContent));
});

test("the filtered list as CSV is what the command line writes, byte for byte", async (t) => {
  const { page, sim } = await open(t, { path: "flakes?effort=untracked,triaged" });
  await page.getByText("Download").click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
  const flags = ["--testgrid", `${sim.url}/api/v1`, "--github", "kubernetes/kubernetes", "--github-api", sim.url];
  const written = execFileSync(
    program("flakescope"),
    ["flakes", ...flags, "--effort", "untracked,triaged", "--format", "csv"],
    { maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"], env: { PATH: process.env.PATH } },
  );
  assert.ok(file.bytes.length > 1000);
  // The page reads TestGrid under its own name, so that addresses in the file are the same in both.
  assert.equal(file.bytes.toString(), written.toString());
  const [head, ...lines] = file.bytes.toString().trim().split("\r\n");
  assert.ok(head.includes(",priority,issue,issue_match,effort,"));
  assert.equal(lines.length >= (await matching(page)), true);
});

test("bars show the work on the tests, in numbers that the table twin and the filter share", async (t) => {
  const { page } = await open(t);
  await page.getByRole("button", { name: "By effort" }).click();
  await page.waitForURL(/as=effort/);
  const figure = page.getByRole("region", { name: "Per job" });
  await figure.locator("svg text", { hasText: "untracked" }).waitFor();
  await figure.getByRole("button", { name: "Per job as a table" }).click();
  const rows = await figure.locator("tbody tr").evaluateAll((all) => all.map((tr) => [...tr.querySelectorAll("td")].map((td) => Number(td.textContent))));
  for (const numbers of rows) assert.equal(numbers.slice(0, -1).reduce((a, b) => a + b), numbers.at(-1));
  const untracked = rows.reduce((sum, [first]) => sum + first, 0);
  const counted = Number((await quick(page, "untracked").locator("small").innerText()).replaceAll(",", ""));
  assert.ok(untracked <= counted, `${untracked} in the bars, ${counted} in the filter (which counts recovered tests as well)`);
});

test("the evidence names the issues, how each was found, and the rule of the effort", async (t) => {
  const { page } = await open(t, { path: "flakes?effort=triaged,pr_submitted" });
  await row(page, 0).locator(".vt-toggle").click();
  const section = page.locator(".evidence .issues");
  await section.locator("li").first().waitFor();
  const words = await section.innerText();
  assert.match(words, /An issue tracks it: (triaged|PR submitted)\./);
  assert.match(words, /Found by (exact|normalised) name: its .* names the test/);
  for (const link of await section.locator("li a").all()) {
    assert.match(await link.getAttribute("href"), /^https:\/\/github\.com\/kubernetes\/kubernetes\/(issues|pull)\/\d+$/);
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  }
  await axe(page);
});

test("an untracked test: what will be written is shown, and the form of the code host is a link", async (t) => {
  const { page } = await open(t, { path: "flakes?effort=untracked&verdict=flaky", permissions: ["clipboard-read", "clipboard-write"] });
  await row(page, 0).getByRole("button", { name: "File an issue" }).click();
  const filing = page.locator(".file-issue[open]");
  await filing.waitFor();
  const title = await filing.locator(".issue-title").innerText();
  assert.match(title, /^\[Flaking Test\] /);
  const text = await filing.locator(".issue-text").innerText();
  assert.match(text, /### Which jobs are flaking\?/);
  const link = filing.getByRole("link", { name: /Open the form on GitHub/ });
  const address = new URL(await link.getAttribute("href"));
  assert.equal(`${address.origin}${address.pathname}`, "https://github.com/kubernetes/kubernetes/issues/new");
  assert.equal(address.searchParams.get("template"), "flaking-test.yaml");
  assert.ok(address.searchParams.get("title").startsWith("[Flaking Test] "));
  assert.ok(address.href.length < 8000);
  assert.equal(await link.getAttribute("target"), "_blank");
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  assert.equal(await filing.getByRole("button", { name: /Create/ }).count(), 0, "nothing is created without a token");
  await filing.getByRole("button", { name: "Copy the text" }).click();
  await filing.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), text.trim());
  await axe(page);
  await filing.scrollIntoViewIfNeeded();
  await screenshot(page, "tracking-file");
  assert.deepEqual(page.asked.filter(({ url }) => new URL(url).host === "github.com"), [], "the link was not followed");
});

test("with a token an issue is filed once, and the test is tracked then", async (t) => {
  const { page, sim } = await open(t, { path: "flakes?effort=untracked&verdict=flaky" });
  await giveToken(page, `${TOKEN}push`);
  const before = await matching(page);
  await row(page, 0).getByRole("button", { name: "File an issue" }).click();
  await page.getByRole("button", { name: "Create it on GitHub" }).click();
  await page.locator(".issues", { hasText: "An issue tracks it, and nobody has answered." }).waitFor({ timeout: 20_000 });
  await page.waitForFunction((before) => Number(document.querySelector(".vt-tools b").textContent.match(/^[\d,]+/)[0]) < before, before);
  assert.equal(await page.locator(".file-issue").count(), 0, "there is nothing more to file");
  const { requests } = await sim.log();
  assert.equal(requests.filter(({ method, path }) => method === "POST" && path.endsWith("/issues")).length, 1);
  tokenStaysHome(page, `${TOKEN}push`);
});

test("hostile titles and bodies are text", async (t) => {
  const { page } = await open(t, { path: "flakes?verdict=all&sort=-issue" });
  page.on("dialog", (dialog) => assert.fail(`a dialog opened: ${dialog.message()}`));
  const hostile = /<script>|javascript:|=cmd|\*bold\*/;
  let seen = 0;
  for (const effort of ["tracked", "nobody is on it"]) {
    await quick(page, effort).click().catch(() => {});
    await read(page);
    for (let i = 0; i < Math.min(15, await matching(page)); i += 1) {
      await row(page, i).locator(".vt-toggle").click();
      await page.locator(".evidence .issues").waitFor();
      const titles = await page.locator(".issue-title").allTextContents();
      seen += titles.filter((title) => hostile.test(title)).length;
      assert.ok(titles.every((title) => !/[\u202a-\u202e\u2066-\u2069\u0000-\u001f]/.test(title)), JSON.stringify(titles));
      assert.equal(await page.locator(".issue-title *").count(), 0);
      await page.locator(".evidence").getByRole("button", { name: "Close" }).click();
    }
    await quick(page, effort).click();
  }
  assert.equal(await page.locator("a[href^=javascript]").count(), 0);
  assert.ok(seen > 0, "a hostile title was shown");
});

test("a spent quota says until when, keeps what came, and is healed by a token", async (t) => {
  const { page, sim } = await open(t, { faults: [{ kind: "quota_spent", reset_in_s: 1800, path_contains: "/repos/" }] });
  await page.waitForFunction(() => /incomplete/.test(document.querySelector(".issues-name").textContent));
  assert.match(await issues(page).innerText(), /incomplete · try again at \d\d:\d\d UTC/);
  assert.ok((await matching(page)) > 0, "the rows stay");
  assert.match(await row(page, 0).locator(".col-issue").innerText(), /\?/);
  await issues(page).click();
  await page.locator(".issues-menu").getByText(/used up.*Try again at \d\d:\d\d UTC.*0 issues.*kept/).waitFor();
  await axe(page);
  await screenshot(page, "tracking-quota");
  await page.keyboard.press("Escape");
  await sim.setFaults();
  await giveToken(page);
  await page.waitForFunction(() => /· [1-9]\d* issues/.test(document.querySelector(".issues-name").textContent));
  tokenStaysHome(page);
});

for (const [kind, said] of [["secondary_limit", /pause of \d+ s/], ["unauthorised", /does not accept the token/]]) {
  test(`${kind}: the page says so and keeps its rows`, async (t) => {
    const { page } = await open(t, { faults: [{ kind, path_contains: "/repos/" }] });
    await page.waitForFunction(() => /incomplete/.test(document.querySelector(".issues-name").textContent));
    await issues(page).click();
    await page.locator(".issues-menu").getByText(said).waitFor();
    assert.ok((await matching(page)) > 0);
    await axe(page);
  });
}

test("the token goes to the API alone and is kept only where that was asked for", async (t) => {
  const { page, sim, site } = await open(t);
  await giveToken(page);
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("link", { name: "Flakes", exact: true }).click();
  await read(page);
  const stored = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  assert.ok(!(await stored()).includes(TOKEN), "nothing keeps it");
  assert.ok(!(await page.content()).includes(TOKEN));
  await page.getByText("Download").click();
  const file = await download(page, () => page.locator(".menu-list button", { hasText: "JSON" }).click());
  assert.ok(!file.bytes.toString().includes(TOKEN));
  tokenStaysHome(page);
  const { requests } = await sim.log();
  const carrying = requests.filter((request) => JSON.stringify(request).includes(TOKEN));
  assert.ok(carrying.every(({ path, headers }) => /^\/(repos|graphql)/.test(path) && headers.authorization === `Bearer ${TOKEN}`));
  await page.goto(`${site.url}flakes`);
  await read(page);
  await issues(page).click();
  await page.getByLabel("GitHub token").waitFor();
  await page.keyboard.press("Escape");

  await giveToken(page, TOKEN, { keep: true });
  assert.ok(JSON.parse(await stored())[1]["flakescope-token"] === TOKEN);
  assert.ok(!JSON.stringify(JSON.parse(await stored())[0]).includes(TOKEN), "never in localStorage");
  await page.reload();
  await read(page);
  await issues(page).click();
  await page.getByText("A token is in use.").waitFor();
  await axe(page);
  await page.getByRole("button", { name: "Forget the token" }).click();
  await page.getByLabel("GitHub token").waitFor();
  assert.ok(!(await stored()).includes(TOKEN));
  tokenStaysHome(page);
});

test("issues can be those of another repository, or none", async (t) => {
  const { page } = await open(t);
  await issues(page).click();
  await page.getByRole("button", { name: "None", exact: true }).click();
  await page.waitForURL(/issues=off/);
  await page.waitForFunction(() => /Issues: off/.test(document.querySelector(".issues-name").textContent));
  await page.keyboard.press("Escape");
  await read(page);
  assert.match(await row(page, 0).locator(".col-issue").innerText(), /\?/);
  await axe(page);
  await issues(page).click();
  const repository = page.getByLabel("Another repository: owner/name");
  await repository.fill("somebody/elses");
  await repository.press("Enter");
  await page.waitForURL(/issues=somebody%2Felses/);
  await page.waitForFunction(() => /Issues incomplete/.test(document.querySelector(".issues-name").textContent));
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`tracking in ${colorScheme}, ${width} px wide`, async (t) => {
      const { page } = await open(t, { path: "flakes?as=effort", colorScheme, viewport: { width, height: 900 } });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `nothing is wider than the page, but for ${overflow} px`);
      await axe(page);
      await screenshot(page, `tracking-${colorScheme}-${width}`);
      await issues(page).click();
      await axe(page);
      await screenshot(page, `tracking-menu-${colorScheme}-${width}`);
      await page.keyboard.press("Escape");
      await row(page, 0).locator(".vt-toggle").click();
      await page.locator(".evidence .issues").waitFor();
      await axe(page);
      await page.locator(".evidence .issues").scrollIntoViewIfNeeded();
      await screenshot(page, `tracking-evidence-${colorScheme}-${width}`);
    });
  }
}
