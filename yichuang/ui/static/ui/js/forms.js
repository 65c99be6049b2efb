/* Forms: one submit once, a key per rendered form, leave guard, question before an irreversible act, dates, session end. */
(function () {
  "use strict";
  var dirty = new Set();
  var leaving = false;
  var over = false; /* the login has run out while the page stood open */

  /* A hidden field Idempotency-Key per form render: the server answers a repeated submit with what the first one made. */
  function prepare(form) {
    if (form.dataset.prepared) return;
    form.dataset.prepared = "1";
    if (form.method.toLowerCase() !== "post") return;
    form.noValidate = true; /* errors come from the server, in Chinese, all at once, linked from the summary */
    if (!form.querySelector("input[name='Idempotency-Key']")) {
      var key = document.createElement("input");
      key.type = "hidden";
      key.name = "Idempotency-Key";
      key.value = YC.uuid();
      form.appendChild(key);
    }
  }

  /* A form's buttons, also those that stand outside of it and name it (`form="…"`). */
  function buttons(form) {
    return Array.from(form.elements).filter(function (one) { return one.type === "submit"; });
  }

  /* The button stays readable and disabled until the page is left, or comes back out of the browser's cache. */
  function lock(form, submitter) {
    form.dataset.submitted = "1";
    setTimeout(function () {
      if (!form.dataset.submitted) return;
      buttons(form).forEach(function (one) { one.disabled = true; });
      if (!submitter || submitter.tagName !== "BUTTON") return;
      submitter.setAttribute("aria-busy", "true");
      submitter.dataset.label = submitter.innerHTML;
      submitter.textContent = YC.text("busy");
    }, 0);
  }

  function unlock(form) {
    leaving = false;
    delete form.dataset.submitted;
    buttons(form).forEach(function (one) {
      one.disabled = false;
      one.removeAttribute("aria-busy");
      if (one.dataset.label) { one.innerHTML = one.dataset.label; delete one.dataset.label; }
    });
  }
  YC.unlockForm = unlock;

  function ask(form, submitter) {
    var dialog = submitter && submitter.dataset.confirm ? document.getElementById(submitter.dataset.confirm) : null;
    if (!dialog || form.dataset.confirmed) return false;
    dialog.querySelector("[data-confirm-yes]").onclick = function () {
      form.dataset.confirmed = "1";
      dialog.close();
      form.requestSubmit(submitter);
    };
    YC.openDialog(dialog, submitter);
    return true;
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method.toLowerCase() === "dialog" || event.defaultPrevented) return;
    if (over && form.method.toLowerCase() === "post") { event.preventDefault(); event.stopImmediatePropagation(); sendIfIn(form, event.submitter); return; }
    if (form.dataset.submitted) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (ask(form, event.submitter)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    delete form.dataset.confirmed;
    prepare(form);
    dirty.delete(form);
    if (form.method.toLowerCase() !== "post") return;
    leaving = true;
    lock(form, event.submitter);
  }, true);

  /* Forms sent by htmx stay on the page: they open again when the answer is there, with a new key. */
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest ? event.target.closest("form") : null;
    if (!form) return;
    leaving = false;
    unlock(form);
    var key = form.querySelector("input[name='Idempotency-Key']");
    if (key && event.detail.successful) key.value = YC.uuid();
  });

  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-guard]");
    if (form) dirty.add(form);
    mark(event.target);
  });
  YC.clean = function (form) { dirty.delete(form); };
  YC.isDirty = function (form) { return dirty.has(form); };
  window.addEventListener("beforeunload", function (event) {
    var open = Array.from(dirty).some(function (form) { return document.contains(form); });
    if (!open || leaving) return;
    event.preventDefault();
    event.returnValue = YC.text("leave");
  });
  window.addEventListener("pageshow", function (event) {
    leaving = false;
    if (event.persisted) document.querySelectorAll("form[data-submitted]").forEach(unlock);
  });

  /* The chosen answer's frame (browsers before :has). */
  function mark(input) {
    if (!input.matches || !input.matches(".choice input")) return;
    input.closest("fieldset, form, body").querySelectorAll(".choice").forEach(function (one) {
      one.classList.toggle("is-checked", one.querySelector("input").checked);
    });
  }

  /* Dates are typed as people say them: 20261120, 2026/11/20, 2026.11.20, 2026年11月20日 become 2026-11-20. */
  document.addEventListener("change", function (event) {
    mark(event.target);
    if (!event.target.matches("input[data-date]")) return;
    var digits = event.target.value.trim().match(/^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/);
    if (digits) event.target.value = digits[1] + "-" + digits[2].padStart(2, "0") + "-" + digits[3].padStart(2, "0");
  });

  /* Two minutes before the login ends a message says so; “继续使用” asks `data-session-url` to lengthen it. */
  var endings = [], opened = Date.now();
  function watchSession() {
    var seconds = Number(document.body.dataset.sessionEndsIn || 0), latest = Number(document.body.dataset.sessionLatest || 0);
    if (!seconds) return;
    if (latest) seconds = Math.min(seconds, latest - (Date.now() - opened) / 1000);
    endings.forEach(clearTimeout);
    endings = [
      setTimeout(function () {
        YC.toast(YC.text("session_soon", { minutes: 2 }), { seconds: 0, action: { label: YC.text("session_more"), run: extend } });
      }, Math.max(0, seconds - 120) * 1000),
      setTimeout(function () { over = true; YC.toast(YC.text("session_over"), { error: true }); }, Math.max(0, seconds) * 1000)
    ];
    function extend() {
      stillIn().then(function () {
        YC.toast(YC.text("session_extended"));
        watchSession();
      }).catch(function () { YC.toast(YC.text("session_over"), { error: true }); });
    }
  }

  /* A page that answered something sent may not be asked for (405): what counts is that nobody is sent to sign in. */
  function stillIn() {
    return fetch(document.body.dataset.sessionUrl || location.href, { method: "HEAD", credentials: "same-origin" }).then(function (answer) {
      if (answer.redirected || answer.status === 401) throw new Error("over");
    });
  }

  /* Sent after the end of the login a form would be lost: it goes once somebody has signed in in another window, and stays until then. */
  function sendIfIn(form, submitter) {
    stillIn().then(function () { over = false; form.requestSubmit(submitter); })
      .catch(function () { YC.toast(YC.text("session_over"), { error: true }); });
  }

  function start(root) {
    root.querySelectorAll("form").forEach(prepare);
    if (root.matches && root.matches("form")) prepare(root);
    root.querySelectorAll(".choice input").forEach(mark);
  }
  start(document.documentElement);
  watchSession();
  /* What the page asked for or saved meanwhile counts as use. */
  document.addEventListener("yc:saved", watchSession);
  document.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) watchSession(); });
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
