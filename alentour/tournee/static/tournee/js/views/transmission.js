// A quick note, or a transmission ciblée.
import { area, check, field, h, select } from "../dom.js";
import { state } from "../state.js";
import { screen, text, Wrong } from "./forms.js";

export function transmission(one, number) {
  const choices = Object.fromEntries(one.may.transmission.map((slug) => [slug, state.tables.categories[slug]]));
  const known = h("datalist", { id: "trn-cibles" }, one.cibles.map(({ label }) => h("option", { value: label })));
  const target = h("input.form-control", { name: "target", maxlength: 80, list: "trn-cibles", autocomplete: "off" });
  const body = [
    field("Catégorie", select("category", choices)),
    field("Ce que vous avez vu ou fait", area("data", "", 4)),
    h("details", {}, h("summary.trn-summary", {}, "Cible, action, résultat"), h("div.al-stack", {}, field("Cible", target, { optional: true }), known, field("Action", area("action", "", 2), { optional: true }), field("Résultat", area("result", "", 2), { optional: true }))),
    check("À lire en premier", "priority"),
  ];
  const read = (form) => {
    const content = { category: text(form, "category"), priority: form.elements.priority.checked };
    for (const name of ["data", "target", "action", "result"]) content[name] = text(form, name);
    if (!(content.data + content.action + content.result)) throw new Wrong("La transmission est vide : écrivez ce que vous avez vu ou fait.");
    return { content };
  };
  return screen(one, number, { title: "Écrire une transmission", gesture: "transmission", body, read });
}
