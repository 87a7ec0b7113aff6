// The soins of the day: done in one gesture; not done with the motif.
import { banner, button, card, chip, field, h } from "../dom.js";
import { add, pendingFor, withdraw } from "../outbox.js";
import { show } from "../router.js";
import { state } from "../state.js";
import { moment } from "../words.js";
import { kept } from "./forms.js";
import { samePassage } from "./list.js";
import { back, header } from "./person.js";

export function tasks(one, number) {
  const again = () => show(`p/${number}/soins`);
  const heading = header(one);
  heading.querySelector("h1").replaceWith(h("p.al-person-name", {}, one.name));
  return [back(number), heading, h("h1", {}, "Soins du jour"), card("Prévus", h("ul.al-lines", {}, one.tasks.map((task) => line(one, task, again))))];
}

const what = ({ label, when, instructions }) => h("div.al-line-what", {}, h("p", {}, h("strong", {}, label), ` ${when}`), instructions && h("p.al-quiet", {}, instructions));

function line(one, task, again) {
  const mine = pendingFor(one).find((op) => samePassage(op, task));
  if (mine) return h("li", {}, what(task), chip(`${state.tables.done[mine.content.state]}, pas encore envoyé`, "attention", "clock"), button("Retirer", () => withdraw(mine).then(again), { kind: "quiet", name: "undo-2" }));
  const said = task.state && chip(`${state.tables.done[task.state]}, ${task.by}, ${moment(task.at)}`, task.state === "fait" ? "action" : "attention", task.state === "fait" ? "check" : "clock");
  const open = !task.state || task.state === "reporte";
  return h("li", {}, what(task), said, open && one.may.soin.includes(task.nature) && gestures(one, task, again));
}

function gestures(one, task, again) {
  const note = async (chosen, reason) => {
    const { task: ident, nature, label, day, slot, version } = task;
    await add("soin", one, { task: ident, nature, label, day, slot, state: chosen, reason, version });
    kept();
    again();
  };
  const reason = h("input.form-control", { name: "reason", maxlength: 2000, autocomplete: "off" });
  const trouble = h("div");
  const other = (event) => {
    event.preventDefault();
    if (reason.value.trim()) return note("non_fait", reason.value.trim());
    return trouble.replaceChildren(banner("danger", "", h("p", {}, "Indiquez le motif : la personne refuse, dort, est absente…")));
  };
  return h(
    "div.trn-dose", {}, button("Fait", () => note("fait", ""), { kind: "primary", name: "check", "aria-label": `Fait : ${task.label}, ${task.when}` }),
    h("details", {}, h("summary.trn-summary", {}, "Non fait"), h("form.al-form", { onsubmit: other, novalidate: true }, trouble, field("Motif", reason), h("div", {}, button("Noter", null, { type: "submit", name: "check" })))),
  );
}
