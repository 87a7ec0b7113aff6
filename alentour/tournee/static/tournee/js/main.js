// « Ma tournée »: one page, its screens in the part of the address after #, so that the key in memory is never lost on the way.
import { setBase } from "./api.js";
import * as db from "./db.js";
import { setSprite } from "./dom.js";
import { route, show } from "./router.js";
import { changed, forget, onChange, setOnline, state } from "./state.js";
import { sync } from "./sync.js";
import { endIfOver, eraseCopy } from "./vault.js";
import { statusBar } from "./views/status.js";
import { toast } from "../../ui/js/toasts.js";

const root = document.getElementById("tournee");
const { api, worker, icons, login, review, post } = root.dataset;
setBase(api);
setSprite(icons);
state.links = { login, review, framed: Boolean(post) };

async function start() {
  state.owner = post ?? (await onlyVault());
  if (state.owner) await endIfOver(state.owner);
  const status = document.createElement("div");
  const view = document.createElement("div");
  view.className = "trn";
  root.replaceChildren(status, view);
  onChange(() => statusBar(status));
  statusBar(status);
  route(view);
  if (post) navigator.serviceWorker?.register(worker, { scope: new URL(api + "../", location).pathname });
  if (!post) setOnline(false);
}

/** Without the network nobody says whose page this is: the vault of this phone, or the one chosen among several. */
async function onlyVault() {
  const found = (await db.vaults()).filter((vault) => vault.wrapping);
  state.vaults = found;
  return found.length === 1 ? found[0].owner : "";
}

window.addEventListener("online", () => {
  setOnline(true);
  sync();
});
window.addEventListener("offline", () => setOnline(false));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sync());
setInterval(() => {
  if (state.key && (state.ops.length || !state.online)) sync();
  watchHours();
}, 20_000);

async function watchHours() {
  if (!state.owner || !(await endIfOver(state.owner))) return;
  state.people = [];
  state.report = "Les douze heures sont passées : la copie de la tournée est effacée de ce téléphone.";
  changed();
  show("");
}

// the other pages need the network: better said than shown broken
document.addEventListener("click", (event) => {
  const there = event.target.closest?.("a[href]");
  if (!there || state.online || there.protocol === "tel:" || there.pathname === location.pathname) return;
  event.preventDefault();
  toast("Cette page demande le réseau. Ma tournée, elle, marche sans.");
});

// the log-out of the page waits for what can still leave, then erases the copy (everywhere.js)
document.addEventListener("tournee:leaving", (event) => event.detail.wait(leave()));

async function leave() {
  await Promise.race([sync(), new Promise((resolve) => setTimeout(resolve, 6_000))]);
  if (state.owner) await eraseCopy(state.owner);
  forget();
}

start();
