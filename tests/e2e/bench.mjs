// Every measurement in a browser, one after the other: each prints its figures and fails above its bar.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const scripts = ["bench-parse.mjs", "bench-grid.mjs", "bench-failures.mjs", "bench-payloads.mjs", "bench-lcp.mjs"];
const failed = scripts.filter((script) => {
  console.log(`\n-- ${script}`);
  return spawnSync("node", [fileURLToPath(new URL(script, import.meta.url))], { stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) console.error(`above the bar: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);
