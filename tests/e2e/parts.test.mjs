// The page comes in parts: each route loads its own, the others follow in the background, and a part that does not come
// says so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TESTGRID, axe, openPage, screenshot, serveDist, startSim } from "./harness.mjs";

const OFFLINE = /ERR_NAME_NOT_RESOLVED/; // the default source is not reachable here
const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const NAME = /\/page_(?!bg|shared)(\w+)-/;
const PARTS = ["activity", "activity_more", "bar", "digest", "failures", "failures_more", "flakes", "flakes_more", "job", "job_more", "method", "muted", "muted_more", "overview", "payloads", "payloads_history", "payloads_history_more", "payloads_more", "wire"];
const partsIn = (requests) => [...new Set(requests.map((url) => url.match(NAME)?.[1]).filter(Boolean))];

test("a route loads its own part first, the others come by themselves", async (t) => {
  const site = await serveDist(t, { base: "/sub/" });
  const page = await openPage(t, "about:blank", { allow: [OFFLINE] });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${site.url}method`);
  await heading(page, "How the numbers are made").waitFor();
  const [first, ...next] = partsIn(asked).slice(0, 3);
  assert.deepEqual([first, ...next.sort()], ["method", "bar", "wire"], "its own, then the engine and the rest of the frame");
  for (let tries = 0; partsIn(asked).length < PARTS.length && tries < 200; tries += 1) await page.waitForTimeout(100);
  assert.deepEqual(partsIn(asked).sort(), PARTS, "in the background");
  await page.waitForLoadState("networkidle");
  const before = asked.filter((url) => NAME.test(url)).length;
  await page.getByRole("link", { name: "Flakes", exact: true }).click();
  await page.locator("h1.sentence").waitFor();
  assert.equal(asked.filter((url) => NAME.test(url)).length, before, "nobody waits for a part that is there");
});

test("a part that does not come says so, and comes on a second try", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", { allow: [OFFLINE, /page_flakes|ERR_FAILED|Failed to fetch/] });
  await page.route("**/page_flakes-*", (route) => route.abort());
  await page.goto(`${site.url}flakes`);
  await heading(page, "This page could not be loaded").waitFor();
  await axe(page);
  await page.unroute("**/page_flakes-*");
  await page.getByRole("button", { name: "Try again" }).first().click();
  await page.locator("h1.sentence").waitFor();
});

test("the first view of the sample comes before everything else", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank");
  const asked = [];
  const log = [];
  page.on("request", (request) => (asked.push(request.url()), log.push(`asked ${request.url()}`)));
  page.on("requestfinished", (request) => log.push(`came ${request.url()}`));
  await page.goto(`${site.url}?src=sample&v=1`);
  await page.getByRole("heading", { name: "Jobs, worst first" }).waitFor();
  await page.waitForLoadState("networkidle");
  const when = (part) => asked.findIndex((url) => url.includes(part));
  const overview = asked.filter((url) => url.includes("/sample/overview.txt"));
  assert.equal(overview.length, 1, "the page takes what its HTML file has asked for");
  const place = (pattern) => log.findIndex((line) => pattern.test(line));
  assert.ok(place(/^asked .*overview\.txt/) < place(/^came .*page_bg-/), "beside the page, not after it");
  for (const later of ["/page_digest-", "/page_bar-", "/page_wire-", "/engine_loader-"]) {
    assert.ok(when("/page_overview-") < when(later), `${later} can wait`);
  }
});

test("an engine that does not come says so, and comes on a second try", async (t) => {
  const sim = await startSim(t, ["serve", "--seed", "7", "--jobs", "4", "--tests", "40"]);
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", { upstreams: { [TESTGRID]: sim.url }, allow: [/page_wire|ERR_|Failed to fetch/] });
  await page.route("**/page_wire-*", (route) => route.abort());
  await page.goto(`${site.url}flakes`);
  await page.getByText("The engine of this page stopped").first().waitFor();
  await page.unroute("**/page_wire-*");
  await page.getByRole("button", { name: "Try again" }).first().click();
  await page.locator(".vt-row .col-test").first().waitFor();
});

test("a search whose part does not come says so, and finds on a second try", async (t) => {
  const sim = await startSim(t, ["serve", "--seed", "7", "--jobs", "4", "--tests", "40"]);
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", { upstreams: { [TESTGRID]: sim.url }, allow: [/engine_search|ERR_|Failed to fetch/] });
  await page.context().route("**/engine_search-*", (route) => route.abort());
  await page.goto(`${site.url}flakes`);
  await page.locator(".vt-row .col-test").first().waitFor();
  await page.getByRole("searchbox").fill("pod");
  await page.getByText("A part of the page is missing").first().waitFor();
  await screenshot(page, "search-part-missing");
  await axe(page);
  await page.context().unroute("**/engine_search-*");
  await page.getByRole("searchbox").fill("pods");
  await page.getByText("A part of the page is missing").first().waitFor({ state: "detached" });
  await page.locator(".vt-row .col-test", { hasText: /pods/i }).first().waitFor();
});
