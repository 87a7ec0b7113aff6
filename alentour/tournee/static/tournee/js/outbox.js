// Gestures that have not left yet: sealed on the disk before the screen says they are kept.
import * as db from "./db.js";
import { seal } from "./crypto.js";
import { changed, sealed, state } from "./state.js";

/** Keeps a gesture. `photo` is bytes, sealed apart; `replaces` are gestures not sent yet that this one says again. */
export async function add(gesture, person, content, { declaredAt = null, photo = null, replaces = [] } = {}) {
  const order = Date.now();
  const op = {
    key: crypto.randomUUID(), gesture, person: person.id, name: person.name, content,
    made_at: new Date(order).toISOString(), declared_at: declaredAt?.toISOString() ?? null, offset_ms: state.offset,
  };
  const put = [];
  if (photo) {
    const row = await sealed("photo", photo, order);
    op.photo = row.id;
    put.push(row);
  }
  const row = await sealed("op", op, order);
  await db.change({ put: [...put, row], remove: replaces.map((other) => other.row) });
  state.ops = state.ops.filter((other) => !replaces.includes(other));
  state.ops.push({ row: row.id, order, ...op });
  changed();
}

/** Takes a gesture back before it leaves. */
export async function withdraw(op) {
  await db.change({ remove: [op.row, op.photo].filter(Boolean) });
  state.ops = state.ops.filter((other) => other.row !== op.row);
  changed();
}

/** What came of a gesture: it leaves the outbox and its fate is kept, together. */
export async function settle(op, { outcome, sentence }) {
  const fate = { key: op.key, gesture: op.gesture, person: op.person, name: op.name, outcome, sentence, made_at: op.made_at };
  const row = await sealed("log", fate, Date.now());
  await db.change({ put: [row], remove: [op.row, op.photo].filter(Boolean) });
  state.ops = state.ops.filter((other) => other.row !== op.row);
  state.log.push({ row: row.id, order: row.order, ...fate });
  changed();
}

/** The server could not read it: it stays, with its reason, and is not sent again by itself. */
export async function stuck(op, sentence) {
  op.stuck = sentence;
  const { row, order, ...content } = op;
  await db.change({ put: [await seal(state.key, { owner: state.owner, kind: "op", order, id: row }, content)] });
  changed();
}

export const pendingFor = (person) => state.ops.filter((op) => op.person === person.id);
