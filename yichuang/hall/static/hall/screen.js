/* A screen of the hall: hears that something changed, fetches the board, draws, calls by voice, says when the network is away.
   The stream carries the board, or says “ask anew” (at first, and when devices changed); without a stream (all places taken) the board is asked for every few seconds.
   A pulled cable ends nothing: a stream looks open and a question goes unanswered for minutes. So every stream beats, every question has its time, and silence counts as lost. */
(function () {
  "use strict";
  var frame = document.querySelector("[data-screen]");
  if (!frame) return;
  var kind = frame.dataset.screen;
  var boardUrl = "/hall/board/" + frame.dataset.site + ".json";
  var liveUrl = "/hall/live/" + frame.dataset.site + "/";
  var POLL = 5000, RETRY = 30000, SILENT_AFTER = 25000, ANSWER_WITHIN = 8000;
  var etag = "", spoken = null, lastGood = Date.now(), lastNews = Date.now();
  var asking = false, again = false, pushed = 0, stream = null, newUntil = {}, day = "";
  var NEW_FOR = 20000;

  function find(name) { return frame.querySelector("[data-" + name + "]"); }

  /* China's time, wherever the screen's computer believes to be. */
  var clockFormat = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  function time(at) { return clockFormat.format(at); }

  /* Ask for the board; a question that comes while one is under way is asked once afterwards.
     An answer that the stream overtook may be older than what it pushed: it is not drawn, and asked for anew. */
  function ask() {
    if (asking) { again = true; return; }
    asking = true;
    var before = pushed;
    var headers = etag ? { "If-None-Match": etag } : {}, given = new AbortController();
    var late = setTimeout(function () { given.abort(); }, ANSWER_WITHIN);
    fetch(boardUrl, { headers: headers, cache: "no-store", signal: given.signal }).then(function (answer) {
      if (answer.status === 403 || answer.status === 404) { location.reload(); return null; }
      if (answer.status === 304) { good(); return null; }
      if (!answer.ok) throw new Error(String(answer.status));
      etag = answer.headers.get("ETag") || "";
      return answer.json();
    }).then(function (board) {
      if (!board) return;
      good();
      if (pushed === before) draw(board);
      else { etag = ""; again = true; }
    }).catch(lost).finally(function () {
      clearTimeout(late);
      asking = false;
      if (again) { again = false; ask(); }
    });
  }

  function good() {
    lastGood = Date.now();
    find("lost").hidden = true;
  }

  function lost() {
    var box = find("lost");
    find("lost-since").textContent = "（" + time(lastGood) + " 的情况）";
    box.hidden = false;
  }

  /* The stream; the browser opens it again by itself, and every opening asks for the board. */
  function heard() { lastNews = Date.now(); }

  function listen() {
    heard();
    if (stream) stream.close();
    stream = new EventSource(liveUrl);
    stream.addEventListener("change", function () { heard(); ask(); });
    stream.addEventListener("board", function (event) { heard(); etag = ""; pushed++; good(); draw(JSON.parse(event.data)); });
    stream.addEventListener("open", heard);
    stream.addEventListener("beat", heard);
    stream.addEventListener("error", function () {
      if (stream.readyState === EventSource.CLOSED) stream = null;
      ask();
    });
  }
  setInterval(function () {
    var silent = Date.now() - lastNews;
    if (!stream) { ask(); if (silent > RETRY) listen(); }
    else if (silent > SILENT_AFTER) { listen(); ask(); }
    else if (Date.now() - lastGood > SILENT_AFTER) ask();
  }, POLL);
  window.addEventListener("online", function () { listen(); ask(); });
  window.addEventListener("offline", lost);

  function cell(row, text, css) {
    var made = row.insertCell();
    made.textContent = text;
    if (css) made.className = css;
  }

  function mine(call) {
    if (kind === "board") return call.letter === frame.dataset.board;
    return true;
  }

  function draw(board) {
    if (day && board.day !== day) { location.reload(); return; } // a new day: a fresh page, and the device's token renewed
    day = board.day;
    var notice = find("notice");
    notice.textContent = board.notice;
    notice.hidden = !board.notice;
    board.calls.forEach(function (call) {
      if (spoken && spoken.indexOf(call.id) < 0) newUntil[call.id] = Date.now() + NEW_FOR;
    });
    if (kind === "window" || kind === "tablet") drawWindow(board); else drawCalls(board);
    speakNew(board);
  }

  function drawCalls(board) {
    var calls = board.calls.filter(mine), body = find("calls");
    var room = kind === "guide" ? 6 : 7;
    body.textContent = "";
    calls.slice(0, room).forEach(function (call) {
      var row = body.insertRow();
      cell(row, call.number);
      cell(row, call.window + " 号");
      cell(row, call.at, "screen-at");
      if (call.state === "over") row.className = "is-over";
      else if (call.state === "called" && Date.now() < (newUntil[call.id] || 0)) row.className = "is-new";
    });
    find("no-calls").hidden = calls.length > 0;
    var boards = find("boards");
    boards.textContent = "";
    board.boards.filter(function (one) { return kind !== "board" || one.letter === frame.dataset.board; }).forEach(function (one) {
      var row = boards.insertRow();
      cell(row, one.letter ? one.letter + " " + one.name : one.name);
      cell(row, String(one.waiting));
      cell(row, one.wait);
    });
    find("passed-title").hidden = !board.passed.length;
    find("passed").textContent = board.passed.join(" ");
    frame.classList.toggle("screen-no-side", !board.counts && !board.passed.length);
  }

  function drawWindow(board) {
    var window_ = board.windows.filter(function (one) { return String(one.id) === frame.dataset.window; })[0];
    if (!window_) return;
    find("ticket").textContent = window_.ticket;
    find("state").textContent = window_.ticket ? (window_.ticket_state === "called" ? "请到本窗口办理" : "正在办理") : window_.state === "open" ? "请按叫号办理" : window_.said;
    find("why").textContent = window_.why;
    find("officer").textContent = window_.officer ? "办理人：" + window_.officer : "";
  }

  /* Voice: each call twice, one after the other, in Mandarin; only calls that came while this page was open. */
  var queue = [], speaking = false;
  function speakNew(board) {
    var first = spoken === null;
    var known = spoken || [];
    var fresh = board.calls.filter(function (call) { return known.indexOf(call.id) < 0 && call.state === "called" && mine(call) && atMine(call); });
    spoken = board.calls.map(function (call) { return call.id; });
    if (first || board.silent) return;
    fresh.reverse().forEach(function (call) { queue.push(words(call), words(call)); });
    next();
  }

  function atMine(call) {
    if (kind !== "window" && kind !== "tablet") return true;
    return false; // the hall's screens call; a window's screen shows
  }

  /* A012 is read letter by letter and figure by figure. */
  function words(call) {
    return "请 " + call.number.split("").join(" ") + " 号，到 " + call.window.replace(/^0+/, "") + " 号窗口";
  }

  function next() {
    if (speaking || !queue.length || !("speechSynthesis" in window)) { if (!("speechSynthesis" in window)) queue = []; return; }
    speaking = true;
    var said = new SpeechSynthesisUtterance(queue.shift());
    said.lang = "zh-CN";
    said.rate = .9;
    said.onend = said.onerror = function () { speaking = false; next(); };
    frame.dataset.said = said.text;
    speechSynthesis.speak(said);
  }

  /* Browsers speak only after a touch: the button asks for it, once. */
  var sound = find("sound");
  if ("speechSynthesis" in window && kind !== "window" && kind !== "tablet") {
    sound.hidden = false;
    sound.addEventListener("click", function () {
      sound.hidden = true;
      speechSynthesis.speak(new SpeechSynthesisUtterance(" "));
    });
  }

  function tick() {
    find("clock").textContent = time(Date.now()).slice(0, 5);
  }
  setInterval(tick, 1000);
  tick();
  listen();
})();
