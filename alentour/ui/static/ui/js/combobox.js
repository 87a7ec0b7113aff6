// A field that suggests (WAI-ARIA combobox with a listbox). HTMX brings the options; this module lets one choose.
import { each, say } from "./dom.js";

each("[data-combobox]", (box) => {
  const input = box.querySelector("[role=combobox]");
  const list = box.querySelector("[role=listbox]");
  let here = -1;

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled=true])")];
  const isOpen = () => !list.hidden;

  function show(open) {
    list.hidden = !open || !list.children.length;
    input.setAttribute("aria-expanded", String(isOpen()));
    if (!isOpen()) point(-1);
  }

  function point(index) {
    here = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === here)));
    const option = options()[here];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    if (box.dataset.combobox === "pick") {
      pick(box, option);
      input.value = "";
      list.replaceChildren();
      show(false);
      input.focus();
    } else if (option.dataset.href) location.assign(option.dataset.href);
  }

  list.addEventListener("htmx:afterSwap", () => {
    show(Boolean(input.value.trim()));
    point(-1);
    const count = options().length;
    say(count ? `${count} résultat${count > 1 ? "s" : ""}, flèches pour choisir` : "Aucun résultat");
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]:not([aria-disabled=true])");
    if (!option) return;
    if (option.dataset.href && (event.ctrlKey || event.metaKey)) window.open(option.dataset.href);
    else choose(option);
  });
  input.addEventListener("focus", () => show(Boolean(input.value.trim())));
  input.addEventListener("blur", () => show(false));
  input.addEventListener("input", () => {
    if (!input.value.trim()) show(false);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(here < 0 && step < 0 ? count - 1 : (here + step + count) % count);
    } else if (event.key === "Enter" && isOpen() && here >= 0) {
      event.preventDefault();
      choose(options()[here]);
    } else if (event.key === "Enter" && box.dataset.combobox === "pick") event.preventDefault();
  });
});

/** Adds a chip with its hidden field and a button to take it away. */
function pick(box, option) {
  const place = box.querySelector("[data-picked]");
  const { value, label } = option.dataset;
  if ([...place.querySelectorAll("input")].some((input) => input.value === value)) return;
  const chip = document.createElement("span");
  chip.className = `al-chip ${option.classList.contains("al-tone-citizen") ? "al-tone-citizen" : "al-tone-action"}`;
  const hidden = document.createElement("input");
  hidden.type = "hidden";
  hidden.name = box.dataset.pickName;
  hidden.value = value;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", `Retirer ${label}`);
  chip.append(label, hidden, remove);
  place.append(chip);
  say(`${label} ajouté`);
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const remove = event.target.closest("[data-picked] button");
  if (!remove) return;
  const box = remove.closest("[data-combobox]");
  remove.closest(".al-chip").remove();
  box.querySelector("[role=combobox]").focus();
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
