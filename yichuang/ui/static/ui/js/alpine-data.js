/* Alpine components (CSP build: only names registered here may stand in x-data). Loaded before Alpine. */
document.addEventListener("alpine:init", function () {
  "use strict";

  /* {% tabs %}: builds the tab list from the parts; arrows, Home and End move; the address's #id opens its part. */
  Alpine.data("tabs", function () {
    return {
      init: function () {
        var root = this.$root;
        this.parts = Array.from(root.querySelectorAll(":scope > .tab-part"));
        this.list = document.createElement("div");
        this.list.className = "tabs-list";
        this.list.setAttribute("role", "tablist");
        this.list.setAttribute("aria-label", root.dataset.label);
        this.buttons = this.parts.map(this.makeButton.bind(this));
        root.insertBefore(this.list, root.firstChild);
        root.classList.add("tabs-ready");
        this.list.addEventListener("keydown", this.move.bind(this));
        var wanted = this.parts.findIndex(function (part) { return location.hash && part.matches("#" + CSS.escape(decodeURIComponent(location.hash.slice(1)))); });
        var wrong = this.parts.findIndex(function (part) { return part.querySelector(".has-error"); });
        this.open(wrong >= 0 ? wrong : Math.max(0, wanted));
      },
      makeButton: function (part, place) {
        var made = document.createElement("button");
        made.type = "button";
        made.id = part.id + "-tab";
        made.setAttribute("role", "tab");
        made.setAttribute("aria-controls", part.id);
        made.textContent = part.dataset.tab + (part.dataset.count ? "（" + part.dataset.count + "）" : "");
        made.addEventListener("click", this.open.bind(this, place));
        part.setAttribute("role", "tabpanel");
        part.setAttribute("aria-labelledby", made.id);
        this.list.appendChild(made);
        return made;
      },
      open: function (place) {
        var parts = this.parts;
        this.buttons.forEach(function (one, at) {
          one.setAttribute("aria-selected", String(at === place));
          one.tabIndex = at === place ? 0 : -1;
          parts[at].hidden = at !== place;
        });
      },
      move: function (event) {
        var at = this.buttons.indexOf(document.activeElement);
        var last = this.buttons.length - 1;
        var to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        this.open(to);
        this.buttons[to].focus();
      },
    };
  });

  /* {% picture %}: larger, smaller, turned. Zooming widens the sheet, so that the view scrolls; turning keeps its centre. */
  Alpine.data("viewer", function () {
    return {
      scale: 1,
      turned: 0,
      zoomIn: function () { this.scale = Math.min(4, this.scale * 1.25); this.draw(); },
      zoomOut: function () { this.scale = Math.max(0.5, this.scale / 1.25); this.draw(); },
      turn: function () { this.turned = (this.turned + 90) % 360; this.draw(); },
      reset: function () { this.scale = 1; this.turned = 0; this.draw(); },
      draw: function () {
        this.$refs.sheet.style.width = this.scale * 100 + "%";
        this.$refs.sheet.style.transform = "rotate(" + this.turned + "deg)";
      },
    };
  });
});

/* A review point lights up its mark on the picture beside it. */
(function () {
  "use strict";
  function light(event, on) {
    var point = event.target.closest ? event.target.closest("[data-mark-in]") : null;
    var picture = point && document.getElementById(point.dataset.markIn);
    var mark = picture && picture.querySelector("[data-number='" + point.dataset.mark + "']");
    if (mark) mark.classList.toggle("is-lit", on);
  }
  ["focusin", "mouseover"].forEach(function (name) { document.addEventListener(name, function (event) { light(event, true); }); });
  ["focusout", "mouseout"].forEach(function (name) { document.addEventListener(name, function (event) { light(event, false); }); });
})();
