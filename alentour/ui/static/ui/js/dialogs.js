// `data-opens="id"` opens a <dialog>, `data-closes` closes the one around it, `data-print` prints.

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    open(opener.dataset.opens);
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    return;
  }
  if (event.target.closest("[data-print]")) window.print();
  // a click on the veil, outside the sheet
  if (event.target instanceof HTMLDialogElement && isOutside(event, event.target)) event.target.close();
});

function isOutside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

// links that act as buttons answer the space bar too
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches?.("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

// the server asks for it: HX-Trigger {"ui:open": {"id": "…"}} or {"ui:close": {}}
document.addEventListener("ui:open", (event) => open(event.detail.id));
document.addEventListener("ui:close", () => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));

// a page reached with the address of a dialog shows it as one
if (location.hash.length > 1) {
  const dialog = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (dialog instanceof HTMLDialogElement) {
    history.replaceState(null, "", location.pathname + location.search);
    dialog.showModal();
  }
}
