// Keyboard: `/` search, `g` then a letter to go, `n` new, `j`/`k` in lists, `?` help.
// `data-key="n"` on any control gives it a letter; `data-go="m"` on a link gives it `g m`.

let going = 0;

const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const visible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (document.body.hasAttribute("data-keys-off")) return;
  if (act(event.key)) event.preventDefault();
});

function act(key) {
  if (Date.now() - going < 1500) {
    going = 0;
    return press(`[data-go="${CSS.escape(key)}"]`);
  }
  if (key === "g") {
    going = Date.now();
    return true;
  }
  if (key === "j") return move(1);
  if (key === "k") return move(-1);
  if (key === "?") {
    document.getElementById("ui-keys")?.showModal();
    return true;
  }
  return press(`[data-key="${CSS.escape(key)}"]`);
}

function press(selector) {
  const control = [...document.querySelectorAll(selector)].find((c) => visible(c) || c.closest(".al-nav"));
  if (!control) return false;
  if (control.matches("input, textarea, select")) control.focus();
  else control.click();
  return true;
}

/** Moves the focus to the main link of the next row of the list at hand. */
function move(step) {
  const list = document.activeElement?.closest("[data-list]") ?? document.querySelector("main [data-list]");
  const rows = list ? [...list.querySelectorAll("[data-row]")].filter(visible) : [];
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  (row.querySelector("a[href], button, input") ?? row).focus();
  return true;
}
