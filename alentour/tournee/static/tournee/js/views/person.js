// One person at the bedside: what to know, what to do, what was said.
import { card, chip, h, icon, link } from "../dom.js";
import { pendingFor } from "../outbox.js";
import { state } from "../state.js";
import { GESTURES, moment, summary } from "../words.js";
import { face, left, toDo } from "./list.js";

export function header(one) {
  const facts = [`${one.sex === "M" ? "né" : "née"} le ${one.born}`, one.age && `${one.age} ans`, one.birth_name && `nom de naissance ${one.birth_name}`];
  const place = [one.place, one.address].filter(Boolean).join(" · ");
  const alerts = one.alerts.length > 0 && h("ul.al-person-alerts", { "aria-label": "Alertes" }, one.alerts.map((alert) => h(`li.al-tone-${alert.tone}`, {}, icon(alert.icon), alert.text)));
  return h(
    "section.al-person", { "aria-label": "Personne accompagnée" }, face(one, ".al-avatar-l"),
    h("div.al-person-who", {}, h("h1.al-person-name", {}, one.name), h("p.al-person-facts", {}, facts.filter(Boolean).map((fact) => h("span", {}, fact)))),
    h("div.al-person-state", {}, place && h("span.al-person-place", {}, icon("map-pin"), place), one.phone && h("a.al-chip.al-tone-action", { href: `tel:${one.phone.replace(/[^+\d]/g, "")}` }, icon("phone"), one.phone)),
    alerts,
  );
}

export const back = (number) => link("Retour", number === undefined ? "#/" : `#/p/${number}`, { kind: "quiet", name: "arrow-left", class: "btn btn-quiet trn-back" });

export function person(one, number) {
  return [back(), header(one), actions(one, number), waiting(one), consigne(one), lastMeasures(one), cibles(one), said(one)].filter(Boolean);
}

function actions(one, number) {
  const { may } = one;
  const doses = one.doses.length + one.as_needed.length;
  const all = [
    may.constantes && ["constantes", "Constantes", "heart-pulse"],
    may.transmission.length && ["transmission", "Transmission", "message-square-plus"],
    doses > 0 && ["prises", left(one) ? `Prises (${left(one)})` : "Prises", "pill"],
    one.tasks?.length > 0 && ["soins", toDo(one) ? `Soins (${toDo(one)})` : "Soins", "list-checks"],
    may.photo && ["photo", "Photo", "camera"],
    may.consigne && ["consigne", "Consigne", "notebook-pen"],
  ];
  return h("nav", { "aria-label": "Gestes" }, h("ul.al-quick.trn-quick", {}, all.filter(Boolean).map(([path, label, name]) => h("li", {}, h("a", { href: `#/p/${number}/${path}` }, icon(name, "l"), h("span", {}, label))))));
}

function waiting(one) {
  const mine = pendingFor(one);
  if (!mine.length) return null;
  const lines = mine.map((op) => h("li", {}, icon(GESTURES[op.gesture].icon), h("div.al-line-what", {}, h("p", {}, summary(op, state.tables)), h("p.al-meta", {}, h("span", {}, moment(op.declared_at ?? op.made_at)), h("span", {}, "pas encore envoyé")))));
  return card("En attente d'envoi", h("ul.al-lines", {}, lines), h("p", {}, link("Mes gestes", "#/gestes", { kind: "quiet" })));
}

function consigne({ consigne: kept }) {
  if (!kept || !(kept.access || kept.advice)) return null;
  return card("Consigne de tournée", kept.access && fact("Pour entrer", kept.access), kept.advice && fact("À savoir", kept.advice), h("p.al-meta", {}, h("span", {}, kept.author), h("span", {}, moment(kept.at))));
}

const fact = (label, text) => h("div", {}, h("p.al-label", {}, label), h("p.al-prose.trn-lines", {}, text));

const SIDES = { bas: "en dessous du seuil", haut: "au-dessus du seuil" };

function lastMeasures(one) {
  const known = state.tables.constantes.filter(({ slug }) => one.measures[slug]);
  if (!known.length) return null;
  const stats = known.map(({ slug, label, unit, icon: name }) => {
    const { text, at, crossed } = one.measures[slug];
    return h(`div.al-stat.al-tone-${crossed ? "attention" : "neutral"}`, {}, h("p.al-stat-label", {}, icon(name), label), h("p.al-stat-value.tabular", {}, text, h("span.al-stat-unit", {}, `\u202f${unit}`)), h("p.al-stat-hint", {}, [moment(at), SIDES[crossed]].filter(Boolean).join(", ")));
  });
  return h("section", { "aria-label": "Dernières constantes" }, h("h2", {}, "Dernières constantes"), h("div.al-stats", {}, stats));
}

function cibles({ cibles: open }) {
  return open.length ? card("Cibles ouvertes", h("div.al-row", {}, open.map((one) => chip(one.label, "action", "target")))) : null;
}

function said({ transmissions }) {
  if (!transmissions.length) return null;
  const lines = transmissions.map((one) => h(
    "li", {}, h("div.al-line-what", {},
      h("p.al-meta", {}, h("span", {}, moment(one.at)), h("span", {}, `${one.author} (${one.metier})`), h("span", {}, one.category)),
      one.target && h("p", {}, h("strong", {}, one.target)), h("p.al-prose.trn-lines", {}, one.data), one.action && h("p.al-prose", {}, `Action : ${one.action}`), one.result && h("p.al-prose", {}, `Résultat : ${one.result}`)),
    one.priority && chip("à lire en premier", "attention", "flag"),
  ));
  return card("Dernières transmissions", h("ul.al-lines", {}, lines));
}
