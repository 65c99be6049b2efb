/* Inputs and the document: an input with data-path="members/birth/told" shows and writes that place. Rows of a list are named by their id,
   a question's asks by member:question. Documents are never changed in place. data-as: text (unless said), need (never empty), number,
   tick, set (ticks of one list), lines (one a line), drop (an empty one leaves no key). */

function named(row) {
  return row.id === undefined ? `${row.member}:${row.question}` : row.id;
}

function inner(body, name) {
  if (Array.isArray(body)) return body.find((row) => named(row) === name);
  return body === null || body === undefined ? undefined : body[name];
}

export function read(document, path) {
  return path.split("/").reduce(inner, document);
}

export function write(document, path, value) {
  const [name, ...rest] = path.split("/");
  const next = rest.length ? write(inner(document, name), rest.join("/"), value) : value;
  if (Array.isArray(document)) return document.map((row) => (named(row) === name ? next : row));
  const made = { ...document, [name]: next };
  if (next === undefined) delete made[name];
  return made;
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

/* What an input says; undefined: no key at all. */
function said(input, root) {
  const text = input.value.trim();
  switch (input.dataset.as) {
    case "tick": return input.checked;
    case "set": return inputsOf(root, input.dataset.path).filter((one) => one.checked).map((one) => one.value);
    case "lines": return lines(input.value);
    case "number": return /^\d{1,4}$/.test(text) ? Number(text) : text;
    case "drop": return text || undefined;
    default: return text;
  }
}

function inputsOf(root, path) {
  return Array.from(root.querySelectorAll("[data-path]")).filter((one) => one.dataset.path === path);
}

/* The document with what an input says; the same one where nothing changes. */
export function taken(document, input, root) {
  const value = said(input, root);
  if (input.dataset.as === "need" && !value) return document;
  const before = read(document, input.dataset.path);
  return JSON.stringify(before) === JSON.stringify(value) ? document : write(document, input.dataset.path, value);
}

function show(input, value) {
  if (input.dataset.as === "tick") input.checked = Boolean(value);
  else if (input.dataset.as === "set") input.checked = (value || []).includes(input.value);
  else if (input.dataset.as === "lines") { if (lines(input.value).join("\n") !== (value || []).join("\n")) input.value = (value || []).join("\n"); }
  else if (input.value.trim() !== String(value ?? "")) input.value = value ?? "";
}

/* Let every input show what stands in the document. */
export function fill(root, document) {
  root.querySelectorAll("[data-path]").forEach((input) => show(input, read(document, input.dataset.path)));
}

const pick = (row, names) => names.map((name) => row[name]);
const asked = (row) => row.asks.map((one) => `${one.member}:${one.question}`);
const plain = (row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== "title"));
const SHAPES = {
  members: (d) => [d.members.map((row) => pick(row, ["id", "version"])), d.questions.length],
  questions: (d) => [d.questions.map((row) => [row.id, row.kind, row.options.map((one) => one.id), asked(row)]), d.members.map((row) => pick(row, ["id", "presets"]))],
  fields: (d) => [d.fields.map((row) => [row.id, row.feeds, plain(row.row)]), d.members.map((row) => row.id)],
  materials: (d) => [d.materials.map((row) => pick(row, ["id", "standard_type", "gives"])), d.members.map((row) => row.id)],
  terms: () => [],
};

/* What of a part cannot be shown by filling inputs: which rows there are, and in which order. */
export function shape(section, document) {
  return section + JSON.stringify(SHAPES[section](document));
}
