// Folds the many files of wasm-split-cli into few. What parts share comes in one file for each set of parts: dozens of
// them, most too small to be packed well or to be worth a request. Joined files are loaded together by all parts that
// need one of them, so files are joined as long as what that adds to some part is less than what a file costs.

import { execFile } from "node:child_process";
import { copyFile, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Parts that are drawn inside of another one: what both need may lie in the file of that one. */
const WITHIN = { digest: "overview", flakes_more: "flakes", job_more: "job", failures_more: "failures", payloads_more: "payloads", payloads_history_more: "payloads_history", muted_more: "muted", activity_more: "activity" };

/** Parts that no route shows first: a byte too much in them is worth less. */
const LATER = new Set([...Object.keys(WITHIN), "bar"]);

/** What a file costs each part that loads it, in bytes before packing: its request, its headers, and how much better
 *  two files are packed together. */
const FILE = 8_000;

/** The bytes of a module that are loaded: names are dropped later. */
async function bytesOf(path) {
  const data = await readFile(path);
  let sum = 0;
  for (let at = 8; at < data.length; ) {
    const id = data[at];
    let size = 0;
    let shift = 0;
    do {
      at += 1;
      size += (data[at] & 127) * 2 ** shift;
      shift += 7;
    } while (data[at] > 127);
    at += 1 + size;
    if (id !== 0) sum += size;
  }
  return sum;
}

/** Which parts need which files: `Map(file => Set(part))`. */
function usersOf(loader) {
  const shared = new Map();
  for (const [, name, file] of loader.matchAll(/^const (__chunk_\d+) = makeLoad\(.*?"\.\/([^"]+)"/gms)) {
    shared.set(name, file);
  }
  const needs = new Map();
  for (const piece of loader.split(/^export const __wasm_split_load_/m).slice(1)) {
    const needed = (piece.match(/, \[([^\]]*)\]\)\)/)?.[1] ?? "").split(", ").filter(Boolean);
    needs.set(piece.match(/^\w+/)[0], [piece.match(/"\.\/([^"]+)"/)[1], ...needed.map((name) => shared.get(name))]);
  }
  const users = new Map();
  for (const [part, files] of needs) {
    for (const file of [...files, ...(needs.get(WITHIN[part]) ?? [])]) {
      users.set(file, (users.get(file) ?? new Set()).add(part));
    }
  }
  return { parts: [...needs.keys()], users };
}

/** What a byte more costs in the first view of a route: most where its budget is tight, little where there is room. */
const WEIGHTS = { flakes: 11, job: 6, overview: 1.5, failures: 1.2, payloads: 1.2, payloads_history: 0.5, muted: 0.3, activity: 0.3, method: 0.8 };

const weight = (part) => (LATER.has(part) ? 0.1 : (WEIGHTS[part] ?? 1));

/** True when `own` is the file of a part, and somebody needs `shared` who needs no such part: that one would have to load
 *  a whole page for it. */
function isForeign(own, shared) {
  const part = own?.match(/^split_(.*)\.wasm$/)[1];
  return part !== undefined && [...shared.users].some((user) => user !== part && WITHIN[user] !== part);
}

/** What is won by joining two groups of files; below 0, it is lost. */
function gain(a, b) {
  if ((a.own && b.own) || isForeign(a.own, b) || isForeign(b.own, a)) return -Infinity;
  let won = 0;
  for (const part of new Set([...a.users, ...b.users])) {
    const more = !a.users.has(part) ? a.bytes : !b.users.has(part) ? b.bytes : -FILE;
    won -= more * weight(part);
  }
  return won;
}

/** Joins the pair that wins most, until none wins. */
function joined(groups) {
  for (;;) {
    let best = { won: 0 };
    groups.forEach((a, i) => {
      for (const b of groups.slice(i + 1)) {
        const won = gain(a, b);
        if (won > best.won) best = { won, a, b };
      }
    });
    if (!best.a) return groups;
    const { a, b } = best;
    const one = { files: [...a.files, ...b.files], users: new Set([...a.users, ...b.users]), bytes: a.bytes + b.bytes };
    groups = groups.filter((group) => group !== a && group !== b).concat({ ...one, own: a.own ?? b.own });
  }
}

/** What parts import, as wasm-dis writes it. */
const IMPORT = /^ \(import "__wasm_split" "(\w+)" \((memory|table|global) \S+ (.*)\)\)$/gm;

/** A module that passes the memory, the table and the stack pointer on: what is joined with it has them once. */
async function host(folder, files, features) {
  const lines = new Set();
  for (const file of files) {
    const text = (await run("wasm-dis", [...features, join(folder, file)], { maxBuffer: 1e9 })).stdout;
    for (const [, name, kind, type] of text.matchAll(IMPORT)) {
      lines.add(`(import "joined" "${name}" (${kind} $${name} ${type})) (export "${name}" (${kind} $${name}))`);
    }
  }
  await writeFile(join(folder, "host.wat"), `(module ${[...lines].join("\n")})`);
  await run("wasm-as", [...features, join(folder, "host.wat"), "-o", join(folder, "host.wasm")]);
}

/** Writes the file of a group. */
async function write(folder, { files, name }, features) {
  const at = (file) => join(folder, file);
  if (files.length > 1) {
    const inputs = files.flatMap((file) => [at(file), file]);
    await run("wasm-merge", [...features, at("host.wasm"), "__wasm_split", ...inputs, "-o", at("joined")]);
  } else {
    await copyFile(at(files[0]), at("joined"));
  }
  await rename(at("joined"), at(`new_${name}`));
}

/** Joins the files in `folder`; gives the new loader, which names them as the old one did. */
export async function fold(folder, loader, features) {
  const { parts, users } = usersOf(loader);
  const single = [...users].map(async ([file, of]) => {
    const own = file.startsWith("split_") ? file : undefined;
    return { files: [file], users: of, bytes: await bytesOf(join(folder, file)), own };
  });
  const groups = joined(await Promise.all(single));
  await host(folder, parts.map((part) => `split_${part}.wasm`), features);
  groups.forEach((group, i) => (group.name = group.own ?? `chunk_${i}.wasm`));
  for (const group of groups) await write(folder, group, features);
  for (const file of users.keys()) await rm(join(folder, file));
  for (const { name } of groups) await rename(join(folder, `new_${name}`), join(folder, name));
  return rewritten(loader, parts, groups);
}

/** The loader with the new files. */
function rewritten(loader, parts, groups) {
  const head = loader.slice(0, loader.indexOf("function makeLoad")).replace(
    "sharedImports = { __wasm_split: {  } };",
    "sharedImports = { __wasm_split: {} }; sharedImports.joined = sharedImports.__wasm_split;",
  );
  if (!head.includes("joined")) throw new Error("fold.mjs does not find the imports of the loader: has the tool changed?");
  const make = loader.match(/^function makeLoad[\s\S]*?^}\n/m)[0];
  const fetched = `const fetched = (name) => () => {
    const source = fetch(new URL(name, import.meta.url));
    source.catch(() => {});
    return (imports) => WebAssembly.instantiateStreaming(source, imports);
};\n`;
  const files = groups.map(({ name }, i) => `const __chunk_${i} = makeLoad(fetched("./${name}"), []);\n`);
  const loads = parts.map((part) => {
    const needed = groups.flatMap((group, i) => (group.users.has(part) ? [`__chunk_${i}`] : []));
    return `export const __wasm_split_load_${part} = wrapAsyncCb(makeLoad(() => () => {}, [${needed.join(", ")}]));\n`;
  });
  return head + make + fetched + files.join("") + loads.join("");
}
