/* The tree by keyboard (ARIA tree view: arrows, Home, End; Enter renames, Insert adds, Delete removes, Alt+arrows move) and by dragging. */
import { mayPlace } from "./moves.js";

/* `acts`: {choose, add, remove, shift, indent, outdent, place}. */
export function treeKeys(tree, acts, writable) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };

  function go(to) {
    if (to >= 0 && to < tree.visible.length) { acts.choose(tree.visible[to], false); tree.select(tree.visible[to], true); }
  }

  function moved(event, node) {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") acts.shift(node, steps[event.key]);
    else if (event.key === "ArrowRight") acts.indent(node);
    else if (event.key === "ArrowLeft") acts.outdent(node);
    else return false;
    return true;
  }

  function sideways(node, right) {
    const open = node.children.length && !tree.collapsed.has(node.key);
    if (right && node.children.length && !open) tree.toggle(node.key, false);
    else if (right && open) go(tree.visible.indexOf(node.key) + 1);
    else if (!right && open) tree.toggle(node.key, true);
    else if (!right && node.above) go(tree.visible.indexOf(node.above.key));
    tree.rows.get(tree.selected).element.focus();
  }

  function walked(event, node) {
    const at = tree.visible.indexOf(tree.selected);
    if (event.key in steps) go(at + steps[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(tree.visible.length - 1);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") sideways(node, event.key === "ArrowRight");
    else if (event.key === " ") acts.choose(node.key, true);
    else return false;
    return true;
  }

  function changed(event, node) {
    if (!writable) return false;
    if (event.key === "Enter" || event.key === "F2") tree.rename(node.key);
    else if (event.key === "Insert") acts.add(node);
    else if (event.key === "Delete") acts.remove(node);
    else return false;
    return true;
  }

  tree.root.addEventListener("keydown", (event) => {
    const node = tree.node();
    if (!node || event.isComposing || event.ctrlKey || event.metaKey || event.target.closest("input")) return;
    const done = event.altKey ? writable && moved(event, node) : walked(event, node) || changed(event, node);
    if (done) { event.preventDefault(); event.stopPropagation(); }
  });
  if (writable) dragging(tree, acts);
}

function dragging(tree, acts) {
  let held = null;
  let over = null;

  function clear() {
    if (over) over.classList.remove("drop-before", "drop-after", "drop-into");
    over = null;
  }

  /* Upper part of a row: before it; lower part: after it; the middle, or all of a row that only takes children: into it. */
  function where(event, row, target) {
    const box = row.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    const order = part < 0.3 ? ["before", "into", "after"] : part > 0.7 ? ["after", "into", "before"] : ["into", part < 0.5 ? "before" : "after"];
    return order.find((one) => mayPlace(held, target, one));
  }

  tree.root.addEventListener("dragstart", (event) => {
    const row = event.target.closest && event.target.closest(".node");
    held = row ? tree.tree.index.get(row.dataset.key) : null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.label);
    row.classList.add("is-held");
  });
  tree.root.addEventListener("dragover", (event) => {
    const row = event.target.closest(".node");
    clear();
    const to = held && row && where(event, row, tree.tree.index.get(row.dataset.key));
    if (!to) return;
    event.preventDefault();
    over = row;
    row.classList.add(`drop-${to}`);
  });
  tree.root.addEventListener("drop", (event) => {
    const row = event.target.closest(".node");
    const target = row && tree.tree.index.get(row.dataset.key);
    const to = held && target && where(event, row, target);
    if (to) { event.preventDefault(); acts.place(held, target, to); }
  });
  tree.root.addEventListener("dragend", () => {
    clear();
    tree.root.querySelectorAll(".is-held").forEach((one) => one.classList.remove("is-held"));
    held = null;
  });
  tree.root.addEventListener("dragleave", (event) => { if (!tree.root.contains(event.relatedTarget)) clear(); });
}
