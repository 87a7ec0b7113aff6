// The round: who is on it, and for each what calls the eye.
import { button, chip, h, icon, link } from "../dom.js";
import { pendingFor } from "../outbox.js";
import { show } from "../router.js";
import { changed, forget, state } from "../state.js";
import { sync } from "../sync.js";
import { destroy, eraseCopy, note } from "../vault.js";
import { moment, some } from "../words.js";

export function list() {
  const rows = state.people.map((one, number) => row(one, number));
  return [
    h("div.al-heading", {}, h("h1", {}, "Ma tournée")),
    h("p.al-meta", {}, h("span", {}, some(state.people.length, "personne")), h("span", {}, `emportée ${moment(state.takenAt)}`), h("span", {}, `jusqu'à ${moment(state.expiresAt)}`)),
    h("ul.al-lines", { "data-list": true }, rows),
    h("div.al-actions-line", {}, link("Mes gestes", "#/gestes", { name: "list-checks" }), state.online && link("Emporter à nouveau", "#/emporter", { name: "cloud-download" }), button("Verrouiller", lock, { kind: "quiet", name: "lock" })),
    erasing(),
  ];
}

export const face = (one, size = "") => h(`span.al-avatar${size}`, { "aria-hidden": "true" }, one.face ? h("img", { src: one.face, alt: "" }) : one.name.split(" ").map((word) => word[0]).join("").slice(0, 2));

export const left = (one) => one.doses.filter((dose) => ["prevue", "suspendue"].includes(dose.state) && !pendingFor(one).some((op) => sameDose(op, dose))).length;

export const toDo = (one) => (one.tasks ?? []).filter((task) => (!task.state || task.state === "reporte") && !pendingFor(one).some((op) => samePassage(op, task))).length;

export const samePassage = (op, task) => op.gesture === "soin" && op.content.task === task.task && op.content.slot === task.slot && op.content.day === task.day;

export const sameDose = (op, dose) => op.gesture === "prise" && op.content.line === dose.line && op.content.moment === dose.moment && op.content.day === dose.day;

function row(one, number) {
  const waiting = pendingFor(one).length;
  const danger = one.alerts.filter((alert) => alert.tone === "danger");
  return h(
    "li.al-row", { "data-row": true }, face(one),
    h("div.al-line-what", {}, h("a", { href: `#/p/${number}` }, one.name), h("p.al-meta", {}, one.place && h("span", {}, one.place), one.age && h("span", {}, `${one.age} ans`), one.consigne?.access && h("span", {}, one.consigne.access))),
    danger.map((alert) => chip(alert.text, "danger", "triangle-alert")),
    left(one) > 0 && chip(some(left(one), "prise"), "neutral", "pill"),
    toDo(one) > 0 && chip(some(toDo(one), "soin"), "neutral", "list-checks"),
    waiting > 0 && chip(`${waiting} en attente`, "attention", "clock"),
    icon("chevron-right"),
  );
}

function lock() {
  forget();
  changed();
  show("");
}

/** Erasing keeps what has not left, unless one says otherwise after being told. */
function erasing() {
  const waiting = state.ops.length;
  const copy = async () => {
    await sync();
    if (!state.ops.length) await destroy(state.owner);
    else {
      await eraseCopy(state.owner);
      await note(state.owner, { takenAt: 0, expiresAt: 0 });
    }
    lock();
  };
  const words = waiting ? `Les dossiers seront effacés. ${some(waiting, "geste")} non envoyé${waiting > 1 ? "s" : ""} ${waiting > 1 ? "resteront, chiffrés" : "restera, chiffré"}, jusqu'à l'envoi.` : "Les dossiers et le code seront effacés de ce téléphone.";
  return h("details.al-quoted", {}, h("summary", {}, "Effacer de ce téléphone"), h("p", {}, words), button("Effacer", copy, { kind: "danger", name: "trash-2" }));
}
