/* Inputs of the properties form. A widget is {element, update(value)}; `set(value, typing)` hands its value to the document. */
import { button, el, iconButton, option, T } from "./dom.js";

let count = 0;
export function freshId() {
  count += 1;
  return `in-${count}`;
}

function textual(tag, given) {
  return (field, set, read) => {
    const input = el(tag, { class: "form-control", id: freshId(), autocomplete: "off", readOnly: read, ...given });
    input.addEventListener("input", () => set(input.value, true));
    return { element: input, input, update: (value) => { if (input.value !== (value ?? "")) input.value = value ?? ""; } };
  };
}

function number(field, set, read) {
  const input = el("input", { class: "form-control w-ch-10", id: freshId(), inputmode: "numeric", autocomplete: "off", readOnly: read });
  const wrong = el("p", { class: "field-error", role: "alert", hidden: true, text: T("not_a_number") });
  input.addEventListener("input", () => {
    const text = input.value.trim();
    wrong.hidden = /^\d{0,9}$/.test(text);
    if (wrong.hidden) set(text === "" ? null : Number(text), true);
  });
  const update = (value) => { input.value = value ?? ""; wrong.hidden = true; };
  return { element: el("div", {}, wrong, input), input, update };
}

function date(field, set, read) {
  const input = el("input", { class: "form-control w-ch-10", id: freshId(), "data-date": "1", placeholder: "2026-11-20", autocomplete: "off", readOnly: read });
  input.addEventListener("change", () => set(input.value.trim() || null));
  return { element: input, input, update: (value) => { input.value = value ?? ""; } };
}

function tick(field, set, read) {
  const input = el("input", { type: "checkbox", class: "form-check-input", id: freshId(), disabled: read, onchange: () => set(input.checked) });
  return { element: el("label", { class: "check", for: input.id }, input, el("span", { text: field.label })), input, labelled: true, update: (value) => { input.checked = Boolean(value); } };
}

function choice(field, set, read) {
  const input = el("select", { class: "form-select", id: freshId(), disabled: read, onchange: () => set(input.value) }, ...field.choices.map(([value, text]) => option(value, text)));
  const update = (value) => {
    const known = field.choices.some(([one]) => one === (value ?? ""));
    if (!known && !Array.from(input.options).some((one) => one.value === String(value))) input.append(option(String(value ?? ""), String(value || T("unnamed"))));
    input.value = value ?? "";
  };
  return { element: input, input, update };
}

function several(field, set, read) {
  let chosen = [];
  const boxes = field.choices.map(([value, text]) => {
    const box = el("input", { type: "checkbox", class: "form-check-input", value, disabled: read });
    box.addEventListener("change", () => { chosen = field.choices.map(([one]) => one).filter((one) => (one === value ? box.checked : chosen.includes(one))); set(chosen); });
    return { box, view: el("label", { class: "choice" }, box, el("span", { class: "choice-text", text })) };
  });
  const update = (value) => { chosen = Array.isArray(value) ? value : []; boxes.forEach(({ box }) => { box.checked = chosen.includes(box.value); }); };
  return { element: el("div", { class: "choices-plain", role: "group", "aria-label": field.label }, ...boxes.map((one) => one.view)), input: boxes[0].box, group: true, update };
}

function lines(field, set, read) {
  const input = el("textarea", { class: "form-control", id: freshId(), rows: 3, readOnly: read });
  const listed = () => input.value.split("\n").map((one) => one.trim()).filter(Boolean);
  input.addEventListener("input", () => set(listed(), true));
  return { element: input, input, update: (value) => { const text = (Array.isArray(value) ? value : []).join("\n"); if (listed().join("\n") !== text) input.value = text; } };
}

/* A list of small objects: one box for each, its fields inside. */
function rows(field, set, read) {
  const root = el("div", { class: "rows", role: "group", "aria-label": field.label });
  let list = [];
  const put = (next, typing) => { list = next; set(list, typing); };
  const blank = () => Object.fromEntries(field.fields.map((one) => [one.path, one.kind === "tick" ? false : one.kind === "number" ? null : one.kind === "choice" ? one.choices[0][0] : ""]));
  function drawn() {
    const boxes = list.map((row, at) => el("div", { class: "row-box" }, el("div", { class: "row-fields" }, ...field.fields.map((one) => {
      const inner = make(one, (value, typing) => put(list.map((other, place) => (place === at ? { ...other, [one.path]: value } : other)), typing), read);
      inner.update(row[one.path]);
      return inner.labelled ? inner.element : el("div", { class: "row-field" }, el("label", { for: inner.input.id, class: "row-label" }, el("span", { text: one.label }), el("span", { class: "visually-hidden", text: ` ${at + 1}` })), inner.element);
    })), read ? null : iconButton(`${T("remove")} ${at + 1}`, "trash", () => { put(list.filter((other, place) => place !== at)); drawn(); })));
    const add = read ? [] : [button(T("add_row"), () => { put([...list, blank()]); drawn(); const last = root.querySelectorAll(".row-box"); last[last.length - 1].querySelector("input,textarea,select").focus(); }, { icon: "plus" })];
    root.replaceChildren(...boxes, ...add);
  }
  return { element: root, input: root, group: true, update: (value) => { list = Array.isArray(value) ? value : []; drawn(); } };
}

const MAKERS = { text: textual("input"), long: textual("textarea", { rows: 2 }), number, date, tick, choice, several, lines, rows };

/* Other kinds of input join here: conditions, files, samples. */
export function addKind(name, maker) {
  MAKERS[name] = maker;
}

export function make(field, set, read, context) {
  return (MAKERS[field.kind] || MAKERS.text)(field, set, read, context);
}
