// A photo of a wound: the agreement first, then the image, shrunk, without what the camera writes beside it, and sealed.
import { area, check, field, h, select } from "../dom.js";
import { state } from "../state.js";
import { shrink } from "../../../ui/js/photos.js";
import { screen, text, Wrong } from "./forms.js";

export function photo(one, number) {
  const agreed = one.may.photo_agreed;
  const box = check(agreed ? "L'accord de la personne est au dossier" : "La personne accepte cette photo pour ses soins", "agrees", { checked: agreed, help: "Dites-lui à quoi elle sert et qui la verra." });
  box.className = "al-consent";
  const file = h("input.form-control", { type: "file", accept: "image/*", capture: "environment", name: "photo" });
  const preview = h("p", { "aria-live": "polite" });
  file.addEventListener("change", () => look(file, preview));
  const who = agreed ? [] : [field("Accord donné par", select("given_by", state.tables.given_by)), field("Recueilli", select("means", state.tables.means))];
  const body = [box, who, field("Photo", file), preview, field("Ce que montre la photo", h("input.form-control", { name: "title", maxlength: 200, autocomplete: "off" }), { optional: true, help: "« Plaie au talon gauche »" }), field("À savoir", area("note", "", 2), { optional: true })];
  const read = async (form) => {
    if (!form.elements.agrees.checked) throw new Wrong("Une photo demande l'accord de la personne : recueillez-le, puis cochez-le.");
    if (!file.files.length) throw new Wrong("Prenez d'abord la photo.");
    const content = { title: text(form, "title"), note: text(form, "note") };
    if (!agreed) Object.assign(content, { agrees: true, given_by: text(form, "given_by"), means: text(form, "means") });
    return { content, photo: await bytes(file.files[0]) };
  };
  return screen(one, number, { title: "Photo de plaie", gesture: "photo", body, read, name: "camera" });
}

async function bytes(file) {
  const small = await shrink(file).catch(() => null);
  if (!small || small.type !== "image/jpeg") throw new Wrong("Cette image ne se lit pas, ou reste trop lourde : reprenez la photo.");
  return new Uint8Array(await small.arrayBuffer());
}

function look(input, preview) {
  const [file] = input.files;
  if (!file) return preview.replaceChildren();
  const image = h("img.trn-photo", { alt: "Aperçu de la photo" });
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  return preview.replaceChildren(image);
}
