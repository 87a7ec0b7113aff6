// AES-256-GCM for every row; the key is wrapped by another one derived from the code. Choice and limits: docs/adr/0005.

export const TURNS = 600_000;
const utf8 = new TextEncoder();
const text = new TextDecoder();
const random = (size) => crypto.getRandomValues(new Uint8Array(size));

async function fromCode(code, salt, turns) {
  const base = await crypto.subtle.importKey("raw", utf8.encode(code), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: turns };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const usable = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** A new random key and its wrapping: `{key, wrapping}`; only the wrapping is kept. */
export async function newKey(code) {
  const raw = random(32);
  const [salt, iv] = [random(16), random(12)];
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await fromCode(code, salt, TURNS), raw);
  const key = await usable(raw);
  raw.fill(0);
  return { key, wrapping: { salt, iv, wrapped, turns: TURNS } };
}

/** The key again, or null when the code is not the right one. */
export async function unwrap(code, { salt, iv, wrapped, turns }) {
  try {
    const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await fromCode(code, salt, turns), wrapped);
    return await usable(raw);
  } catch {
    return null;
  }
}

const place = ({ owner, kind, id }) => utf8.encode(`${owner}|${kind}|${id}`);

/** A row `{id, owner, kind, order, iv, data}` whose `data` opens only at its own place. */
export async function seal(key, { owner, kind, order = 0, id = crypto.randomUUID() }, content) {
  const iv = random(12);
  const plain = content instanceof Uint8Array ? content : utf8.encode(JSON.stringify(content));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: place({ owner, kind, id }) }, key, plain);
  return { id, owner, kind, order, iv, data };
}

export async function unsealBytes(key, row) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: place(row) }, key, row.data);
}

export const unseal = async (key, row) => JSON.parse(text.decode(await unsealBytes(key, row)));
