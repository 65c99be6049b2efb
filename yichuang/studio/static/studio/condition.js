/* A condition built by picking: rows “question 是/不是 answers”, joined in groups that may hold groups; read as a Chinese sentence below.
   Rows that are not complete stay on the page and are not yet part of the document. */
import { askable, knownFact } from "./facts.js";
import { button, el, iconButton, option, T } from "./dom.js";
import { describe } from "./words.js";
import { freshId } from "./widgets.js";

const HOWS = ["all", "any", "not_all", "not_any"];

/* JSON → rows and groups; null when it is written in a way that cannot be shown so. */
function parse(condition) {
  if (!condition) return { how: "all", parts: [] };
  const made = part(condition, false);
  if (!made) return null;
  return made.parts ? made : { how: "all", parts: [made] };
}

function part(condition, negated) {
  if (condition.fact) return { fact: condition.fact, negated, values: condition.in };
  if (condition.not) return negated ? null : part(condition.not, true);
  const name = condition.all ? "all" : "any";
  const parts = (condition[name] || []).map((one) => part(one, false));
  return parts.every(Boolean) ? { how: negated ? `not_${name}` : name, parts } : null;
}

/* Rows and groups → JSON; null when nothing is complete. */
function build(one) {
  if (!one.parts) {
    if (!one.fact || !one.values.length) return null;
    const plain = { fact: one.fact, in: one.values };
    return one.negated ? { not: plain } : plain;
  }
  const parts = one.parts.map(build).filter(Boolean);
  if (!parts.length) return null;
  const name = one.how.replace("not_", "");
  if (one.how.startsWith("not_")) return { not: { [name]: parts } };
  return parts.length === 1 ? parts[0] : { [name]: parts };
}

export function conditionWidget(field, set, read, { house, node }) {
  const root = el("div", { class: "condition", role: "group", "aria-label": field.label });
  const sentence = el("p", { class: "condition-sentence", "aria-live": "polite" });
  const always = T(`always_${node.kind}`);
  let state = parse(null);
  let stored = null;
  let offered = "";

  const document_ = () => house.store.document;
  const choices = () => askable(document_(), node.kind === "question" ? node.id : node.kind === "option" ? node.parent : "");

  /* `document`: with a fact that had to be made for it. */
  function commit(document) {
    const made = build(state) || (node.kind === "outcome" ? { any: [] } : null);
    stored = made;
    set(made, false, document);
    speak();
  }

  function speak() {
    const made = build(state);
    sentence.replaceChildren(el("span", { class: "muted", text: T("sentence") }), document.createTextNode(describe(document_(), made, always)));
    if (waits(state)) sentence.append(el("span", { class: "muted condition-waits", text: T("incomplete") }));
  }

  function waits(one) {
    return one.parts ? one.parts.some(waits) : !one.fact || !one.values.length;
  }

  function draw() {
    const focused = document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.place : "";
    if (!state) {
      root.replaceChildren(el("p", { text: describe(document_(), stored, always) }), el("p", { class: "muted", text: T("odd_condition") }), read ? null : button(T("replace_condition"), () => { state = parse(null); commit(); draw(); }));
      return;
    }
    const list = choices();
    offered = JSON.stringify(list);
    root.replaceChildren(...(read && !state.parts.length ? [] : [group(state, "0", list, null)]), sentence);
    speak();
    const again = focused && Array.from(root.querySelectorAll("[data-place]")).find((one) => one.dataset.place === focused);
    if (again) again.focus();
  }

  function group(one, place, list, remove) {
    const how = el("select", { class: "form-select condition-how", "aria-label": T("group_how"), disabled: read, onchange: () => { one.how = how.value; commit(); } }, ...HOWS.map((name) => option(name, T(name), name === one.how)));
    how.dataset.place = `${place}how`;
    const parts = one.parts.map((inner, at) => {
      const gone = () => { one.parts.splice(at, 1); commit(); draw(); };
      return inner.parts ? group(inner, `${place}.${at}`, list, gone) : row(inner, `${place}.${at}`, list, gone);
    });
    const tools = read ? null : el("div", { class: "condition-tools" },
      placed(button(T("add_condition_row"), () => { one.parts.push({ fact: "", negated: false, values: [] }); draw(); focusRow(`${place}.${one.parts.length - 1}`); }, { icon: "plus" }), `${place}add`),
      placed(button(T("add_condition_group"), () => { one.parts.push({ how: one.how === "any" ? "all" : "any", parts: [{ fact: "", negated: false, values: [] }] }); draw(); focusRow(`${place}.${one.parts.length - 1}.0`); }, { icon: "plus" }), `${place}group`));
    const head = one.parts.length > 1 || remove || one.how !== "all" ? el("div", { class: "condition-head" }, how, remove && !read ? iconButton(T("remove_group"), "trash", remove) : null) : null;
    return el("div", { class: "condition-group" }, head, ...parts, tools);
  }

  function placed(element, place) {
    element.dataset.place = place;
    return element;
  }

  function focusRow(place) {
    const wanted = Array.from(root.querySelectorAll("[data-place]")).find((one) => one.dataset.place === `${place}fact`);
    if (wanted) wanted.focus();
  }

  function row(one, place, list, remove) {
    const entry = list.find((item) => item.fact === one.fact);
    const fact = placed(el("select", { class: "form-select condition-fact", "aria-label": T("pick_fact"), disabled: read, onchange: () => picked(one, fact.value, place) }, option("", T("pick_fact"), !one.fact)), `${place}fact`);
    if (one.fact && !entry) fact.append(option(one.fact, describe(document_(), { fact: one.fact, in: one.values }), true));
    offers(fact, list, one.fact);
    const is = el("select", { class: "form-select condition-is", "aria-label": `${T("is")}/${T("is_not")}`, disabled: read, onchange: () => { one.negated = is.value === "not"; commit(); } }, option("is", T("is"), !one.negated), option("not", T("is_not"), one.negated));
    const values = one.day ? dayInput(one) : el("div", { class: "condition-values", role: "group", "aria-label": T("pick_values") }, ...(entry ? entry.choices : []).map((choice) => box(one, choice)));
    return el("div", { class: "condition-row" }, fact, is, values, read ? null : iconButton(T("remove_condition"), "x", remove));
  }

  function offers(select, list, chosen) {
    [["asked", "asked_facts"], ["known", "known_facts"]].forEach(([name, title]) => {
      const made = el("optgroup", { label: T(title) }, ...list.filter((item) => item.group === name).map((item) => option(item.fact, item.text, item.fact === chosen)));
      if (name === "known") {
        if (house.askedOnly) return;
        if (!(document_().facts || []).some((item) => item.source === "applicant_kind")) made.append(option("+kind", T("kind_fact")));
        made.append(option("+day", `${T("day_fact")}…`));
      }
      if (made.children.length) select.append(made);
    });
  }

  function picked(one, value, place) {
    one.values = [];
    one.day = value === "+day";
    one.fact = one.day ? "" : value;
    if (value === "+kind") {
      const { document: next, fact } = knownFact(document_(), "kind", "", house.writtenKinds);
      one.fact = fact.id;
      house.store.edit(next, { from: widget });
    } else commit();
    draw();
    const first = root.querySelector(`[data-place="${place}fact"]`);
    if (first) first.focus();
  }

  function dayInput(one) {
    const input = el("input", { class: "form-control w-ch-10", id: freshId(), "data-date": "1", placeholder: "2026-11-20", "aria-label": T("since") });
    input.addEventListener("change", () => {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(input.value)) return;
      const { document: next, fact } = knownFact(document_(), "day", input.value, []);
      Object.assign(one, { fact: fact.id, values: ["yes"], day: false });
      commit(next);
      draw();
    });
    return input;
  }

  function box(one, choice) {
    const input = el("input", { type: "checkbox", class: "form-check-input", disabled: read, checked: choice.values.length > 0 && choice.values.every((value) => one.values.includes(value)) });
    input.addEventListener("change", () => {
      const others = one.values.filter((value) => !choice.values.includes(value));
      one.values = input.checked ? [...others, ...choice.values] : others;
      commit();
    });
    return el("label", { class: "choice" }, input, el("span", { class: "choice-text", text: choice.text }));
  }

  const widget = {
    element: root,
    input: root,
    group: true,
    update(value) {
      stored = value && value.any && !value.any.length ? null : value;
      state = parse(stored);
      draw();
    },
    /* The questions may have been renamed, added, moved. */
    refresh() {
      if (JSON.stringify(choices()) !== offered) draw();
      else if (state) speak();
    },
    begin() {
      if (!state) return;
      if (!state.parts.some((one) => !one.parts && !one.fact)) state.parts.push({ fact: "", negated: false, values: [] });
      draw();
      focusRow(`0.${state.parts.findIndex((one) => !one.parts && !one.fact)}`);
    },
  };
  return widget;
}
