/* Choosing a file sends it at once, and the bar shows how far it is; the ticks on the page stay as they are. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-upload]") && event.target.files.length) event.target.form.requestSubmit();
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
