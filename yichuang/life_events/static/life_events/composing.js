/* Composing life events: after a button beside a row the focus comes back to that row (the keys are those of keys.js). */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var row = location.hash.indexOf("#row-") === 0 ? document.getElementById(location.hash.slice(1)) : null;
    if (!row) return;
    var first = row.querySelector("button, input, select, textarea");
    if (first) first.focus({ preventScroll: true });
  });
})();
