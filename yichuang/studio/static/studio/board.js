/* A picture with rectangles on it, drawn with the mouse or a finger, or typed as numbers (thousandths of width and height). */
import { el, iconButton, T } from "./dom.js";
import { freshId } from "./widgets.js";

const SVG = "http://www.w3.org/2000/svg";
const SIDES = ["x", "y", "width", "height"];
const START = { x: 350, y: 400, width: 300, height: 100 };

/* `list`: [{area, …}]; `extra(item, at)`: more inputs of a row; `changed(list)` after every change. */
export function board({ url, alt, list, extra, blank, add, changed }) {
  const items = list.map((one) => ({ ...one }));
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "picture-marks board-marks");
  drawing.setAttribute("aria-hidden", "true");
  const sheet = el("div", { class: "picture-sheet" }, el("img", { src: url, alt, draggable: false }), drawing);
  const rows = el("ol", { class: "board-rows" });
  const more = el("button", { type: "button", class: "btn btn-plain btn-sm", text: add, onclick: () => put({ ...START }) });
  const root = el("div", { class: "board" }, el("div", { class: "board-picture" }, el("p", { class: "muted", text: T("sample_draw") }), sheet), el("div", { class: "board-side" }, rows, more));

  function put(area) {
    items.push({ ...blank(), area });
    drawRows();
    tell();
    const inputs = rows.lastElementChild.querySelectorAll("select,input");
    if (inputs[0]) inputs[0].focus();
  }

  function tell() {
    drawMarks();
    changed(items);
  }

  function drawMarks() {
    drawing.replaceChildren(...items.map((one, at) => rectangle(one.area, at + 1)));
  }

  function rectangle(area, number) {
    const group = document.createElementNS(SVG, "g");
    const rect = document.createElementNS(SVG, "rect");
    SIDES.forEach((side) => rect.setAttribute(side, `${area[side] / 10}%`));
    const label = document.createElementNS(SVG, "text");
    label.setAttribute("x", `${area.x / 10}%`);
    label.setAttribute("y", `${area.y / 10}%`);
    label.setAttribute("dx", "4");
    label.setAttribute("dy", "16");
    label.textContent = number || "";
    group.append(rect, label);
    return group;
  }

  function drawRows() {
    rows.replaceChildren(...items.map((one, at) => el("li", {}, ...(extra ? extra(one, at + 1, tell) : []), el("div", { class: "board-area" }, ...SIDES.map((side) => numeric(one, side, at + 1)),
      iconButton(`${T("remove")} ${at + 1}`, "trash", () => { items.splice(at, 1); drawRows(); tell(); })))));
  }

  function numeric(one, side, number) {
    const input = el("input", { class: "form-control", id: freshId(), inputmode: "numeric", value: String(one.area[side]), "aria-label": `${T(`area_${side}`)} ${number}` });
    input.addEventListener("change", () => { one.area = fitted({ ...one.area, [side]: Number(input.value) || 0 }); input.value = String(one.area[side]); tell(); });
    return el("label", { class: "board-number" }, el("span", { "aria-hidden": "true", text: T(`area_${side}`) }), input);
  }

  /* Drawing: from where the finger goes down to where it goes up. */
  let from = null;
  let ghost = null;
  const at = (event) => {
    const box = drawing.getBoundingClientRect();
    const part = (value, start, size) => Math.max(0, Math.min(1000, Math.round(((value - start) / size) * 1000)));
    return { x: part(event.clientX, box.left, box.width), y: part(event.clientY, box.top, box.height) };
  };
  const between = (one, two) => ({ x: Math.min(one.x, two.x), y: Math.min(one.y, two.y), width: Math.abs(one.x - two.x), height: Math.abs(one.y - two.y) });
  drawing.addEventListener("pointerdown", (event) => { event.preventDefault(); from = at(event); drawing.setPointerCapture(event.pointerId); });
  drawing.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (ghost) ghost.remove();
    ghost = rectangle(between(from, at(event)), 0);
    drawing.append(ghost);
  });
  drawing.addEventListener("pointerup", (event) => {
    if (!from) return;
    const area = between(from, at(event));
    from = null;
    if (ghost) ghost.remove();
    ghost = null;
    if (area.width > 5 && area.height > 5) put(fitted(area));
  });
  drawing.addEventListener("pointercancel", () => { from = null; if (ghost) ghost.remove(); ghost = null; });
  drawMarks();
  drawRows();
  return root;
}

/* A rectangle that lies inside the picture. */
function fitted(area) {
  const inside = (value, least, most) => Math.max(least, Math.min(most, Math.round(value)));
  const x = inside(area.x, 0, 999);
  const y = inside(area.y, 0, 999);
  return { x, y, width: inside(area.width, 1, 1000 - x), height: inside(area.height, 1, 1000 - y) };
}
