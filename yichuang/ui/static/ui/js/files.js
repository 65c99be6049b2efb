/* File drop: drag and drop, pictures from the camera or document camera, a list with previews; kind and size checked at once. */
(function () {
  "use strict";

  function Drop(box) {
    this.box = box;
    this.input = box.querySelector("input[type=file]");
    this.zone = box.querySelector(".drop-zone");
    this.list = box.querySelector(".drop-list");
    var drop = this;
    this.input.addEventListener("change", function () { drop.take(Array.from(drop.input.files), true); });
    ["dragover", "dragenter"].forEach(function (name) {
      drop.zone.addEventListener(name, function (event) { event.preventDefault(); drop.zone.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      drop.zone.addEventListener(name, function () { drop.zone.classList.remove("is-over"); });
    });
    this.zone.addEventListener("drop", function (event) { event.preventDefault(); drop.take(Array.from(event.dataTransfer.files)); });
    var camera = box.querySelector("[data-camera]");
    if (camera) camera.addEventListener("click", function () { drop.photograph(camera); });
  }

  Drop.prototype.kinds = function () { return this.input.accept.split(",").map(function (one) { return one.trim().toLowerCase(); }).filter(Boolean); };

  Drop.prototype.fits = function (file) {
    var kinds = this.kinds();
    return !kinds.length || kinds.some(function (kind) {
      if (kind.charAt(0) === ".") return file.name.toLowerCase().endsWith(kind);
      return kind.endsWith("/*") ? file.type.indexOf(kind.slice(0, -1)) === 0 : file.type === kind;
    });
  };

  Drop.prototype.wrong = function (file) {
    var limit = Number(this.input.dataset.limitMb || 0);
    var size = file.size / 1048576;
    if (limit && size > limit) return YC.text("file_too_big", { name: file.name, size: size.toFixed(1), limit: limit });
    if (!this.fits(file)) return YC.text("file_kind", { name: file.name, kinds: this.kinds().map(function (one) { return one.replace(/^.*\/|^\./, "").toUpperCase(); }).join("、") });
    return "";
  };

  /* `replace`: the browser's own dialog already put them in; otherwise they are added where the input takes several. */
  Drop.prototype.take = function (files, replace) {
    var drop = this;
    var refused = [];
    var kept = this.input.multiple && !replace ? Array.from(this.input.files) : [];
    files.forEach(function (file) {
      var why = drop.wrong(file);
      if (why) refused.push(why);
      else kept.push(file);
    });
    if (!this.input.multiple) kept = kept.slice(-1);
    this.set(kept, refused);
  };

  Drop.prototype.set = function (files, refused) {
    var holder = new DataTransfer();
    files.forEach(function (file) { holder.items.add(file); });
    this.input.files = holder.files;
    this.show(files, refused || []);
    this.input.dispatchEvent(new CustomEvent("yc:files", { bubbles: true, detail: { count: files.length } }));
  };

  Drop.prototype.show = function (files, refused) {
    var drop = this;
    this.list.textContent = "";
    refused.forEach(function (why) {
      var line = document.createElement("li");
      line.className = "wrong";
      line.appendChild(YC.icon("alert-circle"));
      line.appendChild(document.createTextNode(why));
      drop.list.appendChild(line);
    });
    files.forEach(function (file, place) { drop.list.appendChild(drop.line(file, place, files)); });
  };

  Drop.prototype.line = function (file, place, files) {
    var drop = this;
    var line = document.createElement("li");
    line.appendChild(file.type.indexOf("image/") === 0 ? preview(file) : YC.icon("file-text"));
    var name = document.createElement("span");
    name.className = "name";
    name.textContent = file.name;
    line.appendChild(name);
    var size = document.createElement("span");
    size.className = "muted num";
    size.textContent = file.size < 1048576 ? Math.ceil(file.size / 1024) + " KB" : (file.size / 1048576).toFixed(1) + " MB";
    line.appendChild(size);
    var remove = YC.button("", function () {
      drop.set(files.filter(function (one, at) { return at !== place; }));
      drop.input.focus();
    });
    remove.className = "icon-btn";
    remove.setAttribute("aria-label", YC.text("file_remove", { name: file.name }));
    remove.appendChild(YC.icon("x"));
    line.appendChild(remove);
    return line;
  };

  function preview(file) {
    var picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = function () { URL.revokeObjectURL(picture.src); };
    return picture;
  }

  /* The document camera of the counter, or a phone's back camera; on plain http browsers give none and we say so. */
  Drop.prototype.photograph = function (opener) {
    var drop = this;
    var none = function () { YC.toast(YC.text("camera_none"), { error: true }); };
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) { none(); return; }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 2592 }, height: { ideal: 1944 } } }).then(function (stream) {
      drop.shoot(stream, opener);
    }, none);
  };

  Drop.prototype.shoot = function (stream, opener) {
    var drop = this;
    var dialog = document.createElement("dialog");
    dialog.className = "dialog dialog-wide";
    dialog.setAttribute("aria-label", YC.text("camera_title"));
    dialog.innerHTML = '<div class="dialog-body"><video class="camera-view" autoplay playsinline muted></video></div><div class="dialog-foot"></div>';
    var video = dialog.querySelector("video");
    video.srcObject = stream;
    var foot = dialog.querySelector(".dialog-foot");
    var cancel = YC.button(YC.text("cancel"), function () { dialog.close(); });
    cancel.className = "btn btn-plain";
    var take = YC.button(YC.text("camera_take"), function () {
      snap(video, function (file) { drop.take([file]); dialog.close(); });
    });
    take.className = "btn btn-primary";
    foot.append(cancel, take);
    dialog.addEventListener("close", function () {
      stream.getTracks().forEach(function (track) { track.stop(); });
      dialog.remove();
    });
    document.body.appendChild(dialog);
    YC.openDialog(dialog, opener);
    take.focus();
  };

  function snap(video, use) {
    var sheet = document.createElement("canvas");
    sheet.width = video.videoWidth;
    sheet.height = video.videoHeight;
    sheet.getContext("2d").drawImage(video, 0, 0);
    sheet.toBlob(function (blob) {
      use(new File([blob], "photo-" + new Date().toISOString().replace(/\D/g, "").slice(0, 14) + ".jpg", { type: "image/jpeg" }));
    }, "image/jpeg", 0.9);
  }

  function start(root) {
    root.querySelectorAll("[data-drop]").forEach(function (box) {
      if (box.dataset.ready) return;
      box.dataset.ready = "1";
      new Drop(box);
    });
  }
  start(document.documentElement);
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
})();
