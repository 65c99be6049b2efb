/* The kiosk: on-screen keys, reading aloud, clearing itself after a minute without a touch, printing the slip once. */
(function () {
  "use strict";
  var page = document.querySelector("[data-kiosk]");
  if (!page) return;
  var FIRST = "/kiosk/?lang=zh&large=0";
  var WARN_SECONDS = 15;

  /* Keys for a field: letters or digits, and delete. */
  document.querySelectorAll("[data-keys-for]").forEach(function (box) {
    var field = document.getElementById(box.dataset.keysFor);
    box.dataset.keys.split("").forEach(function (letter) {
      box.appendChild(key(letter, function () { field.value += letter.toLowerCase(); }));
    });
    var remove = key(box.dataset["delete"], function () { field.value = field.value.slice(0, -1); });
    remove.className = "kiosk-wide";
    box.appendChild(remove);
    box.hidden = false;
  });

  function key(label, run) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", run);
    return made;
  }

  /* Reading aloud, where the browser has a voice. */
  var reader = document.querySelector("[data-read-aloud]");
  if (reader && "speechSynthesis" in window) {
    reader.hidden = false;
    reader.addEventListener("click", function () {
      speechSynthesis.cancel();
      var said = [];
      page.querySelectorAll("h1, h2, p, legend, label, .kiosk-tile, .kiosk-chosen span").forEach(function (one) {
        if (!one.closest("[hidden], .kiosk-keys") && one.innerText) said.push(one.innerText);
      });
      var voice = new SpeechSynthesisUtterance(said.join("。"));
      voice.lang = page.dataset.lang === "en" ? "en-US" : "zh-CN";
      voice.rate = .95;
      speechSynthesis.speak(voice);
    });
  }

  /* After a minute the page asks, and clears itself when nobody answers. */
  var dialog = document.getElementById("still-there");
  var idle = Number(page.dataset.kiosk);
  var clean = location.pathname === "/kiosk/" && !location.search.replace(/[?&](lang=zh|large=0)/g, "") && page.dataset.lang === "zh";
  var touched = Date.now();
  function stay() {
    touched = Date.now();
    if (dialog.open) dialog.close();
  }
  ["pointerdown", "keydown", "input", "scroll"].forEach(function (name) {
    document.addEventListener(name, stay, { passive: true, capture: true });
  });
  setInterval(function () {
    var quiet = (Date.now() - touched) / 1000;
    if (clean && !document.querySelector("#q:not(:placeholder-shown)") && !window.scrollY) return;
    if (quiet >= idle) location.replace(FIRST);
    else if (quiet >= idle - WARN_SECONDS && !dialog.open) dialog.showModal();
  }, 1000);

  /* The slip prints by itself once; a reload of the page does not print again. */
  var slip = document.querySelector("[data-print-slip]");
  if (slip) {
    history.replaceState(null, "", location.pathname);
    setTimeout(function () { window.print(); }, 300);
  }
})();
