// A snapshot that `flakescope snapshot` published beside the page: shown at once with its age, then the source has its say; it
// stays where the source does not answer, and is no trouble to anybody where there is none.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { axe, oneOrigin, openPage, program, screenshot } from "./harness.mjs";

const BASE = "/some/site/";
const CUT = /ERR_|Failed to (fetch|load)/;

/** Makes a snapshot of the host's TestGrid, as of some minutes ago. */
async function snapshot(t, host, minutes = 20) {
  const folder = await mkdtemp(join(tmpdir(), "flakescope-"));
  t.after(() => rm(folder, { recursive: true }));
  const args = ["snapshot", "--out", folder, "--testgrid", `${host.origin}/api/v1`];
  await promisify(execFile)(program("flakescope"), args);
  const path = join(folder, "index.json");
  const index = JSON.parse(await readFile(path, "utf8"));
  const earlier = new Date(Date.parse(index.made_at) - minutes * 60_000).toISOString();
  await writeFile(path, JSON.stringify({ ...index, made_at: earlier.replace(/\.\d+Z$/, "Z") }));
  return folder;
}

const address = (host, page = "flakes") => `${host.home}${page}?src=${encodeURIComponent(`${host.origin}/api/v1`)}`;
const rows = (page) => page.locator(".vt-row .col-test").first().waitFor({ timeout: 60_000 });
const done = (page) => page.locator(".progress").waitFor({ state: "detached", timeout: 60_000 });

test("it is shown at once with its age, and then what the source says", async (t) => {
  const host = await oneOrigin(t, BASE);
  host.publish(await snapshot(t, host));
  let release;
  host.testgrid.held = new Promise((held) => (release = held));
  const page = await openPage(t, address(host));
  await rows(page);
  await page.getByText("Snapshot of 20 minutes ago.").waitFor();
  assert.match(await page.locator(".progress").innerText(), /Reading/);
  await axe(page);
  await screenshot(page, "snapshot-first");
  const shown = await page.locator(".vt-row .col-test").allInnerTexts();
  release();
  await page.getByText("Snapshot of").waitFor({ state: "detached", timeout: 60_000 });
  await done(page);
  await page.locator(".source-facts", { hasText: "read just now" }).waitFor();
  assert.deepEqual(await page.locator(".vt-row .col-test").allInnerTexts(), shown, "the same boards, the same rows");
  assert.equal(await page.locator(".source-line .menu", { hasText: "warning" }).count(), 0);
  assert.equal(host.asked.filter((path) => path.endsWith("snapshot/index.json")).length, 1, "looked for once");
});

test("where the source does not answer it stays, says so, and goes when the source is back", async (t) => {
  const host = await oneOrigin(t, BASE);
  // Too old to be shown first, but better than nothing.
  host.publish(await snapshot(t, host, 180));
  host.testgrid.down = true;
  const page = await openPage(t, address(host), { allow: [CUT] });
  await rows(page);
  await done(page);
  await page.getByText("does not answer. Snapshot of 3 hours ago.").waitFor();
  await axe(page);
  await screenshot(page, "snapshot-alone");
  host.testgrid.down = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Snapshot of").waitFor({ state: "detached", timeout: 60_000 });
  await done(page);
});

test("where there is none nobody notices", async (t) => {
  const host = await oneOrigin(t, BASE);
  const page = await openPage(t, address(host));
  await rows(page);
  await done(page);
  assert.equal(host.asked.filter((path) => path.endsWith("snapshot/index.json")).length, 1, "asked once");
  assert.equal(await page.locator(".source-line .menu", { hasText: "warning" }).count(), 0);
  assert.equal(await page.getByText("Snapshot of").count(), 0);
});
