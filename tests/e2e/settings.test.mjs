// The reader's own settings, and the page that says what this is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, openPage, screenshot, serveDist } from "./harness.mjs";

const SAMPLE = "?src=sample&v=1";
const open = async (page) => {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "Dark" }).waitFor();
  return page.getByRole("dialog", { name: "Settings" });
};
const root = (page, name) => page.evaluate((name) => document.documentElement.getAttribute(name), name);
const tone = (page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--failing"));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1440]) {
    test(`the sheet and the second palette, ${colorScheme}, ${width} wide`, async (t) => {
      const site = await serveDist(t);
      const page = await openPage(t, `${site.url}flakes${SAMPLE}`, { colorScheme, viewport: { width, height: 900 } });
      await page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
      const usual = await tone(page);
      const sheet = await open(page);
      await sheet.getByRole("button", { name: "Without red and green" }).click();
      await axe(page);
      await screenshot(page, `settings-${colorScheme}-${width}`);
      await sheet.getByRole("button", { name: "Close" }).click();
      assert.equal(await root(page, "data-palette"), "safe");
      assert.notEqual(await tone(page), usual);
      await axe(page);
      await screenshot(page, `palette-${colorScheme}-${width}`);
      await page.reload();
      await page.locator("#page-title").waitFor();
      assert.equal(await root(page, "data-palette"), "safe", "kept");
    });
  }
}

test("theme, token and addresses are taken, and what cannot be used is refused", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, `${site.url}${SAMPLE}`);
  await page.locator("#page-title").waitFor({ timeout: 60_000 });
  const sheet = await open(page);
  await sheet.getByRole("button", { name: "Dark" }).click();
  assert.equal(await root(page, "data-theme"), "dark");

  const proxy = sheet.getByRole("region", { name: "Proxy" });
  await proxy.getByRole("textbox").fill("https://user@proxy.example");
  await proxy.getByRole("button", { name: "Use" }).click();
  await proxy.getByRole("alert").getByText("no address that can be used").waitFor();
  await proxy.getByRole("textbox").fill("https://proxy.example");
  await proxy.getByRole("button", { name: "Use" }).click();
  await proxy.getByRole("button", { name: "Forget the proxy" }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("flakescope-proxy")), "https://proxy.example");

  const token = sheet.getByRole("region", { name: "Token" });
  await token.getByLabel("GitHub token").fill("secret-of-mine");
  await token.getByRole("button", { name: "Use" }).click();
  await token.getByText("A token is in use.").waitFor();
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!stored.includes("secret-of-mine"), stored);
  await axe(page);
  await proxy.getByRole("button", { name: "Forget the proxy" }).click();
  await proxy.getByRole("textbox").waitFor();
});

test("a proxy that is named is asked for issues", async (t) => {
  const site = await serveDist(t);
  const page = await openPage(t, "about:blank", { allow: [/ERR_/] });
  await page.context().route("https://proxy.example/**", (route) => route.fulfill({ json: [], headers: { "access-control-allow-origin": "*" } }));
  await page.goto(`${site.url}method`);
  await page.evaluate(() => localStorage.setItem("flakescope-proxy", "https://proxy.example"));
  const asked = page.context().waitForEvent("request", (request) => request.url().startsWith("https://proxy.example/github/repos/kubernetes/kubernetes/issues?"));
  await page.goto(`${site.url}flakes${SAMPLE}&issues=kubernetes/kubernetes`);
  await asked;
  assert.deepEqual(page.asked.filter(({ url }) => url.startsWith("https://api.github.com/")), []);
});

for (const colorScheme of ["light", "dark"]) {
  test(`about: sources, privacy, version, licences, ${colorScheme}`, async (t) => {
    const site = await serveDist(t, { base: "/sub/" });
    const page = await openPage(t, `${site.url}about`, { colorScheme });
    await page.getByRole("heading", { level: 1, name: "About Flakescope" }).waitFor({ timeout: 60_000 });
    for (const name of ["Sources", "Privacy", "Version", "Licences"]) await page.getByRole("heading", { level: 2, name }).waitFor();
    const build = await page.locator("meta[name=flakescope-build]").getAttribute("content");
    await page.getByText(build, { exact: true }).waitFor();
    await axe(page);
    await screenshot(page, `about-${colorScheme}-1280`, { fullPage: true });
    await page.setViewportSize({ width: 390, height: 800 });
    await screenshot(page, `about-${colorScheme}-390`, { fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${wide}`);
    const [answer] = await Promise.all([page.waitForResponse(/licences\.txt/), page.getByRole("link", { name: /names, versions and licences/ }).click()]);
    assert.match(await answer.text(), /leptos \d+\.\d+\.\d+: MIT/);
    assert.equal((await page.request.get(`${site.url}flakes`)).status(), 200);
  });
}
