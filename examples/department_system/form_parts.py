"""The parts of our own form: what the platform knows, our own fields, the materials, and the report made of them."""

import json
import sqlite3
from typing import Any

from examples.department_system.app import App
from examples.department_system.case_parts import YES_NO, control, label_of, problem_words
from examples.department_system.report_forms import Field
from examples.department_system.web import escape


def whole(app: App, row: sqlite3.Row, base: dict[str, Any], csrf: str) -> str:
    """Return the form."""
    filled = json.loads(row["filled"])
    known = {**_object(base, "form"), **_object(base, "own_form")}
    own = "".join(
        control(_field(field), str(filled.get(field["name"], known.get(field["name"]) or "")))
        for field in app.settings.form_fields
    )
    materials = "".join(_material(app, row, material, filled) for material in materials_of(app, base))
    return f"""<form method="post" action="/form/{row["id"]}" enctype="multipart/form-data"><input type="hidden" name="csrf" value="{csrf}">
<div class="two"><div><section class="card"><h2>建设项目信息</h2>{own}</section>
<section class="card"><h2>材料</h2><p class="hint">上传电子文件，或注明收了纸质材料。单次提交合计不超过 60 MB。</p>{materials}</section>
<button>提交申报表并返回窗口</button></div><section class="card"><h2>平台已采集（无需再填）</h2>{_known(base)}</section></div></form>"""


def said(report: sqlite3.Row | None, faults: tuple[str, ...]) -> str:
    """Say what is missing, or why the platform said no."""
    if faults:
        items = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
        return f'<div class="card bad" role="alert"><strong>还没有提交</strong><ul class="reasons">{items}</ul></div>'
    if report is not None and report["state"] == "refused":
        words = problem_words(report["status"], json.loads(report["answer"]))
        return f'<div class="card" role="alert"><strong>平台退回了申报表，请修改后再提交</strong>{words}</div>'
    return ""


def materials_of(app: App, base: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the materials to hand in: the platform's list, or ours where it has none."""
    listed = [material for material in base.get("materials") or [] if isinstance(material, dict) and material.get("id")]
    return listed or list(app.settings.form_materials)


def missing(app: App, row: sqlite3.Row) -> tuple[str, ...]:
    """Return what our own form still needs; which materials are enough is for the platform to say."""
    filled = json.loads(row["filled"])
    faults = []
    for field in app.settings.form_fields:
        value = str(filled.get(field["name"], "")).strip()
        if field.get("required") and not value:
            faults.append(f"请填写“{field['label']}”。")
        elif value and field.get("type") == "number" and not _is_number(value):
            faults.append(f"“{field['label']}”应为不小于零的数。")
    return tuple(faults)


def data_of(app: App, row: sqlite3.Row) -> dict[str, Any]:
    """Return the data of the report `form_submitted`. Whoever sits at the counter is named by the platform, not by us."""
    base, filled = json.loads(row["base"]), json.loads(row["filled"])
    own = {field["name"]: str(filled.get(field["name"], "")).strip() for field in app.settings.form_fields}
    materials: list[dict[str, Any]] = []
    for material in materials_of(app, base):
        key = str(material["id"])
        uploads = app.store.all(
            "SELECT position FROM uploads WHERE form = ? AND material = ? ORDER BY position", row["id"], key
        )
        if uploads:
            materials.append({"id": key, "files": [{"upload": upload["position"]} for upload in uploads]})
        elif filled.get(f"paper_{key}"):
            counts = {name: _count(filled.get(f"{name}_{key}", "")) for name in ("originals", "copies")}
            materials.append({"id": key, "paper": True, **counts})
    handler = {"id": "window", "name": str(base.get("first_handler") or "收件窗口")}
    return {"handler": handler, "own_form": own, "materials": materials}


def _material(app: App, row: sqlite3.Row, material: dict[str, Any], filled: dict[str, str]) -> str:
    key, name = escape(material["id"]), escape(material.get("name") or material["id"])
    received = [escape(file.get("name", "文件")) for file in material.get("files") or []]
    if received:
        return f"<fieldset><legend>{name}</legend><p>平台已收：{'、'.join(received)}</p></fieldset>"
    uploads = app.store.all(
        "SELECT position, name FROM uploads WHERE form = ? AND material = ? ORDER BY position",
        row["id"],
        str(material["id"]),
    )
    kept = "".join(
        f'<li>{escape(upload["name"])} <label><input type="checkbox" name="drop_{upload["position"]}" value="1">不用这个文件</label></li>'
        for upload in uploads
    )
    paper = " checked" if filled.get(f"paper_{material['id']}") else ""
    originals, copies = (escape(filled.get(f"{count}_{material['id']}", "1")) for count in ("originals", "copies"))
    return f"""<fieldset><legend>{name}</legend>{f"<p>已上传：</p><ul>{kept}</ul>" if kept else ""}
<label>电子文件 <input type="file" name="file_{key}" multiple accept=".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.zip"></label>
<label><input type="checkbox" name="paper_{key}" value="1"{paper}>收了纸质材料</label>
<div class="row"><label>原件份数 <input type="number" min="0" max="99" name="originals_{key}" value="{originals}"></label>
<label>复印件份数 <input type="number" min="0" max="99" name="copies_{key}" value="{copies}"></label></div></fieldset>"""


def _known(base: dict[str, Any]) -> str:
    """Show the base information: read, not asked again."""
    rows = [("事项", _object(base, "matter").get("name")), ("申请人", _object(base, "applicant").get("name"))]
    rows += [(label_of(base, key), YES_NO.get(str(value), value)) for key, value in _object(base, "form").items()]
    rows += [("情形", _object(base, "situation").get("name")), ("收件地点", base.get("site"))]
    inside = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}</dd>"
        for name, value in rows
        if value not in (None, "")
    )
    return f"<dl>{inside}</dl>"


def _field(field: dict[str, Any]) -> Field:
    return Field(
        field["name"],
        field["label"],
        "decimal" if field.get("type") == "number" else "text",
        needed=bool(field.get("required")),
    )


def _object(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _is_number(value: str) -> bool:
    try:
        return 0 <= float(value) < 1e12
    except ValueError:
        return False


def _count(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0
