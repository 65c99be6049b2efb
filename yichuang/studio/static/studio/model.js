/* The tree that authors see, made from the document: groups, questions nested under the answer that leads to them, options, situations,
   materials with their points, outcomes. */
import { CONDITION_OF, NAME_OF, keyOf, listOf } from "./paths.js";

export const GROUPS = ["matter", "questions", "situations", "materials", "outcomes"];

function node(kind, id, parent, body, label) {
  return { key: keyOf(kind, id, parent), kind, id, parent: parent || "", body, label, children: [], above: null };
}

function named(kind, body, parent) {
  return node(kind, body.id, parent, body, String(body[NAME_OF[kind]] || ""));
}

/* The option that alone leads to a question: its condition is exactly that answer. */
function leadingOption(document, question) {
  const asked = question.ask_if;
  if (!asked || !asked.fact) return null;
  for (const earlier of listOf(document, "questions")) {
    if (earlier.id === question.id) return null;
    for (const one of listOf(earlier, "options")) {
      const claims = earlier.kind === "multi" ? (one.fact === asked.fact ? ["yes"] : null) : (earlier.fact === asked.fact ? listOf(one, "values") : null);
      if (claims && claims.length === asked.in.length && claims.every((value) => asked.in.includes(value))) return { question: earlier, option: one };
    }
  }
  return null;
}

/* The condition that an option of a question stands for. */
export function answerOf(question, option) {
  return question.kind === "multi" ? { fact: option.fact, in: ["yes"] } : { fact: question.fact, in: listOf(option, "values") };
}

function questions(document, group) {
  const options = new Map();
  listOf(document, "questions").forEach((question) => {
    const made = named("question", question);
    listOf(question, "options").forEach((one) => {
      const inner = named("option", one, question.id);
      options.set(inner.key, inner);
      attach(made, inner);
    });
    const lead = leadingOption(document, question);
    attach((lead && options.get(keyOf("option", lead.option.id, lead.question.id))) || group, made);
  });
}

function attach(above, below) {
  below.above = above;
  above.children.push(below);
}

function situations(list, above) {
  list.forEach((one) => {
    const made = named("situation", one);
    attach(above, made);
    situations(listOf(one, "children"), made);
  });
}

/* The whole tree with an index by key. `titles`: names of groups; `sections`: sections of the matter. */
export function treeOf(document, titles, sections) {
  const roots = GROUPS.map((name) => node("group", name, "", document, titles[name]));
  const [matter, asked, leaves, materials, outcomes] = roots;
  sections.forEach((one) => attach(matter, node("section", one.id, "", document, one.title)));
  questions(document, asked);
  situations(listOf(document, "situations"), leaves);
  listOf(document, "materials").forEach((one) => {
    const made = named("material", one);
    attach(materials, made);
    listOf(one, "review_points").forEach((point) => attach(made, named("point", point, one.id)));
  });
  listOf(document, "outcomes").forEach((one) => attach(outcomes, named("outcome", one)));
  const index = new Map();
  const enter = (one) => { index.set(one.key, one); one.children.forEach(enter); };
  roots.forEach(enter);
  return { roots, index };
}

/* Whether a node carries a condition: situations only where nothing is below them. */
export function takesCondition(one) {
  return Boolean(one && CONDITION_OF[one.kind]) && !(one.kind === "situation" && one.children.length > 0);
}

/* Every condition of the document with its node's kind, id, parent and name. */
export function conditions(document) {
  const found = [];
  const note = (kind, body, parent) => { if (body[CONDITION_OF[kind]]) found.push({ kind, id: body.id, parent: parent || "", name: body[NAME_OF[kind]] || "", condition: body[CONDITION_OF[kind]] }); };
  listOf(document, "questions").forEach((one) => { note("question", one); listOf(one, "options").forEach((inner) => note("option", inner, one.id)); });
  const below = (list) => list.forEach((one) => { note("situation", one); below(listOf(one, "children")); });
  below(listOf(document, "situations"));
  listOf(document, "materials").forEach((one) => note("material", one));
  listOf(document, "outcomes").forEach((one) => note("outcome", one));
  const fields = (document.form && document.form.properties) || {};
  Object.entries(fields).forEach(([name, one]) => { if (one["x-when"]) found.push({ kind: "field", id: name, parent: "", name: one.title || "", condition: one["x-when"] }); });
  return found;
}
