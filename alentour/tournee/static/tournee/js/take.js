// Leaving with the persons: downloaded some at a time, sealed one by one, and taken away when the server closes them.
import * as db from "./db.js";
import { ask } from "./api.js";
import { changed, load, sealed, state } from "./state.js";
import { note } from "./vault.js";

const AT_ONCE = 8;
const HOUR = 3_600_000;

/** Takes these persons along in the place of the former copy; `progress(done, all)` is called as they come. */
export async function takeAlong(idents, progress) {
  const kept = [];
  let last = null;
  for (let start = 0; start < idents.length; start += AT_ONCE) {
    last = await ask("emporter", { people: idents.slice(start, start + AT_ONCE) });
    kept.push(...last.people);
    progress(Math.min(start + AT_ONCE, idents.length), idents.length);
  }
  if (!last) return;
  const before = (await Promise.all(["person", "round"].map((kind) => db.rows(state.owner, kind)))).flat();
  const people = await Promise.all(kept.map((one, order) => sealed("person", one, order)));
  const round = await sealed("round", { tables: last.tables }, 0);
  await db.change({ put: [...people, round], remove: before.map((row) => row.id) });
  const now = Date.now();
  await note(state.owner, { takenAt: now, seenAt: now, expiresAt: now + last.hours * HOUR, lastSync: now });
  await navigator.storage?.persist?.();
  await load();
}

/** Reads again, from the record, the persons whose gestures have just left. */
export async function refresh(idents) {
  const mine = state.people.filter((one) => idents.includes(one.id));
  for (let start = 0; start < mine.length; start += AT_ONCE) {
    const some = mine.slice(start, start + AT_ONCE);
    const said = await ask("emporter", { people: some.map((one) => one.id) });
    await put(some, said.people);
    await removeClosed(said.closed);
  }
}

async function put(before, fresh) {
  const rows = [];
  for (const one of fresh) {
    const old = before.find((other) => other.id === one.id);
    rows.push(await sealed("person", one, old.order));
  }
  await db.change({ put: rows, remove: before.map((one) => one.row) });
  await load();
}

/** The server does not open these persons any more: nothing of them stays here but the gestures to send. */
export async function removeClosed(closed) {
  const gone = state.people.filter((one) => closed.includes(one.id));
  if (!gone.length) return;
  await db.change({ remove: gone.map((one) => one.row) });
  state.people = state.people.filter((one) => !closed.includes(one.id));
  state.report = `${gone.length > 1 ? `${gone.length} personnes ne vous sont` : "Une personne ne vous est"} plus ouverte${gone.length > 1 ? "s" : ""} : effacée${gone.length > 1 ? "s" : ""} de ce téléphone.`;
  changed();
}
