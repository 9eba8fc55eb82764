// Tells the service worker (public/service-worker.js) of a finished build which files it keeps.

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Its name, which stays from build to build: a browser asks under it for the next one. */
export const SERVICE_WORKER = "service-worker.js";

/** What it does not keep: itself, the answer of hosts to unknown addresses, the list for scripts/sizes.mjs, and the
 *  published snapshot, which is newer than the build. */
const LEFT_OUT = /^(service-worker\.js|404\.html|parts\.json|snapshot\/.*)$/;

/** The line that stands in the source for the build and its files. */
const PLACE = 'const [BUILD, FILES] = ["", {}];';

/** The files of a build that are kept, each with its SHA-256 as `integrity` wants it. */
async function keptFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const files = {};
  for (const path of paths.sort()) {
    const name = relative(folder, path).replaceAll(sep, "/");
    if (!LEFT_OUT.test(name)) files[name] = createHash("sha256").update(await readFile(path)).digest("base64");
  }
  return files;
}

/** Finishes the service worker in `folder`, whose other files are all there. `source` is what it is made of. */
export async function writeServiceWorker(folder, build, source) {
  const path = join(folder, SERVICE_WORKER);
  const text = source ?? (await readFile(path, "utf8"));
  if (!text.includes(PLACE)) throw new Error(`${SERVICE_WORKER} has no place for the files of the build`);
  const list = JSON.stringify([build, await keptFiles(folder)]);
  await writeFile(path, text.replace(PLACE, () => `const [BUILD, FILES] = ${list};`));
}
