// The doses of the day: given in one gesture; refused, held or missed with the reason.
import { banner, button, card, chip, field, h, select } from "../dom.js";
import { add, pendingFor, withdraw } from "../outbox.js";
import { show } from "../router.js";
import { state } from "../state.js";
import { moment } from "../words.js";
import { kept } from "./forms.js";
import { sameDose } from "./list.js";
import { back, header } from "./person.js";

const TONES = { donnee: "action", refusee: "attention", suspendue: "attention", oubliee: "attention" };

export function doses(one, number) {
  const again = () => show(`p/${number}/prises`);
  const heading = header(one);
  heading.querySelector("h1").replaceWith(h("p.al-person-name", {}, one.name));
  const groups = Object.entries(state.tables.moments).map(([slug, label]) => [label, one.doses.filter((dose) => dose.moment === slug)]);
  const cards = groups.filter(([, some]) => some.length).map(([label, some]) => card(label[0].toUpperCase() + label.slice(1), h("ul.al-lines", {}, some.map((dose) => line(one, dose, again)))));
  const needed = one.as_needed.length > 0 && card("Si besoin", h("ul.al-lines", {}, one.as_needed.map((dose) => asNeeded(one, dose, again))));
  return [back(number), heading, h("h1", {}, "Prises du jour"), ...cards, needed].filter(Boolean);
}

const what = ({ drug, dose, instructions }) => h("div.al-line-what", {}, h("p", {}, h("strong", {}, drug), ` ${dose}`), instructions && h("p.al-quiet", {}, instructions));

function line(one, dose, again) {
  const mine = pendingFor(one).find((op) => sameDose(op, dose));
  if (mine) return h("li", {}, what(dose), chip(`${state.tables.intakes[mine.content.state]}, pas encore envoyée`, "attention", "clock"), button("Retirer", () => withdraw(mine).then(again), { kind: "quiet", name: "undo-2" }));
  const open = dose.state === "prevue" || dose.state === "suspendue";
  const said = dose.state !== "prevue" && chip(`${state.tables.intakes[dose.state]}, ${dose.by}, ${moment(dose.at)}`, TONES[dose.state], dose.state === "donnee" ? "check" : "pause");
  return h("li", {}, what(dose), said, open && one.may.prise && gestures(one, dose, again));
}

function gestures(one, dose, again) {
  const note = async (chosen, reason) => {
    const { line: ident, drug, day, moment: when, version } = dose;
    await add("prise", one, { line: ident, drug, day, moment: when, state: chosen, reason, version });
    kept();
    again();
  };
  const { refusee, suspendue, oubliee } = state.tables.intakes;
  const choices = dose.state === "prevue" ? { refusee, suspendue, oubliee } : { refusee, oubliee };
  const state_ = select("state", choices);
  const reason = h("input.form-control", { name: "reason", maxlength: 2000, autocomplete: "off" });
  const trouble = h("div");
  const other = (event) => {
    event.preventDefault();
    if (reason.value.trim()) return note(state_.value, reason.value.trim());
    return trouble.replaceChildren(banner("danger", "", h("p", {}, "Indiquez pourquoi la prise n'a pas eu lieu.")));
  };
  return h(
    "div.trn-dose", {}, button("Donnée", () => note("donnee", ""), { kind: "primary", name: "check", "aria-label": `Donnée : ${dose.drug}, ${state.tables.moments[dose.moment]}` }),
    h("details", {}, h("summary.trn-summary", {}, "Autre"), h("form.al-form", { onsubmit: other, novalidate: true }, trouble, field("Ce qui s'est passé", state_), field("Pourquoi", reason), h("div", {}, button("Noter", null, { type: "submit", name: "check" })))),
  );
}

function asNeeded(one, dose, again) {
  const mine = pendingFor(one).filter((op) => op.gesture === "prise" && op.content.line === dose.line && op.content.moment === "besoin");
  const times = [...dose.given.map((at) => new Date(at)), ...mine.map((op) => new Date(op.made_at))];
  const full = dose.max_per_day && times.length >= dose.max_per_day;
  const last = times.length ? Math.max(...times) : 0;
  const soon = dose.min_hours && last && Date.now() - last < dose.min_hours * 3_600_000;
  const day = new Date(Date.now() + state.offset).toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });
  const give = async () => {
    await add("prise", one, { line: dose.line, drug: dose.drug, day, moment: "besoin", state: "donnee", version: "" });
    kept();
    again();
  };
  const limits = [dose.max_per_day && `${dose.max_per_day} par jour au plus`, dose.min_hours && `${dose.min_hours} h entre deux prises`].filter(Boolean).join(", ");
  return h(
    "li", {}, what(dose), limits && h("p.al-quiet", {}, limits), times.length > 0 && chip(`${times.length} aujourd'hui, dernière ${moment(last)}`, "neutral", "clock"),
    full ? chip("maximum atteint", "attention", "ban") : soon ? chip("trop tôt", "attention", "clock-alert") : one.may.prise && button("Donnée", give, { kind: "primary", name: "check", "aria-label": `Donnée si besoin : ${dose.drug}` }),
    mine.map((op) => button(`Retirer celle de ${moment(op.made_at)}`, () => withdraw(op).then(again), { kind: "quiet", name: "undo-2" })),
  );
}
