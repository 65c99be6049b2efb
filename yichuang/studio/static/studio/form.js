/* The properties of the chosen node: its fields in sections, the findings beside each field, the open remarks on top. A field is touched only
   when its value has changed elsewhere, so that typing never loses its place. */
import { CONDITION_OF, NAME_OF, bodyOf, read } from "./paths.js";
import { button, dialog, el, icon, T } from "./dom.js";
import { same } from "./replay.js";
import { findingView } from "./marks.js";
import { make } from "./widgets.js";

export class Form {
  /* `house`: {store, properties, marks, writable, tree(), acts: {set, repair, settle, tools(node)}}. */
  constructor(root, house) {
    this.root = root;
    this.house = house;
    this.key = "";
    this.fields = [];
  }

  sections(node) {
    const all = this.house.properties[node.kind === "section" ? "matter" : node.kind] || [];
    return node.kind === "section" ? all.filter((one) => one.id === node.id) : all;
  }

  show(node) {
    this.key = node ? node.key : "";
    this.shape = this.shapeOf(node);
    this.fields = [];
    if (!node || !this.sections(node).length) {
      this.root.replaceChildren(el("p", { class: "muted form-blank", text: T("nothing_chosen") }), ...this.tools(node));
      return;
    }
    this.top = el("div", { class: "form-marks" });
    const parts = this.sections(node).map((one) => this.section(one, node));
    this.root.replaceChildren(this.head(node), this.top, ...parts);
    this.fill();
    this.mark();
  }

  /* What decides which fields there are: a situation with others below it has no condition. */
  shapeOf(node) {
    return node ? `${node.kind}${node.children.length > 0 && node.kind === "situation"}${node.body && node.body.kind}` : "";
  }

  head(node) {
    const name = node.kind === "section" ? node.label : `${this.house.kinds[node.kind]}${node.kind === "question" ? `${T("opens")}${T(`kind_${node.body.kind || "single"}`)}${T("closes")}` : ""}`;
    const made = el("div", { class: "form-head" }, el("h2", { text: name }), ...this.tools(node));
    const above = node.above && node.above.kind === "option" && node.kind === "question" ? el("p", { class: "muted form-nested" }, icon("git-branch"), document.createTextNode(T("nested_hint", { option: node.above.label || T("unnamed") }))) : null;
    return el("div", {}, made, above);
  }

  tools(node) {
    const listed = node && this.house.writable ? this.house.acts.tools(node) : [];
    return listed.length ? [el("div", { class: "form-tools" }, ...listed.map(([label, drawn, run]) => button(label, run, { icon: drawn })))] : [];
  }

  section(one, node) {
    const inner = el("div", { class: "form-grid" }, ...one.fields.map((field) => this.field(field, node)));
    if (!one.title || node.kind === "section") return el("div", { class: "form-part" }, inner);
    return el("section", { class: "form-part" }, el("h3", { text: one.title }), inner);
  }

  field(field, node) {
    const read = !this.house.writable;
    const above = node.kind === "situation" && field.kind === "condition" && node.children.length > 0;
    if (above) return el("p", { class: "muted wide", text: T("leaf_only") });
    const entry = { field, value: undefined };
    const widget = make(field, (value, typing, document) => { entry.value = value; this.house.acts.set(this.key, field, value, typing ? `${this.key}${field.path}` : "", widget, document); }, read, { house: this.house, key: node.key, node });
    entry.widget = widget;
    entry.notes = el("div", { class: "field-findings" });
    this.fields.push(entry);
    const css = `field${field.wide ? " wide" : ""}${field.kind === "tick" ? " field-tick" : ""}`;
    const help = field.help ? el("p", { class: "field-help", text: field.help }) : null;
    const label = widget.labelled ? null : widget.group ? el("p", { class: "field-label", text: field.label }) : el("label", { class: "field-label", for: widget.input.id, text: field.label });
    const made = el("div", { class: css }, label, help, entry.notes, widget.element);
    made.dataset.field = field.path;
    return made;
  }

  body() {
    return bodyOf(this.house.store.document, this.key);
  }

  fill() {
    const body = this.body();
    this.fields.forEach((entry) => { entry.value = read(body, entry.field.path); entry.widget.update(entry.value); });
  }

  /* The document has changed; `from`: the widget that changed it knows already. */
  refresh(node, from) {
    if (!node || node.key !== this.key || this.shapeOf(node) !== this.shape) { this.show(node); return; }
    const body = this.body();
    this.fields.forEach((entry) => {
      const value = read(body, entry.field.path);
      if (entry.widget === from) { entry.value = value; return; }
      if (!same(value, entry.value)) { entry.value = value; entry.widget.update(value); } else if (entry.widget.refresh) entry.widget.refresh(value);
    });
  }

  /* Put findings and remarks where they belong. */
  mark() {
    const { marks, acts } = this.house;
    if (!this.key || !this.top) return;
    const own = marks.of(this.key);
    const all = [...own.errors, ...own.advices];
    const placed = new Set();
    this.fields.forEach((entry) => {
      const here = all.filter((one) => one.place.field && (one.place.field === entry.field.path || one.place.field.startsWith(`${entry.field.path}.`)));
      here.forEach((one) => placed.add(one));
      put(entry.notes, here.map((one) => findingView(one, acts)), here.length ? JSON.stringify(here) : "");
    });
    const left = all.filter((one) => !placed.has(one));
    const views = [...left.map((one) => findingView(one, acts)), ...own.remarks.map((one) => this.remark(one))];
    put(this.top, views, JSON.stringify([left, own.remarks]));
  }

  remark(one) {
    const made = el("div", { class: "finding finding-remark" }, icon("message"), el("div", { class: "finding-text" }, el("p", { class: "finding-what", text: one.text }), el("p", { class: "muted", text: `${T("remark_of", { author: one.author })} · ${one.at.slice(0, 10)}` })));
    if (this.house.writable) made.append(button(T("settle"), () => this.ask(one), { icon: "check" }));
    return made;
  }

  ask(one) {
    dialog(T("settle"), (inside, foot, close) => {
      const input = el("textarea", { class: "form-control", rows: 3, id: "settle-note", maxlength: 300 });
      const wrong = el("p", { class: "field-error", role: "alert", hidden: true });
      inside.append(el("p", { text: one.text }), el("label", { class: "field-label", for: "settle-note", text: T("settle_note") }), wrong, input);
      foot.append(button(T("cancel"), close, { class: "btn btn-plain" }), button(T("settle"), async () => {
        const refused = await this.house.acts.settle(one, input.value);
        if (!refused) { close(); return; }
        wrong.textContent = refused;
        wrong.hidden = false;
      }, { class: "btn btn-primary" }));
    });
  }

  /* Go to a field: the condition, the name, or the one that a finding is about. */
  focus(path, node) {
    const wanted = path || (node && NAME_OF[node.kind]) || "";
    const field = Array.from(this.root.querySelectorAll("[data-field]")).find((one) => one.dataset.field === wanted || (wanted && wanted.startsWith(`${one.dataset.field}.`)));
    const input = field && field.querySelector("input,select,textarea,button");
    if (!input) return;
    input.focus();
    field.scrollIntoView({ block: "nearest" });
  }

  /* The condition's builder, asked for one more row. */
  addCondition(node) {
    const entry = this.fields.find((one) => one.field.path === CONDITION_OF[node.kind]);
    if (entry && entry.widget.begin) entry.widget.begin();
  }
}

function put(root, views, stamp) {
  if (root.dataset.stamp === stamp) return;
  root.dataset.stamp = stamp;
  root.replaceChildren(...views);
}
