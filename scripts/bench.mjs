// Runs the measurements: the native ones, then those in a browser.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("..", import.meta.url));
function run(command, ...args) {
  console.log(`\n== ${command} ${args.join(" ")}`);
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run("cargo", "bench", "--workspace", "--benches");
run("benches/proxy/load.sh");
run("benches/snapshot/size.sh");
if (existsSync(`${cwd}tests/e2e/bench.mjs`)) {
  run("scripts/build.sh");
  run("cargo", "build", "--release", "-p", "flakescope-sim");
  run("node", "tests/e2e/bench.mjs");
}
