// <form data-draft="address">: what is typed is kept on the server, never in the browser, 1.5 s after the last key.
import { each, hour } from "./dom.js";

const PAUSE = 1500;
const RETRY = 10_000;

each("form[data-draft]", (form) => {
  const state = form.querySelector("[data-draft-state]");
  const words = form.querySelector("[data-draft-words]");
  let timer = 0;
  let sent = "";

  const tell = (sentence, failing = false) => {
    if (words) words.textContent = sentence;
    state?.classList.toggle("is-failing", failing);
  };

  function body() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async function keep() {
    const data = body();
    const text = new URLSearchParams(data).toString();
    if (text === sent) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data, headers: { "X-Draft": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      sent = text;
      tell(`Brouillon gardé à ${hour(new Date())}`);
    } catch {
      tell("Brouillon pas encore gardé, nouvel essai dans 10 s", true);
      timer = setTimeout(keep, RETRY);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer && form.isConnected) keep();
  });
});
