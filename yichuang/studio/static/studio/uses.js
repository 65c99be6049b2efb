/* Before something goes that conditions use: say which they are and what will happen to them. */
import { button, dialog, el, T } from "./dom.js";
import { describe } from "./words.js";

export function askUses(name, uses, document, kinds, finish) {
  dialog(T("used_title", { what: name, count: uses.length }), (inside, foot, close) => {
    inside.append(el("p", { text: T("used_lead") }), el("ul", { class: "uses" }, ...uses.map((one) => el("li", {}, el("strong", { text: `${kinds[one.kind]}“${one.name || T("unnamed")}”` }), el("span", { class: "muted", text: `${T("colon")}${describe(document, one.condition)}` })))));
    const done = (drop) => { close(); finish(drop); };
    foot.append(button(T("keep"), close, { class: "btn btn-plain", "data-first": true }), button(T("used_keep"), () => done(false), { class: "btn btn-plain" }), button(T("used_drop"), () => done(true), { class: "btn btn-danger" }));
  });
}
