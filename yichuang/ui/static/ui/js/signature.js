/* Signature pad: finger, pen or mouse; undo by stroke, clear, PNG into a hidden input. Needs no network until the submit. */
(function () {
  "use strict";

  function Pad(box) {
    this.box = box;
    this.canvas = box.querySelector("canvas");
    this.value = box.querySelector("[data-signature-value]");
    this.state = box.querySelector("[data-signature-state]");
    this.error = box.querySelector("[data-signature-error]");
    this.strokes = [];
    this.stroke = null;
    var canvas = this.canvas;
    canvas.addEventListener("pointerdown", this.begin.bind(this));
    canvas.addEventListener("pointermove", this.move.bind(this));
    ["pointerup", "pointercancel"].forEach(function (name) { canvas.addEventListener(name, this.end.bind(this)); }, this);
    this.undoButton = box.querySelector("[data-signature-undo]");
    this.clearButton = box.querySelector("[data-signature-clear]");
    this.undoButton.addEventListener("click", this.undo.bind(this));
    this.clearButton.addEventListener("click", this.clear.bind(this));
    var form = box.closest("form");
    if (form) form.addEventListener("submit", this.check.bind(this));
    window.addEventListener("resize", this.draw.bind(this));
    this.kept = null;
    if (this.value.value) this.keep(this.value.value);
    this.draw();
  }

  /* A signature that came back with the page (a refused form) stands until it is written anew. */
  Pad.prototype.keep = function (address) {
    var pad = this, picture = new Image();
    picture.onload = function () { if (!pad.strokes.length && pad.value.value === address) { pad.kept = picture; pad.draw(); } };
    picture.src = address;
    this.clearButton.disabled = false;
  };

  /* Points are kept relative to the width, so that turning the tablet keeps the signature. */
  Pad.prototype.point = function (event) {
    var frame = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.width, weight: event.pointerType === "pen" ? 0.5 + event.pressure : 1 };
  };

  Pad.prototype.begin = function (event) {
    if (event.button > 0 || this.stroke) return;
    event.preventDefault();
    try { this.canvas.setPointerCapture(event.pointerId); } catch (lost) { /* the pointer is already up: the stroke is a dot */ }
    this.pointer = event.pointerId;
    this.kept = null;
    this.stroke = [this.point(event)];
    this.strokes.push(this.stroke);
    this.draw();
  };

  Pad.prototype.move = function (event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    var all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (all.length ? all : [event]).forEach(function (one) { this.stroke.push(this.point(one)); }, this);
    this.draw();
  };

  Pad.prototype.end = function (event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    this.stroke = null;
    this.changed();
  };

  Pad.prototype.undo = function () { this.strokes.pop(); this.draw(); this.changed(); };
  Pad.prototype.clear = function () { this.strokes = []; this.kept = null; this.draw(); this.changed(); };

  Pad.prototype.changed = function () {
    var count = this.strokes.length;
    this.value.value = count ? this.picture() : "";
    this.value.dispatchEvent(new Event("input", { bubbles: true }));
    this.state.textContent = count ? YC.text("sign_done", { count: count }) : YC.text("sign_none");
    this.undoButton.disabled = this.clearButton.disabled = !count;
    if (count) { this.error.textContent = ""; this.box.classList.remove("has-error"); }
  };

  Pad.prototype.draw = function () {
    var frame = this.canvas.getBoundingClientRect();
    var ratio = window.devicePixelRatio || 1;
    if (!frame.width) return;
    this.canvas.width = Math.round(frame.width * ratio);
    this.canvas.height = Math.round(frame.height * ratio);
    if (this.kept) this.canvas.getContext("2d").drawImage(this.kept, 0, 0, this.canvas.width, this.canvas.height);
    else paint(this.canvas.getContext("2d"), this.strokes, this.canvas.width, Math.max(2, this.canvas.width / 220));
  };

  /* The PNG: 900 pixels wide at most, transparent ground, so that it can stand over a printed line. */
  Pad.prototype.picture = function () {
    var frame = this.canvas.getBoundingClientRect();
    var sheet = document.createElement("canvas");
    sheet.width = Math.min(900, Math.round(frame.width * 2));
    sheet.height = Math.round(sheet.width * frame.height / frame.width);
    paint(sheet.getContext("2d"), this.strokes, sheet.width, Math.max(2.5, sheet.width / 220));
    return sheet.toDataURL("image/png");
  };

  function paint(pen, strokes, width, thick) {
    pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = "#10243f";
    strokes.forEach(function (points) {
      if (points.length === 1) {
        pen.beginPath();
        pen.arc(points[0].x * width, points[0].y * width, thick * 0.8, 0, 7);
        pen.fill();
      }
      for (var at = 1; at < points.length; at += 1) curve(pen, points, at, width, thick);
    });
  }

  function curve(pen, points, at, width, thick) {
    var from = points[at - 1];
    var to = points[at];
    var before = points[at - 2] || from;
    pen.lineWidth = thick * (from.weight + to.weight) / 2;
    pen.beginPath();
    pen.moveTo((before.x + from.x) / 2 * width, (before.y + from.y) / 2 * width);
    pen.quadraticCurveTo(from.x * width, from.y * width, (from.x + to.x) / 2 * width, (from.y + to.y) / 2 * width);
    if (at === points.length - 1) pen.lineTo(to.x * width, to.y * width);
    pen.stroke();
  }

  Pad.prototype.check = function (event) {
    if (this.value.value || this.box.hasAttribute("data-optional")) return;
    if (event.submitter && event.submitter.hasAttribute("formnovalidate")) return;
    event.preventDefault();
    var line = document.createElement("p");
    line.textContent = YC.text("sign_empty");
    this.error.textContent = "";
    this.error.appendChild(line);
    this.box.classList.add("has-error");
    this.canvas.focus();
    YC.unlockForm(event.target);
  };

  function start(root) {
    root.querySelectorAll("[data-signature]").forEach(function (box) {
      if (box.dataset.ready) return;
      box.dataset.ready = "1";
      new Pad(box);
    });
  }
  start(document.documentElement);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
