// The main job on the real TestGrid capture, replayed over real HTTP: open, filter, share the link, download the CSV,
// under `/` and under a sub-path.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { download, needsShared, openPage, program, screenshot, serveDist, startSim } from "./harness.mjs";

const BOARD = "redhat-openshift-ocp-release-4.4-informing";
/** Of the 49 tabs only one was captured; the others answer 404, without permission to read it. */
const MISSING = /Failed to load resource|ERR_|blocked by CORS/;

const names = (page) => page.locator(".vt-body .test-name").evaluateAll((all) => all.map((name) => name.title));

/** Opens the link, agrees to its host, and waits until everything that there is was read. */
async function open(t, sim, link) {
  const page = await openPage(t, link, { allow: [MISSING], permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: `Read from ${new URL(sim.url).host}` }).click();
  await page.locator(".vt-row .col-test").first().waitFor({ timeout: 120_000 });
  await page.locator(".progress").waitFor({ state: "detached", timeout: 120_000 });
  await page.waitForFunction(() => !document.querySelector(".vt-body .skeleton"));
  return page;
}

for (const base of ["/", "/some/sub/path/"]) {
  test(`the real capture: open, filter, share, download (${base})`, async (t) => {
    const capture = needsShared(t, "testgrid-sippy");
    if (!capture) return;
    const sim = await startSim(t, ["replay", "--dir", capture]);
    const site = await serveDist(t, { base });
    const source = `${sim.url}/api/v1`;
    const page = await open(t, sim, `${site.url}flakes?board=${BOARD}&src=${encodeURIComponent(source)}`);
    assert.match(await page.locator("h1").innerText(), /19 tests are flaky.*1 broken run is set aside\./s);
    await screenshot(page, "replay");

    const count = ".vt-tools b";
    const before = await page.locator(count).innerText();
    await page.getByText("+ filter").click();
    await page.locator(".menu-list button", { hasText: /^flaky/ }).first().click();
    await page.keyboard.press("Escape");
    await page.waitForURL(/verdict=/);
    // The old rows stay until the new ones come.
    await page.waitForFunction(([at, old]) => document.querySelector(at)?.innerText !== old, [count, before]);
    await page.waitForFunction(() => !document.querySelector(".vt-body .skeleton"));
    const seen = await names(page);
    assert.ok(seen.length > 0);

    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.deepEqual(await names(await open(t, sim, link)), seen, "the link shows the same rows");

    await page.getByText("Download").click();
    const file = await download(page, () => page.locator(".menu-list button", { hasText: "CSV" }).click());
    const verdicts = new URL(link).searchParams.get("verdict");
    const flags = ["--testgrid", source, "--dashboard", BOARD, "--verdict", verdicts];
    const written = execFileSync(program("flakescope"), ["flakes", ...flags], { stdio: ["ignore", "pipe", "ignore"] });
    assert.ok(file.bytes.equals(written), "the CSV is what the command line writes");

    await page.goBack();
    await page.waitForURL((url) => !url.search.includes("verdict="));
    await page.goForward();
    await page.waitForURL(/verdict=/);
  });
}
