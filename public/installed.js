// Has the browser keep the site (service-worker.js), long after the first view; and says when a newer version is ready.
// It lies at the root of the site, which is how it knows where that is.

/** The first view and what follows it right away come before. */
const AFTER_MS = 6_000;
/** A page that stays open looks for a newer version this often, when it is looked at. */
const LOOK_EVERY_MS = 3_600_000;

const loaded = () =>
  new Promise((done) => {
    if (document.readyState === "complete") done();
    else addEventListener("load", done, { once: true });
  });

/** One quiet line at the edge of the page. What is set is kept in the address, and survives the change. */
function announce(worker) {
  if (document.querySelector(".update-ready")) return;
  const line = document.createElement("p");
  const button = document.createElement("button");
  line.className = "update-ready";
  line.setAttribute("role", "status");
  button.className = "btn";
  button.type = "button";
  button.textContent = "Load it";
  button.addEventListener("click", () => {
    button.disabled = true;
    const go = () => worker.state === "activated" && location.reload();
    worker.addEventListener("statechange", go);
    worker.postMessage("take over");
    go(); // another page may have said so before
  });
  document.body.append(line);
  // Screen readers hear what changes in a line that is there.
  requestAnimationFrame(() => line.append("A new version is ready. ", button));
}

/** Announces a version that waits behind the one in use; the first one waits for nobody. */
function follow(registration) {
  const look = () => {
    if (registration.waiting && registration.active) announce(registration.waiting);
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

function lookNowAndThen(registration) {
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < LOOK_EVERY_MS) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no network: the next look will tell
  });
}

async function keep() {
  // Only on https and on this machine; elsewhere the page works without.
  if (!("serviceWorker" in navigator)) return;
  const kept = navigator.serviceWorker.controller !== null;
  await loaded();
  if (!kept) await new Promise((done) => setTimeout(done, AFTER_MS));
  const worker = new URL("service-worker.js", import.meta.url);
  await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
  const registration = await navigator.serviceWorker.getRegistration(worker);
  if (!registration) return;
  follow(registration);
  lookNowAndThen(registration);
}

keep().catch((reason) => console.warn("The site is not kept for use without a network:", reason));
