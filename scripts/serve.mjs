// A small static server with the habits of GitHub Pages, for `make run` and the browser tests: `/flakes` answers
// flakes.html, `/flakes/` answers flakes/index.html, anything unknown answers 404.html; gzip; loopback only.
//
//     node scripts/serve.mjs [folder] [port]

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
const PACKED = /^\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;

const isFile = (path) => stat(path).then((s) => s.isFile(), () => false);
const isFolder = (path) => stat(path).then((s) => s.isDirectory(), () => false);

/** The file that answers `path`, or where to go instead. */
async function find(folder, path) {
  const file = resolve(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return {};
  if (path.endsWith("/")) return (await isFile(join(file, "index.html"))) ? { file: join(file, "index.html") } : {};
  if (await isFile(file)) return { file };
  if (await isFile(`${file}.html`)) return { file: `${file}.html` };
  return (await isFolder(file)) ? { location: `${path}/` } : {};
}

/**
 * Serves `folder` under `base`; `port` 0 takes a free one. Gives the address (with `base`), `deploy(folder)` which
 * serves another folder from then on, and `stop()`.
 */
export async function serve({ folder, base = "/", port = 0, cacheControl = "no-cache" }) {
  let root = resolve(folder);
  const packed = new Map(); // etag -> gzipped bytes
  const server = createServer(async (request, response) => {
    try {
      let path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
      if (!path.startsWith(base)) return response.writeHead(404).end();
      path = path.slice(base.length - 1).replace(/^\/+/, "/");
      let { file, location } = path.includes("\0") ? {} : await find(root, path);
      if (location) return response.writeHead(301, { location: base.slice(0, -1) + location }).end();
      const status = file ? 200 : 404;
      file ??= join(root, "404.html");
      let body = await readFile(file);
      const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
      const headers = { etag, "cache-control": cacheControl, vary: "accept-encoding" };
      headers["content-type"] = TYPES[extname(file)] ?? "application/octet-stream";
      if (status === 200 && request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
      if (PACKED.test(extname(file)) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
        if (!packed.has(etag)) packed.set(etag, await promisify(gzip)(body));
        body = packed.get(etag);
        headers["content-encoding"] = "gzip";
      }
      headers["content-length"] = body.length;
      response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
    } catch (error) {
      if (!response.headersSent) response.writeHead(error instanceof URIError ? 400 : 404);
      response.end();
    }
  });
  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  const stop = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
  const deploy = (next) => void (root = resolve(next));
  return { url: `http://127.0.0.1:${server.address().port}${base}`, deploy, stop };
}

/** The same on `port`, or on the next one that is free. */
async function serveNear(options, port) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await serve({ ...options, port: port + tries });
    } catch (error) {
      if (error.code !== "EADDRINUSE" || tries === 20) throw error;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder = "dist", port = "8080"] = process.argv.slice(2);
  if (!(await isFile(join(folder, "index.html")))) {
    console.error(`${folder} holds no page: call make build first`);
    process.exit(1);
  }
  const { url } = await serveNear({ folder }, Number(port));
  console.log(`Flakescope is at ${url} (Ctrl-C ends it)`);
}
