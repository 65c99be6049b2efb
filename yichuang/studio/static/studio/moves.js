/* Moving nodes: up and down among their siblings, in and out, and by dragging. A question takes along what is shown below it. */
import { bodyOf, findSituation, keyOf, listOf, remake } from "./paths.js";
import { answerOf } from "./model.js";

function swapped(list, id, step) {
  const at = list.findIndex((one) => one.id === id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= list.length) return null;
  const made = [...list];
  [made[at], made[to]] = [made[to], made[at]];
  return made;
}

/* One place up (-1) or down (1); null where there is none. */
export function shift(document, node, step) {
  if (node.kind === "question") {
    const siblings = node.above.children.filter((one) => one.kind === "question");
    const other = siblings[siblings.indexOf(node) + step];
    return other ? place(document, node, other, step < 0 ? "before" : "after") : null;
  }
  const owner = node.above;
  const names = { option: "options", point: "review_points", situation: "children" };
  if (owner.kind === "group") {
    const list = swapped(listOf(document, owner.id), node.id, step);
    return list ? { ...document, [owner.id]: list } : null;
  }
  const list = swapped(listOf(owner.body, names[node.kind]), node.id, step);
  return list ? remake(document, owner.key, (one) => ({ ...one, [names[node.kind]]: list })) : null;
}

function blockOf(node, found) {
  const ids = found || [];
  if (node.kind === "question") ids.push(node.id);
  node.children.forEach((one) => blockOf(one, ids));
  return ids;
}

function within(node, other) {
  for (let at = other; at; at = at.above) if (at === node) return true;
  return false;
}

/* Whether `node` may be put `where` (before, after, into) `target`. */
export function mayPlace(node, target, where) {
  if (!node || !target || within(node, target)) return false;
  if (node.kind === "question") {
    if (where === "into") return target.kind === "option" || (target.kind === "group" && target.id === "questions");
    return target.kind === "question";
  }
  if (node.kind === "situation") {
    if (where === "into") return target.kind === "situation" || (target.kind === "group" && target.id === "situations");
    return target.kind === "situation";
  }
  return where !== "into" && target.kind === node.kind && target.above === node.above;
}

export function place(document, node, target, where) {
  if (!mayPlace(node, target, where)) return null;
  if (node.kind === "question") return placeQuestion(document, node, target, where);
  if (node.kind === "situation") return placeSituation(document, node, target, where);
  const name = node.above.kind === "group" ? node.above.id : { option: "options", point: "review_points" }[node.kind];
  const list = listOf(node.above.kind === "group" ? document : node.above.body, name);
  const moved = inserted(list.filter((one) => one.id !== node.id), [node.body], target.id, where);
  return node.above.kind === "group" ? { ...document, [name]: moved } : remake(document, node.above.key, (one) => ({ ...one, [name]: moved }));
}

function inserted(list, made, beside, where) {
  const at = beside ? list.findIndex((one) => one.id === beside) + (where === "before" ? 0 : 1) : list.length;
  return [...list.slice(0, at), ...made, ...list.slice(at)];
}

function placeQuestion(document, node, target, where) {
  const ids = blockOf(node);
  const list = listOf(document, "questions");
  const block = list.filter((one) => ids.includes(one.id));
  const rest = list.filter((one) => !ids.includes(one.id));
  const lead = where === "into" ? target : target.above;
  const nested = node.above.kind === "option";
  let asked = node.body.ask_if;
  if (lead.kind === "option") asked = answerOf(bodyOf(document, keyOf("question", lead.parent)), bodyOf(document, lead.key));
  else if (nested) asked = null;
  const head = block.map((one) => (one.id === node.id && one.ask_if !== asked ? { ...one, ask_if: asked } : one));
  const anchors = where === "into" && target.kind === "group" ? [] : where === "into" ? [target.parent, ...blockOf(target)] : blockOf(target);
  const left = anchors.filter((id) => !ids.includes(id));
  const beside = where === "before" ? left[0] : left[left.length - 1];
  return { ...document, questions: inserted(rest, head, beside, where === "before" ? "before" : "after") };
}

function pruned(list, id) {
  return list.filter((one) => one.id !== id).map((one) => (listOf(one, "children").length ? { ...one, children: pruned(one.children, id) } : one));
}

function placeSituation(document, node, target, where) {
  const moved = findSituation(listOf(document, "situations"), node.id);
  const next = { ...document, situations: pruned(listOf(document, "situations"), node.id) };
  if (target.kind === "group") return { ...next, situations: [...next.situations, moved] };
  if (where === "into") return remake(next, target.key, (one) => ({ ...one, condition: null, children: [...listOf(one, "children"), { ...moved, condition: moved.condition || (listOf(one, "children").length || listOf(moved, "children").length ? null : one.condition) }] }));
  if (target.above.kind === "group") return { ...next, situations: inserted(next.situations, [moved], target.id, where) };
  return remake(next, target.above.key, (one) => ({ ...one, children: inserted(listOf(one, "children"), [moved], target.id, where) }));
}

/* Alt+→: under what stands before it; Alt+←: out of what it stands in. */
export function indent(document, node) {
  const siblings = node.above.children.filter((one) => one.kind === node.kind);
  const before = siblings[siblings.indexOf(node) - 1];
  if (!before) return null;
  if (node.kind === "situation") return place(document, node, before, "into");
  if (node.kind !== "question") return null;
  const options = before.children.filter((one) => one.kind === "option");
  return options.length ? place(document, node, options[options.length - 1], "into") : null;
}

export function outdent(document, node) {
  const above = node.above;
  if (node.kind === "situation") return above.kind === "situation" ? place(document, node, above, "after") : null;
  if (node.kind === "question" && above.kind === "option") return place(document, node, above.above, "after");
  return null;
}

