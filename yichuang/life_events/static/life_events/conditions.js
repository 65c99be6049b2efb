/* The studio's condition picker over the questions of a life event: a question's id is the fact, an option's id the value. */
import { conditionWidget } from "../studio/condition.js";
import { read } from "./binding.js";

/* The document as the picker knows matters; a multi-choice question keeps its place and offers nothing (no condition may mention it). */
function asMatter(document) {
  const single = (one) => one.kind === "single";
  return {
    applicant_kinds: document.applicant_kinds,
    questions: document.questions.map((one) => ({ ...one, fact: one.id, options: single(one) ? one.options.map((option) => ({ ...option, values: [option.id] })) : [] })),
    facts: document.questions.filter(single).map((one) => ({ id: one.id, text: one.text, source: "asked", values: one.options })),
  };
}

export class Conditions {
  /* `set(path, condition, widget)` hands what was picked to the document. */
  constructor(store, set) {
    Object.assign(this, { store, set, shown: [] });
    this.house = { store: { get document() { return asMatter(store.document); }, edit() {} }, writtenKinds: [], askedOnly: true };
  }

  mount(root) {
    this.shown = Array.from(root.querySelectorAll("[data-condition]")).map((place) => {
      const path = place.dataset.condition;
      const one = { path, value: "" };
      const set = (made) => { one.value = JSON.stringify(made); this.set(path, made, one); };
      one.widget = conditionWidget({ label: place.dataset.label }, set, false, { house: this.house, node: { kind: place.dataset.kind, id: path.split("/")[1] } });
      place.replaceChildren(one.widget.element);
      return one;
    });
    this.update();
  }

  /* Show what stands in the document; rows that are not complete yet stay while nothing else changed. `from`: where it was picked. */
  update(from) {
    this.shown.filter((one) => one !== from).forEach((one) => {
      const value = read(this.store.document, one.path) ?? null;
      if (JSON.stringify(value) === one.value) one.widget.refresh();
      else {
        one.value = JSON.stringify(value);
        one.widget.update(value);
      }
    });
  }
}
