// The names, versions and licences of what the built page is made of, for licences.txt beside it.

import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** Packages whose code, or the code of what they use, is in the page or its workers. */
const BUILT = ["flakescope", "flakescope-readers-worker"];

const NOTICE = /^(licen[cs]e|copying|copyright|notice)([-_.].*)?$/i;

/** Every package that the page uses, sorted by name. */
async function packages(folder) {
  const args = ["metadata", "--format-version", "1", "--offline", "--filter-platform", "wasm32-unknown-unknown"];
  const { stdout } = await promisify(execFile)("cargo", args, { cwd: folder, maxBuffer: 1e9 });
  const { packages, resolve } = JSON.parse(stdout);
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const found = new Set();
  const waiting = packages.filter((one) => BUILT.includes(one.name)).map((one) => one.id);
  while (waiting.length > 0) {
    const id = waiting.pop();
    if (found.has(id)) continue;
    found.add(id);
    const used = nodes.get(id).deps.filter((dep) => dep.dep_kinds.some(({ kind }) => kind === null));
    waiting.push(...used.map((dep) => dep.pkg));
  }
  const foreign = [...found].map((id) => byId.get(id)).filter((one) => one.source !== null);
  return foreign.sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** The texts in a package that say who made it and what one may do with it. */
async function notices({ manifest_path }) {
  const folder = dirname(manifest_path);
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile() && NOTICE.test(entry.name));
  const texts = names.map(({ name }) => readFile(join(folder, name), "utf8"));
  return (await Promise.all(texts)).map((text) => text.replace(/\r/g, "").trim());
}

/** The whole text: a line for each package, then each notice once, with those that it is of. */
export async function licences(folder) {
  const used = await packages(folder);
  const owners = new Map();
  for (const one of used) {
    for (const text of await notices(one)) owners.set(text, [...(owners.get(text) ?? []), one.name]);
  }
  const lines = used.map((one) => `${one.name} ${one.version}: ${one.license ?? "see below"}, ${one.repository ?? "crates.io"}`);
  const texts = [...owners].map(([text, names]) => `${"-".repeat(80)}\n${[...new Set(names)].join(", ")}\n\n${text}`);
  return `Flakescope is made with these libraries. Their notices stand below.\n\n${lines.join("\n")}\n\n${texts.join("\n\n")}\n`;
}
