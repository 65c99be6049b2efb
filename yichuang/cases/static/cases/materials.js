/* Choosing a file sends it at once, and the bar shows how far it is; the ticks on the page stay as they are. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-upload]") && event.target.files.length) take(event.target);
  });

  /* A large file goes first and in portions, so that a lost line costs a moment and not the file; then all of them with the form. */
  function take(input) {
    var files = Array.from(input.files), form = input.form, material = form.id.replace("upload-", "");
    var large = window.YC.sendInPortions ? files.filter(function (file) { return file.size > YC.sendInPortions.over; }) : [];
    if (!large.length) { form.requestSubmit(); return; }
    var small = files.filter(function (file) { return large.indexOf(file) < 0; });
    var place = document.getElementById("going-" + material);
    input.value = "";
    large.forEach(function (file) {
      YC.sendInPortions(file, place, material, function (id) { hand(form, material, [id], []); });
    });
    if (small.length) hand(form, material, [], small);
  }

  /* Uploads wait here until the form has taken them; one form at a time, so that none is sent twice. */
  var waiting = {};
  function hand(form, material, ids, files) {
    var mine = waiting[material] || (waiting[material] = { busy: false, ids: [], files: [] });
    mine.ids = mine.ids.concat(ids);
    mine.files = mine.files.concat(files);
    if (mine.busy || !(mine.ids.length || mine.files.length)) return;
    var holder = new DataTransfer(), input = document.getElementById("file-" + material);
    mine.busy = true;
    mine.files.splice(0).forEach(function (file) { holder.items.add(file); });
    input.files = holder.files;
    mine.sent = mine.ids.splice(0);
    mine.sent.forEach(function (id) {
      var carried = document.createElement("input");
      carried.type = "hidden";
      carried.name = "upload";
      carried.value = id;
      form.appendChild(carried);
    });
    form.requestSubmit();
  }

  /* What the form brought is done with, whatever was said of it; without an answer it is brought again. */
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.elt, material = form.id ? form.id.replace("upload-", "") : "", mine = waiting[material];
    if (!mine || !mine.busy || form.id !== "upload-" + material) return;
    form.querySelectorAll("input[name=upload]").forEach(function (one) { one.remove(); });
    mine.busy = false;
    if (event.detail.xhr.status === 0 || event.detail.xhr.status >= 500) {
      var again = mine.sent;
      setTimeout(function () { hand(form, material, again, []); }, 3000);
      return;
    }
    mine.sent.forEach(function (id) { YC.sendInPortions.done(id); });
    hand(form, material, [], []);
  });
  /* Paper of everything still open, in the numbers asked for; what was scanned, shared or tolerated is left alone. */
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-take-all]")) return;
    document.querySelectorAll(".material select[name$='.way']").forEach(function (way) {
      if (way.value !== "none" && way.value !== "paper") return;
      if (way.value === "none" && way.dataset.exempt) return; /* nothing was handed in: it is fetched, or taken on paper by hand */
      way.value = "paper";
      way.closest(".material-counts").querySelectorAll("[data-need]").forEach(function (count) { count.value = count.dataset.need; });
    });
  });
  /* The clerk has looked at one paper and says so once; it never ticks another paper's points. */
  document.addEventListener("click", function (event) {
    var all = event.target.closest("[data-points-all]");
    if (!all) return;
    all.closest(".material-points").querySelectorAll("input[type=checkbox]:not([disabled])").forEach(function (point) { point.checked = true; });
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
