// The bedside grid: one relevé, the same bounds as at the desk.
import { check, field, h } from "../dom.js";
import { state } from "../state.js";
import { moment } from "../words.js";
import { screen, text, Wrong } from "./forms.js";

export function measures(one, number) {
  const grid = state.tables.constantes.map((kind) => cell(one, kind));
  const sure = h("div", { hidden: true }, check("Ces valeurs sont justes, je les confirme", "sure"));
  const note = h("textarea.form-control", { name: "note", rows: 2, maxlength: 2000 });
  const read = (form) => {
    const values = readAll(form);
    const unusual = state.tables.constantes.filter(({ slug, likely }) => slug in values && outside(values[slug], likely));
    const confirmed = form.elements.sure.checked;
    if (unusual.length && !confirmed) {
      sure.hidden = false;
      throw new Wrong(`Inhabituel : ${unusual.map(({ slug, short }) => `${short} ${values[slug]}`).join(", ")}. Reprenez la mesure, corrigez, ou confirmez en bas.`);
    }
    return { content: { values, note: text(form, "note"), confirmed } };
  };
  return screen(one, number, { title: "Noter les constantes", gesture: "constantes", body: [h("div.trn-grid", {}, grid), field("Remarque", note, { optional: true }), sure], read });
}

function cell(one, { slug, label, unit }) {
  const last = one.measures[slug];
  const [low, high] = one.limits[slug] ?? [];
  const marks = [isSet(low) && `pas moins de ${comma(low)}`, isSet(high) && `pas plus de ${comma(high)}`].filter(Boolean).join(", ");
  const help = [last && `dernière ${last.text}, ${moment(last.at)}`, marks].filter(Boolean).join(" · ");
  const input = h("input.form-control.trn-value", { name: `m-${slug}`, inputmode: "decimal", autocomplete: "off", maxlength: 7 });
  return field(`${label} (${unit})`, input, { help });
}

function readAll(form) {
  const values = {};
  for (const { slug, label, possible, unit } of state.tables.constantes) {
    const typed = text(form, `m-${slug}`);
    if (!typed) continue;
    if (!/^\d+([.,]\d+)?$/.test(typed)) throw new Wrong(`${label} : « ${typed} » n'est pas un nombre.`);
    if (outside(typed, possible)) throw new Wrong(`${label} : ${typed} ${unit} n'est pas possible (de ${comma(possible[0])} à ${comma(possible[1])}).`);
    values[slug] = typed;
  }
  if (!Object.keys(values).length) throw new Wrong("Indiquez au moins une valeur.");
  if ("ta_sys" in values !== "ta_dia" in values) throw new Wrong("La tension se note avec ses deux chiffres, systolique et diastolique.");
  if ("ta_sys" in values && number(values.ta_dia) >= number(values.ta_sys)) throw new Wrong("La tension diastolique est plus basse que la systolique : vérifiez les deux chiffres.");
  return values;
}

const isSet = (limit) => limit !== undefined && limit !== null;
const number = (typed) => Number(String(typed).replace(",", "."));
const outside = (typed, [low, high]) => number(typed) < low || number(typed) > high;
const comma = (value) => String(value).replace(".", ",");
