// What HTMX changed is said aloud (`data-says` of the swapped fragment), and failures are said in words.
import { say } from "./dom.js";
import { toast } from "./toasts.js";

document.addEventListener("htmx:afterSettle", (event) => {
  const spoken = event.detail.elt?.closest?.("[data-says]") ?? event.detail.elt?.querySelector?.("[data-says]");
  if (spoken) say(spoken.dataset.says);
});

document.addEventListener("ui:say", (event) => say(event.detail.value ?? ""));

document.addEventListener("htmx:sendError", () => {
  toast("Le réseau ne répond pas. Rien n’est parti ; votre saisie est toujours à l’écran.", "warning");
});

document.addEventListener("htmx:timeout", () => {
  toast("La réponse tarde trop. Vérifiez avant de recommencer : le geste a peut-être été pris en compte.", "warning");
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) toast("Cette page est restée ouverte trop longtemps, ou cette porte s’ouvre à d’autres métiers. Rechargez-la.", "warning");
  else if (status === 404) toast("Cet élément n’est plus là : il a peut-être été déplacé par un collègue. Rechargez la page.", "warning");
  else toast("Un incident s’est produit de notre côté. Votre saisie est toujours à l’écran.", "error");
});

// after a refused form, the focus goes to what is to be corrected
const toErrors = (root) => root.querySelector?.("[data-form-errors]")?.focus();
toErrors(document);
document.addEventListener("htmx:load", (event) => toErrors(event.detail.elt));

// another tab or another person may have changed the counts while this one was asleep
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") document.body.dispatchEvent(new CustomEvent("ui:badges"));
});
