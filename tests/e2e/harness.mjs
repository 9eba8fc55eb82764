// What every browser test needs: the built page on a server of its own, the made-up CI world behind it, and a fresh
// browser context that fails its test on any error nobody allowed.
//
// A test file is `tests/e2e/<name>.test.mjs` with `node:test`; every helper takes the test's context `t` first and
// tidies up after it. Reach nothing but this machine: the browser resolves no other host.
//
//     test("the table sorts", async (t) => {
//       const sim = await startSim(t, ["serve", "--seed", "7"]);
//       const site = await serveDist(t, { base: "/some/sub/path/" });
//       const page = await openPage(t, `${site.url}flakes?…`, { upstreams: { [TESTGRID]: sim.url } });
//       …
//       await axe(page);
//     });

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../scripts/serve.mjs";
import { writeServiceWorker } from "../../scripts/service-worker.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const OUT = join(ROOT, "tests/e2e/out");
export const DIST = process.env.FLAKESCOPE_DIST ?? join(ROOT, "dist");
export const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
/** Captures of real systems, beside the checkout. A test that needs them skips with `needsShared`. */
export const SHARED = join(ROOT, "../shared/data");
/** The default source of the app. Give it to `upstreams` to have the sim play it. */
export const TESTGRID = "https://testgrid-api.prow.k8s.io";
/** The host of the issues. Without an upstream it has none: an empty list, read whole. */
export const GITHUB = "https://api.github.com";

export const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-quic",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
  // No test ever reaches the outside, with a network or without one.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
after(() => browser?.close());

/** Where the browser is. */
export function browserPath() {
  const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const find = (name) => {
    try {
      return name && execFileSync("sh", ["-c", 'command -v "$0"', name], { encoding: "utf8" }).trim();
    } catch {
      return undefined;
    }
  };
  const executablePath = names.map(find).find(Boolean);
  if (!executablePath) throw new Error("no Chromium on PATH: make setup brings one");
  return executablePath;
}

/** The one browser of a test file. */
export async function theBrowser() {
  const executablePath = browserPath();
  browser ??= await chromium.launch({ executablePath, args: ARGS });
  return browser;
}

const endings = new WeakMap();

/** Runs `end` after the test `t`, last come first: a page closes before the servers that it asks. */
function afterwards(t, end) {
  if (!endings.has(t)) {
    endings.set(t, []);
    t.after(async () => {
      const failures = [];
      for (const end of endings.get(t).reverse()) await Promise.resolve(end()).catch((error) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    });
  }
  endings.get(t).push(end);
}

/** Serves `dist` as GitHub Pages would: `{ url, deploy, stop }`, `url` with the base. */
export async function serveDist(t, { base = "/", folder = DIST, cacheControl } = {}) {
  const site = await serve({ folder, base, cacheControl });
  afterwards(t, site.stop);
  return site;
}

/** What is in every name, and in the build id, of `anotherBuild`. */
export const OTHER_BUILD = /(^|-)0{6}[0-9a-f]{10}\b/;

/** A folder with a copy of `dist` in which every hashed name and the build id are others: what a later build would bring. */
export async function anotherBuild(t) {
  const folder = await mkdtemp(join(tmpdir(), "flakescope-"));
  afterwards(t, () => rm(folder, { recursive: true }));
  await cp(DIST, folder, { recursive: true });
  const other = (hash) => `000000${hash.slice(6)}`;
  const build = (await readFile(join(DIST, "index.html"), "utf8")).match(/flakescope-build" content="(\w+)"/)[1];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && /\.(html|js)$/.test(entry.name)) {
      let text = await readFile(path, "utf8");
      text = text.replace(/(?<=-)[0-9a-f]{16}(?=\.)/g, other).replaceAll(build, other(build));
      await writeFile(path, text.replace(/'sha256-[^']+'/g, "'unsafe-inline'"));
    }
    if (entry.isFile()) await rename(path, path.replace(/(?<=-)[0-9a-f]{16}(?=\.\w+$)/, other));
  }
  await writeServiceWorker(folder, other(build), await readFile(join(ROOT, "public/service-worker.js"), "utf8"));
  return folder;
}

/** The newest of a program's debug and release builds. */
export function program(name) {
  const built = ["debug", "release"].map((profile) => join(TARGET, profile, name)).filter((path) => existsSync(path));
  if (built.length === 0) throw new Error(`${name} is not built: cargo build --workspace --bins`);
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/**
 * Starts `flakescope-sim ARGS --listen 127.0.0.1:0`: `{ url, setFaults, log, reset, stop }`. Faults are those of
 * crates/sim/src/serve/faults.rs: `sim.setFaults({ kind: "http_500", path_contains: "/rows", times: 2 })`.
 */
export async function startSim(t, args) {
  const child = spawn(program("flakescope-sim"), [...args, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => (child.kill(), await ended);
  afterwards(t, stop);
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((done, fail) => {
    lines.on("line", (line) => {
      const [, address] = line.match(/listening on (http:\/\/\S+)/) ?? [];
      if (address) done(address.replace(/\/$/, ""));
    });
    ended.then((code) => fail(new Error(`flakescope-sim ended with ${code} before it listened`)));
  });
  const control = async (path, options) => {
    const response = await fetch(`${url}${path}`, options);
    if (!response.ok) throw new Error(`the sim answered ${path} with ${response.status}`);
    return response;
  };
  return {
    url,
    stop,
    setFaults: (...faults) => control("/control/faults", { method: "POST", body: JSON.stringify({ faults }) }),
    log: async () => (await control("/control/log")).json(),
    reset: () => control("/control/reset", { method: "POST" }),
  };
}

/**
 * The site under `base`, a TestGrid (`/api/v1`), a folder with a published snapshot and an answer that is new each time
 * (`report.json`), all on one origin: `{ origin, home, deploy, shut, open, testgrid, publish, asked }`. `testgrid.down` cuts
 * its connections; `testgrid.held` is a promise that it waits for.
 */
export async function oneOrigin(t, base) {
  const sim = await startSim(t, ["serve", "--seed", "7", "--jobs", "4", "--tests", "20"]);
  const site = await serveDist(t, { base });
  const testgrid = { down: false, held: undefined };
  const asked = [];
  let answers = 0;
  let snapshot;
  const server = createServer(async (request, response) => {
    const path = request.url.replace(/\?.*/, "");
    asked.push(path);
    if (path === `${base}report.json`) return response.end(JSON.stringify((answers += 1)));
    if (snapshot && path.startsWith(`${base}snapshot/`)) {
      const file = join(snapshot, path.split("/").pop());
      return readFile(file).then((bytes) => response.end(bytes), () => response.writeHead(404).end());
    }
    const isBoard = path.startsWith("/api/");
    if (isBoard) await testgrid.held;
    if (isBoard && testgrid.down) return request.socket.destroy();
    const answer = await fetch((isBoard ? sim.url : new URL(site.url).origin) + request.url, { redirect: "manual" });
    const { "content-encoding": _, "content-length": __, "transfer-encoding": ___, ...kept } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, kept).end(Buffer.from(await answer.arrayBuffer()));
  });
  const open = (port) => new Promise((done) => server.listen(port, "127.0.0.1", done));
  const shut = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
  await open(0);
  afterwards(t, () => server.listening && shut());
  const { port } = server.address();
  const origin = `http://127.0.0.1:${port}`;
  const publish = (folder) => void (snapshot = folder);
  return { origin, home: origin + base, deploy: site.deploy, shut, open: () => open(port), testgrid, publish, asked };
}

// Runs in the page before anything of its own.
function watch() {
  addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI} (${event.sample})`),
  );
}

/**
 * Opens `url` in a fresh context. Errors on the console (of workers too), exceptions and policy violations fail the
 * test when it ends, unless one of the patterns in `allow` matches. `upstreams` maps origins to the address that
 * plays them, with all their headers. The rest of `options` goes to the context: `viewport`, `colorScheme`, …
 * `page.asked` holds every request that page and worker made: `{ url, method, headers }`. The site is not kept for use
 * without a network unless `serviceWorkers` is "allow": requests that go through a service worker cannot be played.
 */
export async function openPage(t, url, { allow = [], upstreams = {}, ...options } = {}) {
  const usual = { viewport: { width: 1280, height: 800 }, serviceWorkers: "block" };
  const context = await (await theBrowser()).newContext({ ...usual, ...options });
  const problems = [];
  const report = (text) => allow.some((pattern) => pattern.test(text)) || problems.push(text);
  context.on("console", (message) => {
    const { url: source } = message.location();
    if (message.type() === "error") report(source ? `${message.text()} [${source}]` : message.text());
  });
  context.on("weberror", (error) => report(String(error.error())));
  afterwards(t, async () => {
    await context.close();
    if (problems.length > 0) throw new Error(`the browser reported:\n${problems.join("\n")}`);
  });
  const asked = [];
  context.on("request", (request) =>
    asked.push({ url: request.url(), method: request.method(), headers: request.headers(), body: request.postData() }),
  );
  await context.addInitScript(watch);
  await context.route(`${GITHUB}/**`, (route) => route.fulfill({ json: [], headers: { "access-control-allow-origin": "*" } }));
  for (const [origin, target] of Object.entries(upstreams)) await playUpstream(context, origin, target);
  const page = await context.newPage();
  page.problems = problems;
  page.asked = asked;
  await page.goto(url);
  return page;
}

/** What the code host looks at beside the address. */
const forwarded = (headers) =>
  Object.fromEntries(["authorization", "if-none-match", "content-type"].filter((n) => headers[n]).map((n) => [n, headers[n]]));

/** Has `target` answer whatever page or worker asks of `origin`. */
async function playUpstream(context, origin, target) {
  await context.route(`${origin}/**`, async (route) => {
    const asked = route.request();
    const headers = { ...asked.headers(), host: new URL(target).host };
    try {
      const answer = await fetch(asked.url().replace(origin, target), {
        method: asked.method(),
        headers: { origin: headers.origin ?? "null", accept: headers.accept ?? "*/*", ...forwarded(headers) },
        body: asked.postData() ?? undefined,
        redirect: "manual",
      });
      const { "content-encoding": _, "content-length": __, ...kept } = Object.fromEntries(answer.headers);
      await route.fulfill({ status: answer.status, headers: kept, body: Buffer.from(await answer.arrayBuffer()) });
    } catch {
      await route.abort("connectionreset").catch(() => {}); // cut short, or the page has gone
    }
  });
}

/** Fails on anything axe-core finds in the page as it is now. */
export async function axe(page, { exclude = [] } = {}) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (exclude) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await window.axe.run({ exclude }, { runOnly: tags, resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((n) => n.target.join(" ")) }));
  }, exclude);
  if (violations.length === 0) return;
  const lines = violations.map(({ id, help, at }) => `  ${id}: ${help}\n${at.map((a) => `    ${a}`).join("\n")}`);
  throw new Error(`axe found at ${page.url()}:\n${lines.join("\n")}`);
}

/** A picture in tests/e2e/out, to be looked at. */
export async function screenshot(page, name, options = {}) {
  mkdirSync(OUT, { recursive: true });
  const path = join(OUT, `${name}.png`);
  await page.screenshot({ path, ...options });
  return path;
}

/**
 * The longest task of the page's thread while `action` goes on, in ms: `busy` is the processor's time, which other
 * programs on the machine do not lengthen; `passed` is the longest by a clock on the wall.
 */
export async function longestTask(page, action) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await action();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const place = ({ pid, tid }) => `${pid}/${tid}`;
  const mains = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const pages = new Set(mains.map(place));
  const tasks = traceEvents.filter((event) => event.name === "RunTask" && pages.has(place(event)));
  if (tasks.length === 0) throw new Error("the trace has no task of the page");
  const ms = (key) => Math.max(...tasks.map((task) => task[key] ?? 0)) / 1000;
  return { busy: Math.round(ms("tdur")), passed: Math.round(ms("dur")) };
}

/** What `action` makes the browser download: `{ name, bytes }`. */
export async function download(page, action) {
  const [offered] = await Promise.all([page.waitForEvent("download"), action()]);
  return { name: offered.suggestedFilename(), bytes: await readFile(await offered.path()) };
}

/** Gives files to one of the page's buttons as a user does. */
export async function choose(page, button, files) {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  await chooser.setFiles(files);
}

/** Drops files and folders on the page as a user does: the page says that it takes them, and then they are let go. */
export async function drop(page, paths) {
  const hand = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const move = (type) => hand.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  await move("dragEnter");
  // Nobody listens before the page stands.
  for (const veil = page.locator(".drop-veil"); !(await veil.isVisible()); ) {
    await move("dragOver");
    await page.waitForTimeout(50);
  }
  await move("drop");
  await hand.detach();
}

/** Skips `t` where the captures are absent; gives the path of one of them. */
export function needsShared(t, path) {
  const found = join(SHARED, path);
  if (existsSync(found)) return found;
  t.skip(`needs ../shared/data/${path}`);
  return undefined;
}
