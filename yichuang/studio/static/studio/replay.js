/* Do the change that leads from one document to another on a third one: undo that leaves alone what colleagues changed meanwhile. */
function plainObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function named(list) {
  return Array.isArray(list) && list.every((one) => plainObject(one) && typeof one.id === "string");
}

export function same(one, two) {
  return one === two || JSON.stringify(one) === JSON.stringify(two);
}

export function replay(from, to, onto) {
  if (from === to) return onto;
  if (onto === from) return to;
  if (plainObject(from) && plainObject(to) && plainObject(onto)) return objects(from, to, onto);
  if (named(from) && named(to) && named(onto)) return lists(from, to, onto);
  return same(from, to) ? onto : to;
}

function objects(from, to, onto) {
  const made = { ...onto };
  Object.keys({ ...from, ...to }).forEach((name) => {
    if (!(name in to)) delete made[name];
    else if (!(name in from)) made[name] = to[name];
    else if (name in onto) made[name] = replay(from[name], to[name], onto[name]);
  });
  return made;
}

function lists(from, to, onto) {
  const before = new Map(from.map((one) => [one.id, one]));
  const after = new Map(to.map((one) => [one.id, one]));
  const made = onto.filter((one) => after.has(one.id) || !before.has(one.id))
    .map((one) => (before.has(one.id) ? replay(before.get(one.id), after.get(one.id), one) : one));
  to.forEach((one, place) => {
    if (before.has(one.id) || made.some((other) => other.id === one.id)) return;
    const previous = to[place - 1];
    const at = previous ? made.findIndex((other) => other.id === previous.id) + 1 : 0;
    made.splice(at, 0, one);
  });
  const order = (list) => list.map((one) => one.id).filter((id) => before.has(id) && after.has(id)).join("\u001f");
  if (order(from) !== order(to)) {
    const place = new Map(to.map((one, at) => [one.id, at]));
    made.sort((one, two) => (place.has(one.id) ? place.get(one.id) : 1e9) - (place.has(two.id) ? place.get(two.id) : 1e9));
  }
  return made;
}
