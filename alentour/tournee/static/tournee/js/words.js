// How the screens say dates and gestures, as the server writes them (alentour.ui.words).
const DAYS = ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."];
const MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

export const hour = (date) => `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;

/** « 14 h 40 » today, « lun. 23 nov. 14 h 40 » another day. */
export function moment(value) {
  const date = new Date(value);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return hour(date);
  return `${DAYS[date.getDay()]} ${date.getDate() === 1 ? "1er" : date.getDate()} ${MONTHS[date.getMonth()]} ${hour(date)}`;
}

export const some = (count, word, more = `${word}s`) => `${count}\u00a0${count > 1 ? more : word}`;

export const GESTURES = {
  constantes: { label: "Constantes", icon: "heart-pulse" },
  transmission: { label: "Transmission", icon: "message-square-text" },
  prise: { label: "Prise de médicament", icon: "pill" },
  soin: { label: "Soin ou surveillance", icon: "list-checks" },
  photo: { label: "Photo de plaie", icon: "camera" },
  consigne: { label: "Consigne de tournée", icon: "notebook-pen" },
};

export const OUTCOMES = {
  inscrit: { label: "inscrit au dossier", tone: "action", icon: "check" },
  conflit: { label: "à comparer", tone: "attention", icon: "split" },
  refuse: { label: "à revoir", tone: "attention", icon: "clock-alert" },
};

/** One line that says a gesture, from its content. */
export function summary({ gesture, content }, tables) {
  if (gesture === "constantes") return measures(content.values, tables);
  if (gesture === "transmission") return [content.target, content.data].filter(Boolean).join(" : ");
  if (gesture === "prise") return `${content.drug}, ${tables?.moments[content.moment] ?? content.moment} : ${tables?.intakes[content.state] ?? content.state}`;
  if (gesture === "soin") return `${content.label} : ${tables?.done[content.state] ?? content.state}`;
  if (gesture === "photo") return content.title || "Photo";
  return Object.values(content.changes).join(" · ");
}

function measures(values, tables) {
  const known = tables?.constantes ?? [];
  return Object.entries(values)
    .map(([slug, value]) => {
      const one = known.find((other) => other.slug === slug);
      return `${one?.short ?? slug} ${value}\u202f${one?.unit ?? ""}`;
    })
    .join(", ");
}
