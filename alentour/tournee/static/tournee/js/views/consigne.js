// The consigne of the round: only the changed lines leave, with the version they were read in.
import { area, field, h } from "../dom.js";
import { pendingFor } from "../outbox.js";
import { screen, text, Wrong } from "./forms.js";

export function consigne(one, number) {
  const kept = one.consigne;
  const replaces = pendingFor(one).filter((op) => op.gesture === "consigne");
  const mine = Object.assign({}, ...replaces.map((op) => op.content.changes));
  const shown = { access: mine.access ?? kept.access, advice: mine.advice ?? kept.advice };
  const body = [
    h("p.al-lead", {}, "L'équipe la lira avant d'entrer. Effacer un texte ici ne l'efface pas au dossier."),
    field("Pour entrer", area("access", shown.access, 2), { optional: true, help: "Clé, digicode, étage, animal." }),
    field("À savoir", area("advice", shown.advice, 4), { optional: true, help: "Ce que demandent les gestes du jour." }),
  ];
  const read = (form) => {
    const changes = {};
    for (const name of ["access", "advice"]) {
      const typed = text(form, name);
      if (typed && typed !== kept[name]) changes[name] = typed;
    }
    if (!Object.keys(changes).length) throw new Wrong("Rien n'a changé : il n'y a rien à garder.");
    return { content: { based_on: kept.version, changes }, replaces };
  };
  return screen(one, number, { title: "Consigne de tournée", gesture: "consigne", body, read });
}
