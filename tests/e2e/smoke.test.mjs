// The build itself: every address answers, alone and below a sub-path, and no cache mixes two builds.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ROUTES } from "../../scripts/post-build.mjs";
import { DIST, OTHER_BUILD, anotherBuild, openPage, serveDist } from "./harness.mjs";

const OFFLINE = /ERR_NAME_NOT_RESOLVED/; // the default source is not reachable here
const started = (page) => page.locator("h1").first().waitFor({ state: "attached", timeout: 20_000 });
const meta = (page, name) => page.locator(`meta[name=${name}]`).getAttribute("content");

/** The address and the build id of the page's worker, once it has all its parts. */
async function engine(page) {
  const worker = page.workers()[0] ?? (await page.waitForEvent("worker", { timeout: 10_000 }));
  const build = await worker.evaluate(async () => {
    const loaded = () => performance.getEntriesByType("resource").some((e) => /\.wasm$/.test(e.name) && e.responseEnd);
    while (!loaded()) await new Promise((done) => setTimeout(done, 10));
    return self.FLAKESCOPE_BUILD;
  });
  return { url: worker.url(), build };
}

for (const base of ["/", "/some/sub/path/"]) {
  test(`every route starts page and engine under ${base}`, async (t) => {
    const site = await serveDist(t, { base });
    for (const route of ["", ...ROUTES, ...ROUTES.map((route) => `${route}/`)]) {
      const address = site.url + route;
      assert.equal((await fetch(address)).status, 200, `${address} answers`);
      const page = await openPage(t, address, { allow: [OFFLINE] });
      await started(page);
      assert.equal(new URL(await page.evaluate(() => document.baseURI)).href, site.url, "the base is the site's");
      const { url, build } = await engine(page);
      assert.equal(url, site.url + (await meta(page, "flakescope-engine")), "the engine is the page's");
      assert.equal(build, await meta(page, "flakescope-build"), "both are of one build");
      await page.context().close();
    }
  });
}

test("an unknown address is answered by the page, as not found", async (t) => {
  const site = await serveDist(t);
  const response = await fetch(`${site.url}nowhere/at/all`);
  assert.equal(response.status, 404);
  const page = await openPage(t, `${site.url}nowhere/at/all`, { allow: [OFFLINE, /404/] });
  await started(page);
});

test("a new build replaces page and engine together", async (t) => {
  const folder = await anotherBuild(t);
  const site = await serveDist(t, { cacheControl: "max-age=600" });
  const page = await openPage(t, site.url, { allow: [OFFLINE] });
  await started(page);
  const before = await engine(page);

  site.deploy(folder);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.reload();
  await started(page);
  const after = await engine(page);
  assert.notEqual(after.url, before.url);
  assert.match(after.build, OTHER_BUILD);
  assert.equal(after.build, await meta(page, "flakescope-build"));
  const built = asked.filter((url) => /\.(js|wasm|css)$/.test(url));
  assert.ok(built.length >= 4, `page and engine were asked for: ${built}`);
  assert.deepEqual(built.filter((url) => !OTHER_BUILD.test(url)), [], "nothing of the old build");
});

test("a page kept from an older build finds the newer one by itself", async (t) => {
  const folder = await anotherBuild(t);
  const site = await serveDist(t, { folder });
  const page = await openPage(t, "about:blank", { allow: [OFFLINE, /404/, /Failed to fetch/] });
  const kept = await readFile(join(DIST, "index.html"), "utf8");
  let visits = 0;
  await page.route(site.url, (route) =>
    (visits += 1) === 1 ? route.fulfill({ contentType: "text/html", body: kept }) : route.continue(),
  );
  await page.goto(site.url);
  await started(page);
  assert.equal(visits, 2);
  assert.match((await engine(page)).url, OTHER_BUILD);
});

test("a page whose engine stays of another build reloads once, talks to it never, and says so", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", { allow: [OFFLINE] });
  let visits = 0;
  await page.route(site.url, (route) => ((visits += 1), route.continue()));
  await page.route("**/engine_loader*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/BUILD = "/, '$&older-') });
  });
  await page.goto(site.url);
  await page.getByText("of different versions").first().waitFor({ timeout: 30_000 });
  assert.equal(visits, 2);
});

test("a page that cannot start says so", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", { allow: [/./] });
  let visits = 0;
  await page.route(site.url, (route) => ((visits += 1), route.continue()));
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(site.url);
  await page.locator("#start-failed").waitFor({ state: "visible", timeout: 10_000 });
  assert.equal(visits, 2, "it tried once more, and no more than that");
});
