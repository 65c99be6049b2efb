/* “This point is wrong”: the key opens the dialog on the material or the point that had the focus last. */
(function () {
  "use strict";
  var last = "";
  function place(target) {
    var marked = target.closest && target.closest("[data-place]");
    return marked ? marked.dataset.place : "";
  }
  ["focusin", "pointerdown"].forEach(function (kind) {
    document.addEventListener(kind, function (event) { last = place(event.target) || last; });
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-open-dialog='question-point']")) return;
    var list = document.getElementById("question-place");
    if (Array.from(list.options).some(function (one) { return one.value === last; })) list.value = last;
    document.getElementById("question-said").textContent = "";
    document.getElementById("question-text").focus();
  });
  /* Said: the dialog closes, the page stays as it is, and the answer is spoken at the corner. */
  document.addEventListener("htmx:afterSwap", function (event) {
    var said = event.target.id === "question-said" && event.target.querySelector("[data-questioned]");
    if (!said) return;
    window.YC.toast(said.textContent);
    document.getElementById("question-text").value = "";
    document.getElementById("question-point").close();
  });
})();
