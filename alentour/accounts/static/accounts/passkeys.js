// Passkeys: asks the browser for one, or for a signature by one, and sends the answer to the server.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const headers = () => ({ "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") });

export const possible = () => window.isSecureContext && "PublicKeyCredential" in window;

async function send(url, content) {
  const answer = await fetch(url, { method: "POST", headers: headers(), body: JSON.stringify(content), credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: listed(options.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
    response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() ?? [] },
  };
}

async function sign(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) };
  const proof = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = proof.response;
  return {
    id: proof.id, rawId: text(proof.rawId), type: proof.type, clientExtensionResults: proof.getClientExtensionResults(),
    response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle ? text(userHandle) : null },
  };
}

/** Runs the whole ceremony; returns what the server answered ({next: …}). */
export async function ceremony(mode, begin, complete) {
  const options = await send(begin, {});
  const content = mode === "register" ? { ...(await create(options)), name: device() } : await sign(options);
  return send(complete, content);
}

/** « Clé d'accès de ce téléphone », to recognise it in the list. */
const device = () => (/Mobi/.test(navigator.userAgent) ? "Clé d'accès de ce téléphone" : "Clé d'accès de ce poste");

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!possible()) continue;
  button.hidden = false;
  const said = button.parentElement.querySelector("[data-passkey-said]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      const { next } = await ceremony(button.dataset.passkey, button.dataset.begin, button.dataset.complete);
      const back = document.querySelector("input[name=next]")?.value;
      location.assign(button.dataset.passkey === "authenticate" && back ? back : next);
    } catch {
      said.textContent = "La clé d'accès n'a pas répondu. Réessayez, ou prenez l'autre moyen.";
      button.disabled = false;
    }
  });
}
