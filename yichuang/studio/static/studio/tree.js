/* Draws the tree: one row for each node that is not hidden under a collapsed one. A row is drawn again only when what it shows has changed;
   `drawn` counts those, for the tests. Keys and dragging are in treekeys.js. */
import { CONDITION_OF } from "./paths.js";
import { el, icon, iconButton, T } from "./dom.js";
import { describe } from "./words.js";

const ICONS = { group: "folder", section: "file-text", question: "help-circle", option: "circle-check", situation: "hierarchy", material: "files", point: "eye-check", outcome: "flag" };
const GROUP_ICONS = { matter: "info-circle", questions: "help-circle", situations: "hierarchy", materials: "files", outcomes: "flag" };

export class Tree {
  /* `acts`: {choose(key, pointer), rename(key, text), add(node), marks(key)}. */
  constructor(root, acts, writable) {
    this.root = root;
    this.acts = acts;
    this.writable = writable;
    this.rows = new Map();
    this.collapsed = new Set();
    this.selected = "";
    this.drawn = 0;
    this.visible = [];
    this.renaming = "";
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("dblclick", (event) => { const row = event.target.closest(".node"); if (row && writable) this.rename(row.dataset.key); });
  }

  draw(tree, document) {
    this.tree = tree;
    this.document = document;
    const shown = [];
    const walk = (list, level) => list.forEach((node, at) => {
      shown.push({ node, level, at: at + 1, of: list.length });
      if (node.children.length && !this.collapsed.has(node.key)) walk(node.children, level + 1);
    });
    walk(tree.roots, 1);
    this.visible = shown.map((one) => one.node.key);
    const keep = new Set(this.visible);
    this.rows.forEach((row, key) => { if (!keep.has(key)) { row.element.remove(); this.rows.delete(key); } });
    let after = null;
    shown.forEach((one) => {
      const row = this.row(one);
      const wanted = after ? after.nextSibling : this.root.firstChild;
      if (row !== wanted) this.root.insertBefore(row, wanted);
      after = row;
    });
    if (!keep.has(this.selected)) this.selected = this.visible[0] || "";
    this.mark();
  }

  /* The element of one row, made or brought up to date. */
  row(one) {
    const { node } = one;
    const shows = this.shows(one);
    const stamp = JSON.stringify(shows);
    let row = this.rows.get(node.key);
    if (!row) {
      row = { element: el("div", { role: "treeitem", tabindex: "-1" }), stamp: "" };
      row.element.dataset.key = node.key;
      this.rows.set(node.key, row);
    }
    if (row.stamp !== stamp && this.renaming !== node.key) {
      row.stamp = stamp;
      this.drawn += 1;
      this.fill(row.element, node, shows);
    }
    const place = { "aria-level": one.level, "aria-posinset": one.at, "aria-setsize": one.of };
    Object.entries(place).forEach(([name, value]) => { if (row.element.getAttribute(name) !== String(value)) row.element.setAttribute(name, value); });
    return row.element;
  }

  shows({ node, level }) {
    const collapsed = node.children.length ? this.collapsed.has(node.key) : null;
    const field = CONDITION_OF[node.kind];
    const nested = node.kind === "question" && node.above.kind === "option";
    const sign = field && node.body[field] && !nested && !(node.body[field].any && !node.body[field].any.length) ? describe(this.document, node.body[field]) : "";
    return { label: node.label, level, collapsed, sign, marks: this.acts.marks(node, collapsed !== false), kind: node.kind === "question" ? node.body.kind : "" };
  }

  fill(element, node, shows) {
    element.className = `node node-${node.kind} level-${Math.min(shows.level, 9)}`;
    element.draggable = this.writable && !["group", "section"].includes(node.kind);
    if (shows.collapsed === null) element.removeAttribute("aria-expanded");
    else element.setAttribute("aria-expanded", String(!shows.collapsed));
    element.replaceChildren(this.fold(shows), icon(node.kind === "group" ? GROUP_ICONS[node.id] : node.kind === "question" && shows.kind === "multi" ? "list-check" : ICONS[node.kind]), this.label(node, shows), ...this.signs(shows), ...this.adders(node));
  }

  fold(shows) {
    const made = el("span", { class: "node-fold", "aria-hidden": "true" });
    if (shows.collapsed !== null) made.append(icon(shows.collapsed ? "chevron-right" : "chevron-down"));
    return made;
  }

  label(node, shows) {
    const made = el("span", { class: `node-label${shows.label ? "" : " is-blank"}`, text: shows.label || T("unnamed") });
    if (shows.kind) made.append(el("span", { class: "node-kind", text: T(`kind_${shows.kind}`) }));
    return made;
  }

  signs(shows) {
    const made = [];
    if (shows.sign) made.push(el("span", { class: "node-sign", title: shows.sign }, icon("git-branch"), el("span", { class: "visually-hidden", text: `${T("conditional")}${T("colon")}${shows.sign}` })));
    [["errors", "error"], ["advices", "advice"], ["remarks", "remark"]].forEach(([name, css]) => {
      const count = shows.marks[name];
      if (count) made.push(el("span", { class: `node-mark mark-${css}`, title: T(`${name}_here`, { count }) }, icon(css === "error" ? "alert-circle" : css === "advice" ? "info-circle" : "message"), el("span", { "aria-hidden": "true", text: count }), el("span", { class: "visually-hidden", text: T(`${name}_here`, { count }) })));
    });
    return made;
  }

  adders(node) {
    const name = this.writable && this.acts.adds(node);
    if (!name) return [];
    return [iconButton(name, "plus", (event) => { event.stopPropagation(); this.acts.add(node); }, { class: "icon-btn node-add", tabindex: "-1" })];
  }

  /* Show which row is chosen; that one alone is in the order of the Tab key. */
  mark() {
    this.rows.forEach((row, key) => {
      const chosen = key === this.selected;
      if (row.chosen === chosen) return;
      row.chosen = chosen;
      row.element.setAttribute("aria-selected", String(chosen));
      row.element.tabIndex = chosen ? 0 : -1;
    });
  }

  select(key, focus) {
    for (let at = this.tree.index.get(key) && this.tree.index.get(key).above; at; at = at.above) this.collapsed.delete(at.key);
    this.selected = key;
    this.draw(this.tree, this.document);
    const row = this.rows.get(this.selected);
    if (!row) return;
    row.element.scrollIntoView({ block: "nearest" });
    if (focus) row.element.focus();
  }

  node() {
    return this.tree.index.get(this.selected) || null;
  }

  toggle(key, collapsed) {
    if (collapsed) this.collapsed.add(key);
    else this.collapsed.delete(key);
    this.draw(this.tree, this.document);
  }

  clicked(event) {
    const row = event.target.closest(".node");
    if (!row || event.target.closest("input")) return;
    const key = row.dataset.key;
    if (event.target.closest(".node-fold") && row.hasAttribute("aria-expanded")) this.toggle(key, row.getAttribute("aria-expanded") === "true");
    this.acts.choose(key, true);
    row.focus();
  }

  /* The name becomes an input in its row; Enter keeps it, Escape does not. */
  rename(key) {
    const node = this.tree.index.get(key);
    if (!node || ["group", "section"].includes(node.kind) || this.renaming) return;
    const row = this.rows.get(key).element;
    const label = row.querySelector(".node-label");
    const input = el("input", { class: "form-control node-input", value: node.label, maxlength: 500, "aria-label": T("rename") });
    let over = false;
    const finish = (keep) => {
      if (over) return;
      over = true;
      const text = input.value.trim();
      const focused = document.activeElement === input;
      this.renaming = "";
      this.rows.get(key).stamp = "";
      input.replaceWith(label);
      if (keep && text !== node.label) this.acts.rename(key, text);
      else this.draw(this.tree, this.document);
      if (focused && this.rows.get(key)) this.rows.get(key).element.focus();
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Enter") { event.preventDefault(); finish(true); }
      if (event.key === "Escape") { event.preventDefault(); finish(false); }
    });
    input.addEventListener("blur", () => finish(true));
    this.renaming = key;
    row.draggable = false;
    label.replaceWith(input);
    input.focus();
    input.select();
  }
}
