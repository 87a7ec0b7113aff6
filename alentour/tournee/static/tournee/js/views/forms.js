// What the forms of the bedside share: the hour of the gesture, what is wrong, keeping.
import { banner, button, field, h } from "../dom.js";
import { add } from "../outbox.js";
import { show } from "../router.js";
import { state } from "../state.js";
import { sync } from "../sync.js";
import { back, header } from "./person.js";
import { toast } from "../../../ui/js/toasts.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export class Wrong extends Error {}

/** A screen of one form; `read()` gives `{content, photo}` or throws `Wrong`. */
export function screen(one, number, { title, gesture, body, read, keep = "Garder", name = "check" }) {
  const trouble = h("div");
  const when = h("input.form-control.trn-hour", { type: "time", name: "hour" });
  let busy = false;
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const { content, ...more } = await read(event.target);
      await add(gesture, one, content, { ...more, declaredAt: declared(when.value) });
      kept();
      show(`p/${number}`);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      trouble.replaceChildren(banner("danger", "Rien n'est encore gardé", h("p", {}, error.message)));
      trouble.scrollIntoView({ block: "center" });
    } finally {
      busy = false;
    }
  };
  const hour = h("details", {}, h("summary.trn-summary", {}, "Ce n'était pas à l'instant"), field("Heure du geste", when, { optional: true, help: "Vide : maintenant." }));
  const form = h("form.al-form", { onsubmit: submit, novalidate: true }, trouble, body, hour, h("div.al-form-foot", {}, button(keep, null, { type: "submit", kind: "primary", name })));
  const heading = header(one);
  const [first] = heading.getElementsByTagName("h1");
  first.replaceWith(h("p.al-person-name", {}, one.name));
  return [back(number), heading, h("h1", {}, title), form];
}

/** Said where it is kept; it leaves at once when the network is there. */
export function kept() {
  toast(state.online && state.session === "ok" ? "Gardé. Envoi au dossier…" : "Gardé, chiffré, dans ce téléphone. Il partira avec le réseau.", "success");
  sync();
}

/** The hour typed, today by the hour of the server, or yesterday when it has not come yet by far. */
export function declared(typed) {
  if (!typed) return null;
  const now = new Date(Date.now() + state.offset);
  const [hours, minutes] = typed.split(":").map(Number);
  const at = new Date(now);
  at.setHours(hours, minutes, 0, 0);
  if (at - now > 12 * 60 * MINUTE) return new Date(at - DAY);
  if (at - now > 5 * MINUTE) throw new Wrong("Cette heure est à venir : vérifiez-la.");
  return at;
}

export const text = (form, name) => form.elements[name]?.value.trim() ?? "";
