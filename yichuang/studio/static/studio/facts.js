/* Facts are not shown to authors: a single-choice question makes one fact whose values are its options, each option of a multi-choice one a
   yes/no fact. Here they are kept in step, and offered as what a condition can ask about. */
import { change, listOf, newId } from "./paths.js";
import { T } from "./dom.js";

const YES_NO = () => [{ id: "yes", text: T("new_yes") }, { id: "no", text: T("new_no") }];

export function factOf(document, id) {
  return listOf(document, "facts").find((one) => one.id === id) || null;
}

export function tickFact(text) {
  return { id: newId("f_"), text, values: YES_NO(), source: "asked", since: null };
}

export function choiceFact(text, options) {
  return { id: newId("f_"), text, values: options.map((one) => ({ id: one.values[0], text: one.text })), source: "asked", since: null };
}

export function withFact(document, fact) {
  return { ...document, facts: [...listOf(document, "facts"), fact] };
}

function remakeFact(document, id, make) {
  return { ...document, facts: change(listOf(document, "facts"), id, make) };
}

/* A value for a new option of a single-choice question. */
export function withValue(document, fact, value) {
  return remakeFact(document, fact, (one) => ({ ...one, values: [...listOf(one, "values"), value] }));
}

export function withoutValues(document, fact, ids) {
  return remakeFact(document, fact, (one) => (one.source === "asked" ? { ...one, values: listOf(one, "values").filter((value) => !ids.includes(value.id)) } : one));
}

export function withoutFacts(document, ids) {
  return { ...document, facts: listOf(document, "facts").filter((one) => !ids.includes(one.id) || one.source !== "asked") };
}

/* A question or option was renamed: its fact follows, unless somebody had named the fact otherwise. */
export function renamed(document, question, option, before, after) {
  const fact = factOf(document, option && question.kind === "multi" ? option.fact : question.fact);
  if (!fact) return document;
  if (!option || question.kind === "multi") return fact.text === before ? remakeFact(document, fact.id, (one) => ({ ...one, text: after })) : document;
  const claimed = listOf(option, "values");
  if (claimed.length !== 1) return document;
  return remakeFact(document, fact.id, (one) => ({ ...one, values: change(listOf(one, "values"), claimed[0], (value) => (value.text === before ? { ...value, text: after } : value)) }));
}

/* What a condition can ask about: one entry for each single-choice question, each option of a multi-choice one, and what the platform knows.
   `before`: only questions ahead of that one. Entry: {fact, text, group, choices: [{values, text}]}. */
export function askable(document, before) {
  const found = [];
  const covered = new Set();
  for (const question of listOf(document, "questions")) {
    if (question.id === before) break;
    if (question.kind === "multi") {
      listOf(question, "options").forEach((one) => {
        covered.add(one.fact);
        found.push({ fact: one.fact, text: `${question.text || T("unnamed")}${T("colon")}${one.text || T("unnamed")}`, group: "asked", choices: [{ values: ["yes"], text: T("ticked") }, { values: ["no"], text: T("unticked") }] });
      });
    } else {
      covered.add(question.fact);
      found.push({ fact: question.fact, text: question.text || T("unnamed"), group: "asked", choices: listOf(question, "options").map((one) => ({ values: listOf(one, "values"), text: one.text || T("unnamed") })) });
    }
  }
  listOf(document, "facts").filter((one) => one.source !== "asked" && !covered.has(one.id)).forEach((one) => {
    found.push({ fact: one.id, text: one.text, group: "known", choices: listOf(one, "values").map((value) => ({ values: [value.id], text: value.text })) });
  });
  return found;
}

/* The fact of the applicant's kind (`kinds`: pairs of id and name), or of the day: made when a condition first asks about it. */
export function knownFact(document, kind, day, kinds) {
  const found = listOf(document, "facts").find((one) => (kind === "day" ? one.source === "day" && one.since === day : one.source === "applicant_kind"));
  if (found) return { document, fact: found };
  const allowed = listOf(document, "applicant_kinds");
  const values = kind === "day" ? YES_NO() : kinds.filter(([id]) => !allowed.length || allowed.includes(id)).map(([id, text]) => ({ id, text }));
  const fact = kind === "day"
    ? { id: newId("day_"), text: T("day_text", { day }), values, source: "day", since: day }
    : { id: "applicant_kind", text: T("kind_written"), values, source: "applicant_kind", since: null };
  return { document: withFact(document, fact), fact };
}
