/* The editor of a life event's draft: the page's forms bound to one document that saves itself, with steps back and forth over all parts.
   Store, saver, conflicts and conditions are the studio's. What cannot be shown by filling inputs is drawn by the house. */
import { askConflicts } from "../studio/conflicts.js";
import { ask, say, send, T, why } from "../studio/dom.js";
import { Saver } from "../studio/saver.js";
import { Store } from "../studio/store.js";
import { fill, shape, taken, write } from "./binding.js";
import { Conditions } from "./conditions.js";

const given = JSON.parse(document.getElementById("compose-given").textContent);
const part = document.getElementById("compose-part");
const store = new Store(given.document);
const saver = new Saver(store, given, document.querySelector("[data-part='save-state']"), { saved, conflict });
const conditions = new Conditions(store, (path, made, from) => store.edit(write(store.document, path, made), { select: section, from }));
const BACK_TO = /^(?:up|down|like|join|split|feed):([^:]+)/;
let section = given.section;
let drawn = shape(section, store.document);
const kept = new Map([[drawn, part.innerHTML]]);

/* ---- drawing ---- */
function parsed(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content;
}

function whole(html) {
  const found = parsed(html).querySelector("[data-part='whole']");
  return found ? found.innerHTML : html;
}

function mount(html, key) {
  part.innerHTML = html;
  drawn = key;
  part.querySelectorAll("form").forEach((form) => form.removeAttribute("data-guard")); /* nothing waits for a button */
  conditions.mount(part);
  fill(part, store.document);
}

/* Show a part of the document as it stands; false when the house could not be asked. */
async function show(wanted, from) {
  const key = shape(wanted, store.document);
  if (key === drawn) {
    fill(part, store.document);
    conditions.update(from);
    return true;
  }
  if (!kept.has(key)) {
    const answer = await send(given.urls.draw[wanted], { document: JSON.stringify(store.document) });
    if (!answer.ok) { say(why(answer), { error: true }); return false; }
    kept.set(key, whole(answer.body.html));
  }
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  if (key === shape(wanted, store.document)) mount(kept.get(key), key);
  if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
  return true;
}

/* What the house says of the saved document – findings, headings, who saved when – without touching what is typed in. */
function freshen(html) {
  const old = new Map(Array.from(document.querySelectorAll("[data-live]")).map((one) => [one.dataset.live, one]));
  parsed(html).querySelectorAll("[data-live]").forEach((one) => {
    const place = old.get(one.dataset.live);
    if (place && place.innerHTML !== one.innerHTML) place.replaceChildren(...one.childNodes);
  });
}

function saved(answer, explicit) {
  if (answer.section === section && shape(section, store.document) === drawn) {
    kept.set(drawn, whole(answer.html));
    freshen(answer.html);
  }
  if (answer.merged) say(T("merged"));
  if (explicit) say(T("saved_by_hand", { number: answer.revision }));
}

function conflict(body, settle) {
  askConflicts({ ...body, conflicts: body.places }, settle);
}

store.subscribe((_, change) => {
  const wanted = change.moved && change.select ? change.select : section;
  if (wanted !== section) go(wanted, true);
  else if (!change.typed) show(section, change.from);
  else conditions.update();
  offer();
  if (!change.adopted) saver.changed();
});

function offer() {
  document.querySelector("[data-step='undo']").disabled = !store.past.length;
  document.querySelector("[data-step='redo']").disabled = !store.future.length;
}

/* Steps of earlier visits, from the states that the house has kept; without an answer only those of this visit can be taken back. */
async function recall() {
  const start = store.document;
  const answer = await ask(given.urls.steps);
  if (!answer.ok) return;
  const documents = { ...answer.body.documents, [given.revision]: start };
  const steps = (list) => list.map(([before, after, select]) => ({ before: documents[before], after: documents[after], select }));
  store.remember(steps(answer.body.past), steps(answer.body.future));
  offer();
}

/* ---- typing, buttons, steps ---- */
function typed(event) {
  const input = event.target.closest("[data-path]");
  if (!input) return;
  const next = taken(store.document, input, part);
  if (next !== store.document) store.edit(next, { field: input.dataset.path, typed: true, select: section });
}
part.addEventListener("input", typed);
part.addEventListener("change", typed);

/* What stands beside a button and belongs to no place of the document: which matter to add, which row to join. */
function beside() {
  return Object.fromEntries(Array.from(part.querySelectorAll("[name]:not([data-path]):not(button)")).filter((one) => one.name.includes("-") && one.name !== "Idempotency-Key" || one.name === "matter").map((one) => [one.name, one.value]));
}

async function perform(act) {
  const before = store.document;
  const answer = await send(given.urls.draw[section], { ...beside(), document: JSON.stringify(before), act });
  if (!answer.ok || store.document !== before) { say(answer.ok ? T("repair_again") : why(answer), { error: true }); return; }
  kept.set(shape(section, answer.body.document), whole(answer.body.html));
  store.edit(answer.body.document, { select: section });
  const row = BACK_TO.exec(act);
  const place = row && document.getElementById(`row-${row[1]}`);
  const first = place && place.querySelector("button, input, select, textarea");
  if (first) first.focus({ preventScroll: true });
  say(T("acted"), { action: { label: T("undo"), run: () => store.undo() } });
}

part.addEventListener("click", (event) => {
  const button = event.target.closest("button[name='act']");
  if (!button) return;
  event.preventDefault();
  if (button.value === "save") saver.flush(true);
  else perform(button.value);
});

const steps = {
  save: () => saver.flush(true),
  undo: () => { if (store.undo()) say(T("undone"), { seconds: 2 }); },
  redo: () => { if (store.redo()) say(T("redone"), { seconds: 2 }); },
};
document.querySelectorAll("[data-step]").forEach((one) => one.addEventListener("click", steps[one.dataset.step]));

/* ---- going on ---- */
async function go(wanted, quiet) {
  const before = section;
  section = wanted;
  saver.url = given.urls.saves[wanted];
  if (!(await show(wanted))) {
    section = before;
    saver.url = given.urls.saves[before];
    return;
  }
  document.querySelectorAll("[data-part-link]").forEach((one) => { if (one.dataset.partLink === wanted) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current"); });
  if (!quiet) window.scrollTo(0, 0);
  if (location.pathname !== given.urls.page[wanted]) history.pushState({ section: wanted }, "", given.urls.page[wanted]);
}

/* Wait until what there is has been sent (at most five seconds). */
async function settled() {
  await saver.flush();
  for (let tries = 0; saver.dirty() && tries < 50; tries += 1) await new Promise((done) => { setTimeout(done, 100); });
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
  if (link.dataset.partLink && given.urls.page[link.dataset.partLink]) {
    event.preventDefault();
    go(link.dataset.partLink);
  } else if (link.origin === location.origin && saver.dirty()) {
    event.preventDefault();
    await settled();
    location.assign(link.href);
  }
});
window.addEventListener("popstate", () => {
  const found = Object.entries(given.urls.page).find(([, url]) => url === location.pathname);
  if (found) go(found[0]);
});

mount(part.innerHTML, drawn);
const row = location.hash.startsWith("#row-") ? document.getElementById(location.hash.slice(1)) : null;
const first = row && row.querySelector("button, input, select, textarea");
if (first) first.focus({ preventScroll: true });
recall();
document.body.dataset.ready = "1";
window.composeEditor = { store, saver };
