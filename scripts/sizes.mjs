// Packs what the browser loads as a host would (gzip), prints the sizes and holds them to their budgets.
//
//     node scripts/sizes.mjs [dist]

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = process.argv[2] ?? "dist";
const kB = 1000;
const files = readdirSync(dist, { recursive: true });

const BUDGETS = [
  // Above its bar, and known to be: it may only get smaller until it is there.
  { name: "page (wasm, js, css)", limit: 200 * kB, held: 465 * kB, wanted: true, pattern: /^(page(_bg)?|app)-\w+\.(wasm|js|css)$/ },
  { name: "engine (wasm, js)", limit: 500 * kB, wanted: true, pattern: /^engine(_bg|_loader)?-\w+\.(wasm|js)$/ },
  { name: "readers (wasm, js)", limit: 1000 * kB, pattern: /^readers(_bg|_loader)?-\w+\.(wasm|js)$/ },
  { name: "sample, all of it", limit: 300 * kB, pattern: /^sample\/.*\.[a-z]+$/ },
  { name: "sample, first paint", limit: 20 * kB, pattern: /^sample\/overview\.txt$/ },
];

if (!existsSync(join(dist, "index.html"))) throw new Error(`${dist} holds no page: call make build first`);
let over = 0;
for (const { name, limit, held = limit, wanted, pattern } of BUDGETS) {
  const found = files.filter((file) => pattern.test(file));
  if (found.length === 0) {
    if (wanted) throw new Error(`no file of the budget "${name}" in ${dist}`);
    continue;
  }
  const size = found.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 6 }).length, 0);
  const verdict = size <= limit ? "ok" : size <= held ? `above the bar, held at ${held / kB} kB` : "TOO BIG";
  console.log(
    `${name.padEnd(22)} ${(size / kB).toFixed(1).padStart(7)} kB of ${String(limit / kB).padStart(4)} kB  ${verdict}`,
  );
  if (size > held) over += 1;
}
process.exitCode = over > 0 ? 1 : 0;
