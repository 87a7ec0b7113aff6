// Always on the screen: with or without the network, what waits, when it last left.
import { banner, button, chip, h, link } from "../dom.js";
import { state } from "../state.js";
import { sync } from "../sync.js";
import { moment, some } from "../words.js";

export function statusBar(place) {
  const waiting = state.ops.length;
  const line = h(
    "div.trn-status", { role: "status", "aria-live": "polite" }, network(),
    waiting > 0 && chip(`${some(waiting, "geste")} en attente`, "attention", "clock"),
    state.key && state.lastSync > 0 && h("span.al-quiet", {}, `dernier échange ${moment(state.lastSync)}`),
    state.report && h("span.trn-report", {}, state.report),
  );
  const tools = h(
    "div.al-actions-line", {},
    waiting > 0 && state.online && state.session === "ok" && button("Envoyer maintenant", () => sync(), { name: "cloud-upload", disabled: state.sending }),
    !state.links.framed && state.online && link("Tout Alentour", "/", { kind: "quiet", name: "house" }),
    state.review > 0 && state.online && link(`${some(state.review, "geste")} à revoir`, state.links.review, { name: "split" }),
  );
  place.className = "trn-top";
  place.replaceChildren(line, ...(tools.childElementCount ? [tools] : []), ...session(waiting));
}

function network() {
  if (state.sending) return chip("Envoi en cours", "action", "refresh-cw");
  if (state.online) return chip("Connecté", "action", "check");
  return chip(`Hors ligne depuis ${moment(state.offlineSince)}`, "attention", "cloud-off");
}

function session(waiting) {
  const kept = waiting ? `${some(waiting, "geste attend", "gestes attendent")}, chiffrés, dans ce téléphone. ` : "";
  if (state.session === "over") {
    return [banner("attention", "Votre session est fermée", h("p", {}, `${kept}Identifiez-vous : ils partiront ensuite.`), link("S'identifier", state.links.login, { kind: "primary", name: "log-in" }))];
  }
  if (state.session === "other" || state.session === "closed") return [banner("attention", "Rien n'est parti", h("p", {}, state.sentence))];
  return [];
}
