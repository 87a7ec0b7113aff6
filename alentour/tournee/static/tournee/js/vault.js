// One vault a post: who may open it, until when, how many wrong codes. It says nothing of the persons.
import * as db from "./db.js";
import { newKey, unwrap } from "./crypto.js";

export const TRIES = 5;
export const SHORTEST = 6;
const BACKWARDS = 2 * 60_000;
const COPY = ["person", "round", "log"];
const ALL = [...COPY, "op", "photo"];

/** A code is digits, and not the one everybody tries first. */
export function weakness(code) {
  if (!/^\d+$/.test(code) || code.length < SHORTEST) return `Choisissez ${SHORTEST} chiffres au moins.`;
  if (/^(\d)\1+$/.test(code) || "01234567890".includes(code) || "09876543210".includes(code)) return "Ce code se devine trop vite : choisissez-en un autre.";
  return "";
}

export async function create(owner, code) {
  const { key, wrapping } = await newKey(code);
  const before = await db.vault(owner);
  await db.keepVault({ owner, wrapping, wrongs: 0, takenAt: 0, expiresAt: 0, seenAt: Date.now(), offset: 0, lost: before?.lost ?? 0 });
  return key;
}

/** `{key}`, or `{left}` tries, or `{erased: n}` gestures gone with the rest. The try is counted before it is judged. */
export async function unlock(owner, code) {
  const vault = await db.vault(owner);
  await db.keepVault({ ...vault, wrongs: vault.wrongs + 1 });
  const key = await unwrap(code, vault.wrapping);
  if (key) {
    await db.keepVault({ ...vault, wrongs: 0 });
    return { key };
  }
  const left = TRIES - vault.wrongs - 1;
  return left > 0 ? { left } : { erased: await destroy(owner) };
}

/** Erases everything, key included; what had not left is counted, to be told to the server. */
export async function destroy(owner) {
  const gone = await db.count(owner, "op");
  const { lost = 0 } = (await db.vault(owner)) ?? {};
  await db.erase(owner, ALL);
  await db.keepVault({ owner, wrapping: null, lost: lost + gone });
  return gone;
}

/** Erases the copy of the persons; the gestures not sent yet stay sealed. */
export const eraseCopy = (owner) => db.erase(owner, COPY);

export async function note(owner, changes) {
  const vault = await db.vault(owner);
  if (vault) await db.keepVault({ ...vault, ...changes });
}

/** The copy ends after its hours, or when the clock runs backwards; true when it had to be erased. */
export async function endIfOver(owner) {
  const vault = await db.vault(owner);
  if (!vault?.expiresAt) return false;
  const now = Date.now();
  const over = now >= vault.expiresAt || now < Math.max(vault.takenAt, vault.seenAt) - BACKWARDS;
  if (over) await eraseCopy(owner);
  await db.keepVault({ ...vault, seenAt: now, ...(over ? { expiresAt: 0, takenAt: 0 } : {}) });
  return over;
}
