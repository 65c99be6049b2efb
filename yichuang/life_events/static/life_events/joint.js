/* A scan or a licence that has come onto the page is part of the draft at once, as what is typed is. */
(function () {
  "use strict";
  var form = document.getElementById("intake");
  function carried() {
    return Array.from(form.querySelectorAll("[name^='kept.'], [name^='licence.']")).map(function (one) { return one.value; }).join();
  }
  var before = carried();
  document.addEventListener("htmx:afterSettle", function () {
    var now = carried();
    if (now === before) return;
    before = now;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
