// The page installed: it opens without a network, with the last data and their age; a newer version is announced, takes over
// when told to, and no file of one build ever meets one of another.

import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ROUTES } from "../../scripts/post-build.mjs";
import { DIST, OTHER_BUILD, anotherBuild, axe, oneOrigin, openPage, screenshot } from "./harness.mjs";

const BASE = "/some/site/";
const CUT = /ERR_|Failed to (fetch|load)|404/;
const HOUR = 3_600_000;
const OTHER_BUILD_ID = / 0{6}[0-9a-f]{10}$/;

const build = (page) => page.locator("meta[name=flakescope-build]").getAttribute("content");
const rows = (page) => page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
const kept = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready));
const caches = (page) => page.evaluate(async () => (await self.caches.keys()).filter((name) => name.startsWith("flakescope-files")));

const open = (t, url) => openPage(t, url, { serviceWorkers: "allow", allow: [CUT] });

test("without a network it opens, every page of it, and shows the last data with their age", async (t) => {
  const host = await oneOrigin(t, BASE);
  const address = `${host.home}flakes?src=${encodeURIComponent(`${host.origin}/api/v1`)}`;
  const page = await open(t, address);
  await rows(page);
  await kept(page);
  assert.deepEqual(await caches(page), [`flakescope-files ${BASE} ${await build(page)}`]);

  await t.test("exactly the files of one build are kept", async () => {
    const [name] = await caches(page);
    const addresses = await page.evaluate(async (name) => (await (await self.caches.open(name)).keys()).map((r) => r.url), name);
    const all = (await readdir(DIST, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const files = all.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(DIST.length + 1));
    const wanted = files.filter((file) => !/^(404\.html|parts\.json|service-worker\.js|snapshot\/.*)$/.test(file));
    assert.deepEqual(addresses.sort(), wanted.map((file) => host.home + file).sort());
  });

  await t.test("what a service answers passes by", async () => {
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    const ask = () => page.evaluate(async (url) => (await fetch(url)).json(), `${host.home}report.json`);
    assert.deepEqual([await ask(), await ask()], [1, 2]);
    await rows(page);
  });

  await page.evaluate(async (age) => {
    const store = await self.caches.open("flakescope-bytes-1");
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      const headers = new Headers(answer.headers);
      headers.set("x-flakescope-stored-at", String(Number(headers.get("x-flakescope-stored-at")) - age));
      await store.put(request, new Response(await answer.arrayBuffer(), { headers }));
    }
  }, 3 * HOUR);
  await host.shut();
  await page.context().setOffline(true);
  await page.goto(address);
  await rows(page);
  await page.getByText("Offline. Data of 3 hours ago.").waitFor({ timeout: 60_000 });
  await axe(page);
  await screenshot(page, "offline-data");

  for (const route of ["", ...ROUTES, ...ROUTES.map((route) => `${route}/`)]) {
    await page.goto(host.home + route);
    await page.locator("#page-title").waitFor({ timeout: 30_000 });
    assert.equal(await page.evaluate(() => new URL(document.baseURI).pathname), BASE, route);
  }

  await host.open();
  await page.context().setOffline(false);
  await page.goto(address);
  await rows(page);
  await page.getByText("Data of 3 hours ago").waitFor({ state: "detached", timeout: 60_000 });
});

test("without a network and without data the sample stands in", async (t) => {
  const host = await oneOrigin(t, BASE);
  const page = await open(t, host.home);
  await kept(page);
  await host.shut();
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText("TestGrid cannot be reached. You see a made-up sample.").waitFor({ timeout: 60_000 });
});

test("a new version waits beside the old one, says so quietly, and takes over when told to", async (t) => {
  const host = await oneOrigin(t, BASE);
  const page = await open(t, `${host.home}method`);
  await kept(page);
  const first = await build(page);
  host.deploy(await anotherBuild(t));
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  const line = page.locator(".update-ready");
  await line.getByRole("button").waitFor({ timeout: 60_000 });
  assert.equal(await line.innerText().then((text) => text.replace(/\s+/g, " ")), "A new version is ready. Load it");
  await axe(page);
  await screenshot(page, "new-version");

  // Until then every page is of the old build, whatever the host has.
  const asked = [];
  page.context().on("response", (answer) => asked.push(answer.url()));
  const second = await page.context().newPage();
  await second.goto(`${host.home}muted`);
  await second.locator("#page-title").waitFor();
  assert.equal(await build(second), first);
  assert.deepEqual(asked.filter((url) => OTHER_BUILD.test(url)), []);
  assert.equal((await caches(page)).length, 2, "side by side");

  const taken = []; // of this page alone: the other one may still be loading its engine
  page.on("response", (answer) => taken.push(answer.url()));
  await line.getByRole("button", { name: "Load it" }).click();
  await page.waitForFunction((first) => document.querySelector("meta[name=flakescope-build]")?.content !== first, first);
  await page.locator("#page-title").waitFor();
  assert.match(await build(page), OTHER_BUILD);
  const names = taken.filter((url) => /-[0-9a-f]{16}\.(js|wasm|css)$/.test(url));
  assert.ok(names.length >= 3, `${names}`);
  assert.deepEqual(names.filter((url) => !OTHER_BUILD.test(url)), [], "nothing of the old build");
  assert.equal(await line.count(), 0);

  // The other page still finds the files of its own build; with the next start they are gone.
  const old = (await readdir(DIST)).find((name) => /^engine_loader-/.test(name));
  assert.equal(await second.evaluate(async (url) => (await fetch(url)).status, host.home + old), 200);
  await second.close();
  await page.goto("about:blank");
  await page.goto(host.home);
  await page.locator("#page-title").waitFor();
  await page.waitForFunction(async () => (await self.caches.keys()).filter((name) => name.startsWith("flakescope-files")).length === 1);
  assert.match((await caches(page))[0], OTHER_BUILD_ID);
});


test("a new version takes over by itself at the next start", async (t) => {
  const host = await oneOrigin(t, BASE);
  const page = await open(t, `${host.home}method`);
  await kept(page);
  host.deploy(await anotherBuild(t));
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await page.locator(".update-ready").getByRole("button").waitFor({ timeout: 60_000 });
  await page.goto("about:blank");
  await page.goto(`${host.home}method`);
  await page.waitForFunction(() => document.querySelector("meta[name=flakescope-build]")?.content.startsWith("000000"));
});

test("a site that is only half published is not taken", async (t) => {
  const host = await oneOrigin(t, BASE);
  const page = await open(t, `${host.home}method`);
  await kept(page);
  const folder = await anotherBuild(t);
  const file = join(folder, "muted.html");
  const whole = await readFile(file);
  await writeFile(file, await readFile(join(DIST, "muted.html")));
  host.deploy(folder);
  const update = () =>
    page.evaluate(async () => {
      const registration = await (await navigator.serviceWorker.ready).update();
      const worker = registration.installing ?? registration.waiting;
      while (worker && !["installed", "redundant"].includes(worker.state)) {
        await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
      }
      return worker?.state;
    });
  assert.equal(await update(), "redundant");
  assert.equal(await page.locator(".update-ready").count(), 0);
  await writeFile(file, whole);
  assert.equal(await update(), "installed", "the next look finds it whole");
});

test("a browser takes it for an app", async (t) => {
  const host = await oneOrigin(t, BASE);
  const page = await open(t, host.home);
  await kept(page);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A window of a test is not one that a browser installs from.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  const { errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
});
