// Keeps the shell of the round and nothing else: no page, no answer about anybody is ever put in this cache.
const CACHE = "alentour-coquille-{{ version }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGE = "{{ page|escapejs }}";
const SHELL = "{{ shell|escapejs }}";
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("alentour-coquille-") && name !== CACHE));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === PAGE || url.pathname === SHELL) event.respondWith(page(request));
  } else if (FILES.includes(url.pathname)) event.respondWith(file(request, url.pathname));
});

/** The page of the server when it answers in time; its shell otherwise. */
async function page(request) {
  const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer.status < 500) return answer;
  } catch {
    // no network: the shell is here for that
  }
  return (await kept(SHELL)) ?? Response.error();
}

/** The files of the shell all come from the same version: the kept one first. */
async function file(request, path) {
  return (await kept(path)) ?? fetch(request);
}

async function kept(path) {
  const cache = await caches.open(CACHE);
  return cache.match(path);
}
