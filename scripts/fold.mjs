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
const LATER = new Set([...Object.keys(WITHIN), "bar", "wire"]);

/** So many ways to weigh the parts are tried. */
const ROUNDS = 80;

/** What a file costs each part that loads it, in bytes before packing: its request, its headers, and how much better
 *  two files are packed together. */
const FILE = 8_000;

/** The part of it that is bytes. */
const FILE_BYTES = 1_500;

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

/** The sum of the weights of every set of parts: a set is a number with one bit for each part. */
function sums(weights) {
  const sum = new Float64Array(2 ** weights.length);
  for (let set = 1; set < sum.length; set += 1) sum[set] = sum[set & (set - 1)] + weights[31 - Math.clz32(set & -set)];
  return sum;
}

/** What is won by joining two groups of files; below 0, it is lost. `sum` as `sums` gives it. */
function gain(a, b, sum) {
  if ((a.own && b.own) || a.users & b.foreign || b.users & a.foreign) return -Infinity;
  return FILE * sum[a.users & b.users] - b.bytes * sum[a.users & ~b.users] - a.bytes * sum[b.users & ~a.users];
}

const join2 = (a, b) => ({
  files: [...a.files, ...b.files],
  users: a.users | b.users,
  bytes: a.bytes + b.bytes,
  own: a.own ?? b.own,
  foreign: a.foreign | b.foreign,
});

/** Joins the pair that wins most, until none wins. Each group remembers with which other it would win most. */
function joined(groups, weights) {
  const sum = sums(weights);
  const all = [...groups];
  const seek = (i) => {
    let best = { won: 0 };
    all.forEach((other, at) => {
      const won = other && at !== i ? gain(all[i], other, sum) : 0;
      if (won > best.won) best = { won, at };
    });
    return best;
  };
  const best = all.map((_, i) => seek(i));
  for (;;) {
    const to = best.reduce((most, one, i) => (one.won > (best[most]?.won ?? 0) ? i : most), -1);
    if (to < 0) return all.filter(Boolean);
    const from = best[to].at;
    [all[to], all[from], best[from]] = [join2(all[to], all[from]), undefined, { won: 0 }];
    all.forEach((group, i) => {
      if (!group) return;
      if (i === to || best[i].at === from || best[i].at === to) best[i] = seek(i);
      const won = i === to ? 0 : gain(group, all[to], sum);
      if (won > best[i].won) best[i] = { won, at: to };
    });
  }
}

/** Groups so that the largest first view is as small as it gets: in each round, a byte in a large view weighs more than it
 *  did, and one in a small view less. */
function balanced(groups, parts) {
  const first = parts.map((part) => !LATER.has(part));
  let weights = parts.map((_, i) => (first[i] ? 1 : 0.1));
  let best = { largest: Infinity };
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = joined(groups, weights);
    const loaded = (i) => found.filter((group) => group.users & (1 << i));
    const bytes = parts.map((_, i) => loaded(i).reduce((sum, group) => sum + group.bytes + FILE_BYTES, 0));
    const largest = Math.max(...bytes.filter((_, i) => first[i]));
    if (largest < best.largest) best = { largest, found };
    const raised = weights.map((weight, i) => weight * (bytes[i] / largest) ** 4);
    const most = Math.max(...raised.filter((_, i) => first[i]));
    weights = weights.map((weight, i) => (first[i] ? Math.max((10 * raised[i]) / most, 0.2) : weight));
  }
  return best.found;
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

/** The files as groups of one: which parts use them, and which parts may not come to use them, because they would have to
 *  load the page of another. */
async function single(folder, parts, users) {
  const set = (names) => [...names].reduce((sum, name) => sum | (1 << parts.indexOf(name)), 0);
  const one = async ([file, of]) => {
    const own = file.match(/^split_(.*)\.wasm$/)?.[1];
    const foreign = own ? set(parts.filter((part) => part !== own && WITHIN[part] !== own)) : 0;
    return { files: [file], users: set(of), bytes: await bytesOf(join(folder, file)), own: own && file, foreign };
  };
  return Promise.all([...users].map(one));
}

/** Files that the same parts use are one from the start. */
function alike(groups) {
  const found = new Map();
  for (const group of groups) {
    const key = group.own ?? group.users;
    const before = found.get(key);
    found.set(key, before ? join2(before, group) : group);
  }
  return [...found.values()];
}

/** Joins the files in `folder`; gives the new loader, which names them as the old one did. */
export async function fold(folder, loader, features) {
  const { parts, users } = usersOf(loader);
  const groups = balanced(alike(await single(folder, parts, users)), parts);
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
  const loads = parts.map((part, at) => {
    const needed = groups.flatMap((group, i) => (group.users & (1 << at) ? [`__chunk_${i}`] : []));
    return `export const __wasm_split_load_${part} = wrapAsyncCb(makeLoad(() => () => {}, [${needed.join(", ")}]));\n`;
  });
  return head + make + fetched + files.join("") + loads.join("");
}
