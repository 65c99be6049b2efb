/* The editor of a draft: brings document, tree, properties, marks and saving together. */
import * as edits from "./edits.js";
import { indent, outdent, place, shift } from "./moves.js";
import { conditionWidget } from "./condition.js";
import { askConflicts } from "./conflicts.js";
import { askUses } from "./uses.js";
import { say, send, T, why } from "./dom.js";
import { Form } from "./form.js";
import { Marks, listFindings } from "./marks.js";
import { GROUPS, takesCondition, treeOf } from "./model.js";
import { NAME_OF, keyOf, listOf, partsOf } from "./paths.js";
import { fileWidget, samplesWidget } from "./samples.js";
import { Saver } from "./saver.js";
import { Store } from "./store.js";
import { Tree } from "./tree.js";
import { typeWidget } from "./typepick.js";
import { treeKeys } from "./treekeys.js";
import { addKind } from "./widgets.js";

const page = document.getElementById("editor");
const given = JSON.parse(document.getElementById("editor-given").textContent);
const at = (name) => page.querySelector(`[data-part="${name}"]`);
addKind("condition", conditionWidget);
addKind("samples", samplesWidget);
addKind("file", fileWidget);
addKind("type", typeWidget);

const properties = Object.fromEntries(given.properties);
const titles = Object.fromEntries(GROUPS.map((name) => [name, T(`group_${name}`)]));
const sectionOf = (field) => (properties.matter.find((one) => one.fields.some((inner) => inner.path === field || field.startsWith(`${inner.path}.`) || inner.path.startsWith(`${field}.`))) || properties.matter[0]).id;
const store = new Store(given.document);
const marks = new Marks(given.findings, given.remarks, sectionOf);
const saver = given.writable ? new Saver(store, given, at("save-state"), { saved, conflict: askConflicts }) : null;
const acts = {
  marks: (node, hidden) => marks.counts(node, hidden),
  adds, add, remove, rename, choose, tools, repair, settle, set, also, go,
  shift: (node, step) => moved(node, shift(store.document, node, step)),
  indent: (node) => moved(node, indent(store.document, node)),
  outdent: (node) => moved(node, outdent(store.document, node)),
  place: (node, target, where) => moved(node, place(store.document, node, target, where)),
};
const tree = new Tree(at("tree"), acts, given.writable);
const form = new Form(at("form"), { store, properties, marks, writable: given.writable, kinds: given.kinds, writtenKinds: given.written_kinds, types: new Map(Object.entries(given.types)), urls: given.urls, acts });

/* ---- drawing ---- */
function draw(change) {
  const made = treeOf(store.document, titles, properties.matter);
  tree.draw(made, store.document);
  form.refresh(tree.node(), change && change.from);
}

function drawMarks() {
  tree.draw(tree.tree, store.document);
  form.mark();
  listFindings(at("findings"), marks, tree.tree, acts);
  const [errors, advices] = [marks.count("error"), marks.count("advice")];
  at("counts").textContent = errors + advices ? String(errors + advices) : "";
  at("counts").classList.toggle("hot", errors > 0);
  at("counts").hidden = errors + advices === 0;
  at("summary").textContent = errors + advices ? T("counts", { errors, advices }) : T("no_findings");
}

store.subscribe((_, change) => {
  draw(change);
  if (change.select && tree.tree.index.has(change.select)) choose(change.select, false);
  page.querySelectorAll("[data-act='undo']").forEach((one) => { one.disabled = !store.past.length; });
  page.querySelectorAll("[data-act='redo']").forEach((one) => { one.disabled = !store.future.length; });
  if (saver && !change.adopted) saver.changed();
});

function saved(answer, explicit) {
  marks.take(answer.findings);
  drawMarks();
  if (answer.merged) say(T("merged"));
  if (explicit) say(T("saved_by_hand", { number: answer.revision }));
}

/* ---- choosing ---- */
function choose(key, pointed) {
  tree.select(key, false);
  const node = tree.node();
  if (form.key !== key) { form.show(node); form.mark(); }
  if (pointed && node && node.kind !== "group") page.dataset.pane = "form";
}

/* Go where a finding points: the node, and the field of it. */
function go(key, field) {
  if (!tree.tree.index.has(key)) return;
  choose(key, true);
  form.focus(field, tree.node());
}

/* ---- changing ---- */
function take(made, change) {
  if (!made || made.document === store.document) return;
  store.edit(made.document, { select: made.select, ...change });
}

/* Begin something new: show it and let its name be typed at once. */
function begin(made) {
  take(made);
  page.dataset.pane = "tree";
  tree.select(made.select, true);
  form.show(tree.node());
  tree.rename(made.select);
}

function set(key, field, value, tag, widget, document) {
  take({ document: edits.setField(document || store.document, key, field.path, value).document, select: "" }, { field: tag, from: widget });
}

function also(key, path, value) {
  take({ document: edits.setField(store.document, key, path, value).document, select: "" });
}

function rename(key, text) {
  take({ document: edits.setField(store.document, key, NAME_OF[partsOf(key).kind], text).document, select: key });
}

/* What `add` would add to a row, in words; empty where nothing can be. */
function adds(node) {
  if (node.kind === "group") return { questions: T("add_question"), situations: T("add_situation"), materials: T("add_material"), outcomes: T("add_outcome") }[node.id] || "";
  return { question: T("add_option"), situation: T("add_below"), material: T("add_point") }[node.kind] || "";
}

function add(node) {
  const now = store.document;
  if (node.kind === "group") begin({ questions: () => edits.addQuestion(now, "single", null), situations: () => edits.addSituation(now, "", ""), materials: () => edits.addMaterial(now, ""), outcomes: () => edits.addOutcome(now, "") }[node.id]());
  else if (node.kind === "question") begin(edits.addOption(now, node.id, ""));
  else if (node.kind === "option") begin(edits.addOption(now, node.parent, node.id));
  else if (node.kind === "situation") begin(edits.addSituation(now, node.id, ""));
  else if (node.kind === "material") begin(edits.addPoint(now, node.id, ""));
  else if (node.kind === "point") begin(edits.addPoint(now, node.parent, node.id));
  else if (node.kind === "outcome") begin(edits.addOutcome(now, node.id));
}

function ask(kind) {
  const node = tree.node();
  begin(edits.addQuestion(store.document, kind, node && ["question", "option"].includes(node.kind) ? node : null));
}

function moved(node, document) {
  if (!document) { say(T("nowhere_to_move")); return; }
  take({ document, select: node.key });
  tree.select(node.key, true);
}

function remove(node) {
  if (["group", "section"].includes(node.kind)) return;
  const name = node.label || T("unnamed");
  const finish = (drop) => {
    const list = tree.visible;
    const next = list.slice(list.indexOf(node.key) + 1).find((key) => !below(node, tree.tree.index.get(key))) || list[Math.max(0, list.indexOf(node.key) - 1)];
    take({ ...edits.remove(store.document, node.key, drop), select: next });
    tree.select(next, true);
    say(T("removed", { what: name }), { action: { label: T("undo"), run: undo } });
  };
  const uses = edits.usesOf(store.document, node.key);
  if (uses.length) askUses(name, uses, store.document, given.kinds, finish);
  else finish(false);
}

function below(node, other) {
  for (let one = other; one; one = one.above) if (one.key === node.key) return true;
  return false;
}

function undo() {
  if (store.undo()) say(T("undone"), { seconds: 2 });
}

function redo() {
  if (store.redo()) say(T("redone"), { seconds: 2 });
}

/* Buttons over the properties: what a keyboard does in the tree, for everybody. */
function tools(node) {
  if (node.kind === "group" || node.kind === "section") return adds(node) ? [[adds(node), "plus", () => add(node)]] : [];
  const made = [];
  if (adds(node)) made.push([adds(node), "plus", () => add(node)]);
  if (node.kind === "situation") made.push([T("add_situation"), "plus", () => begin(edits.addSituation(store.document, "", node.id))]);
  const now = () => tree.node();
  return [...made, [T("up"), "arrow-up", () => acts.shift(now(), -1)], [T("down"), "arrow-down", () => acts.shift(now(), 1)], [T("remove"), "trash", () => remove(now())]];
}

/* ---- findings and remarks ---- */
async function repair(finding) {
  const before = store.document;
  const answer = await send(given.urls.repair, { document: JSON.stringify(before), code: finding.repair.code, arguments: JSON.stringify(finding.repair.arguments) });
  if (!answer.ok || store.document !== before) { say(answer.ok ? T("repair_again") : why(answer), { error: true }); return; }
  marks.take(answer.body.findings);
  store.edit(answer.body.document, {});
  drawMarks();
  say(T("repaired", { what: finding.repair.label }), { action: { label: T("undo"), run: undo } });
}

async function settle(remark, note) {
  const answer = await send(`${given.urls.remarks}${remark.id}/settle/`, { note });
  if (!answer.ok) return why(answer);
  marks.settle(remark);
  drawMarks();
  say(T("settled"));
  return "";
}

/* ---- the toolbar ---- */
const buttons = {
  single: () => ask("single"),
  multi: () => ask("multi"),
  condition: () => {
    const node = tree.node();
    if (!takesCondition(node)) { say(T("choose_first")); return; }
    page.dataset.pane = "form";
    form.addCondition(node);
  },
  save: () => saver.flush(true),
  undo,
  redo,
  preview: async () => {
    /* The window is opened at once, while the click allows it, and led to the preview when everything is saved. */
    const shown = window.open("about:blank", "_blank");
    await settled();
    if (shown) shown.location = at("preview-url").value;
    else window.location = at("preview-url").value;
  },
  structure: () => lists("structure"),
  checks: () => lists("checks"),
  back: () => { page.dataset.pane = "tree"; tree.select(tree.selected, true); },
};

/* Wait until what there is has been sent (at most five seconds). */
async function settled() {
  if (!saver) return;
  await saver.flush();
  for (let tries = 0; saver.dirty() && tries < 50; tries += 1) await new Promise((done) => { setTimeout(done, 100); });
}

function lists(name) {
  page.dataset.list = name;
  page.querySelectorAll("[data-act='structure'],[data-act='checks']").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.act === name)));
}

page.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (target && buttons[target.dataset.act]) buttons[target.dataset.act]();
});

/* Forms that leave the page (submit, cancel, discard) go when everything is saved. */
page.querySelectorAll("form[data-when-saved]").forEach((one) => one.addEventListener("submit", async (event) => {
  if (!saver || !saver.dirty() || one.dataset.waited) return;
  event.preventDefault();
  await settled();
  window.YC.unlockForm(one);
  if (saver.dirty()) return;
  Object.assign(one.dataset, { waited: "1", confirmed: "1" }); /* it has been asked already */
  one.requestSubmit(event.submitter);
  delete one.dataset.waited;
}));

treeKeys(tree, acts, given.writable);
draw();
tree.collapsed = new Set([keyOf("group", "matter"), ...listOf(store.document, "materials").map((one) => keyOf("material", one.id))]);
draw();
choose(keyOf("group", "questions"), false);
drawMarks();
lists("structure");
page.dataset.ready = "1";
window.studioEditor = { store, tree, saver };
