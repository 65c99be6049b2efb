/* The papers of a joint intake: one tick for all points; a scan or a licence that has come onto the page is part of the draft at once. */
(function () {
  "use strict";
  var form = document.getElementById("intake");
  function carried() {
    return Array.from(form.querySelectorAll("[name^='kept.'], [name^='licence.']")).map(function (one) { return one.value; }).join();
  }
  var before = carried();
  /* One tick for all points of a paper ticks each of them; taking one back takes the common one back. */
  form.addEventListener("change", function (event) {
    var box = event.target, paper = box.closest(".joint-paper");
    if (!paper || box.type !== "checkbox") return;
    var all = paper.querySelector("[data-all-points]");
    if (box === all) paper.querySelectorAll("[name$='.point']").forEach(function (one) { one.checked = all.checked; });
    else if (all && box.name.endsWith(".point") && !box.checked) all.checked = false;
  });
  document.addEventListener("htmx:afterSettle", function () {
    var now = carried();
    if (now === before) return;
    before = now;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
