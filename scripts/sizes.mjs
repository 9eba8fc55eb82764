// Packs what the browser loads as a host would (gzip), prints the sizes and holds them to their budgets.
//
//     node scripts/sizes.mjs [dist]
//
// "First view" is what a visitor must have before the route shows its first useful view: the main part, the part of the
// route, what both share with others, the script and the style sheet, which are the files that the route's HTML names.
// "Whole" adds the parts that it asks for by itself right after that. The rest comes later, in the background.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = process.argv[2] ?? "dist";
if (!existsSync(join(dist, "index.html"))) throw new Error(`${dist} holds no page: call make build first`);
const kB = 1000;
const read = (file) => readFileSync(join(dist, file));
const all = readdirSync(dist, { recursive: true });
const matching = (pattern) => all.filter((file) => pattern.test(file));
const { page: parts } = JSON.parse(read("parts.json"));

/** The built files that an HTML file names. */
function named(html) {
  const links = read(html).toString().matchAll(/<link rel="(?:modulepreload|preload|stylesheet)" href="\.\/([^"]+)"/g);
  return [...links].map((link) => link[1]);
}

const view = (name, html) => ({ name: `first view of ${name}`, limit: 200 * kB, files: named(html) });
const whole = (name, html, more) => ({
  name: `whole of ${name}`,
  files: [...named(html), ...["wire", "bar", ...more].flatMap((part) => parts[part])],
});

// Without a limit: for information.
const BUDGETS = [
  view("/", "index.html"),
  view("/flakes", "flakes.html"),
  view("/flakes/job", "flakes/job.html"),
  view("/failures", "failures.html"),
  view("/payloads", "payloads.html"),
  view("/payloads/history", "payloads/history.html"),
  view("/muted", "muted.html"),
  view("/activity", "activity.html"),
  view("/method", "method.html"),
  view("/about", "about.html"),
  whole("/", "index.html", ["digest"]),
  whole("/flakes", "flakes.html", ["flakes_more"]),
  whole("/flakes/job", "flakes/job.html", ["job_more"]),
  whole("/failures", "failures.html", ["failures_more"]),
  whole("/payloads", "payloads.html", ["payloads_more"]),
  whole("/payloads/history", "payloads/history.html", ["payloads_history_more"]),
  whole("/muted", "muted.html", ["muted_more"]),
  whole("/activity", "activity.html", ["activity_more"]),
  { name: "page, all parts", limit: 860 * kB, files: matching(/^(page(_\w+)?|page-\w+|app)-\w+\.(wasm|js|css)$/) },
  { name: "engine (wasm, js)", limit: 500 * kB, files: matching(/^engine(_bg|_loader)?-\w+\.(wasm|js)$/) },
  { name: "engine, parts", files: matching(/^engine_(?!bg)\w+-\w+\.wasm$/) },
  { name: "readers (wasm, js)", limit: 1000 * kB, files: matching(/^readers(_bg|_loader)?-\w+\.(wasm|js)$/) },
  { name: "sample, all of it", limit: 300 * kB, files: matching(/^sample\/.*\.[a-z]+$/) },
  { name: "sample, first paint", limit: 20 * kB, files: matching(/^sample\/overview\.txt$/) },
];

let over = 0;
for (const { name, limit = Infinity, files } of BUDGETS) {
  if (files.length === 0) throw new Error(`no file of the budget "${name}" in ${dist}`);
  const distinct = [...new Set(files)];
  const size = distinct.reduce((sum, file) => sum + gzipSync(read(file), { level: 6 }).length, 0);
  const verdict = size <= limit ? "ok" : "TOO BIG";
  const bar = limit === Infinity ? "" : ` of ${String(limit / kB).padStart(4)} kB  ${verdict}`;
  const count = `${String(distinct.length).padStart(2)} files`;
  console.log(`${name.padEnd(26)} ${count} ${(size / kB).toFixed(1).padStart(7)} kB${bar}`);
  if (size > limit) over += 1;
}
process.exitCode = over > 0 ? 1 : 0;
