/* Judging: the item that has the focus is the one whose places are picked by 标注 beside a node; without scripts the lists do. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-review]");
  if (!form) return;
  var picks = Array.from(document.querySelectorAll("[data-pick]"));
  var picking = document.querySelector("[data-picking]");
  var active = null;

  function ticks(item) {
    return Array.from(item.querySelectorAll("input[data-node]"));
  }

  function faulty(item) {
    return Boolean(item.querySelector("input[value=medium]:checked, input[value=low]:checked"));
  }

  /* Only an item graded 中 or 低 has places to pick, and only nodes that it is about offer themselves. */
  function show() {
    var nodes = {};
    if (active && faulty(active)) ticks(active).forEach(function (tick) { nodes[tick.dataset.node] = tick.checked; });
    picks.forEach(function (button) {
      button.hidden = !(button.dataset.pick in nodes);
      button.setAttribute("aria-pressed", String(Boolean(nodes[button.dataset.pick])));
    });
    picking.hidden = !Object.keys(nodes).length;
    if (!picking.hidden) picking.querySelector("b").textContent = active.dataset.item;
  }

  function activate(item) {
    if (active === item) return;
    if (active) active.classList.remove("is-active");
    active = item;
    active.classList.add("is-active");
    show();
  }

  function count() {
    var graded = new Set(Array.from(form.querySelectorAll("input[type=radio]:checked")).map(function (one) { return one.name; }));
    var place = form.querySelector("[data-graded]");
    place.textContent = "已评 " + graded.size + "/" + place.dataset.total;
  }

  form.addEventListener("focusin", function (event) {
    var item = event.target.closest(".review-item");
    if (item) activate(item);
  });
  form.addEventListener("change", function (event) {
    var item = event.target.closest(".review-item");
    if (!item) return;
    activate(item);
    item.querySelector("[data-picked-count]").textContent = ticks(item).filter(function (tick) { return tick.checked; }).length;
    count();
    show();
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-pick]");
    if (!button || !active) return;
    var tick = ticks(active).find(function (one) { return one.dataset.node === button.dataset.pick; });
    if (!tick) return;
    tick.checked = !tick.checked;
    active.querySelector(".pick-list").open = true;
    tick.dispatchEvent(new Event("input", { bubbles: true }));
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  });
  var first = form.querySelector(".review-item.has-error") || form.querySelector(".review-item");
  if (first) activate(first);
})();
