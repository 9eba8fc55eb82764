// Finishes what trunk built, in its staging folder. Trunk calls it after every build (Trunk.toml).
//
// The contract with the page and its workers:
//
// 1. Every route in ROUTES is a file of its own, so that a hard load answers 200 on a host without rewrites. All copies
//    differ in `<base href>` alone, which is relative: the same `dist` works under `/` and under any sub-path.
//    The app takes its base from `document.baseURI`, and resolves every address of its own against it.
//    Only 404.html has an absolute base: trunk's `--public-url`, `/` by default.
// 2. `<meta name="flakescope-engine" content="engine_loader-<hash>.js">` names the worker:
//    `new Worker(new URL(content, document.baseURI), { type: "module" })`. The worker finds the name of the second
//    one, which it starts itself, in `self.FLAKESCOPE_READERS`. A worker that cannot load its parts fires `error` on the page's Worker object.
// 3. `<meta name="flakescope-build" content="<id>">` is the build id: a hash of everything in `dist`. The worker finds
//    the same in `self.FLAKESCOPE_BUILD`, tells it in its first message, and the page reloads itself, once, when they
//    differ. As all names carry hashes of contents, a page can only name files of its own build.
// 4. Files of `public/` keep their names. Ask for them with `?build=<id>`, so that no cache mixes builds.
// 5. Page and worker come in parts (split.mjs): page.js names the others by their hashes as it names the main one, and a route's
//    file preloads the part that it shows. Parts of another build cannot be named, so a page that outlived its build
//    finds them missing; it says so and offers to reload (src/lazy.rs).
// 6. Every page has a style sheet of its own beside the shared one. A route's file names its own as usual and the others
//    for another medium, which the app changes when it has started (src/app.rs).
// 7. service-worker.js knows every file of its build with its hash (service-worker.mjs), and answers from these alone. Its
//    own name stays, so that a browser finds the next one. installed.js hands it to the browser, after the first view.
// 8. The policy (CSP below) knows inline scripts by their hash; `style` attributes and inline styles do not work.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { licences } from "./licences.mjs";
import { SERVICE_WORKER, writeServiceWorker } from "./service-worker.mjs";
import { split, whole } from "./split.mjs";

/** Every page of the app, and the part that draws it. A new page is one line here, and one in src/app.rs. */
const PAGES = { "": "overview", flakes: "flakes", "flakes/job": "job", failures: "failures", payloads: "payloads", "payloads/history": "payloads_history", muted: "muted", activity: "activity", method: "method", about: "method" };

/** The workers, by the names of their programs. The engine starts the readers, so that its loader names theirs. */
const WORKERS = ["readers", "engine"];

/** Every page but the start page. */
export const ROUTES = Object.keys(PAGES).filter(Boolean);

/** Hosts that the page itself may ask. The worker has its own allow-list: a policy in a page does not reach into it. */
const HOSTS = [
  "https://testgrid-api.prow.k8s.io",
  "https://api.github.com",
  "https://raw.githubusercontent.com",
  "https://storage.googleapis.com",
];

/** What wasm-opt does to the workers. */
const WORKER_OPTIMISE = ["-O2", "--one-caller-inline-max-function-size=50"];

const policy = (scriptHashes) =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${scriptHashes.join(" ")}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ${HOSTS.join(" ")}`,
    "worker-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "object-src 'none'",
  ].join("; ");

const sha256 = (data, encoding) => createHash("sha256").update(data).digest(encoding);
const shortHash = (data) => sha256(data, "hex").slice(0, 16);

/** `name` with the hash of `data` before its ending. */
const hashedName = (name, data) => name.replace(/(\.[a-z]+)$/, `-${shortHash(data)}$1`);

/** Script or style without what is for readers of the source. */
async function minified(text, loader) {
  const esbuild = promisify(execFile)("esbuild", ["--minify", `--loader=${loader}`, "--log-level=warning"]);
  esbuild.child.stdin.end(text);
  return (await esbuild).stdout;
}

/** `text` with each old name replaced, where it stands as a whole file name. */
function renamed(text, names) {
  for (const [from, to] of names) {
    text = text.replace(new RegExp(`(?<![\\w.-])${from.replaceAll(".", "\\.")}(?![\\w-])`, "g"), to);
  }
  return text;
}

/** The file of a style sheet that only one page needs first: `page-flakes.css` for style/pages/flakes.css. */
const pageSheet = (file) => file.replace(/^pages\//, "page-");

/**
 * A style sheet as one request and not many: its `@import "file" layer(name) media;` lines replaced by the files. Those
 * in pages/ stay apart; the order of the layers is set once, so that it does not matter when they come. Gives
 * `{ text, apart: { name: text } }`.
 */
async function inlineImports(path) {
  const css = await readFile(path, "utf8");
  const parts = css.split(/^@import\s+"([^"]+)"(?:\s+layer\(([\w.-]+)\))?\s*([^;\n]*);/m);
  let text = parts[0];
  const apart = {};
  for (let i = 1; i < parts.length; i += 4) {
    const [file, layer, media, rest] = parts.slice(i, i + 4);
    let imported = (await inlineImports(join(dirname(path), file))).text;
    if (layer) imported = `@layer ${layer} {\n${imported}}`;
    if (media) imported = `@media ${media} {\n${imported}}`;
    if (file.startsWith("pages/")) apart[pageSheet(file)] = imported;
    else text += imported;
    text += rest;
  }
  // A relative address would change its meaning with the folder.
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
  if (/@import|url\((?!["']?data:)/.test(code)) throw new Error(`${path}: an @import or url() that cannot be moved`);
  return { text, apart };
}

async function main() {
  const staging = process.env.TRUNK_STAGING_DIR;
  const publicUrl = process.env.TRUNK_PUBLIC_URL ?? "/";
  if (!staging) throw new Error("TRUNK_STAGING_DIR is not set: trunk calls this script");
  const at = (name) => join(staging, name);
  const linked = process.env.FLAKESCOPE_LINKED;
  if (!linked) throw new Error("FLAKESCOPE_LINKED is not set: scripts/build.sh calls trunk");
  const cut = (program, profile, optimise) =>
    split(program, { linked: join(linked, profile, `${program}.wasm`), folder: staging, optimise });
  const parts = await cut("page", "web", ["-Oz"]);
  await cut("engine", "worker", WORKER_OPTIMISE);
  await whole("readers", { folder: staging, optimise: WORKER_OPTIMISE });

  // Names first: whatever a file mentions must have its final name before the file itself is hashed.
  const top = (await readdir(staging, { withFileTypes: true })).filter((e) => e.isFile()).map((e) => e.name);
  const built = (ending) => top.filter((name) => name.endsWith(ending)).sort();
  const names = new Map();
  const hash = async (name, data) => {
    await writeFile(at(name), data);
    names.set(name, hashedName(name, data));
    await rename(at(name), at(names.get(name)));
  };
  for (const name of built(".wasm")) await hash(name, await readFile(at(name)));
  for (const name of built(".js").filter((name) => name !== SERVICE_WORKER)) {
    await hash(name, renamed(await minified(await readFile(at(name), "utf8"), "js"), names));
  }
  const sheets = [];
  for (const name of built(".css")) {
    const { text, apart } = await inlineImports(join(process.env.TRUNK_SOURCE_DIR, "style", name));
    await hash(name, await minified(text, "css"));
    for (const [own, sheet] of Object.entries(apart)) {
      await hash(own, await minified(sheet, "css"));
      sheets.push(own);
    }
  }

  await writeFile(at("licences.txt"), await licences(process.env.TRUNK_SOURCE_DIR));

  // For scripts/sizes.mjs: what each part of the page loads.
  const final = Object.entries(parts).map(([part, files]) => [part, files.map((file) => names.get(file))]);
  await writeFile(at("parts.json"), JSON.stringify({ page: Object.fromEntries(final) }));

  // The build id: all that is in the folder, but for the files that carry the id.
  const everything = (await readdir(staging, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile() && e.name !== "index.html")
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .sort();
  const listed = [];
  for (const path of everything) listed.push(`${path.slice(staging.length)} ${shortHash(await readFile(path))}`);
  const build = shortHash(listed.join("\n") + (await readFile(at("index.html"), "utf8")));

  const metas = [["flakescope-build", build]];
  let starts = "";
  for (const worker of WORKERS) {
    const name = `${worker}_loader.js`;
    // A rejected promise in a worker stays there; an exception reaches the page.
    await hash(
      name,
      `import start from "./${names.get(`${worker}.js`)}";\n` +
        `self.FLAKESCOPE_BUILD = "${build}";\n${starts}` +
        `start({ module_or_path: new URL("./${names.get(`${worker}_bg.wasm`)}", import.meta.url) })` +
        ".catch((error) => setTimeout(() => { throw error; }));\n",
    );
    if (worker === "engine") metas.push([`flakescope-${worker}`, names.get(name)]);
    else starts += `self.FLAKESCOPE_${worker.toUpperCase()} = "./${names.get(name)}";\n`;
  }

  let html = await readFile(at("index.html"), "utf8");
  html = html.replace(/\s*<link data-trunk[^>]*>/g, ""); // what trunk leaves of the page's own entry
  for (const name of top) html = html.replaceAll(`"${publicUrl}${name}"`, `"./${name}"`);
  html = renamed(html, names);
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((m) => m[1]);
  const hashes = inline.map((script) => `'sha256-${sha256(script, "base64")}'`);
  const tags = [`<meta http-equiv="Content-Security-Policy" content="${policy(hashes)}" />`].concat(
    metas.map(([name, content]) => `<meta name="${name}" content="${content}" />`),
  );
  html = html.replace("<head>", () => `<head>\n    ${tags.join("\n    ")}`);

  const preload = (file) =>
    `<link rel="preload" href="./${names.get(file)}" as="fetch" type="application/wasm" crossorigin="anonymous" />`;
  // The page's own sheet at once. The others hold nothing up: they are for another medium until the app has started.
  const sheet = (name, part) =>
    name === pageSheet(`pages/${part}.css`)
      ? `<link rel="stylesheet" href="./${names.get(name)}" />`
      : `<link media="print" rel="stylesheet" href="./${names.get(name)}" />`;
  const write = async (file, base, part) => {
    await mkdir(dirname(at(file)), { recursive: true });
    const preloads = (parts[part] ?? []).map(preload).join("\n    ");
    const own = sheets.map((name) => sheet(name, part)).join("\n    ");
    const whole = html.replace("<!-- parts -->", () => preloads).replace("<!-- sheets -->", () => own);
    await writeFile(at(file), whole.replace(/<base [^>]*>/, () => `<base href="${base}" />`));
  };
  const up = (depth) => "../".repeat(depth) || "./";
  await rm(at("index.html"));
  await write("404.html", publicUrl.startsWith(".") ? "/" : publicUrl);
  for (const [route, part] of Object.entries(PAGES)) {
    if (!parts[part]) throw new Error(`the page has no part "${part}": src/pages/parts.rs and PAGES differ`);
    const depth = route.split("/").filter(Boolean).length;
    if (route) await write(`${route}.html`, up(depth - 1), part); // answers /route
    await write(posix.join(route, "index.html"), up(depth), part); // answers /route/
  }
  await writeServiceWorker(staging, build);
  console.log(`build ${build}: ${[...names.values()].join(", ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();
