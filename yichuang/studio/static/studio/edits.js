/* What an author can do to the tree. Every function takes the document and returns {document, select}; nothing is changed in place. */
import { CONDITION_OF, NAME_OF, bodyOf, keyOf, listOf, newId, partsOf, remake, write } from "./paths.js";
import { choiceFact, renamed, tickFact, withFact, withValue, withoutFacts, withoutValues } from "./facts.js";
import { answerOf, conditions } from "./model.js";
import { mentions, without } from "./words.js";
import { T } from "./dom.js";

/* Set one field of a node; a new name goes to the fact behind it too. */
export function setField(document, key, path, value) {
  const { kind, parent, id } = partsOf(key);
  const body = bodyOf(document, key);
  let next = remake(document, key, (one) => write(one, path, value));
  if (path === NAME_OF[kind] && (kind === "question" || kind === "option")) {
    const question = kind === "question" ? body : bodyOf(document, keyOf("question", parent));
    next = renamed(next, question, kind === "option" ? body : null, body[path], value);
  }
  return { document: next, select: keyOf(kind, id, parent) };
}

/* A question after the node `at`, under the same answer; on an option: under that answer. */
export function addQuestion(document, kind, at) {
  const made = kind === "single" ? single() : multi();
  const place = at ? placeFor(document, at) : { ask_if: null, after: null };
  const question = { id: newId("q_"), text: "", help: "", kind, fact: kind === "single" ? made.facts[0].id : "", options: made.options, ask_if: place.ask_if };
  const list = listOf(document, "questions");
  const index = place.after ? list.findIndex((one) => one.id === place.after) + 1 : list.length;
  const questions = [...list.slice(0, index), question, ...list.slice(index)];
  const next = made.facts.reduce(withFact, { ...document, questions });
  return { document: next, select: keyOf("question", question.id) };
}

function single() {
  const options = ["new_yes", "new_no"].map((text) => ({ id: newId("o_"), text: T(text), values: [newId("v_")], fact: "", only_if: null, warning: "" }));
  return { options, facts: [choiceFact("", options)] };
}

function multi() {
  const fact = tickFact("");
  return { options: [{ id: newId("o_"), text: "", values: [], fact: fact.id, only_if: null, warning: "" }], facts: [fact] };
}

function placeFor(document, at) {
  if (at.kind === "option") {
    const question = bodyOf(document, keyOf("question", at.parent));
    return { ask_if: answerOf(question, at.body), after: lastOf(at.children.length ? at : { id: question.id, kind: "question", children: [] }) };
  }
  if (at.kind === "question") return { ask_if: at.above && at.above.kind === "option" ? at.body.ask_if : null, after: lastOf(at) };
  return { ask_if: null, after: null };
}

/* The id of the last question shown in a branch. */
function lastOf(branch) {
  let last = branch.kind === "question" ? branch.id : "";
  branch.children.forEach((one) => { last = lastOf(one) || last; });
  return last;
}

export function addOption(document, questionId, after) {
  const question = bodyOf(document, keyOf("question", questionId));
  const multiple = question.kind === "multi";
  const fact = multiple ? tickFact("") : null;
  const value = { id: newId("v_"), text: "" };
  const made = { id: newId("o_"), text: "", values: multiple ? [] : [value.id], fact: multiple ? fact.id : "", only_if: null, warning: "" };
  const next = multiple ? withFact(document, fact) : withValue(document, question.fact, value);
  return insert(next, "question", questionId, "options", made, after, "option");
}

export function addPoint(document, materialId, after) {
  const made = { id: newId("p_"), kind: "formal", text: "", check: "eye", field: "" };
  return insert(document, "material", materialId, "review_points", made, after, "point");
}

function insert(document, kind, owner, name, made, after, member) {
  const next = remake(document, keyOf(kind, owner), (one) => ({ ...one, [name]: placed(listOf(one, name), made, after) }));
  return { document: next, select: keyOf(member, made.id, owner) };
}

function placed(list, made, after) {
  const index = after ? list.findIndex((one) => one.id === after) + 1 : list.length;
  return [...list.slice(0, index), made, ...list.slice(index)];
}

const NEW_MATERIAL = {
  name: "", standard_type: "", scope: "", source_channel: "", source_type: "", original_count: 1, copy_count: 0, verify_original: false, medium: "paper",
  shared: { mode: "none", provider: "", exempt: false }, tolerable: false, tolerance_days: 0, tolerance_unit: "workday", commitment_required: false,
  formal_requirement: "", review_points: [], blank_form: false, sample_required: false, legal_basis: "", needed_if: null, format: "", source_note: "",
  filling_notes: "", acceptance_standard: "", blank_file: "", samples: [], justifications: [],
};

export function addMaterial(document, after) {
  const made = { id: newId("m_"), ...NEW_MATERIAL };
  return { document: { ...document, materials: placed(listOf(document, "materials"), made, after) }, select: keyOf("material", made.id) };
}

export function addOutcome(document, after) {
  const made = { id: newId("e_"), kind: "not_eligible", condition: { any: [] }, message: "", legal_basis: "", authority: "" };
  return { document: { ...document, outcomes: placed(listOf(document, "outcomes"), made, after) }, select: keyOf("outcome", made.id) };
}

/* A situation below another (`below`), or after a sibling; what gets children gives its condition to the first of them. */
export function addSituation(document, below, after) {
  const made = { id: newId("s_"), name: "", axis: "content", condition: null, children: [] };
  const select = keyOf("situation", made.id);
  if (below) {
    const next = remake(document, keyOf("situation", below), (one) => {
      const first = listOf(one, "children").length === 0 && one.condition;
      const child = first ? { ...made, condition: one.condition } : made;
      return { ...one, condition: first ? null : one.condition, children: placed(listOf(one, "children"), child, "") };
    });
    return { document: next, select };
  }
  return { document: { ...document, situations: besides(listOf(document, "situations"), made, after) }, select };
}

function besides(list, made, after) {
  if (!after || list.some((one) => one.id === after)) return placed(list, made, after);
  return list.map((one) => (listOf(one, "children").length ? { ...one, children: besides(one.children, made, after) } : one));
}

/* The facts and values that go with a node. */
function going(document, key) {
  const { kind, parent, id } = partsOf(key);
  if (kind === "question") {
    const one = bodyOf(document, key);
    const others = listOf(document, "questions").filter((other) => other.id !== id);
    const kept = new Set(others.flatMap((other) => [other.fact, ...listOf(other, "options").map((inner) => inner.fact)]));
    const facts = one.kind === "multi" ? listOf(one, "options").map((inner) => inner.fact) : [one.fact];
    return { facts: facts.filter((fact) => fact && !kept.has(fact)), values: [], fact: "" };
  }
  if (kind === "option") {
    const question = bodyOf(document, keyOf("question", parent));
    const one = bodyOf(document, key);
    if (question.kind === "multi") return { facts: [one.fact], values: [], fact: "" };
    const kept = new Set(listOf(question, "options").filter((other) => other.id !== id).flatMap((other) => listOf(other, "values")));
    return { facts: [], values: listOf(one, "values").filter((value) => !kept.has(value)), fact: question.fact };
  }
  return { facts: [], values: [], fact: "" };
}

function isGone(leaving) {
  return (fact, value) => leaving.facts.includes(fact) || (fact === leaving.fact && leaving.values.includes(value));
}

/* Where conditions use what would go with a node. */
export function usesOf(document, key) {
  const gone = isGone(going(document, key));
  const { kind, id } = partsOf(key);
  return conditions(document).filter((one) => !(kind === "question" && one.kind === "option" && one.parent === id) && one.id !== id
    && mentions(one.condition).some((part) => part.in.some((value) => gone(part.fact, value))));
}

/* Remove a node and what is below it; with `drop`, also what conditions say about it. */
export function remove(document, key, drop) {
  const { kind, parent, id } = partsOf(key);
  const leaving = going(document, key);
  let next = drop ? dropped(document, isGone(leaving)) : document;
  if (kind === "option") next = remake(next, keyOf("question", parent), (one) => ({ ...one, options: listOf(one, "options").filter((inner) => inner.id !== id) }));
  else if (kind === "point") next = remake(next, keyOf("material", parent), (one) => ({ ...one, review_points: listOf(one, "review_points").filter((inner) => inner.id !== id) }));
  else if (kind === "situation") next = { ...next, situations: pruned(listOf(next, "situations"), id) };
  else next = { ...next, [`${kind}s`]: listOf(next, `${kind}s`).filter((one) => one.id !== id) };
  next = withoutFacts(next, leaving.facts);
  if (leaving.values.length) next = withoutValues(next, leaving.fact, leaving.values);
  return { document: next, select: "" };
}

function pruned(list, id) {
  return list.filter((one) => one.id !== id).map((one) => (listOf(one, "children").length ? { ...one, children: pruned(one.children, id) } : one));
}

/* A field of the matter's own form with another condition; asked always without one. */
function withFieldCondition(document, name, condition) {
  const field = { ...document.form.properties[name] };
  delete field["x-when"];
  if (condition) field["x-when"] = condition;
  return { ...document, form: { ...document.form, properties: { ...document.form.properties, [name]: field } } };
}

function dropped(document, gone) {
  return conditions(document).reduce((at, one) => {
    const left = without(one.condition, gone);
    if (left === one.condition) return at;
    const empty = one.kind === "outcome" ? { any: [] } : null;
    if (one.kind === "field") return withFieldCondition(at, one.id, left);
    return remake(at, keyOf(one.kind, one.id, one.parent), (body) => ({ ...body, [CONDITION_OF[one.kind]]: left || empty }));
  }, document);
}
