/* The book in flight mode: all its files are kept, and a new build replaces them whole. The build
   puts BOOK, VERSION and FILES before this. */
"use strict";
const NAME = `${BOOK}:${VERSION}`;

/* Nothing is served from a copy that is not whole. */
addEventListener("install", (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(requests)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`${BOOK}:`) && name !== NAME;
  const tidy = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(tidy.then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(registration.scope)) return;
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  const kept = caches.open(NAME).then((cache) => cache.match(url.href, { ignoreSearch: true }));
  event.respondWith(kept.then((found) => found ?? fetch(request)));
});
