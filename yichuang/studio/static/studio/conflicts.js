/* Two authors changed the same places: both values side by side, chosen one by one (or both kept, where that can be), then saved again. */
import { button, dialog, el, T } from "./dom.js";

export function askConflicts(body, settle) {
  const chosen = new Map();
  dialog(T("conflict_title", { who: body.by }), (inside, foot, close) => {
    const save = button(T("conflict_save"), () => {
      close();
      settle(body.conflicts.map((one) => ({ path: one.path, side: chosen.get(one) })));
    }, { class: "btn btn-primary", disabled: true });
    const said = el("p", { class: "muted", role: "status", text: T("conflict_all") });
    const pick = (one, side) => {
      chosen.set(one, side);
      save.disabled = chosen.size < body.conflicts.length;
      said.hidden = !save.disabled;
    };
    inside.append(el("p", { text: T("conflict_lead", { count: body.conflicts.length }) }), ...body.conflicts.map((one, at) => line(one, at, pick)));
    foot.append(said, button(T("conflict_later"), close, { class: "btn btn-plain" }), save);
  }, true);
}

function line(one, at, pick) {
  const name = `conflict-${at}`;
  const side = (value, label, words) => el("label", { class: "conflict-side" },
    el("input", { type: "radio", class: "form-check-input", name, value, onchange: () => pick(one, value) }), el("span", {}, el("strong", { text: label }), el("span", { class: "conflict-words", text: words })));
  const sides = [side("mine", T("mine"), one.mine), side("theirs", T("theirs"), one.theirs)];
  if (one.both) sides.push(side("both", T("both"), ""));
  return el("fieldset", { class: "conflict" }, el("legend", { text: one.label }), el("p", { class: "muted", text: `${T("base_was")}${T("colon")}${one.base}` }), el("div", { class: "conflict-sides" }, ...sides));
}
