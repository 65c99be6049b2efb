/* The keyboard layer of the officers' pages.

   data-key="F2" on a button, link or field: that key clicks (or focuses) it. "Ctrl+Enter" and "Alt+1" work too.
   /      focuses the search box ([data-search], else type=search)
   1…9    picks an answer of the active question (fieldset[data-question] with the focus, else the first unanswered one)
   j k    next and previous row (a.row-link)
   ?      shows the keys of the page
   While typing only function keys and keys with Ctrl or Alt work. In an open dialog only its own keys work. */
(function () {
  "use strict";

  function named(event) {
    var key = event.key.length === 1 && !event.ctrlKey && !event.altKey ? event.key : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    return (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey && event.key.length > 1 ? "Shift+" : "") + key;
  }

  function typing(target) {
    if (!target || !target.matches) return false;
    return target.isContentEditable || target.matches("textarea,select,input:not([type=radio]):not([type=checkbox]):not([type=button]):not([type=submit]):not([type=file])");
  }

  function visible(element) {
    return element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";
  }

  function scope() {
    var open = document.querySelectorAll("dialog[open]");
    return open.length ? open[open.length - 1] : document;
  }

  function holder(key) {
    return Array.from(scope().querySelectorAll("[data-key]")).find(function (one) { return one.dataset.key === key && visible(one); });
  }

  function use(element) {
    if (element.matches("a,button,summary,[type=radio],[type=checkbox],[role=tab]")) { element.focus(); element.click(); }
    else element.focus();
  }

  function search() {
    var box = Array.from(document.querySelectorAll("[data-search],input[type=search]")).find(visible);
    if (box) { box.focus(); box.select(); }
    return Boolean(box);
  }

  function question() {
    var active = document.activeElement && document.activeElement.closest("[data-question]");
    if (active) return active;
    var all = Array.from(scope().querySelectorAll("[data-question]")).filter(visible);
    return all.find(function (one) { return !one.querySelector("input:checked"); }) || all[0];
  }

  function answer(digit) {
    var asked = question();
    var input = asked && asked.querySelector("[data-digit='" + digit + "']");
    if (!input || !visible(input)) return false;
    input.focus();
    input.click();
    return true;
  }

  function row(step) {
    var rows = Array.from(document.querySelectorAll("a.row-link")).filter(visible);
    if (!rows.length) return false;
    var at = rows.findIndex(function (one) { return one === document.activeElement || one.closest("tr,li").contains(document.activeElement); });
    rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))].focus();
    return true;
  }

  function plain(key) {
    if (key === "/") return search();
    if (key === "?" || key === "？") { help(); return true; }
    if (/^[1-9]$/.test(key)) return answer(key);
    if (key === "j" || key === "k") return row(key === "j" ? 1 : -1);
    return false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing || event.metaKey) return;
    var key = named(event);
    var always = /^((Ctrl|Alt)\+|(Shift\+)?F\d)/.test(key);
    if (typing(event.target) && !always) return;
    var element = holder(key);
    if (element) {
      event.preventDefault();
      if (!event.repeat) use(element);
    } else if (!always && scope() === document && plain(key)) {
      event.preventDefault();
    }
  });

  /* What an element says, without key hints, required marks and icons. */
  function spoken(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, [aria-hidden=true]").forEach(function (one) { one.remove(); });
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  function label(element) {
    var named = element.getAttribute("aria-label") || spoken(element);
    if (named) return named;
    var tied = element.id && document.querySelector("label[for='" + element.id + "']");
    return tied ? spoken(tied) : element.title || element.name || "";
  }

  function listed() {
    var rows = Array.from(document.querySelectorAll("[data-key]")).filter(visible).map(function (one) { return [one.dataset.key, label(one)]; });
    if (Array.from(document.querySelectorAll("[data-search],input[type=search]")).some(visible)) rows.push(["/", YC.text("keys_search")]);
    if (Array.from(document.querySelectorAll("[data-digit]")).some(visible)) rows.push(["1…9", YC.text("keys_digits")]);
    if (document.querySelector("a.row-link")) rows.push(["j k", YC.text("keys_rows")]);
    rows.push(["?", YC.text("keys_help")]);
    return rows;
  }

  function help() {
    var old = document.getElementById("keys-help");
    if (old) old.remove();
    var dialog = document.createElement("dialog");
    dialog.id = "keys-help";
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "keys-help-title");
    dialog.innerHTML = '<div class="dialog-head"><h2 id="keys-help-title"></h2><button type="button" class="btn btn-plain btn-sm" data-close-dialog></button></div><div class="dialog-body"><table class="keys-table"><tbody></tbody></table></div>';
    dialog.querySelector("h2").textContent = YC.text("keys_title");
    dialog.querySelector("button").textContent = YC.text("close");
    var body = dialog.querySelector("tbody");
    listed().forEach(function (one) {
      var line = body.insertRow();
      one[0].split(" ").forEach(function (part) {
        var mark = document.createElement("kbd");
        mark.textContent = part;
        (line.cells[0] || line.insertCell()).appendChild(mark);
      });
      line.insertCell().textContent = one[1];
    });
    document.body.appendChild(dialog);
    YC.openDialog(dialog, document.activeElement);
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys-help]")) help();
  });
  YC.keysHelp = help;
})();
