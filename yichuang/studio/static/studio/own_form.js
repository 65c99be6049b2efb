/* The page 申请表: fields are picked, put in order and described; the draft is saved as the editor saves it, with its undo and its conflicts. */
import { conditionWidget } from "./condition.js";
import { askConflicts } from "./conflicts.js";
import { el, iconButton, option, say, T } from "./dom.js";
import { Saver } from "./saver.js";
import { Store } from "./store.js";

const page = document.getElementById("own-form");
const given = JSON.parse(document.getElementById("own-form-given").textContent);
const at = (name) => document.querySelector(`[data-part="${name}"]`);
const store = new Store(given.document);
const saver = new Saver(store, given, at("save-state"), { saved, conflict: askConflicts });
const STEP = 10;
let chosen = "";
let looking = 0;

/* ---- the form in the document ---- */
const formNow = () => store.document.form || {};
const schemas = () => formNow().properties || {};
const required = () => formNow().required || [];
const section = (name) => schemas()[name]["x-section"] || "";
const order = (name) => (Number.isInteger(schemas()[name]["x-order"]) ? schemas()[name]["x-order"] : 1000000);

/* The fields as the counter shows them: in their order, those of a section together. */
function names() {
  const sorted = Object.keys(schemas()).sort((one, two) => (order(one) - order(two)) || (one < two ? -1 : 1));
  const sections = [...new Set(sorted.map(section))];
  return sorted.sort((one, two) => sections.indexOf(section(one)) - sections.indexOf(section(two)));
}

/* Write the fields back; a form without a field is no form. */
function write(properties, must, change, document) {
  const kept = Object.keys(properties);
  const listed = must.filter((name) => kept.includes(name)).sort();
  const form = kept.length ? { type: "object", additionalProperties: false, properties, ...(listed.length ? { required: listed } : {}) } : {};
  store.edit({ ...(document || store.document), form }, change || {});
}

function set(key, value, tag) {
  const field = { ...schemas()[chosen] };
  if (value === "" || value === null || value === undefined) delete field[key];
  else field[key] = value;
  write({ ...schemas(), [chosen]: field }, required(), { field: tag === false ? "" : `${chosen}.${key}`, from: key });
}

/* ---- what the author does ---- */
function add() {
  const picked = given.palette[Number(at("palette").value)];
  const name = `f_${Math.random().toString(36).slice(2, 8)}`;
  const last = names().reduce((most, one) => Math.max(most, order(one) < 1000000 ? order(one) : 0), 0);
  const above = chosen && schemas()[chosen] ? schemas()[chosen]["x-section"] : "";
  const field = { title: T("own_new", { kind: picked.label }), ...picked.schema, "x-order": last + STEP, ...(above ? { "x-section": above } : {}) };
  chosen = name;
  write({ ...schemas(), [name]: field }, required());
  const title = at("field").querySelector("input");
  if (title) { title.focus(); title.select(); }
}

function remove(name) {
  const label = schemas()[name].title || name;
  const list = names();
  const next = list[list.indexOf(name) + 1] || list[list.indexOf(name) - 1] || "";
  const left = { ...schemas() };
  delete left[name];
  chosen = next;
  write(left, required());
  say(T("removed", { what: label }), { action: { label: T("undo"), run: undo } });
  focusRow();
}

/* Two neighbours change places; the others keep their numbers, so that colleagues' work on them merges. Past the end of a section a field joins the next. */
function shift(name, step) {
  const list = names();
  const other = list[list.indexOf(name) + step];
  if (!other) { say(T("nowhere_to_move")); return; }
  const all = { ...schemas() };
  const joins = section(other) !== section(name);
  const unclear = joins || list.some((one, index) => order(one) >= 1000000 || (index > 0 && order(one) === order(list[index - 1])));
  if (unclear) list.forEach((one, index) => { all[one] = { ...all[one], "x-order": (index + 1) * STEP }; });
  if (joins) {
    all[name] = { ...all[name], "x-section": section(other) };
    if (!section(other)) delete all[name]["x-section"];
  } else {
    const [mine, theirs] = [all[name]["x-order"], all[other]["x-order"]];
    all[name] = { ...all[name], "x-order": theirs };
    all[other] = { ...all[other], "x-order": mine };
  }
  chosen = name;
  write(all, required());
  focusRow();
}

function undo() {
  if (store.undo()) say(T("undone"), { seconds: 2 });
}

function redo() {
  if (store.redo()) say(T("redone"), { seconds: 2 });
}

/* ---- drawing ---- */
function draw(change) {
  if (!schemas()[chosen]) chosen = names()[0] || "";
  at("count").textContent = T("own_count", { count: names().length });
  at("list").replaceChildren(...names().map(row));
  if (!change || !change.from) drawField();
  document.querySelector("[data-act='undo']").disabled = !store.past.length;
  document.querySelector("[data-act='redo']").disabled = !store.future.length;
  clearTimeout(looking);
  looking = setTimeout(look, 250);
}

function row(name) {
  const one = schemas()[name];
  const label = one.title || T("unnamed");
  const pick = el("button", { type: "button", class: "own-pick", "aria-current": name === chosen ? "true" : null, onclick: () => choose(name) },
    el("span", { text: label + (required().includes(name) ? " *" : "") }), one["x-section"] ? el("span", { class: "muted", text: ` · ${one["x-section"]}` }) : null, one["x-when"] ? el("span", { class: "muted", text: ` · ${T("conditional")}` }) : null);
  pick.addEventListener("keydown", (event) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) { event.preventDefault(); shift(name, event.key === "ArrowUp" ? -1 : 1); }
    else if (event.key === "Delete") { event.preventDefault(); remove(name); }
  });
  return el("li", { class: `own-row${name === chosen ? " chosen" : ""}`, "data-name": name }, pick,
    iconButton(`${T("up")}${T("colon")}${label}`, "arrow-up", () => shift(name, -1)), iconButton(`${T("down")}${T("colon")}${label}`, "arrow-down", () => shift(name, 1)), iconButton(`${T("remove")}${T("colon")}${label}`, "trash", () => remove(name)));
}

function choose(name) {
  chosen = name;
  draw();
  focusRow();
}

function focusRow() {
  const found = at("list").querySelector(".chosen .own-pick");
  if (found) found.focus();
}

function drawField() {
  const one = schemas()[chosen];
  at("field").replaceChildren(one ? el("div", { class: "own-fields" }, ...inputs(one)) : el("p", { class: "text-secondary", text: T("own_none") }));
}

function inputs(one) {
  const listed = one.type === "array" ? (one.items || {}).enum : one.enum;
  const made = [text("title", T("own_title"), one.title, 60), text("description", T("own_help"), one.description, 200), text("x-section", T("own_section"), one["x-section"], 40)];
  made.push(tick(T("own_required"), required().includes(chosen), (on) => write(schemas(), on ? [...required(), chosen] : required().filter((name) => name !== chosen), { from: "required" })));
  if (listed) made.push(options(listed, one.type === "array"));
  else if (one.type === "integer" || one.type === "number") made.push(pair(number("minimum", T("own_least"), one.minimum), number("maximum", T("own_most"), one.maximum)));
  else if (one.type === "string" && !one.format) {
    if (!one.pattern) made.push(pair(number("minLength", T("own_shortest"), one.minLength), number("maxLength", T("own_longest"), one.maxLength)));
    if (!one["x-long"]) made.push(pattern(one.pattern || ""));
  }
  made.push(situations(one));
  made.push(select("x-shared", T("own_shared"), [["", T("own_not_shared")], ...Object.entries(given.shared)], one["x-shared"] || ""));
  return made;
}

function labelled(key, label, input) {
  input.id = `own-${key}`;
  return el("div", { class: "field" }, el("label", { class: "field-label", for: input.id, text: label }), input);
}

function text(key, label, value, most) {
  return labelled(key, label, el("input", { class: "form-control", value: value || "", maxlength: most, autocomplete: "off", oninput: (event) => set(key, event.target.value) }));
}

function number(key, label, value) {
  return labelled(key, label, el("input", { class: "form-control", inputmode: "numeric", value: value === undefined ? "" : String(value), autocomplete: "off",
    oninput: (event) => { const said = event.target.value.trim(); if (said === "" || /^-?\d+$/.test(said)) set(key, said === "" ? "" : Number(said)); } }));
}

function select(key, label, choices, value) {
  return labelled(key, label, el("select", { class: "form-select", onchange: (event) => { set(key, event.target.value, false); drawField(); } }, ...choices.map(([code, words]) => option(code, words, code === value))));
}

/* A pattern of an older form that is not among ours: it stays until the author chooses, and what to do stands beside it. */
function pattern(value) {
  const known = value === "" || given.patterns.some(([code]) => code === value);
  const field = select("pattern", T("own_pattern"), [["", T("own_any")], ...given.patterns, ...(known ? [] : [[value, T("own_old_pattern")]])], value);
  if (known) return field;
  const input = field.querySelector("select");
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", "own-pattern-why");
  field.append(el("p", { class: "field-error", id: "own-pattern-why" }, el("span", { text: T("own_pattern_why") }), document.createTextNode(" "), el("code", { text: value })));
  return field;
}

function tick(label, on, change) {
  return el("label", { class: "check" }, el("input", { type: "checkbox", class: "form-check-input", checked: on, onchange: (event) => change(event.target.checked) }), document.createTextNode(" "), el("span", { text: label }));
}

function options(listed, several) {
  const put = (event) => {
    const said = event.target.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (several) set("items", { type: "string", enum: said }); else set("enum", said);
  };
  return labelled("enum", T("own_options"), el("textarea", { class: "form-control", rows: 5, value: listed.join("\n"), oninput: put }));
}

/* In which situations the field is asked: the builder of the editor's conditions. A fact made for a condition comes with `document`. */
function situations(one) {
  const field = { path: "x-when", label: T("own_when") };
  const put = (value, typing, document) => {
    const schema = { ...schemas()[chosen] };
    delete schema["x-when"];
    if (value) schema["x-when"] = value;
    write({ ...schemas(), [chosen]: schema }, required(), { from: "x-when" }, document);
  };
  const widget = conditionWidget(field, put, false, { house: { store, writtenKinds: given.written_kinds }, node: { kind: "field", id: chosen, parent: "" } });
  widget.update(one["x-when"] || null);
  return el("div", { class: "field" }, el("p", { class: "field-label", text: T("own_when") }), widget.element);
}

function pair(one, two) {
  return el("div", { class: "own-pair" }, one, two);
}

/* Show the very form that the counter shows; an older answer does not replace a newer one. */
async function look() {
  const asked = store.document;
  const data = new FormData();
  data.append("form", JSON.stringify(formNow()));
  data.append("asked", JSON.stringify({ facts: asked.facts || [], questions: asked.questions || [] }));
  try {
    const answer = await fetch(given.urls.preview, { method: "POST", body: data, credentials: "same-origin", headers: { "X-CSRFToken": window.YC.csrf() } });
    if (answer.ok && !answer.redirected && store.document === asked) at("preview").innerHTML = await answer.text();
  } catch (error) { /* the state of saving says that the network is away */ }
}

function saved(answer, explicit) {
  if (answer.merged) say(T("merged"));
  if (explicit) say(T("saved_by_hand", { number: answer.revision }));
}

at("palette").append(
  el("optgroup", { label: T("own_kinds") }, ...given.palette.map((one, index) => (one.ready ? null : option(index, one.shown))).filter(Boolean)),
  el("optgroup", { label: T("own_ready") }, ...given.palette.map((one, index) => (one.ready ? option(index, one.shown) : null)).filter(Boolean)),
);
document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act]");
  if (pressed) ({ add, undo, redo, save: () => saver.flush(true) })[pressed.dataset.act]?.();
});
store.subscribe((_, change) => {
  draw(change);
  if (!change.adopted) saver.changed();
});
page.addEventListener("submit", (event) => event.preventDefault());
draw();
