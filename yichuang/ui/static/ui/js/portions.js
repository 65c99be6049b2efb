/* A large file in portions (tus 1.0): a bar, going on by itself after the network was lost, offered again after a reload.
   Public face: YC.sendInPortions(file, place, key, whole), where `whole` is called with the upload's id; .done(id) forgets it. */
(function () {
  "use strict";
  var PORTION = 2 * 1048576, PATIENCE = 5000;
  var KEPT = "yc-portions:";
  var going = new Set(), lines = {}, queue = Promise.resolve();

  /* What this browser remembers of an upload: its address and size under a hash, never a name: the counter's computer is shared. */
  var memory = {
    findAllUploads: function () { return Promise.resolve([]); },
    findUploadsByFingerprint: function (print) {
      try {
        var found = JSON.parse(localStorage.getItem(KEPT + print));
        return Promise.resolve(found ? [{ uploadUrl: found.url, size: found.size, metadata: {}, urlStorageKey: KEPT + print }] : []);
      } catch (error) { return Promise.resolve([]); }
    },
    addUpload: function (print, upload) {
      try { localStorage.setItem(KEPT + print, JSON.stringify({ url: upload.uploadUrl, size: upload.size })); } catch (error) { /* a full memory costs the offer only */ }
      return Promise.resolve(KEPT + print);
    },
    /* A refusal that a new sign-in ends must not cost what has come: forgotten when it is done, given up or over. */
    removeUpload: function () { return Promise.resolve(); },
  };

  function forget(print) {
    try { localStorage.removeItem(KEPT + print); } catch (error) { /* nothing was kept */ }
  }

  function idOf(url) { return url.replace(/\/$/, "").split("/").pop(); }

  function hashOf(file, shown) {
    var hash = sha256.create();
    return (async function () {
      for (var start = 0; start < file.size; start += PORTION) {
        hash.update(await file.slice(start, start + PORTION).arrayBuffer());
        shown(Math.min(file.size, start + PORTION));
      }
      return hash.hex();
    })();
  }

  /* One file's line: words, a bar, buttons. */
  function Line(place, name) {
    this.name = name;
    this.box = document.createElement("div");
    this.box.className = "portions";
    this.box.innerHTML = '<p role="status"></p><progress max="100" value="0"></progress><div class="portions-acts"></div>';
    this.words = this.box.querySelector("p");
    this.bar = this.box.querySelector("progress");
    this.bar.setAttribute("aria-label", name);
    this.acts = this.box.querySelector(".portions-acts");
    place.appendChild(this.box);
  }
  Line.prototype.say = function (name, values, kind) {
    var text = YC.text(name, Object.assign({ name: this.name }, values));
    if (this.words.textContent !== text) this.words.textContent = text;
    this.box.className = "portions" + (kind ? " portions-" + kind : "");
    if (values && "percent" in values) this.bar.value = values.percent;
  };
  Line.prototype.offer = function (choices) {
    var acts = this.acts;
    acts.textContent = "";
    choices.forEach(function (choice) {
      var button = YC.button(choice.label, choice.run);
      button.className = "btn btn-sm " + (choice.primary ? "btn-primary" : "btn-plain");
      if (choice.spoken) button.setAttribute("aria-label", choice.spoken);
      acts.appendChild(button);
    });
  };
  Line.prototype.wrong = function (why) {
    var box = this.box;
    this.say("portions_refused", { why: why }, "wrong");
    this.words.setAttribute("role", "alert");
    this.bar.hidden = true;
    this.offer([{ label: YC.text("close"), run: function () { box.remove(); } }]);
  };

  function whyOf(error) {
    var response = error.originalResponse;
    try {
      return JSON.parse(response.getBody()).reasons.map(function (one) { return one.message + one.todo; }).join(" ");
    } catch (unreadable) {
      return YC.text("portions_failed", { status: response ? response.getStatus() : 0 });
    }
  }

  /* The line is down, the server is restarting, or somebody is ahead of us: go on. Anything else is an answer. */
  function again(error) {
    var status = error.originalResponse ? error.originalResponse.getStatus() : 0;
    return status === 0 || status >= 500 || status === 460 || (status === 409 && error.originalRequest.getMethod() === "PATCH");
  }

  function send(file, place, key, whole) {
    var line = new Line(place, file.name);
    var size = (file.size / 1048576).toFixed(1);
    var print = sha256([place.dataset.portions, key, file.name, file.size, file.lastModified].join("|"));
    var percent = function (sent) { return Math.floor((100 * sent) / file.size); };
    return new Promise(function (resolve) {
      var upload, last = 0;
      function over() { going.delete(upload); resolve(); }
      function giveUp() {
        forget(print);
        upload.abort(true).catch(function () { /* swept after a day */ });
        line.box.remove();
        over();
      }
      function start() {
        going.add(upload);
        line.say("portions_sending", { size: size, percent: percent(last) });
        line.offer([{ label: YC.text("cancel"), spoken: YC.text("portions_cancel", { name: file.name }), run: giveUp }]);
        upload.start();
      }
      line.say("portions_counting", { percent: 0 });
      hashOf(file, function (done) { line.bar.value = percent(done); }).then(function (hash) {
        upload = new tus.Upload(file, {
          endpoint: place.dataset.portions,
          chunkSize: PORTION,
          metadata: { filename: file.name, filetype: file.type, sha256: hash },
          headers: { "X-CSRFToken": YC.csrf() },
          urlStorage: memory,
          fingerprint: function () { return Promise.resolve(print); },
          retryDelays: new Array(720).fill(PATIENCE),
          onShouldRetry: function (error) {
            var more = again(error);
            if (more) line.say("portions_waiting", { percent: percent(last) }, "wait");
            return more;
          },
          onProgress: function (sent) {
            last = sent;
            line.say("portions_sending", { size: size, percent: percent(sent) });
          },
          onError: function (error) {
            var status = error.originalResponse ? error.originalResponse.getStatus() : 0;
            if (status !== 401) forget(print);
            line.wrong(whyOf(error));
            over();
          },
          onSuccess: function () {
            line.say("portions_keeping", { percent: 100 });
            line.offer([]);
            lines[idOf(upload.url)] = { line: line, print: print };
            whole(idOf(upload.url));
            over();
          },
        });
        return upload.findPreviousUploads().then(function (found) {
          if (!found.length) { start(); return; }
          return ask(found[0].uploadUrl).then(function (offset) {
            if (offset === null) { forget(print); start(); return; }
            if (offset < 0) { upload.resumeFromPreviousUpload(found[0]); start(); return; }
            last = offset;
            line.say("portions_before", { percent: percent(offset) });
            line.offer([
              { label: YC.text("portions_on"), primary: true, run: function () { upload.resumeFromPreviousUpload(found[0]); start(); } },
              { label: YC.text("portions_again"), run: function () { last = 0; forget(print); drop(found[0].uploadUrl); start(); } },
            ]);
            line.acts.querySelector("button").focus();
          });
        });
      }).catch(function (error) { line.wrong(String(error.message || error)); over(); });
    });
  }

  /* From where to go on: null when there is nothing any more, below 0 when nobody answers just now. */
  function ask(url) {
    return fetch(url, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } }).then(function (answer) {
      return answer.ok ? Number(answer.headers.get("Upload-Offset")) : answer.status >= 500 ? -1 : null;
    }, function () { return -1; });
  }
  function drop(url) {
    fetch(url, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": YC.csrf() } }).catch(function () { /* swept after a day */ });
  }

  /* As soon as the line is back, not at the next try. */
  window.addEventListener("online", function () {
    going.forEach(function (upload) { upload.abort().then(function () { upload.start(); }); });
  });
  window.addEventListener("beforeunload", function (event) { if (going.size) event.preventDefault(); });

  YC.sendInPortions = function (file, place, key, whole) {
    queue = queue.then(function () { return send(file, place, key, whole); });
    return queue;
  };
  YC.sendInPortions.over = 2 * PORTION;
  YC.sendInPortions.done = function (id) {
    var known = lines[id];
    if (!known) return;
    forget(known.print);
    known.line.box.remove();
    delete lines[id];
  };
})();
