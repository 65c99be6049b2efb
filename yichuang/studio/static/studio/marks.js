/* The prover's findings and the open remarks: counted for each node, listed, repaired by one click. */
import { keyOf } from "./paths.js";
import { button, el, icon, T } from "./dom.js";

const SIGNS = { error: "alert-circle", undecided: "help-circle", advice: "info-circle" };

export class Marks {
  /* `sectionOf(field)`: the section of the matter that a field stands in. */
  constructor(findings, remarks, sectionOf) {
    this.sectionOf = sectionOf;
    this.remarks = remarks;
    this.take(findings);
  }

  take(findings) {
    this.findings = findings;
    this.byKey = new Map();
    findings.forEach((one) => this.file(one.place, one.severity === "advice" ? "advices" : "errors", one));
    this.remarks.forEach((one) => this.file(one.place, "remarks", one));
  }

  settle(remark) {
    this.remarks = this.remarks.filter((one) => one.id !== remark.id);
    this.take(this.findings);
  }

  file(place, name, one) {
    const key = this.keyOf(place);
    if (!this.byKey.has(key)) this.byKey.set(key, { errors: [], advices: [], remarks: [] });
    this.byKey.get(key)[name].push(one);
  }

  keyOf(place) {
    if (place.kind === "matter" || place.kind === "fact") return keyOf("section", this.sectionOf(place.field));
    if (place.kind === "sample") return keyOf("material", place.parent);
    return keyOf(place.kind, place.id, place.parent);
  }

  of(key) {
    return this.byKey.get(key) || { errors: [], advices: [], remarks: [] };
  }

  /* How many marks a row shows: its own, with those hidden below it when it is collapsed. */
  counts(node, hidden) {
    const own = this.of(node.key);
    const sum = { errors: own.errors.length, advices: own.advices.length, remarks: own.remarks.length };
    if (hidden || node.kind === "group") node.children.forEach((one) => { const below = this.counts(one, true); Object.keys(sum).forEach((name) => { sum[name] += below[name]; }); });
    return sum;
  }

  count(severity) {
    return this.findings.filter((one) => (severity === "advice") === (one.severity === "advice")).length;
  }
}

/* One finding: what, an example, the rule; `acts.repair` for its button. */
export function findingView(one, acts) {
  const text = el("div", { class: "finding-text" }, el("p", { class: "finding-what" }, el("span", { class: "visually-hidden", text: `${T(one.severity)}${T("colon")}` }), document.createTextNode(one.message)));
  if (one.example) text.append(el("p", { class: "muted", text: `${T("for_example")}${one.example}` }));
  if (one.rule) text.append(el("span", { class: "reason-rule", text: one.rule }));
  if (one.repair && acts.repair) text.append(button(one.repair.label, () => acts.repair(one), { icon: "bolt" }));
  return el("div", { class: `finding finding-${one.severity}` }, icon(SIGNS[one.severity]), text);
}

/* All findings with the name of their node; a click goes there. */
export function listFindings(root, marks, tree, acts) {
  if (!marks.findings.length) {
    root.replaceChildren(el("p", { class: "no-findings" }, icon("circle-check"), document.createTextNode(T("no_findings"))));
    return;
  }
  const coarse = marks.findings.filter((one) => one.code === "finest_grain" && one.repair);
  const all = coarse.length > 1 || coarse.some((one) => one.repair.code === "divide_leaf");
  const every = { code: "expand_all", label: T("expand_all"), arguments: {} };
  const together = all && acts.repair ? [el("li", { class: "findings-together" }, el("p", { text: T("coarse_leaves", { count: coarse.length }) }), button(every.label, () => acts.repair({ repair: every }), { icon: "bolt" }))] : [];
  root.replaceChildren(...together, ...marks.findings.map((one) => {
    const node = tree.index.get(marks.keyOf(one.place));
    const where = node ? node.label || T("unnamed") : "";
    const go = el("button", { type: "button", class: "finding-where", text: where || T("group_matter"), onclick: () => acts.go(marks.keyOf(one.place), one.place.field) });
    const view = findingView(one, acts);
    view.querySelector(".finding-text").prepend(go);
    return el("li", {}, view);
  }));
}
