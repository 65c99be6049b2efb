/* The phone page follows its ticket: asks every few seconds, says so when the network is away, calls by title and vibration. */
(function () {
  "use strict";
  var box = document.querySelector("[data-follow]");
  if (!box) return;
  var now = box.querySelector("[data-now]");
  var lost = box.querySelector("[data-lost]");
  var EVERY = 8000;
  var timer = 0;

  function card() { return now.querySelector("[data-state]"); }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY);
  }

  function ask() {
    var given = new AbortController(), late = setTimeout(function () { given.abort(); }, EVERY);
    fetch(box.dataset.follow, { cache: "no-store", signal: given.signal }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (html) {
      var before = card().dataset.state;
      lost.hidden = true;
      now.innerHTML = html;
      var state = card().dataset.state;
      if (state !== before) changed(state);
      if (["done", "no_show", "left", "lapsed"].indexOf(state) >= 0) {
        document.querySelectorAll("[data-while-open]").forEach(function (one) { one.hidden = true; });
        return;
      }
      again();
    }).catch(function () {
      lost.hidden = false;
      again();
    }).finally(function () { clearTimeout(late); });
  }

  function changed(state) {
    if (state !== "called") return;
    document.title = card().dataset.number + " → " + card().dataset.window;
    if (navigator.vibrate) navigator.vibrate([400, 200, 400]);
  }

  document.addEventListener("visibilitychange", function () { if (!document.hidden) ask(); });
  window.addEventListener("online", ask);
  again();
})();
