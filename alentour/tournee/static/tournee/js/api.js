// The server, when it answers. Four ways not to: no network, session over, another post, too busy.
import { note } from "./vault.js";
import { setOnline, state } from "./state.js";

const PATIENCE = 25_000;
let base = "";
export const setBase = (address) => (base = address);

export class Offline extends Error {}
export class Busy extends Error {}
export class SessionOver extends Error {}
export class OtherPost extends Error {}
export class Closed extends Error {}

const token = () => document.cookie.match(/(?:^|; )alentour_csrf=([^;]+)/)?.[1] ?? "";
const phone = () => (/Mobi/.test(navigator.userAgent) ? "téléphone" : "poste");

/** Asks with a JSON object, or with a form for a photo. */
export async function ask(what, said, { poll = false } = {}) {
  const isForm = said instanceof FormData;
  const headers = { "X-CSRFToken": token(), "X-Tournee-Post": state.owner, Accept: "application/json" };
  if (!isForm) headers["Content-Type"] = "application/json";
  if (poll) headers["X-Poll"] = "1";
  const from = Date.now();
  let answer;
  try {
    const body = isForm ? said : JSON.stringify({ device: phone(), ...said });
    answer = await fetch(`${base}${what}/`, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    setOnline(false);
    throw new Offline();
  }
  return read(answer, from);
}

async function read(answer, from) {
  setOnline(true);
  // sent to the log-in, or locked after a time without a gesture: the gestures wait
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SessionOver();
  const said = await answer.json().catch(() => null);
  if (said?.now) await measure(Date.parse(said.now), from);
  if (answer.ok && said) return said;
  if (answer.status === 409) throw new OtherPost(said?.sentence);
  if (answer.status === 429 || answer.status >= 500) throw new Busy(said?.sentence ?? "");
  if (!said) throw new SessionOver();
  throw new Closed(said.sentence);
}

/** Server minus phone, at the middle of the exchange. */
async function measure(server, from) {
  state.offset = Math.round(server - (from + Date.now()) / 2);
  await note(state.owner, { offset: state.offset });
}
