/* What every page has: words, toasts, dialogs, menus, large type, htmx errors. Public face: window.YC. */
(function () {
  "use strict";
  var block = document.getElementById("ui-texts");
  var texts = block ? JSON.parse(block.textContent) : {};

  /* The text named `name`, its {places} filled. */
  function text(name, values) {
    var found = texts[name] || name;
    Object.keys(values || {}).forEach(function (key) {
      found = found.replace("{" + key + "}", values[key]);
    });
    return counted(found);
  }

  /* One form of each choice in double brackets, as foundations/plurals.py does it: "1 stroke", "2 strokes". */
  function counted(said) {
    return said.replace(/⟦([^⟦⟧]*)⟧/g, function (whole, forms, at) {
      var numbers = said.slice(0, at).match(/\d[\d,.]*/g) || said.slice(at).match(/\d[\d,.]*/g) || [""];
      var number = said.slice(0, at).match(/\d/) ? numbers[numbers.length - 1] : numbers[0];
      var bar = forms.lastIndexOf("|");
      return number === "1" ? forms.slice(0, Math.max(bar, 0)) : forms.slice(bar + 1);
    });
  }

  /* Show a short message at the corner; spoken by screen readers. Options: error, action {label, run}, seconds (0: stays). */
  function toast(message, options) {
    var given = options || {};
    var box = document.createElement("div");
    box.className = "toast-item" + (given.error ? " toast-error" : "");
    var words = document.createElement("span");
    words.textContent = message;
    box.appendChild(words);
    if (given.action) box.appendChild(button(given.action.label, function () { box.remove(); given.action.run(); }));
    box.appendChild(button(text("close"), function () { box.remove(); }));
    document.getElementById("toasts").appendChild(box);
    var seconds = given.seconds === undefined ? (given.error ? 0 : 6) : given.seconds;
    if (seconds) setTimeout(function () { box.remove(); }, seconds * 1000);
    return box;
  }

  function button(label, run) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", run);
    return made;
  }

  function cookie(name, value) {
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax";
  }

  /* A random UUID, also on plain http where crypto.randomUUID is missing. */
  function uuid() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function csrf() {
    var headers = document.body.getAttribute("hx-headers");
    return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
  }

  function icon(name) {
    var use = document.querySelector("svg.icon use");
    var sheet = use ? use.getAttribute("href").split("#")[0] : "";
    var holder = document.createElement("template");
    holder.innerHTML = '<svg class="icon" aria-hidden="true" focusable="false"><use></use></svg>';
    holder.content.querySelector("use").setAttribute("href", sheet + "#" + name);
    return holder.content.firstChild;
  }

  window.YC = { text: text, toast: toast, uuid: uuid, csrf: csrf, icon: icon, cookie: cookie, button: button, counted: counted };

  function openDialog(dialog, opener) {
    if (dialog.open) return;
    dialog.showModal();
    dialog.addEventListener("close", function () {
      if (opener && document.contains(opener)) opener.focus();
    }, { once: true });
  }
  window.YC.openDialog = openDialog;

  document.addEventListener("click", function (event) {
    var target = event.target.closest("[data-open-dialog],[data-close-dialog],[data-nav-toggle],[data-rail-toggle],[data-large-type],[data-back],[data-print],[data-check-all],[data-filter-more]");
    if (target) act(target);
    else if (document.body.classList.contains("nav-open") && !event.target.closest(".sidenav")) nav(false);
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  function act(target) {
    var root = document.documentElement;
    if (target.dataset.openDialog) openDialog(document.getElementById(target.dataset.openDialog), target);
    else if ("closeDialog" in target.dataset) target.closest("dialog").close();
    else if ("back" in target.dataset) history.back();
    else if ("print" in target.dataset) window.print();
    else if ("checkAll" in target.dataset) checkAll(target);
    else if ("filterMore" in target.dataset) {
      var bar = target.closest(".filter-bar");
      bar.classList.add("filter-open");
      bar.querySelectorAll(".field:not(:first-of-type) input, .field:not(:first-of-type) select")[0].focus();
    }
    else if ("largeType" in target.dataset) {
      var large = root.classList.toggle("large");
      cookie("yc_large", large ? "1" : "0");
      document.querySelectorAll("[data-large-type]").forEach(function (one) { one.setAttribute("aria-pressed", String(large)); });
    } else if ("railToggle" in target.dataset) {
      var rail = document.body.classList.toggle("rail");
      cookie("yc_rail", rail ? "1" : "0");
      target.setAttribute("aria-pressed", String(rail));
    } else if ("navToggle" in target.dataset) {
      nav(document.body.classList.toggle("nav-open"));
    }
  }

  /* One answer for every line of a list: the boxes or circles of the form whose value is named. */
  function checkAll(target) {
    var form = target.closest("form");
    form.querySelectorAll("input[type=radio],input[type=checkbox]").forEach(function (one) {
      if (one.value === target.dataset.checkAll) one.checked = true;
    });
  }

  /* The menu of narrow screens: the focus goes in with it and comes back. */
  function nav(open) {
    var toggle = document.querySelector("[data-nav-button]");
    document.body.classList.toggle("nav-open", open);
    toggle.setAttribute("aria-expanded", String(open));
    (open ? document.querySelector(".sidenav-close") : toggle).focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (document.body.classList.contains("nav-open")) nav(false);
  });

  /* Asked of the server through htmx: what came back wrong is said, not swallowed. */
  /* What a page asks again and again by itself is told once: a word for each time would cover the page. */
  var told = new WeakSet();
  function tellOnce(event, words) {
    var asking = event.detail.elt, again = /\bevery\b/.test(asking.getAttribute("hx-trigger") || "");
    if (again && told.has(asking)) return;
    if (again) told.add(asking);
    toast(words, { error: true });
  }
  document.addEventListener("htmx:sendError", function (event) { tellOnce(event, text("network")); });
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    tellOnce(event, status === 401 ? text("session_over") : text("server", { status: status }));
  });
  document.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) told.delete(event.detail.elt); });
  /* A refusal (409, 422) is a page of reasons: show it where the answer would have gone. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var status = event.detail.xhr.status;
    if ((status === 409 || status === 422) && (event.detail.xhr.getResponseHeader("Content-Type") || "").indexOf("text/html") === 0) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  window.addEventListener("load", function () {
    var wanted = document.querySelector("[data-focus]");
    if (wanted) wanted.focus();
    if (document.querySelector("[data-print-now]")) window.print();
  });
  document.documentElement.classList.add("js");
  document.querySelectorAll("[data-js-only]").forEach(function (one) { one.hidden = false; });
})();
