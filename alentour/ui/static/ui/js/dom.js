// Two helpers shared by the modules.

/** Calls `start(element)` once for every element matching `selector`, now and after each HTMX swap. */
export function each(selector, start) {
  const seen = new WeakSet();
  const look = (root) => {
    const found = root.matches?.(selector) ? [root, ...root.querySelectorAll(selector)] : root.querySelectorAll(selector);
    for (const element of found) {
      if (!seen.has(element)) {
        seen.add(element);
        start(element);
      }
    }
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
}

/** Reads a sentence aloud to who listens rather than looks. */
export function say(sentence) {
  const live = document.getElementById("ui-live");
  if (live) live.textContent = sentence;
}

/** « 14 h 40 », as words.hour writes it. */
export function hour(date) {
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}
