/* A material's type, picked from the material dictionary (S2-15): a text with a list under it, found by name, alias, pinyin or initials.
   What is typed is only a search: the document gets the key of what was picked, or nothing. */
import { NAME_OF, bodyOf, partsOf, remake } from "./paths.js";
import { ask, el, iconButton, T, why } from "./dom.js";
import { freshId } from "./widgets.js";

const PAUSE = 150; /* one question for a word, not one for each letter */

/* Who issues it and what it can be had by, in one line. */
function details(one) {
  const licence = !one.e_licence ? T("type_no_licence") : one.e_licence_type ? T("type_licence", { code: one.e_licence_type }) : T("type_licence_only");
  return [one.kind, one.issuer, licence, one.sharing_api ? T("type_shared", { what: one.sharing_api }) : ""].filter(Boolean).join(" · ");
}

export function typeWidget(field, set, read, { house, key }) {
  const [listId, sayId] = [freshId(), freshId()];
  const input = el("input", { class: "form-control", id: freshId(), autocomplete: "off", readOnly: read, placeholder: read ? T("type_unset") : T("type_placeholder"), "aria-describedby": sayId, ...(read ? {} : { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId }) });
  const list = el("ul", { class: "pick-list", role: "listbox", id: listId, "aria-label": T("type_list") });
  const foot = el("p", { class: "pick-foot muted", "aria-hidden": "true" });
  const pop = el("div", { class: "pick-pop", hidden: true }, list, foot);
  const told = el("p", { class: "visually-hidden", role: "status" }); /* always there, or nothing would be read aloud */
  const note = el("p", { class: "pick-note muted", id: sayId });
  const clear = read ? null : iconButton(T("type_clear"), "x", () => { put(""); input.focus(); }, { class: "icon-btn pick-clear" });
  /* A new window, so that what is written here stays; the address is made when it is wanted, with what was looked for. */
  const missing = () => {
    if (read || !house.urls.propose) return null;
    const link = el("a", { class: "pick-miss", target: "_blank", rel: "noopener", href: house.urls.propose, text: T("type_miss") });
    link.addEventListener("mousedown", (event) => event.preventDefault()); /* or the list would close under the pointer */
    ["click", "auxclick"].forEach((name) => link.addEventListener(name, () => { link.href = proposal(); }));
    return link;
  };
  pop.append(missing() || "");
  const root = el("div", { class: "pick" }, el("div", { class: "pick-line" }, input, clear, pop), told, note, missing());
  let value = "";
  let offered = [];
  let at = -1;
  let asked = 0;
  let waiting = null;
  let sought = "";

  const known = (wanted) => house.types.get(wanted);
  const label = () => { const one = value && known(value); return one ? one.name : value; };

  function show() {
    const one = value ? known(value) : null;
    input.value = label();
    if (clear) clear.hidden = !value;
    const wrong = value && (!one || one.state !== "in_use");
    note.className = wrong ? "pick-note field-error" : "pick-note muted";
    if (!value) note.textContent = "";
    else if (!one) note.textContent = T("type_unknown", { key: value });
    else if (one.state !== "in_use") note.textContent = T(`type_${one.state}`, { name: one.name });
    else note.textContent = details(one);
  }

  function say(text) {
    told.textContent = foot.textContent = text;
  }

  /* A key that came with a colleague's edit, a repair or an import: its name is asked for. */
  async function learn(wanted) {
    const answer = await ask(house.urls.types, { key: wanted });
    if (!answer.ok) return;
    answer.body.types.forEach((one) => house.types.set(one.key, one));
    if (value === wanted && pop.hidden) show();
  }

  /* A material without a name gets the standard one in the same step. */
  function put(wanted) {
    const one = known(wanted);
    const body = bodyOf(house.store.document, key) || {};
    const name = NAME_OF[partsOf(key).kind];
    const named = one && !String(body[name] || "").trim() ? remake(house.store.document, key, (now) => ({ ...now, [name]: one.name })) : undefined;
    value = wanted;
    close();
    show();
    set(value, false, named);
  }

  function close() {
    clearTimeout(waiting);
    asked += 1;
    [offered, at] = [[], -1];
    pop.hidden = true;
    list.replaceChildren();
    say("");
    if (!read) input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(place) {
    at = place;
    Array.from(list.children).forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    const row = list.children[at];
    if (!row) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  function draw(types, more, text) {
    offered = types;
    list.replaceChildren(...types.map((one, index) => el("li", { role: "option", id: `${listId}-${index}`, class: "pick-row", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => put(one.key) },
      el("span", { class: "pick-name", text: one.name }), one.alias ? el("span", { class: "pick-alias", text: T("type_also", { alias: one.alias }) }) : null, el("span", { class: "pick-about muted", text: details(one) }))));
    list.hidden = !types.length;
    pop.hidden = false;
    input.setAttribute("aria-expanded", String(types.length > 0));
    const none = text ? T("type_none", { text }) : T("type_empty");
    say(types.length ? `${T("type_count", { count: types.length })}${more ? T("type_more") : ""}` : none);
    point(types.length ? 0 : -1);
    pop.scrollIntoView({ block: "nearest" });
  }

  async function look(text) {
    asked += 1;
    const mine = asked;
    const body = bodyOf(house.store.document, key) || {};
    const answer = await ask(house.urls.types, { q: text, written: body[NAME_OF[partsOf(key).kind]] || "" });
    if (mine !== asked) return;
    sought = answer.ok && text && !answer.body.types.length ? text : "";
    if (!answer.ok) { close(); say(why(answer)); list.hidden = true; pop.hidden = false; return; }
    answer.body.types.forEach((one) => house.types.set(one.key, { ...one, alias: "" }));
    draw(answer.body.types, answer.body.more, text);
  }

  function proposal() {
    const name = sought || (bodyOf(house.store.document, key) || {})[NAME_OF[partsOf(key).kind]] || "";
    return `${house.urls.propose}?${new URLSearchParams({ name, source: house.store.document.name || "" })}`;
  }

  const typed = () => (input.value.trim() === label() ? "" : input.value.trim());

  function keys(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (step && pop.hidden) { event.preventDefault(); look(typed()); }
    else if (step) { event.preventDefault(); point(Math.min(offered.length - 1, Math.max(0, at + step))); }
    else if (event.key === "Enter" && offered[at]) { event.preventDefault(); put(offered[at].key); }
    else if (event.key === "Escape" && (!pop.hidden || input.value !== label())) { event.preventDefault(); event.stopPropagation(); close(); show(); }
  }

  /* Leaving: an emptied text clears the field, any other text that was not picked goes back to what stands there. */
  function left() {
    const emptied = value && !input.value.trim();
    close();
    if (emptied) put("");
    else show();
  }

  if (!read) {
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => look(input.value.trim()), PAUSE); });
    input.addEventListener("click", () => { if (pop.hidden) look(typed()); });
    input.addEventListener("keydown", keys);
    input.addEventListener("blur", left);
  }
  const update = (given) => {
    value = typeof given === "string" ? given : "";
    close();
    show();
    if (value && !known(value)) learn(value);
  };
  return { element: root, input, update };
}
