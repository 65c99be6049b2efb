/* A slip is as long as what stands on it: the roll is cut there, on one page. On screen a slip is never smaller than on paper. */
(function () {
  "use strict";
  var slip = document.querySelector(".slip");
  var sheet = Array.prototype.filter.call(document.styleSheets, function (one) { return (one.href || "").indexOf("slip") > 0; })[0];
  if (!slip || !sheet) return;
  var MARGIN = 3, PIXELS = 96 / 25.4;
  document.fonts.ready.then(function () {
    var length = Math.ceil(slip.offsetHeight / PIXELS) + 2 * MARGIN;
    sheet.insertRule("@page { size: 80mm " + length + "mm; margin: " + MARGIN + "mm; }", sheet.cssRules.length);
  });
})();
