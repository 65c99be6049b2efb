/* Autosave: the document is sent a moment after the last edit; what colleagues saved meanwhile comes back merged, what cannot be merged is
   asked. Without network it waits in memory and tries again; nothing is kept in the browser's storage. */
import { button, icon, send, T, why } from "./dom.js";

const WAIT = 600;
const RETRY = [2000, 5000, 10000, 30000];
const SIGNS = { idle: "cloud-check", waiting: "pencil", saving: "refresh", saved: "cloud-check", unsaved: "cloud-off", refused: "alert-circle" };

export class Saver {
  /* `heard`: {saved(answer, explicit), conflict(body, settle)}. */
  constructor(store, given, place, heard) {
    Object.assign(this, { store, place, heard, url: given.urls.save, revision: given.revision, saved: store.document, grownFrom: null });
    Object.assign(this, { timer: 0, tries: 0, running: false, asked: null, held: false });
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => {
      if (!this.dirty()) return;
      event.preventDefault();
      event.returnValue = T("leave_unsaved");
    });
    this.rest = ["idle", T("save_idle")];
    this.show(...this.rest);
  }

  dirty() {
    return this.running || this.store.document !== this.saved;
  }

  show(state, text, click) {
    this.place.className = "save-state";
    this.place.dataset.state = state;
    this.place.replaceChildren(icon(SIGNS[state]), document.createTextNode(text), ...(click ? [button(T("conflict_choose"), click)] : []));
  }

  changed() {
    if (this.held) return; /* a conflict is open: nothing is sent before it is settled */
    clearTimeout(this.timer);
    if (!this.dirty()) { this.show(...this.rest); return; } /* stepped back to what is saved */
    if (!this.running) this.show("waiting", T("waiting"));
    this.timer = setTimeout(() => this.flush(), WAIT);
  }

  /* Send what there is; `explicit`: by the author's own decision; `settled`: {choices, against} after a conflict. */
  async flush(explicit, settled) {
    clearTimeout(this.timer);
    if (explicit || settled) { this.asked = { explicit: Boolean(explicit), settled }; this.held = false; }
    if (this.running || this.held || (!this.dirty() && !this.asked)) return;
    const asked = this.asked || {};
    const sent = this.store.document;
    this.asked = null;
    this.running = true;
    this.show("saving", T("saving"));
    const answer = await send(this.url, this.fields(sent, asked));
    this.running = false;
    if (answer.ok) this.took(sent, answer.body, asked);
    else if (answer.status === 409 && answer.body.conflicts) this.conflicting(answer.body, asked);
    else if (answer.lost || answer.status >= 500 || answer.status === 429) this.later(asked);
    else if (answer.signedOut) this.show("unsaved", T("session_over"));
    else this.show("refused", T("refused", { why: why(answer) }));
  }

  fields(sent, asked) {
    const fields = { document: JSON.stringify(sent), base_revision: this.revision };
    if (asked.explicit) fields.explicit = "true";
    if (this.grownFrom) fields.grown_from = JSON.stringify(this.grownFrom);
    if (asked.settled) Object.assign(fields, { choices: JSON.stringify(asked.settled.choices), against: asked.settled.against });
    return fields;
  }

  took(sent, body, asked) {
    this.tries = 0;
    this.revision = body.revision;
    this.grownFrom = null;
    if (!body.merged) this.saved = sent;
    else if (this.store.document === sent) { this.saved = body.document; this.store.adopt(body.document); }
    else { this.saved = null; this.grownFrom = sent; }
    this.rest = ["saved", T("saved_at", { time: new Date().toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false }) })];
    this.show(...this.rest);
    this.heard.saved(body, asked.explicit);
    if (this.asked) this.flush();
    else if (this.dirty()) this.changed();
  }

  /* Stop sending until the author has chosen; what he writes meanwhile stays on the page. */
  conflicting(body, asked) {
    this.held = true;
    const open = () => this.heard.conflict(body, (choices) => this.flush(asked.explicit, { choices, against: body.revision }));
    this.show("refused", T("conflict_state"), open);
    open();
  }

  later(asked) {
    if (asked.explicit || asked.settled) this.asked = this.asked || asked;
    this.show("unsaved", T("offline"));
    this.timer = setTimeout(() => this.flush(), RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
  }
}
