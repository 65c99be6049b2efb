/* Autosave: <form data-autosave-url="…"> is posted a moment after each change; without network it waits in memory and retries.

   Nothing is kept in the browser's storage: a counter PC is shared, and forms hold personal data.
   The state is shown in [data-save-state] inside the form (made when missing): saving, saved, unsaved, refused. */
(function () {
  "use strict";
  var WAIT = 800;
  var RETRY = [2000, 5000, 10000, 30000];

  function Saver(form) {
    this.form = form;
    this.timer = 0;
    this.tries = 0;
    this.running = false;
    this.pending = false;
    this.place = form.querySelector("[data-save-state]") || this.makePlace();
    form.addEventListener("input", this.changed.bind(this));
    form.addEventListener("change", this.changed.bind(this));
    window.addEventListener("online", this.flush.bind(this));
  }

  Saver.prototype.makePlace = function () {
    var place = document.createElement("span");
    place.setAttribute("data-save-state", "");
    this.form.appendChild(place);
    return place;
  };

  Saver.prototype.show = function (state, text) {
    this.place.className = "save-state";
    this.place.setAttribute("role", "status");
    this.place.setAttribute("data-state", state);
    this.place.textContent = text;
    var name = { saved: "cloud-check", saving: "refresh", unsaved: "cloud-off", refused: "alert-circle" }[state];
    this.place.insertBefore(YC.icon(name), this.place.firstChild);
  };

  Saver.prototype.changed = function () {
    this.pending = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.flush.bind(this), Number(this.form.dataset.autosaveWait || WAIT));
  };

  /* One request at a time; a change during it is sent after it, so that the last state always wins. */
  Saver.prototype.flush = function () {
    if (!this.pending || this.running || this.form.dataset.submitted || !document.contains(this.form)) return;
    var saver = this;
    clearTimeout(this.timer);
    this.running = true;
    this.pending = false;
    this.show("saving", YC.text("saving"));
    fetch(this.form.dataset.autosaveUrl, { method: "POST", body: this.body(), credentials: "same-origin", headers: { "X-CSRFToken": YC.csrf(), "X-Autosave": "1", Accept: "application/json" } })
      .then(function (answer) { return saver.answered(answer); }, function () { saver.later(); });
  };

  Saver.prototype.body = function () {
    var data = new FormData(this.form);
    Array.from(data.entries()).forEach(function (entry) { if (entry[1] instanceof File) data.delete(entry[0]); });
    data.delete("Idempotency-Key");
    return data;
  };

  Saver.prototype.answered = function (answer) {
    var saver = this;
    if (answer.redirected || answer.status === 401) { this.running = false; this.pending = true; this.show("unsaved", YC.text("session_over")); return null; }
    if (answer.status >= 500 || answer.status === 429) { this.later(); return null; }
    if (!answer.ok) return answer.json().then(function (body) { saver.refused(body.detail); }, function () { saver.refused(""); });
    this.running = false;
    this.tries = 0;
    this.show("saved", YC.text("saved", { time: new Date().toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false }) }));
    this.form.dispatchEvent(new CustomEvent("yc:saved", { bubbles: true }));
    if (this.pending) this.flush();
    else YC.clean(this.form);
    return null;
  };

  Saver.prototype.refused = function (why) {
    this.running = false;
    this.show("refused", YC.text("save_refused", { why: why || YC.text("save_refused_plain") }));
  };

  Saver.prototype.later = function () {
    this.running = false;
    this.pending = true;
    this.show("unsaved", YC.text("unsaved"));
    this.timer = setTimeout(this.flush.bind(this), RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
  };

  function start(root) {
    var forms = Array.from(root.querySelectorAll("form[data-autosave-url]"));
    if (root.matches && root.matches("form[data-autosave-url]")) forms.push(root);
    forms.forEach(function (form) {
      if (form.dataset.autosaving) return;
      form.dataset.autosaving = "1";
      new Saver(form);
    });
  }
  start(document.documentElement);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
