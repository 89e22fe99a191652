{% load static %}// Offline reading. Pages that the server marks (X-Keep-For) are kept for their reader alone:
// another reader's mark, signing out or the sign-in page empties the shelf.
const VERSION = "1";
const SHELL = `shell-${VERSION}`;
const PAGES = `pages-${VERSION}`;
const OWNER = "/__reader__";
const OFFLINE = "{% url 'home:offline' %}";
const MOST_PAGES = 60;
const DAYS = 14;
const SIGN_IN = "{% url 'people:login' %}";
const SIGN_OUT = "{% url 'people:logout' %}";
const STATIC = "{% get_static_prefix %}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== SHELL && n !== PAGES).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === SIGN_OUT) {
    event.waitUntil(forget());
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith(STATIC)) event.respondWith(asset(request, event));
  else if (request.mode === "navigate") event.respondWith(page(request, event));
  else if (request.destination === "image") event.respondWith(picture(request, event));
});

const forget = () => caches.delete(PAGES);

async function owner() {
  const kept = await (await caches.open(PAGES)).match(OWNER);
  return kept ? kept.text() : "";
}

async function page(request, event) {
  let response;
  try {
    response = await fetch(request);
  } catch {
    const kept = await shelved(request);
    const age = kept ? Date.now() - Date.parse(kept.headers.get("Date") ?? 0) : Infinity;
    if (age < DAYS * 86400000) return kept;
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
  if (response.type === "opaqueredirect") return response;
  const reader = response.headers.get("X-Keep-For");
  if (new URL(response.url).pathname === SIGN_IN) event.waitUntil(forget());
  else if (reader) event.waitUntil(keep(request, response.clone(), reader));
  else if (response.status === 403 || response.status === 404) {
    event.waitUntil(caches.open(PAGES).then((cache) => cache.delete(request, { ignoreVary: true })));
  }
  return response;
}

// "/" only leads to the start page of a language: any that was read will do.
async function shelved(request) {
  const cache = await caches.open(PAGES);
  if (new URL(request.url).pathname !== "/") return cache.match(request, { ignoreVary: true });
  const starts = (await cache.keys()).filter((r) => /^\/[a-z]{2}\/$/.test(new URL(r.url).pathname));
  return starts.length ? cache.match(starts.at(-1), { ignoreVary: true }) : undefined;
}

async function keep(request, response, reader) {
  if ((await owner()) !== reader) {
    await forget();
    await (await caches.open(PAGES)).put(OWNER, new Response(reader));
  }
  const cache = await caches.open(PAGES);
  await cache.delete(request, { ignoreVary: true }); // the newest goes to the end
  await cache.put(request, response);
  const pages = (await cache.keys()).filter((r) => r.mode === "navigate" || r.destination !== "image");
  for (const old of pages.slice(0, Math.max(0, pages.length - MOST_PAGES))) {
    if (!old.url.endsWith(OWNER)) await cache.delete(old);
  }
}

// Style and scripts: at once from the shelf, freshened behind the scenes.
async function asset(request, event) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  const fresh = fetch(request).then((response) => {
    if (response.ok) cache.put(request, response.clone());
    return response;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

// Pictures of kept pages: the network first, since rights may have changed.
async function picture(request, event) {
  try {
    const response = await fetch(request);
    if (response.ok && (await owner())) {
      const copy = response.clone();
      event.waitUntil(caches.open(PAGES).then((cache) => cache.put(request, copy)));
    } else if (response.status === 403 || response.status === 404) {
      event.waitUntil(caches.open(PAGES).then((cache) => cache.delete(request, { ignoreVary: true })));
    }
    return response;
  } catch {
    return (await (await caches.open(PAGES)).match(request, { ignoreVary: true })) ?? Response.error();
  }
}
