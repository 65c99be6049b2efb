/* Conditions as Chinese sentences, as `catalog/rules/conditions.py` says them. */
import { factOf } from "./facts.js";
import { listOf } from "./paths.js";
import { T } from "./dom.js";

function isTick(document, fact) {
  return listOf(document, "questions").some((one) => one.kind === "multi" && listOf(one, "options").some((option) => option.fact === fact));
}

function sayIn(document, part) {
  const fact = factOf(document, part.fact);
  const values = listOf(part, "in");
  if (!fact) return T("gone_fact");
  const text = fact.text || T("unnamed");
  if (values.length === 1 && isTick(document, fact.id)) return values[0] === "yes" ? text : T("say_unticked", { what: text });
  const names = new Map(listOf(fact, "values").map((one) => [one.id, one.text || T("unnamed")]));
  return `${text.replace(/[？?]+$/, "")}${T("colon")}${values.map((one) => names.get(one) || T("gone_value")).join(T("or"))}`;
}

export function describe(document, condition, always) {
  if (!condition) return always || T("always_material");
  if (condition.all) {
    const parts = condition.all.map((part) => (part.any && part.any.length > 1 ? `${T("opens")}${describe(document, part)}${T("closes")}` : describe(document, part)));
    return parts.join(T("and_then")) || T("always_material");
  }
  if (condition.any) return condition.any.map((part) => describe(document, part)).join(T("or_else")) || T("say_never");
  if (condition.not) return T("say_not", { what: describe(document, condition.not) });
  return sayIn(document, condition);
}

/* Every `fact in values` of a condition. */
export function mentions(condition) {
  if (!condition) return [];
  if (condition.fact) return [condition];
  return [...(condition.all || []), ...(condition.any || []), ...(condition.not ? [condition.not] : [])].flatMap(mentions);
}

/* The condition without what `gone(fact, value)` names; null when nothing is left. */
export function without(condition, gone) {
  if (!condition) return condition;
  if (condition.fact) {
    const left = condition.in.filter((value) => !gone(condition.fact, value));
    return left.length === condition.in.length ? condition : left.length ? { ...condition, in: left } : null;
  }
  if (condition.not) {
    const inner = without(condition.not, gone);
    return inner ? { not: inner } : null;
  }
  const name = condition.all ? "all" : "any";
  const left = condition[name].map((part) => without(part, gone)).filter(Boolean);
  return left.length > 1 ? { [name]: left } : left[0] || null;
}
