/* Choosing a file sends it at once, and the bar shows how far it is; the ticks on the page stay as they are. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-upload]") && event.target.files.length) event.target.form.requestSubmit();
  });
  /* Paper of everything still open, in the numbers asked for; what was scanned, shared or tolerated is left alone. */
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-take-all]")) return;
    document.querySelectorAll(".material select[name$='.way']").forEach(function (way) {
      if (way.value !== "none" && way.value !== "paper") return;
      way.value = "paper";
      way.closest(".material-counts").querySelectorAll("[data-need]").forEach(function (count) { count.value = count.dataset.need; });
    });
  });
  /* The clerk has looked at one paper and says so once; it never ticks another paper's points. */
  document.addEventListener("click", function (event) {
    var all = event.target.closest("[data-points-all]");
    if (!all) return;
    all.closest(".material-points").querySelectorAll("input[type=checkbox]:not([disabled])").forEach(function (point) { point.checked = true; });
  });
  function bar(form) {
    return document.querySelector("#scans-" + form.id.replace("upload-", "") + " .scan-progress");
  }
  document.addEventListener("htmx:xhr:progress", function (event) {
    var shown = event.target.id && event.target.id.indexOf("upload-") === 0 && bar(event.target);
    if (!shown || !event.detail.lengthComputable) return;
    shown.hidden = false;
    shown.value = Math.round((100 * event.detail.loaded) / event.detail.total);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.target.id && event.target.id.indexOf("upload-") === 0 && !event.detail.successful) event.target.reset();
  });
})();
