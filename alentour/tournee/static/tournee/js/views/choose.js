// Choosing who comes along, and the code when there is none yet.
import { ask } from "../api.js";
import * as db from "../db.js";
import { banner, button, card, check, field, h } from "../dom.js";
import { show } from "../router.js";
import { state } from "../state.js";
import { takeAlong } from "../take.js";
import { create, weakness } from "../vault.js";
import { some } from "../words.js";
import { codeInput } from "./lock.js";

export async function choose() {
  const view = { chosen: new Map(), list: h("div.trn-choices"), count: h("p.al-quiet", { role: "status" }), trouble: h("div"), most: 40 };
  const words = h("input.form-control", { type: "search", autocomplete: "off" });
  const search = h("form.al-inline-form", { role: "search", onsubmit: (event) => (event.preventDefault(), fill(view, words.value, 1)) }, field("Chercher une personne", words), button("Chercher", null, { type: "submit", name: "search" }));
  const code = (await db.vault(state.owner))?.wrapping ? null : newCode();
  const go = button("Emporter", () => leave(view, code, go), { kind: "primary", name: "cloud-download" });
  await fill(view, "", 1);
  for (const one of state.people) view.chosen.set(one.id, one.name);
  tell(view);
  return [h("h1", {}, "Emporter ma tournée"), view.trouble, card("Qui emportez-vous ?", search, view.list, view.count), code?.card, h("div.al-form-foot", {}, go)].filter(Boolean);
}

async function fill(view, text, page) {
  try {
    const said = await ask("choisir", { text, page });
    view.most = said.most;
    if (!text && page === 1 && !view.chosen.size) for (const one of said.people) if (one.mine) view.chosen.set(one.id, one.name);
    const pages = said.pages > 1 && h("div.al-pages", {}, h("span.al-quiet", {}, `Page ${said.page} sur ${said.pages}`), said.page > 1 && button("Précédents", () => fill(view, text, page - 1), { kind: "quiet" }), said.page < said.pages && button("Suivants", () => fill(view, text, page + 1), { kind: "quiet" }));
    view.list.replaceChildren(...(said.people.length ? said.people.map((one) => line(view, one)) : [h("p.al-quiet", {}, "Personne ne porte ce nom parmi les personnes que vous suivez.")]), ...(pages ? [pages] : []));
  } catch {
    view.list.replaceChildren(banner("attention", "Le réseau ne répond pas", h("p", {}, "Il faut le réseau pour emporter la tournée. Réessayez un peu plus loin.")));
  }
  tell(view);
}

function line(view, one) {
  const box = check(one.name, "who", { checked: view.chosen.has(one.id), help: [`né(e) le ${one.born}`, one.place].filter(Boolean).join(" · ") });
  box.querySelector("input").addEventListener("change", (event) => {
    if (event.target.checked) view.chosen.set(one.id, one.name);
    else view.chosen.delete(one.id);
    tell(view);
  });
  return box;
}

function tell(view) {
  const count = view.chosen.size;
  view.count.textContent = count > view.most ? `${some(count, "personne choisie", "personnes choisies")} : ${view.most} au plus à la fois.` : `${some(count, "personne choisie", "personnes choisies")}.`;
}

function newCode() {
  const [first, second] = [codeInput("code"), codeInput("again")];
  return {
    card: card("Un code pour ce téléphone", h("p", {}, "Il chiffre la tournée et se demande à chaque ouverture. Cinq codes faux effacent tout."), field("Code, 6 chiffres au moins", first), field("Le même code, encore", second)),
    read: () => [first.value, weakness(first.value) || (first.value === second.value ? "" : "Les deux codes ne sont pas les mêmes.")],
  };
}

async function leave(view, code, go) {
  const say = (title, sentence) => {
    view.trouble.replaceChildren(banner("danger", title, h("p", {}, sentence)));
    view.trouble.scrollIntoView({ block: "center" });
  };
  if (!view.chosen.size || view.chosen.size > view.most) return say("Qui emportez-vous ?", `Choisissez de 1 à ${view.most} personnes.`);
  const [digits, weak] = code?.read() ?? ["", ""];
  if (weak) return say("Ce code ne convient pas", weak);
  go.disabled = true;
  try {
    if (code) state.key = await create(state.owner, digits);
    await takeAlong([...view.chosen.keys()], (done, all) => (go.textContent = `${done} sur ${all}…`));
    return show("");
  } catch {
    go.disabled = false;
    go.textContent = "Emporter";
    return say("La tournée n'est pas encore emportée", "Le réseau s'est arrêté en chemin. Ce qui était dans ce téléphone y est toujours ; recommencez.");
  }
}
