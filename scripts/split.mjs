// Splits a linked program, the page or the worker, into its main part and the parts that come when they are wanted
// (src/lazy.rs, src/bin/engine.rs), and makes of each what a browser loads. What two or more parts need, and the main part does not, lies in files of their own.
//
// wasm-split-cli cuts the linked file, wasm-bindgen writes the JavaScript of the main part, wasm-opt makes every file
// small. The loader of the parts becomes a piece of the main part's script: two files that name each other could not both be named by
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
  "--enable-simd",
];

const STRIP = ["--strip-producers", "--strip-target-features"];

/** The name in `dist`, before its hash: `page_flakes.wasm` for a part, `page_shared_7.wasm` for what parts share. */
const finalName = (program, name) => name.replace(/^split_/, `${program}_`).replace(/^chunk_/, `${program}_shared_`);

/** Writes of `program` (such as `page`) the files page.js, page_bg.wasm and the parts into `folder`; `optimise` are
 *  arguments of wasm-opt. Gives the files that each part needs: `{ name: [file] }`. */
export async function split(program, { linked, folder, optimise }) {
  const work = await mkdtemp(join(tmpdir(), "flakescope-split-"));
  try {
    await run("wasm-split-cli", [linked, join(work, "cut"), "--out-name", program]);
    const loader = await fold(join(work, "cut"), await readFile(join(work, "cut", LOADER), "utf8"), FEATURES);
    const bindgen = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", folder];
    await run("wasm-bindgen", [...bindgen, join(work, "cut", `${program}.wasm`)]);
    const [main, script] = [join(folder, `${program}_bg.wasm`), join(folder, `${program}.js`)];
    await dropStreams(main, script);
    const cut = (await readdir(join(work, "cut"))).filter((name) => /^(split|chunk)_.*\.wasm$/.test(name));
    const jobs = cut.map((name) => [join(work, "cut", name), join(folder, finalName(program, name))]);
    await makeSmall([[main, main], ...jobs], optimise);
    await writeFile(script, joined(program, await readFile(script, "utf8"), loader));
    await shorten(program, main, script);
    return partsOf(program, loader);
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Makes small what trunk wrote of a program without parts. */
export async function whole(program, { folder, optimise }) {
  const main = join(folder, `${program}_bg.wasm`);
  await makeSmall([[main, main]], optimise);
  await shorten(program, main, join(folder, `${program}.js`));
}

/** Runs wasm-opt on `[from, to]` pairs, as many at a time as the machine has cores. The first one is the longest. */
async function makeSmall(pairs, optimise) {
  const waiting = [...pairs];
  const worker = async () => {
    for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
      await run("wasm-opt", [...FEATURES, ...optimise, ...STRIP, pair[0], "-o", pair[1]]);
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
function joined(program, script, loader) {
  const names = [...loader.matchAll(/^export const (\w+) =/gm)].map((match) => match[1]);
  const pieces = replaced(loader, /^import .*\n/m, "").replace(/^export const /gm, "const ");
  let out = replaced(script, /^import \* as import\d+ from "\.\/__wasm_split\.js";?\n/gm, "");
  out = replaced(out, /^(\s*)"\.\/__wasm_split\.js": import\d+,\n/m, `$1"./${LOADER}": { ${names.join(", ")} },\n`);
  out = out.replace(/^\s*"\.\/__wasm_split\.js": import\d+,\n/gm, "");
  out = `${out}\n${pieces}`.replace(/\/\*[\s\S]*?\*\/\n?/g, ""); // no one reads comments in a built file
  return out.replace(/(?<=")\.\/((?:split|chunk)_\w+\.wasm)(?=")/g, (_, name) => `./${finalName(program, name)}`);
}

/** Which files each part needs, as the loader has them: before it is joined with the script, or within it. */
function partsOf(program, loader) {
  const shared = new Map();
  for (const [, name, file] of loader.matchAll(/^const (__chunk_\d+) = makeLoad\(.*?"\.\/([^"]+)"/gms)) {
    shared.set(name, finalName(program, file));
  }
  const parts = {};
  for (const piece of loader.split(/^(?:export )?const __wasm_split_load_/m).slice(1)) {
    const [, own] = piece.match(/"\.\/([^"]+\.wasm)"/) ?? [];
    const needed = (piece.match(/, \[([^\]]*)\]\)\)/)?.[1] ?? "").split(", ").filter(Boolean);
    parts[piece.match(/^\w+/)[0]] = [own && finalName(program, own), ...needed.map((name) => shared.get(name))].filter(Boolean);
  }
  return parts;
}
