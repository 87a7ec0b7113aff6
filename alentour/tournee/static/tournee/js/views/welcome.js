// Nothing in this phone: what the round is, and how to leave with it.
import * as db from "../db.js";
import { h, icon, link } from "../dom.js";
import { state } from "../state.js";

export async function welcome() {
  const others = (await db.vaults()).filter((vault) => vault.wrapping && vault.owner !== state.owner);
  const waiting = (await Promise.all(others.map((vault) => db.count(vault.owner, "op")))).reduce((all, one) => all + one, 0);
  const empty = h(
    "div.al-empty", {}, h("span.al-empty-icon", { "aria-hidden": "true" }, icon("route", "xl")),
    h("p.al-empty-title", {}, "Aucune tournée dans ce téléphone"),
    h("p", {}, "Emportez les personnes que vous allez voir : leurs consignes, leurs prises, leurs dernières constantes, lisibles et complétées sans réseau pendant douze heures."),
    state.online && link("Emporter ma tournée", "#/emporter", { kind: "primary", name: "cloud-download" }),
    !state.online && h("p", {}, "Il faut le réseau pour l'emporter."),
  );
  const note = waiting > 0 && h("p.al-note", {}, icon("lock"), h("span", {}, `Ce téléphone garde ${waiting} geste${waiting > 1 ? "s" : ""} d'une autre personne, chiffré${waiting > 1 ? "s" : ""} : ils partiront quand elle s'identifiera ici.`));
  return [h("h1", {}, "Ma tournée"), note, empty].filter(Boolean);
}
