/* The document with its steps back and forth. Documents are never changed in place: each edit makes a new one that shares what stayed. */
import { replay } from "./replay.js";

const MOST_STEPS = 300;
const SAME_FIELD_WITHIN = 1500; /* typing in one field is one step until one stops for a moment */

export class Store {
  constructor(document) {
    this.document = document;
    this.past = [];
    this.future = [];
    this.listeners = [];
    this.last = { field: "", at: 0 };
  }

  subscribe(heard) {
    this.listeners.push(heard);
  }

  tell(change) {
    this.listeners.forEach((heard) => heard(this.document, change || {}));
  }

  /* Take a new document as one step. `field`: names what is typed in; `select`: the node to show; `from`: the widget that made it. */
  edit(next, change) {
    const given = change || {};
    if (next === this.document) return;
    const now = Date.now();
    const goesOn = given.field && given.field === this.last.field && now - this.last.at < SAME_FIELD_WITHIN && this.past.length > 0;
    if (goesOn) this.past[this.past.length - 1].after = next;
    else this.past.push({ before: this.document, after: next, select: given.select });
    this.past.splice(0, Math.max(0, this.past.length - MOST_STEPS));
    this.future = [];
    this.last = { field: given.field || "", at: now };
    this.document = next;
    this.tell(given);
  }

  /* Take what came from colleagues: no step of one's own, and one's own steps can still be taken back. */
  adopt(next) {
    this.last = { field: "", at: 0 };
    this.document = next;
    this.tell({ adopted: true });
  }

  /* Take up steps of earlier visits, each {before, after, select}: they come before one's own of this one, and what was taken back can be
     done again as long as nothing was done since. */
  remember(past, future) {
    if (!this.past.length && !this.future.length) this.future = future;
    this.past = [...past, ...this.past].slice(-MOST_STEPS);
  }

  undo() {
    return this.go(this.past, this.future, "after", "before");
  }

  redo() {
    return this.go(this.future, this.past, "before", "after");
  }

  go(out, into, from, to) {
    const step = out.pop();
    if (!step) return false;
    into.push(step);
    this.last = { field: "", at: 0 };
    this.document = replay(step[from], step[to], this.document);
    this.tell({ moved: true, select: step.select });
    return true;
  }
}
