// Splits the linked page into its main part and the parts that come when they are wanted (src/lazy.rs), and makes of
// each what a browser loads. What two or more parts need, and the main part does not, lies in files of their own.
//
// wasm-split-cli cuts the linked file, wasm-bindgen writes the JavaScript of the main part, wasm-opt makes every file
// small. The loader of the parts becomes a piece of page.js: two files that name each other could not both be named by
// their contents.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fold } from "./fold.mjs";
import { dropStreams, shorten } from "./shorten.mjs";

const run = promisify(execFile);
const LOADER = "__wasm_split.js";
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-reference-types",
  "--enable-multivalue",
];

/** The name in `dist`, before its hash: `page_flakes.wasm` for a part, `page_shared_7.wasm` for what parts share. */
const finalName = (name) => name.replace(/^split_/, "page_").replace(/^chunk_/, "page_shared_");

/** Writes page.js, page_bg.wasm and the parts into `folder`; gives the files that each part needs: `{ name: [file] }`. */
export async function split(linked, folder) {
  const work = await mkdtemp(join(tmpdir(), "flakescope-split-"));
  try {
    await run("wasm-split-cli", [linked, join(work, "cut"), "--out-name", "page"]);
    const loader = await fold(join(work, "cut"), await readFile(join(work, "cut", LOADER), "utf8"), FEATURES);
    const bindgen = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", folder];
    await run("wasm-bindgen", [...bindgen, join(work, "cut/page.wasm")]);
    await dropStreams(join(folder, "page_bg.wasm"), join(folder, "page.js"));
    const cut = (await readdir(join(work, "cut"))).filter((name) => /^(split|chunk)_.*\.wasm$/.test(name));
    const jobs = cut.map((name) => [join(work, "cut", name), join(folder, finalName(name))]);
    await optimise([[join(folder, "page_bg.wasm"), join(folder, "page_bg.wasm")], ...jobs]);
    const script = await readFile(join(folder, "page.js"), "utf8");
    await writeFile(join(folder, "page.js"), joined(script, loader));
    await shorten(join(folder, "page_bg.wasm"), join(folder, "page.js"));
    return partsOf(loader);
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Runs wasm-opt on `[from, to]` pairs, as many at a time as the machine has cores. The first one is the longest. */
async function optimise(pairs) {
  const waiting = [...pairs];
  const worker = async () => {
    for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
      await run("wasm-opt", [...FEATURES, "-Oz", "--strip-producers", "--strip-target-features", pair[0], "-o", pair[1]]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** `text` with `pattern` replaced, which must be there: another version of a tool may write something else. */
function replaced(text, pattern, by) {
  if (text.search(pattern) < 0) throw new Error(`split.mjs does not find ${pattern}: has a tool changed?`);
  return text.replace(pattern, by);
}

/** The script of the main part with the loader of the parts in it. */
function joined(script, loader) {
  const names = [...loader.matchAll(/^export const (\w+) =/gm)].map((match) => match[1]);
  const pieces = replaced(loader, /^import .*\n/m, "").replace(/^export const /gm, "const ");
  let out = replaced(script, /^import \* as import\d+ from "\.\/__wasm_split\.js";?\n/gm, "");
  out = replaced(out, /^(\s*)"\.\/__wasm_split\.js": import\d+,\n/m, `$1"./${LOADER}": { ${names.join(", ")} },\n`);
  out = out.replace(/^\s*"\.\/__wasm_split\.js": import\d+,\n/gm, "");
  out = `${out}\n${pieces}`.replace(/\/\*[\s\S]*?\*\/\n?/g, ""); // no one reads comments in a built file
  return out.replace(/(?<=")\.\/((?:split|chunk)_\w+\.wasm)(?=")/g, (_, name) => `./${finalName(name)}`);
}

/** Which files each part needs, as the loader has them: before it is joined with page.js, or within it. */
export function partsOf(loader) {
  const shared = new Map();
  for (const [, name, file] of loader.matchAll(/^const (__chunk_\d+) = makeLoad\(.*?"\.\/([^"]+)"/gms)) {
    shared.set(name, finalName(file));
  }
  const parts = {};
  for (const piece of loader.split(/^(?:export )?const __wasm_split_load_/m).slice(1)) {
    const [, own] = piece.match(/"\.\/([^"]+\.wasm)"/) ?? [];
    const needed = (piece.match(/, \[([^\]]*)\]\)\)/)?.[1] ?? "").split(", ").filter(Boolean);
    parts[piece.match(/^\w+/)[0]] = [own && finalName(own), ...needed.map((name) => shared.get(name))].filter(Boolean);
  }
  return parts;
}
