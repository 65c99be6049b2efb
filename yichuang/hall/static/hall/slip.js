/* A slip at the guide desk prints as soon as it is open. */
(function () {
  "use strict";
  setTimeout(function () { window.print(); }, 300);
})();
