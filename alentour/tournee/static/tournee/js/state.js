// What the open page knows: the key and what it opened. Nothing here outlives the page.
import * as db from "./db.js";
import { seal, unseal } from "./crypto.js";

export const state = {
  owner: "", key: null, offset: 0, takenAt: 0, expiresAt: 0, tables: null, people: [], ops: [], log: [],
  online: navigator.onLine, offlineSince: navigator.onLine ? 0 : Date.now(), lastSync: 0, sending: false,
  session: "ok", sentence: "", review: 0, report: "",
};

const listeners = new Set();
export const onChange = (listener) => listeners.add(listener);
export const changed = () => listeners.forEach((listener) => listener());

const opened = (rows) => Promise.all(rows.map(async (row) => ({ row: row.id, order: row.order, ...(await unseal(state.key, row)) })));
const inOrder = (a, b) => a.order - b.order;

/** Opens everything with the key at hand. */
export async function load() {
  const [vault, round, people, ops, log] = await Promise.all([
    db.vault(state.owner), db.rows(state.owner, "round"), db.rows(state.owner, "person"), db.rows(state.owner, "op"), db.rows(state.owner, "log"),
  ]);
  Object.assign(state, { offset: vault.offset ?? 0, takenAt: vault.takenAt, expiresAt: vault.expiresAt, lastSync: vault.lastSync ?? 0 });
  state.tables = (await opened(round))[0]?.tables ?? null;
  state.people = (await opened(people)).sort(inOrder);
  state.ops = (await opened(ops)).sort(inOrder);
  state.log = (await opened(log)).sort(inOrder);
  changed();
}

/** Seals one more row of a kind, ready for `db.change`. */
export const sealed = (kind, content, order) => seal(state.key, { owner: state.owner, kind, order }, content);

export function forget() {
  Object.assign(state, { key: null, tables: null, people: [], ops: [], log: [], report: "" });
}

export function setOnline(online) {
  if (online === state.online) return;
  Object.assign(state, { online, offlineSince: online ? 0 : Date.now() });
  changed();
}
