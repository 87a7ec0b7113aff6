// Building the screens: elements, icons, words. Text is always text: nothing from a record is ever read as markup.
let sprite = "";
export const setSprite = (address) => (sprite = address);

/** `h("p.al-quiet", {id: "x"}, "text", child)`; `on…` attributes are listeners, `null` and `false` are left out. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  element.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

export function icon(name, size = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", size ? `icon icon-${size}` : "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export const chip = (text, tone = "neutral", name = "") => h(`span.al-chip.al-tone-${tone}`, {}, name && icon(name), text);

export function button(text, onclick, { kind = "second", name = "", type = "button", ...more } = {}) {
  return h(`button.btn.btn-${kind}`, { type, onclick, ...more }, name && icon(name), text);
}

export const link = (text, href, { kind = "second", name = "", ...more } = {}) => h(`a.btn.btn-${kind}`, { href, ...more }, name && icon(name), text);

export function card(title, ...children) {
  const head = title && h("header.al-card-head", {}, h("h2.al-card-title", {}, title));
  return h("section.al-card", {}, head, h("div.al-card-body.al-stack", {}, children));
}

export function banner(kind, title, ...children) {
  const names = { information: "info", attention: "triangle-alert", danger: "octagon-alert" };
  const words = h("div.al-banner-words", {}, title && h("p.al-banner-title", {}, title), h("div", {}, children));
  return h(`div.al-banner.al-banner-${kind}`, { role: kind === "danger" ? "alert" : null }, icon(names[kind], "l"), words);
}

let fields = 0;

/** A labelled control: `{field, control}`. `help` is read with it. */
export function field(label, control, { help = "", optional = false } = {}) {
  const id = `trn-${++fields}`;
  control.id = id;
  if (help) control.setAttribute("aria-describedby", `${id}-help`);
  return h(
    "div.al-field", {},
    h("label.al-label", { for: id }, label, optional && h("span.al-optional", {}, " facultatif")),
    help && h("p.al-help", { id: `${id}-help` }, help), control,
  );
}

export function check(label, name, { checked = false, help = "" } = {}) {
  const id = `trn-${++fields}`;
  const input = h("input.form-check-input", { type: "checkbox", id, name, checked });
  return h("div.al-check", {}, input, h("div", {}, h("label", { for: id }, label), help && h("p.al-help", {}, help)));
}

export const select = (name, choices, value = "") =>
  h("select.form-select", { name }, Object.entries(choices).map(([key, text]) => h("option", { value: key, selected: key === value }, text)));

export const area = (name, value = "", rows = 3) => h("textarea.form-control", { name, rows, maxlength: 20000 }, value);
