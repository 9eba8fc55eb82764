// Keeps one build of the site, whole, and answers from it: the page opens without a network, and never from the files of
// two builds. A newer build is fetched beside it and takes over when the reader says so, or when no page is open.
// It knows the files of its build and nothing else: what any service answers, a snapshot among it, passes by.
//
// scripts/post-build.mjs puts the build id and the files with their hashes in place of the next line.
const [BUILD, FILES] = ["", {}];

/** The folder of the site, whatever its path: a host may have several sites. */
const HOME = self.registration.scope;
const OURS = `flakescope-files ${new URL(HOME).pathname} `;
const OWN = OURS + BUILD;

/** A name that says what is in the file, so that no two builds mean different files by it. */
const NAMED_BY_CONTENT = /^[\w-]+-[0-9a-f]{16}\.(css|js|wasm)$/;

/** Files fetched at once: a page that is being read has its own requests. */
const AT_ONCE = 4;

const addressOf = (name) => new URL(name, HOME).href;

/** The path of an address below the folder of the site. */
function pathOf(url) {
  return url.href.startsWith(HOME) ? decodeURI(url.pathname.slice(new URL(HOME).pathname.length)) : undefined;
}

/** The file of this build that answers an address, as a static host would choose it; none for all others. */
function fileOf(url) {
  const path = pathOf(url);
  const build = url.searchParams.get("build");
  if (path === undefined || (build !== null && build !== BUILD)) return undefined;
  const names = [path, `${path}.html`, path === "" || path.endsWith("/") ? `${path}index.html` : path];
  return names.find((name) => Object.hasOwn(FILES, name));
}

/** A file that an earlier build had as well. */
async function known(name) {
  if (!NAMED_BY_CONTENT.test(name)) return undefined;
  for (const cache of await caches.keys()) {
    const found = cache.startsWith(OURS) && (await caches.match(addressOf(name), { cacheName: cache }));
    if (found) return found;
  }
  return undefined;
}

/** A file from the host, if it is the one of this build: while a site is being published it may be another. */
async function fetched(name) {
  const cache = NAMED_BY_CONTENT.test(name) ? "default" : "no-cache";
  const answer = await fetch(addressOf(name), { cache, credentials: "same-origin", integrity: `sha256-${FILES[name]}` });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  // A browser takes no redirected answer for a page.
  return answer.redirected ? new Response(answer.body, answer) : answer;
}

/** Fetches what is missing of this build. One file that does not come, or is another, and there is no new version. */
async function keepAll() {
  const cache = await caches.open(OWN);
  const names = Object.keys(FILES);
  const next = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const url = addressOf(name);
      if (!(await cache.match(url))) await cache.put(url, (await known(name)) ?? (await fetched(name)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

/** Removes other builds, unless more than `few` pages are open: they may be of the build before. */
async function sweep(few) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter((page) => page.url.startsWith(HOME)).length > few) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== OWN);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The answer to a request for a file of this build. A browser that is short of room may have dropped it. */
async function answer(name, request) {
  return (await caches.match(addressOf(name), { cacheName: OWN })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
// The page that asked for the change is the only one that counts as new. Pages that were there before the first version
// are claimed: the next one would not wait for a page that has none.
self.addEventListener("activate", (event) => event.waitUntil(sweep(1).then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const name = fileOf(url);
  if (request.mode === "navigate") event.waitUntil(sweep(0));
  if (name !== undefined) {
    event.respondWith(answer(name, request));
  } else if (NAMED_BY_CONTENT.test(pathOf(url) ?? "")) {
    // A page of the build before that is still open.
    event.respondWith(known(pathOf(url)).then((found) => found ?? fetch(request)));
  }
});
