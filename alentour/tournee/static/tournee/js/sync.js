// Sending: one tab at a time, in the order of the gestures, as often as needed. The server knows each by its key.
import * as db from "./db.js";
import { Busy, Closed, Offline, OtherPost, SessionOver, ask } from "./api.js";
import { unsealBytes } from "./crypto.js";
import { settle, stuck } from "./outbox.js";
import { changed, state } from "./state.js";
import { refresh, removeClosed } from "./take.js";
import { note } from "./vault.js";

const AT_ONCE = 20;
let retry = 0;

/** Sends what waits and looks at what the server closed; resolves when there is nothing left to try now. */
export async function sync() {
  if (!state.key || state.sending) return;
  await navigator.locks.request("alentour-tournee", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    state.sending = true;
    changed();
    try {
      await work();
    } finally {
      state.sending = false;
      changed();
    }
  });
}

async function work() {
  const done = { sent: 0, review: 0, people: new Set() };
  try {
    await tellLost();
    await sendAll(done);
    const said = await ask("etat", { people: state.people.map((one) => one.id) }, { poll: !done.sent });
    Object.assign(state, { session: "ok", sentence: "", review: said.to_review, lastSync: Date.now() });
    await note(state.owner, { lastSync: state.lastSync });
    await removeClosed(said.closed);
    if (done.sent) await refresh([...done.people]);
    retry = 0;
  } catch (error) {
    explain(error);
  }
  if (done.sent) state.report = told(done);
}

async function sendAll(done) {
  for (;;) {
    const waiting = state.ops.filter((op) => !op.stuck);
    if (!waiting.length) return;
    const first = waiting[0];
    if (first.photo) await judge([first], await sendPhoto(first), done);
    else {
      const cut = waiting.findIndex((op) => op.photo);
      const batch = waiting.slice(0, cut < 0 ? AT_ONCE : Math.min(cut, AT_ONCE));
      const said = { device_now: new Date().toISOString(), gestures: batch.map(outward) };
      await judge(batch, await ask("envoyer", said), done);
    }
  }
}

const outward = ({ key, gesture, person, content, made_at, declared_at, offset_ms }) => ({ key, gesture, person, content, made_at, declared_at, offset_ms });

async function sendPhoto(op) {
  const row = (await db.rows(state.owner, "photo")).find((one) => one.id === op.photo);
  const form = new FormData();
  form.append("gesture", JSON.stringify(outward(op)));
  form.append("device_now", new Date().toISOString());
  form.append("device", "téléphone");
  if (row) form.append("photo", new Blob([await unsealBytes(state.key, row)], { type: "image/jpeg" }), "photo.jpg");
  return ask("photo", form);
}

async function judge(batch, said, done) {
  const fates = new Map(said.outcomes.map((one) => [one.key, one]));
  for (const op of batch) {
    const fate = fates.get(op.key);
    if (!fate) throw new Busy();
    if (fate.outcome === "illisible") {
      await stuck(op, fate.sentence);
      continue;
    }
    await settle(op, fate);
    done.sent += 1;
    done.people.add(op.person);
    if (fate.outcome !== "inscrit") done.review += 1;
  }
}

async function tellLost() {
  const { lost } = (await db.vault(state.owner)) ?? {};
  if (!lost) return;
  await ask("perdu", { count: lost });
  await note(state.owner, { lost: 0 });
}

function explain(error) {
  if (error instanceof SessionOver) state.session = "over";
  else if (error instanceof OtherPost) Object.assign(state, { session: "other", sentence: error.message });
  else if (error instanceof Closed) Object.assign(state, { session: "closed", sentence: error.message });
  else if (error instanceof Offline || error instanceof Busy) again();
  else throw error;
}

/** Tries again by itself: after 5 s, then later and later, at most every minute. */
function again() {
  clearTimeout(again.timer);
  again.timer = setTimeout(sync, Math.min(60_000, 5_000 * 2 ** retry++));
}

const some = (count, word, more = `${word}s`) => `${count} ${count > 1 ? more : word}`;

function told({ sent, review }) {
  const left = `${some(sent, "geste envoyé", "gestes envoyés")}`;
  return review ? `${left}, ${review} à revoir.` : `${left}, ${sent > 1 ? "tous inscrits" : "inscrit"} au dossier.`;
}
