// The lock of every page: it covers the screen after an idle time, refuses nothing of what was typed, and lets the last gesture go on.
import { ceremony, possible } from "./passkeys.js";

const dialog = document.getElementById("lock");
const idle = Number(dialog.dataset.lock) * 1000;
const PING = 60_000;
let last = Date.now();
let pinged = Date.now();
let blocked = null;

const ask = () => fetch(dialog.dataset.state, { credentials: "same-origin", headers: { "X-Poll": "1" } });

function close_screen() {
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector("#lock-code")?.focus();
  watch();
}

/** Another tab may have opened the session again, or given it to somebody else. */
async function watch() {
  while (dialog.open) {
    await new Promise((done) => setTimeout(done, 2000));
    if (dialog.open) await look();
  }
}

async function look() {
  const answer = await ask().catch(() => null);
  if (!answer) return;
  if (answer.redirected || !answer.ok) return location.assign("/");
  const { locked, who } = await answer.json();
  if (who !== dialog.dataset.who) location.assign("/");
  else if (!locked) open_screen();
}

function open_screen() {
  last = pinged = Date.now();
  dialog.close();
  const again = blocked;
  blocked = null;
  if (again) again();
}

function gesture() {
  if (dialog.open) return;
  last = Date.now();
  if (last - pinged < PING) return;
  pinged = last;
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  fetch(dialog.dataset.present, { method: "POST", headers, credentials: "same-origin" })
    .then((answer) => answer.status === 401 && close_screen())
    .catch(() => {});
}

for (const kind of ["keydown", "pointerdown", "touchstart", "input"]) document.addEventListener(kind, gesture, { passive: true, capture: true });
setInterval(() => Date.now() - last > idle && look_or_close(), 5000);

/** Past the idle time here: another tab may be at work, the server knows. */
async function look_or_close() {
  if (dialog.open) return;
  const answer = await ask().catch(() => null);
  if (!answer) return;
  if (answer.redirected || !answer.ok) return location.assign("/");
  if ((await answer.json()).locked) close_screen();
  else last = Date.now() - idle + 15_000;
}

// An HTMX request answered by the lock: the page is untouched; the same gesture is made again once open.
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr?.getResponseHeader("X-Locked") !== "1") return;
  const { elt, requestConfig } = event.detail;
  const kind = requestConfig?.triggeringEvent?.type;
  const form = elt.closest("form");
  blocked = kind === "submit" && form ? () => form.requestSubmit() : kind === "click" ? () => elt.click() : null;
  close_screen();
});

// A plain form sent after a long time: asked first, so that the page stays if the screen must open again.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || dialog.contains(form) || form.dataset.sure || Date.now() - pinged < PING) return;
  if (form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
  event.preventDefault();
  const { submitter } = event;
  const go = () => {
    form.dataset.sure = "1";
    form.requestSubmit(submitter ?? undefined);
    delete form.dataset.sure;
  };
  const answer = await ask().catch(() => null);
  const locked = answer?.ok && !answer.redirected && (await answer.json()).locked;
  if (!locked) return go();
  blocked = go;
  close_screen();
});

dialog.addEventListener("cancel", (event) => event.preventDefault());

const said = dialog.querySelector("[data-lock-said]");
dialog.querySelector("[data-lock-form]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  const content = answer ? await answer.json().catch(() => ({})) : {};
  form.reset();
  if (answer?.ok && !content.locked) return open_screen();
  said.textContent = content.sentence ?? "Le serveur ne répond pas : réessayez dans un instant.";
});

const key = dialog.querySelector("[data-lock-key]");
if (key && possible()) {
  key.hidden = false;
  key.addEventListener("click", async () => {
    try {
      await ceremony("authenticate", dialog.dataset.begin, dialog.dataset.complete);
      open_screen();
    } catch {
      said.textContent = "La clé d'accès n'a pas répondu : prenez un code.";
    }
  });
}
