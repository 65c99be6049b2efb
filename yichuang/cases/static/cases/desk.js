/* The desk by keyboard: a digit answers and goes on, Enter recalls, a read certificate is filled in by a person's word. */
(function () {
  "use strict";
  var form = document.getElementById("intake");
  if (!form) return;

  function go(act) {
    var button = Array.from(form.querySelectorAll("button[name=act]")).find(function (one) { return one.value === act; });
    form.requestSubmit(button);
  }

  /* Say beside a field where its value came from, and carry the proof; what the clerk types himself has no source. */
  function sourced(name, source, token) {
    var kept = form.elements["from." + name], note = form.querySelector('[data-source-of="' + name + '"]');
    if (!kept || !note) return;
    kept.value = token;
    note.hidden = !source;
    note.querySelector("span").textContent = source;
  }

  form.addEventListener("input", function (event) { if (event.isTrusted && event.target.name) sourced(event.target.name, "", ""); });
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-go]")) go("answer");
    if (event.target.matches("[data-card]") && event.target.files.length) event.target.form.requestSubmit();
  });
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    if (event.target.dataset.enter) { event.preventDefault(); go(event.target.dataset.enter); return; }
    if (!event.target.matches("[type=radio],[type=checkbox]")) event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-fill-all]")) return;
    var first = null, carried = form.elements.card_read;
    if (carried) { carried.name = "card_taken"; form.appendChild(carried); } /* the next step need not offer it again; the case may want it */
    document.querySelectorAll("[data-fill]").forEach(function (row) {
      var field = form.elements[row.dataset.fill];
      if (!field) return;
      field.value = row.dataset.value;
      field.classList.add("filled");
      sourced(row.dataset.fill, row.dataset.source || "", row.dataset.token || "");
      first = first || field;
    });
    if (form.elements.contact_name && form.elements.name && !form.elements.contact_name.value) form.elements.contact_name.value = form.elements.name.value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    if (first) first.focus();
  });
})();
