// The code opens the round; five wrong ones erase it.
import * as db from "../db.js";
import { banner, button, card, field, h, icon } from "../dom.js";
import { show } from "../router.js";
import { load, state } from "../state.js";
import { sync } from "../sync.js";
import { destroy, unlock } from "../vault.js";
import { moment, some } from "../words.js";
import { toast } from "../../../ui/js/toasts.js";

/** The screen of the code, or null when nothing is sealed here for this person. */
export async function locked() {
  if (!state.owner && state.vaults?.length > 1) return several();
  const vault = state.owner ? await db.vault(state.owner) : null;
  if (!vault?.wrapping) return null;
  const waiting = await db.count(state.owner, "op");
  return [h("h1", {}, "Ma tournée"), facts(vault, waiting), form(vault), forgotten(waiting)].filter(Boolean);
}

function several() {
  const choices = state.vaults.map((vault) =>
    h("li", {}, button(vault.takenAt ? `Emportée ${moment(vault.takenAt)}` : "Gestes en attente d'envoi", () => {
      state.owner = vault.owner;
      show("");
    }, { name: "lock" })));
  return [h("h1", {}, "Ma tournée"), card("Plusieurs tournées dans ce téléphone", h("p", {}, "Choisissez la vôtre ; son code l'ouvrira."), h("ul.al-stack.trn-bare", {}, choices))];
}

function facts(vault, waiting) {
  const words = vault.expiresAt ? `Emportée ${moment(vault.takenAt)}, lisible jusqu'à ${moment(vault.expiresAt)}.` : "La copie des dossiers n'est plus dans ce téléphone.";
  return h("p.al-note", {}, icon("lock"), h("span", {}, words, waiting > 0 && ` ${some(waiting, "geste attend", "gestes attendent")} d'être envoyé${waiting > 1 ? "s" : ""}.`));
}

export const codeInput = (name) => h("input.form-control.trn-code", { name, type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12, required: true });

function form() {
  const code = codeInput("code");
  const trouble = h("div", { "aria-live": "assertive" });
  const open = async (event) => {
    event.preventDefault();
    const go = event.target.querySelector("button");
    go.disabled = true;
    const result = await unlock(state.owner, code.value);
    go.disabled = false;
    code.value = "";
    if (result.key) return enter(result.key);
    if ("erased" in result) return erased(result.erased);
    trouble.replaceChildren(banner("danger", "Ce n'est pas ce code", h("p", {}, `Encore ${some(result.left, "essai")} avant que tout soit effacé de ce téléphone.`)));
    code.focus();
  };
  return h("form.al-form", { onsubmit: open, novalidate: true }, trouble, field("Code de la tournée", code, { help: "Celui que vous avez choisi en partant." }), h("div.al-form-foot", {}, button("Ouvrir", null, { type: "submit", kind: "primary", name: "lock-open" })));
}

async function enter(key) {
  state.key = key;
  await load();
  show(state.people.length ? "" : "gestes");
  sync();
}

function erased(count) {
  toast(count ? `La tournée est effacée de ce téléphone, avec ${some(count, "geste")} non envoyé${count > 1 ? "s" : ""}.` : "La tournée est effacée de ce téléphone.", "error");
  show("");
}

function forgotten(waiting) {
  const lost = waiting ? ` ${some(waiting, "geste")} non envoyé${waiting > 1 ? "s" : ""} ${waiting > 1 ? "seront perdus" : "sera perdu"} : notez-les d'abord ailleurs.` : "";
  return h("details.al-quoted", {}, h("summary", {}, "J'ai oublié mon code"), h("p", {}, `Sans le code, rien ne peut être relu.${lost}`), button("Tout effacer de ce téléphone", async () => erased(await destroy(state.owner)), { kind: "danger", name: "trash-2" }));
}
