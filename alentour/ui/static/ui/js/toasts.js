// Toasts leave by themselves after ten seconds, unless one reads or hovers them, or they tell an error.
import { each } from "./dom.js";

const STAY = 10_000;

each("[data-toast]", (toast) => {
  const close = () => toast.remove();
  toast.querySelector("[data-toast-close]")?.addEventListener("click", close);
  if (toast.classList.contains("al-toast-error") || !toast.closest(".al-toasts")) return;
  let timer = setTimeout(close, STAY);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(close, STAY / 2);
  };
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("mouseleave", release);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", release);
});

/** Shows a sentence that comes from the page itself (the network is down, a file is too heavy). */
export function toast(sentence, kind = "warning") {
  const place = document.getElementById("ui-toasts");
  if (!place || [...place.children].some((child) => child.textContent.includes(sentence))) return;
  const box = document.createElement("div");
  box.className = `al-toast al-toast-${kind}`;
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = sentence;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Fermer";
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  place.append(box);
  if (kind !== "error") setTimeout(() => box.remove(), STAY);
}
