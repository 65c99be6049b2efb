/* Sample pictures of a material (S2-18): taken in with their private parts blurred by the server, then marked with the review points; and its
   blank form. */
import { bodyOf, listOf, newId } from "./paths.js";
import { button, dialog, el, option, send, T, why } from "./dom.js";
import { board } from "./board.js";
import { freshId } from "./widgets.js";

export function samplesWidget(field, set, read, { house, key, node }) {
  const root = el("div", { class: "samples", role: "group", "aria-label": field.label });
  const chooser = el("input", { type: "file", accept: "image/jpeg,image/png,image/webp", class: "visually-hidden", tabindex: "-1", "aria-label": T("sample_add"), id: freshId() });
  chooser.addEventListener("change", () => { if (chooser.files[0]) take(chooser.files[0]); chooser.value = ""; });
  let list = [];

  const points = () => listOf(bodyOf(house.store.document, key) || {}, "review_points");
  const put = (next) => { list = next; set(list); draw(); };
  const remake = (id, make) => put(list.map((one) => (one.id === id ? make(one) : one)));

  function draw() {
    const cards = list.map((one, at) => el("figure", { class: "sample-card" },
      el("img", { src: `${house.urls.files}${one.file}/`, alt: T("sample_title", { name: one.name || node.label }), loading: "lazy" }),
      el("figcaption", {}, el("span", { text: one.name || node.label }), el("span", { class: "muted", text: T("sample_count", { count: listOf(one, "marks").length }) })),
      read ? null : el("div", { class: "sample-tools" }, button(T("sample_edit"), () => mark(one), { icon: "edit" }), button(T("sample_blur_more"), () => again(one), { icon: "eye-off" }),
        button(T("sample_remove"), () => put(list.filter((other, place) => place !== at)), { icon: "trash" }))));
    const add = read ? [] : [chooser, button(T("sample_add"), () => chooser.click(), { icon: "photo" })];
    root.replaceChildren(...cards, ...add);
  }

  /* Blur first: the picture leaves this machine together with the areas, and only the blurred one is kept. */
  function blurring(url, name, fields, done) {
    let areas = [];
    dialog(T("sample_title", { name }), (inside, foot, close) => {
      const none = el("input", { type: "checkbox", class: "form-check-input", id: freshId() });
      const wrong = el("p", { class: "field-error", role: "alert", hidden: true });
      const canvas = board({ url, alt: name, list: [], blank: () => ({}), add: T("sample_area_add"), changed: (items) => { areas = items.map((one) => one.area); } });
      inside.append(el("p", { text: T("sample_blur_lead") }), wrong, canvas, el("label", { class: "check" }, none, el("span", { text: T("sample_none") })));
      const save = button(T("sample_save"), async () => {
        const say = (text) => { wrong.textContent = text; wrong.hidden = false; save.disabled = false; };
        if (!areas.length && !none.checked) { say(T("sample_say")); return; }
        save.disabled = true;
        const answer = await send(house.urls.samples, { ...fields, areas: JSON.stringify(areas) });
        if (!answer.ok) { say(T("upload_failed", { why: why(answer) })); return; }
        close();
        done(answer.body);
      }, { class: "btn btn-primary" });
      foot.append(button(T("cancel"), close, { class: "btn btn-plain" }), save);
    }, true).classList.add("dialog-board");
  }

  function take(file) {
    const url = URL.createObjectURL(file);
    blurring(url, file.name, { file }, (kept) => {
      URL.revokeObjectURL(url);
      put([...list, { id: newId("x_"), file: kept.id, name: node.label || kept.name, marks: [] }]);
      if (points().length) mark(list[list.length - 1]);
    });
  }

  function again(one) {
    blurring(`${house.urls.files}${one.file}/`, one.name || node.label, { again: one.file }, (kept) => remake(one.id, (old) => ({ ...old, file: kept.id })));
  }

  function mark(one) {
    const known = points();
    if (!known.length) { window.YC.toast(T("sample_no_points")); return; }
    let marks = listOf(one, "marks");
    const extra = (item, number, tell) => {
      const point = el("select", { class: "form-select", "aria-label": `${T("sample_point")} ${number}`, onchange: () => { item.point = point.value; tell(); } }, ...known.map((inner) => option(inner.id, inner.text || T("unnamed"), inner.id === item.point)));
      const note = el("input", { class: "form-control", value: item.note || "", placeholder: T("sample_note"), "aria-label": `${T("sample_note")} ${number}`, oninput: () => { item.note = note.value; tell(); } });
      return [point, note];
    };
    const free = () => { const used = marks.map((inner) => inner.point); return (known.find((inner) => !used.includes(inner.id)) || known[0]).id; };
    dialog(T("sample_title", { name: one.name || node.label }), (inside, foot, close) => {
      inside.append(board({
        url: `${house.urls.files}${one.file}/`, alt: one.name, list: marks, extra, blank: () => ({ point: free(), note: "" }), add: T("sample_mark_add"),
        changed: (items) => { marks = items.map((item) => ({ point: item.point, area: item.area, note: item.note || "" })); },
      }));
      foot.append(button(T("cancel"), close, { class: "btn btn-plain" }), button(T("done"), () => { close(); remake(one.id, (old) => ({ ...old, marks })); }, { class: "btn btn-primary" }));
    }, true).classList.add("dialog-board");
  }

  return { element: root, input: root, group: true, update: (value) => { list = Array.isArray(value) ? value : []; draw(); } };
}

/* The blank form of a material: uploaded once, named by its id. */
export function fileWidget(field, set, read, { house, key }) {
  const root = el("div", { class: "blank-file row-gap", role: "group", "aria-label": field.label });
  const chooser = el("input", { type: "file", class: "visually-hidden", tabindex: "-1", "aria-label": T("blank_choose"), id: freshId() });
  chooser.addEventListener("change", async () => {
    if (!chooser.files[0]) return;
    const answer = await send(house.urls.forms, { file: chooser.files[0] });
    chooser.value = "";
    if (!answer.ok) { window.YC.toast(T("upload_failed", { why: why(answer) }), { error: true }); return; }
    set(answer.body.id);
    draw(answer.body.id);
    house.acts.also(key, "blank_form", true);
  });
  function draw(id) {
    const link = id ? [el("a", { class: "btn btn-plain btn-sm", href: `${house.urls.files}${id}/?download=1` }, el("span", { text: T("blank_open") }))] : [el("span", { class: "muted", text: T("blank_none") })];
    const tools = read ? [] : [chooser, button(T("blank_choose"), () => chooser.click(), { icon: "upload" }), id ? button(T("blank_remove"), () => { set(""); draw(""); }, { icon: "trash" }) : null];
    root.replaceChildren(...link, ...tools.filter(Boolean));
  }
  return { element: root, input: root, group: true, update: draw };
}

