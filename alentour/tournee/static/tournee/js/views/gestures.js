// What I did: what waits, what left, what came of it.
import { button, card, chip, h, icon, link } from "../dom.js";
import { withdraw } from "../outbox.js";
import { show } from "../router.js";
import { state } from "../state.js";
import { GESTURES, moment, OUTCOMES, summary } from "../words.js";

export function gestures() {
  const waiting = state.ops.length > 0 && card("En attente d'envoi", h("ul.al-lines", {}, state.ops.map(pending)));
  const left = state.log.length > 0 && card("Envoyés", h("ul.al-lines", {}, [...state.log].reverse().map(gone)));
  const none = !waiting && !left && h("div.al-empty", {}, h("p", {}, "Aucun geste dans ce téléphone pour l'instant."));
  return [link("Retour", "#/", { kind: "quiet", name: "arrow-left", class: "btn btn-quiet trn-back" }), h("h1", {}, "Mes gestes"), waiting, left, none].filter(Boolean);
}

const what = (one, words) => h("div.al-line-what", {}, h("p", {}, h("strong", {}, one.name), words && ` : ${words}`), h("p.al-meta", {}, h("span", {}, GESTURES[one.gesture].label), h("span", {}, moment(one.declared_at ?? one.made_at))), one.stuck && h("p", {}, one.stuck));

function pending(op) {
  return h("li", {}, icon(GESTURES[op.gesture].icon), what(op, summary(op, state.tables)), button("Retirer", () => withdraw(op).then(() => show("gestes")), { kind: "quiet", name: "undo-2", "aria-label": `Retirer : ${GESTURES[op.gesture].label}, ${op.name}` }));
}

function gone(one) {
  const { label, tone, icon: name } = OUTCOMES[one.outcome];
  return h("li", {}, icon(GESTURES[one.gesture].icon), h("div.al-line-what", {}, what(one, ""), one.sentence && h("p.al-quiet", {}, one.sentence)), chip(label, tone, name));
}
