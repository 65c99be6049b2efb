/* Making elements, and the words of the page. No inline style or script anywhere: the content security policy forbids both. */
const block = document.getElementById("studio-texts");
const words = block ? JSON.parse(block.textContent) : {};

/* The text named `name`, its {places} filled. */
export function T(name, values) {
  let found = words[name] || name;
  Object.keys(values || {}).forEach((key) => { found = found.split(`{${key}}`).join(String(values[key])); });
  return window.YC && YC.counted ? YC.counted(found) : found;
}

/* An element with attributes (`on…` listeners, `text`, `checked` and the like as properties) and children. */
export function el(tag, given, ...children) {
  const made = document.createElement(tag);
  Object.entries(given || {}).forEach(([name, value]) => {
    if (value === null || value === undefined || value === false) return;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "text") made.textContent = value;
    else if (["checked", "value", "disabled", "selected", "hidden", "draggable", "readOnly", "multiple"].includes(name)) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  });
  children.flat().forEach((child) => { if (child) made.append(child); });
  return made;
}

export function icon(name) {
  const made = window.YC.icon(name);
  return made;
}

export function button(label, run, given) {
  const { icon: drawn, ...more } = given || {};
  return el("button", { type: "button", class: "btn btn-plain btn-sm", onclick: run, ...more }, drawn ? icon(drawn) : null, el("span", { text: label }));
}

/* A button that shows only a picture; its words are read aloud and shown on hovering. */
export function iconButton(label, drawn, run, given) {
  return el("button", { type: "button", class: "icon-btn", title: label, onclick: run, ...(given || {}) }, icon(drawn), el("span", { class: "visually-hidden", text: label }));
}

export function option(value, text, chosen) {
  return el("option", { value, text, selected: chosen });
}

/* Say something to people who listen and people who look; what was said before goes. */
let spoken = null;
export function say(text, options) {
  if (spoken) spoken.remove();
  spoken = window.YC.toast(text, options);
}

/* A dialog that is made, shown and thrown away; `fill(body, foot, close)` writes it. */
export function dialog(title, fill, wide) {
  const name = `dialog-${Math.random().toString(36).slice(2)}`;
  const body = el("div", { class: "dialog-body" });
  const foot = el("div", { class: "dialog-foot" });
  const box = el("dialog", { class: `dialog${wide ? " dialog-wide" : ""}`, "aria-labelledby": name });
  const close = () => box.close();
  box.append(el("div", { class: "dialog-head" }, el("h2", { id: name, text: title }), iconButton(T("close"), "x", close)), body, foot);
  fill(body, foot, close);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  window.YC.openDialog(box, document.activeElement);
  const first = box.querySelector("[data-first]") || body.querySelector("input,select,textarea,button") || foot.querySelector("button");
  if (first) first.focus();
  return box;
}

/* Send a form to the house; answers {ok, status, body, lost, signedOut}. */
export async function send(url, fields) {
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.append(name, value));
  try {
    const answer = await fetch(url, { method: "POST", body: data, credentials: "same-origin", headers: { "X-CSRFToken": window.YC.csrf(), Accept: "application/json" } });
    return answered(answer, await answer.json().catch(() => ({})));
  } catch (error) {
    return { lost: true, status: 0, body: {} };
  }
}

/* Ask the house for something; answers as `send` does. */
export async function ask(url, fields) {
  try {
    const answer = await fetch(`${url}?${new URLSearchParams(fields)}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return answered(answer, await answer.json().catch(() => ({})));
  } catch (error) {
    return { lost: true, status: 0, body: {} };
  }
}

function answered(answer, body) {
  if (answer.redirected || answer.status === 401) return { signedOut: true, status: 401, body: {} };
  return { ok: answer.ok, status: answer.status, body };
}

/* Why something was refused, in one sentence. */
export function why(answer) {
  if (answer.lost) return T("network");
  if (answer.signedOut) return T("session_over");
  const first = (answer.body.reasons || [])[0];
  return first ? `${first.message}${first.todo}` : answer.body.detail || T("network");
}
