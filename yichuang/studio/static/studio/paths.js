/* Reading and replacing parts of the document without changing it in place. */

/* What a node is called by, and where its condition stands. */
export const NAME_OF = { question: "text", option: "text", situation: "name", material: "name", point: "text", outcome: "message" };
export const CONDITION_OF = { question: "ask_if", option: "only_if", situation: "condition", material: "needed_if", outcome: "condition" };
const LIST_OF = { question: "questions", material: "materials", outcome: "outcomes", fact: "facts" };

export function newId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(7));
  return prefix + Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}

export function keyOf(kind, id, parent) {
  return [kind, parent || "", id].join("\u001f");
}

export function partsOf(key) {
  const [kind, parent, id] = key.split("\u001f");
  return { kind, parent, id };
}

export function read(body, path) {
  return path.split(".").reduce((at, name) => (at === null || at === undefined ? undefined : at[name]), body);
}

export function write(body, path, value) {
  const [name, ...rest] = path.split(".");
  const base = body && typeof body === "object" ? body : {};
  return { ...base, [name]: rest.length ? write(base[name], rest.join("."), value) : value };
}

export function listOf(body, name) {
  return Array.isArray(body[name]) ? body[name] : [];
}

export function change(list, id, make) {
  return list.map((one) => (one.id === id ? make(one) : one));
}

function inTrees(list, id, make) {
  return list.map((one) => {
    if (one.id === id) return make(one);
    const children = listOf(one, "children");
    if (!children.length) return one;
    const next = inTrees(children, id, make);
    return next.some((child, at) => child !== children[at]) ? { ...one, children: next } : one;
  });
}

/* The document with one node remade by `make(body)`. */
export function remake(document, key, make) {
  const { kind, parent, id } = partsOf(key);
  if (kind === "section" || kind === "group") return make(document);
  if (kind === "situation") return { ...document, situations: inTrees(listOf(document, "situations"), id, make) };
  if (kind === "option") return remake(document, keyOf("question", parent), (one) => ({ ...one, options: change(listOf(one, "options"), id, make) }));
  if (kind === "point") return remake(document, keyOf("material", parent), (one) => ({ ...one, review_points: change(listOf(one, "review_points"), id, make) }));
  const name = LIST_OF[kind];
  return { ...document, [name]: change(listOf(document, name), id, make) };
}

export function findSituation(list, id) {
  for (const one of list) {
    if (one.id === id) return one;
    const below = findSituation(listOf(one, "children"), id);
    if (below) return below;
  }
  return null;
}

/* The JSON of a node; the document itself for groups and sections of the matter. */
export function bodyOf(document, key) {
  const { kind, parent, id } = partsOf(key);
  if (kind === "section" || kind === "group") return document;
  if (kind === "situation") return findSituation(listOf(document, "situations"), id);
  if (kind === "option") return listOf(bodyOf(document, keyOf("question", parent)) || {}, "options").find((one) => one.id === id) || null;
  if (kind === "point") return listOf(bodyOf(document, keyOf("material", parent)) || {}, "review_points").find((one) => one.id === id) || null;
  return listOf(document, LIST_OF[kind]).find((one) => one.id === id) || null;
}
