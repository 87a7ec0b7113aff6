// Screens by the part of the address after #. No name, no identifier of anybody is ever written there.
import { onChange, state } from "./state.js";
import { consigne } from "./views/consigne.js";
import { doses } from "./views/doses.js";
import { gestures } from "./views/gestures.js";
import { list } from "./views/list.js";
import { locked } from "./views/lock.js";
import { measures } from "./views/measures.js";
import { person } from "./views/person.js";
import { photo } from "./views/photo.js";
import { choose } from "./views/choose.js";
import { tasks } from "./views/tasks.js";
import { transmission } from "./views/transmission.js";
import { welcome } from "./views/welcome.js";

const FORMS = { constantes: measures, transmission, prises: doses, soins: tasks, photo, consigne };
const STILL = [measures, transmission, photo, consigne, choose, locked];
let place = null;
let shown = null;
let drawing = 0;

export function route(view) {
  place = view;
  window.addEventListener("hashchange", draw);
  onChange(redraw);
  return draw();
}

/** Goes to a screen, or draws it again when it is there already. */
export function show(path) {
  if (location.hash.replace(/^#\/?/, "") === path) draw();
  else location.hash = `#/${path}`;
}

async function draw() {
  if (!(await fill())) return;
  const title = place.querySelector("h1");
  document.title = `${title?.textContent ?? "Ma tournée"} · Alentour`;
  if (title) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
  window.scrollTo(0, 0);
}

/** What is shown follows the outbox and the record, but never under somebody who is writing. */
function redraw() {
  const writing = place.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, details *");
  if (!STILL.includes(shown) && !writing && !place.querySelector("details[open]")) fill();
}

/** False when a newer screen was asked for meanwhile. */
async function fill() {
  const turn = ++drawing;
  const screen = await pick(location.hash.replace(/^#\/?/, "").split("/"));
  if (turn !== drawing) return false;
  place.replaceChildren(...screen);
  return true;
}

const draws = (screen, ...rest) => {
  shown = screen;
  return screen(...rest);
};

async function pick([first, number, form]) {
  if (!state.key) return (await draws(locked)) ?? (first === "emporter" && state.online ? draws(choose) : draws(welcome));
  if (first === "emporter") return draws(choose);
  if (first === "gestes") return draws(gestures);
  const one = first === "p" ? state.people[Number(number)] : null;
  if (one) return draws(FORMS[form] ?? person, one, Number(number));
  return state.people.length ? draws(list) : draws(welcome);
}
