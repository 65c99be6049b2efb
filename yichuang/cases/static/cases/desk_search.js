/* The desk's search by keyboard: hits stand below while the clerk types; Enter opens the first, the arrows walk through them. */
(function () {
  "use strict";
  var box = document.getElementById("q");
  var awaited = "";

  /* The hits of what stands in the box, and of nothing else. */
  function hits() {
    var found = document.getElementById("desk-found");
    return found.dataset.asked === box.value.trim() ? Array.from(found.querySelectorAll("a.row-link")) : [];
  }

  box.addEventListener("keydown", function (event) {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
    var first = hits()[0];
    event.preventDefault();
    if (first && event.key === "Enter") first.click();
    else if (first) first.focus();
    else if (event.key === "Enter" && box.value.trim()) {
      awaited = box.value.trim(); /* pressed faster than the hits came: they open when they do */
      htmx.trigger(box, "asked");
    }
  });
  document.addEventListener("htmx:afterSettle", function () {
    var first = awaited && awaited === box.value.trim() ? hits()[0] : null;
    if (first) first.click();
  });
  box.addEventListener("input", function () { awaited = ""; });
  document.addEventListener("keydown", function (event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var all = step ? hits() : [];
    var at = all.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    (all[at + step] || (step < 0 ? box : all[at])).focus();
  });
})();
