// Shortens what wasm-bindgen writes to be read by people: names that both the main part and its script bear (each with a
// hash, which cannot be packed), blanks and comments. Only what lies between the two is renamed; nothing else knows it.

import { readFile, writeFile } from "node:fs/promises";

/** The names of wasm-bindgen. */
const NAMES = /\b(?:__wbg_|__wbindgen_|wasm_bindgen__|__externref_)\w+/g;

/** Reads an unsigned LEB128 number: its value, and where it ends. */
function number(data, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = data[at];
    at += 1;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

/** A number as LEB128. */
function leb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}

/** Where the imports and the exports of a module lie: `{ 2: [start, end], 7: [start, end] }`. */
function sections(data) {
  const found = {};
  for (let at = 8; at < data.length; ) {
    const id = data[at];
    const [size, start] = number(data, at + 1);
    found[id] = { from: at, start, end: start + size };
    at = start + size;
  }
  return found;
}

/** A section with the names in it that `short` knows replaced. In a module a name has its length before it. */
function renamed(data, { from, start, end }, short) {
  const text = data.toString("latin1", start, end);
  let out = "";
  for (let at = 0; at < text.length; ) {
    const length = text.charCodeAt(at);
    const to = short.get(text.slice(at + 1, at + 1 + length));
    out += to ? String.fromCharCode(to.length) + to : text[at];
    at += to ? 1 + length : 1;
  }
  return Buffer.concat([Buffer.from([data[from], ...leb(out.length)]), Buffer.from(out, "latin1")]);
}

/** `a`, `b`, … `z`, `A`, … in the order of `names`, with `_` before them: the script has no such names. */
function shortNames(names) {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const name = (i) => (i < letters.length ? "" : name(Math.floor(i / letters.length) - 1)) + letters[i % letters.length];
  return new Map(names.map((long, i) => [long, `_${name(i)}`]));
}

/** The classes of streams that leptos brings along for server functions. The page has none, so nothing makes one. */
const STREAMS = /^export class (IntoUnderlying\w+) {\n[\s\S]*?^}\n.*\n|^const IntoUnderlying\w+ =[\s\S]*?;\n/gm;

/** Takes the streams out of a main part that is not yet optimised, and out of its script. */
export async function dropStreams(wasm, js) {
  const [data, script] = [await readFile(wasm), await readFile(js, "utf8")];
  const left = script.replace(STREAMS, "");
  if (left === script) return;
  if (/IntoUnderlying/.test(left)) throw new Error("shorten.mjs: the page makes a stream");
  const { 7: exports } = sections(data);
  const kept = [];
  let [count, at] = number(data, exports.start);
  for (; count > 0; count -= 1) {
    const [length, name] = number(data, at);
    const [, end] = number(data, name + length + 1);
    if (!/intounderlying/.test(data.toString("latin1", name, name + length))) kept.push(data.subarray(at, end));
    at = end;
  }
  const body = Buffer.concat([Buffer.from(leb(kept.length)), ...kept]);
  const section = Buffer.concat([Buffer.from([7, ...leb(body.length)]), body]);
  await writeFile(wasm, Buffer.concat([data.subarray(0, exports.from), section, data.subarray(exports.end)]));
  await writeFile(js, left);
}

/** Shortens a main part of `program` and its script, in their places. */
export async function shorten(program, wasm, js) {
  const [data, script] = [await readFile(wasm), await readFile(js, "utf8")];
  const names = new Set(script.match(NAMES));
  const short = shortNames([...names].sort());
  if ([...short.values()].some((name) => new RegExp(`\\b${name}\\b`).test(script))) throw new Error("a short name is taken");
  const module = `./${program}_bg.js`;
  short.set(module, "w");
  const { 2: imports, 7: exports } = sections(data);
  const pieces = [data.subarray(0, imports.from), renamed(data, imports, short)];
  pieces.push(data.subarray(imports.end, exports.from), renamed(data, exports, short), data.subarray(exports.end));
  await writeFile(wasm, Buffer.concat(pieces));
  const shorter = script.replace(NAMES, (name) => short.get(name)).replace(`"${module}": `, '"w": ');
  await writeFile(js, shorter.replace(/^\s*\/\/.*\n/gm, "").replace(/^\s+/gm, ""));
}
