"""The parts of a case's page."""

import json
import sqlite3
import uuid
from typing import Any

from examples.department_system import clock
from examples.department_system.app import App
from examples.department_system.inbox import MODES
from examples.department_system.report_forms import BY_TYPE, FORMS, MOST_ITEMS, Field, Form
from examples.department_system.sign_in import Visit
from examples.department_system.web import escape

EVENTS = {
    "case.registered": "收件分发",
    "case.supplemented": "补齐补正",
    "case.accepted": "已受理",
    "case.tolerated_supplied": "补交容缺材料",
    "case.withdrawn": "申请人撤回",
    "case.ended": "窗口终结",
    "case.delivered": "结果已送达",
    "case.report_again": "请重新回传",
    "case.not_here": "平台没有此办件",
}
FILE_STATES = {
    "here": ("good", "已取到"),
    "wanted": ("wait", "正在获取"),
    "wrong": ("bad", "与公布的校验值不符或已失效"),
}
REPORT_STATES = {"taken": ("good", "平台已接受"), "refused": ("bad", "平台退回"), "queued": ("wait", "待送达")}
YES_NO = {"yes": "是", "no": "否"}
LABELS = {
    "name": "姓名/名称",
    "id_number": "证件号码",
    "contact_name": "联系人",
    "contact_mobile": "联系手机",
    "legal_representative": "法定代表人",
    "address": "地址",
    "project_name": "项目名称",
}


def materials_of(case: sqlite3.Row) -> dict[str, str]:
    """Return the case's materials, id to name."""
    rows = json.loads(case["data"]).get("materials") or []
    return {str(row.get("id") or ""): str(row.get("name") or "") for row in rows if isinstance(row, dict)}


def facts(case: sqlite3.Row, data: dict[str, Any], visit: Visit) -> str:
    """Show number, state and dates."""
    rows = [
        ("收件编号", f'<span class="num">{escape(case["number"])}</span>'),
        ("状态", f'<span class="tag">{escape(case["state_name"] or case["state"])}</span>'),
        ("办理方式", escape(MODES.get(case["mode"], case["mode"]))),
        ("收件时间", escape(clock.readable(case["received_at"]))),
        ("受理日期", escape(data.get("accepted_on") or "—")),
        ("承诺办结", escape(case["promised_due"] or "—")),
        ("法定期限", escape(data.get("statutory_due") or "—")),
        ("收件地点", escape(data.get("site") or "—")),
        ("首位承办", escape(data.get("first_handler") or "—")),
    ]
    return f"""<section class="card"><h2>办件</h2>{_list(rows)}
<form method="post" action="/cases/{escape(case["number"])}/status">{visit.token()}
<p><button class="plain">查询平台状态</button></p></form></section>"""


def files(app: App, case: sqlite3.Row, visit: Visit) -> str:
    """Show the files, those that are here with a link."""
    rows = app.store.all("SELECT * FROM files WHERE case_number = ? ORDER BY position", case["number"])
    items = []
    for row in rows:
        kind, words = FILE_STATES[row["state"]]
        name = escape(row["name"])
        if row["state"] == "here":
            name = f'<a href="/cases/{escape(case["number"])}/files/{row["position"]}" target="_blank" rel="noopener">{name}</a>'
        again = ""
        if row["state"] != "here":
            action = f"/cases/{escape(case['number'])}/files/{row['position']}/again"
            again = (
                f'<form method="post" action="{action}">{visit.token()}<button class="plain">重新获取</button></form>'
            )
        fault = (
            f'<br><small class="bad">{escape(row["error"])}</small>' if row["error"] and row["state"] != "here" else ""
        )
        items.append(
            f'<li>{escape(row["material"])}：{name} <small class="hint">{_size(row["size"])}</small>'
            f' <span class="tag {kind}">{words}</span> {again}{fault}</li>'
        )
    paper = [
        row for row in json.loads(case["data"]).get("materials") or [] if isinstance(row, dict) and not row.get("files")
    ]
    items += [
        f"<li>{escape(row.get('name') or row.get('id'))}："
        f'<small class="hint">没有电子文件（原件 {escape(row.get("originals", 0))} 份，'
        f"复印件 {escape(row.get('copies', 0))} 份）</small></li>"
        for row in paper
    ]
    listed = f'<ul class="answers">{"".join(items)}</ul>' if items else "<p>没有材料。</p>"
    return f'<section class="card" id="files"><h2>材料</h2>{listed}</section>'


def content(data: dict[str, Any]) -> str:
    """Show the forms that were filled in."""
    rows: list[tuple[str, str]] = []
    for name in ("form", "own_form"):
        values = data.get(name)
        for key, value in (values if isinstance(values, dict) else {}).items():
            if value not in ("", None):
                rows.append((label_of(data, str(key)), escape(YES_NO.get(str(value), _words(value)))))
    situation = data.get("situation")
    if isinstance(situation, dict):
        rows.append(("情形", escape(situation.get("name", ""))))
    return f'<section class="card"><h2>申报内容</h2>{_list(rows)}</section>' if rows else ""


def label_of(data: dict[str, Any], key: str) -> str:
    """Return what a field is called: the platform says so beside the form, for our own fields we know."""
    labels = data.get("form_labels")
    return str((labels if isinstance(labels, dict) else {}).get(key) or LABELS.get(key, key))


def messages(app: App, case: sqlite3.Row) -> str:
    """Show every message about the case as it came."""
    rows = app.store.all("SELECT * FROM inbox WHERE case_number = ? ORDER BY position", case["number"])
    items = "".join(
        f"<li>{escape(clock.readable(row['received_at']))}　<strong>{escape(EVENTS.get(row['type'], row['type']))}</strong>"
        f" <small class='hint'>第 {row['sequence']} 号，收到 {row['times']} 次</small>"
        f"<details><summary>原文</summary><div><code>{escape(row['body'])}</code></div></details></li>"
        for row in rows
    )
    return f'<section class="card"><h2>收到的消息</h2><ul class="answers">{items or "<li>没有。</li>"}</ul></section>'


def reports(app: App, case: sqlite3.Row, visit: Visit) -> str:
    """Show every report with its state and the platform's answer."""
    rows = app.store.all("SELECT * FROM outbox WHERE case_number = ? ORDER BY position DESC", case["number"])
    items = "".join(_report(row, case["number"], visit) for row in rows)
    return f"""<section class="card" id="reports"><h2>已上报</h2><ul class="answers">{items or "<li>还没有上报。</li>"}</ul></section>"""


def _report(row: sqlite3.Row, number: str, visit: Visit) -> str:
    kind, words = REPORT_STATES[row["state"]]
    title = (
        BY_TYPE[row["type"]].title
        if row["type"] in BY_TYPE
        else {"form_submitted": "申报表提交"}.get(row["type"], row["type"])
    )
    extra = ""
    if row["state"] == "queued":
        extra = f'<br><small class="hint">已试 {row["tries"]} 次 {escape(row["error"])}</small>'
        action = f"/cases/{escape(number)}/reports/{row['position']}/again"
        extra += f'<form method="post" action="{action}">{visit.token()}<button class="plain">立即重发</button></form>'
    elif row["answer"]:
        answer = json.loads(row["answer"])
        extra = problem_words(row["status"], answer) if row["state"] == "refused" else _status_words(answer)
    return f"""<li id="report-{escape(row["id"])}"><strong>{escape(title)}</strong> <span class="tag {kind}">{words}</span>
<br><small class="hint">{escape(row["officer"])} {escape(clock.readable(row["created_at"]))}</small>{extra}</li>"""


def _status_words(answer: dict[str, Any]) -> str:
    return f"<br><small>平台答复：{escape(answer.get('state_name') or answer.get('state') or '')}</small>"


def problem_words(status: int, problem: dict[str, Any]) -> str:
    """Show problem details (RFC 9457): title, detail, and whatever reasons come with them."""
    lines = []
    for reason in problem.get("reasons") or problem.get("errors") or []:
        if isinstance(reason, dict):
            parts = [str(reason[name]) for name in ("message", "rule", "todo") if reason.get(name)]
            lines.append("　".join(parts) or _words(reason))
        else:
            lines.append(str(reason))
    head = str(problem.get("title") or "平台没有说明")
    detail = str(problem.get("detail") or "")
    if detail and not lines:
        lines.append(detail)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="bad">{status} {escape(head)}<ul class="reasons">{items}</ul></div>'


def forms(app: App, case: sqlite3.Row, visit: Visit, opened: str, filled: dict[str, str]) -> str:
    """Show a form for every report; which of them is allowed now is for the platform to say."""
    shown = []
    for form in FORMS:
        values = filled if form.type == opened else {}
        inside = _inputs(form, app, case, visit, values)
        kind = ' enctype="multipart/form-data"' if form.type == "concluded" else ""
        button = f"<button>上报：{escape(form.title)}</button>"
        if form.head_only and not visit.officer.head:
            inside, button = "", '<p class="hint">请由负责人登录后办理。</p>'
        shown.append(
            f"""<details id="form-{form.type}"{" open" if form.type == opened else ""}><summary>{escape(form.title)}</summary>
<form method="post" action="/cases/{escape(case["number"])}/reports/{form.type}"{kind}>
<p class="hint">{escape(form.explained)}</p>{visit.token()}<input type="hidden" name="report" value="{uuid.uuid4()}">
{inside}{button}</form></details>"""
        )
    return f'<section class="card"><h2>上报</h2>{"".join(shown)}</section>'


def _inputs(form: Form, app: App, case: sqlite3.Row, visit: Visit, filled: dict[str, str]) -> str:
    if form.type == "correction_requested":
        return "".join(_item(position, materials_of(case), filled) for position in range(1, MOST_ITEMS + 1))
    fields = form.fields
    if form.type == "concluded":
        others = tuple((one.id, one.name) for one in app.settings.officers if one.id != visit.officer.id)
        fields = (
            Field("outcome", "决定", options=(("granted", "准予"), ("denied", "不予"))),
            Field("second_handler", "复核人", options=others),
            Field("reasons", "理由", "area", needed=False, hint="不予时必填"),
            Field("legal_basis", "法律依据", value="《中华人民共和国行政许可法》第三十八条"),
            Field("result_name", "结果名称", needed=False, value=app.settings.result_name),
            Field(
                "result_number", "结果编号", needed=False, value=f"{app.settings.result_prefix}{case['number'][-10:]}"
            ),
            Field("result_file", "结果文件", "file", needed=False, hint="不选则由本系统生成 PDF"),
        )
    return "".join(control(field, filled.get(field.name, field.value)) for field in fields)


def control(field: Field, value: str) -> str:
    """Return one labelled input."""
    needed = " required" if field.needed else ""
    hint = f" <small>{escape(field.hint)}</small>" if field.hint else ""
    if field.options:
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(name)}</option>'
            for key, name in field.options
        )
        inside = f'<select name="{field.name}"{needed}>{options}</select>'
    elif field.kind == "area":
        inside = f'<textarea name="{field.name}"{needed}>{escape(value)}</textarea>'
    else:
        limits = {"number": ' min="1" max="999"', "decimal": ' min="0" step="any"'}.get(field.kind, "")
        kind = "number" if field.kind == "decimal" else field.kind
        inside = f'<input type="{kind}" name="{field.name}" value="{escape(value)}"{limits}{needed}>'
    return f"<label>{escape(field.label)}{hint} {inside}</label>"


def _item(position: int, materials: dict[str, str], filled: dict[str, str]) -> str:
    """Return the inputs of one thing to correct."""
    options = (("", "（其他，请写名称）"), *materials.items())
    fields = (
        Field(f"material{position}", "材料", options=options, needed=False),
        Field(f"name{position}", "名称", needed=False, hint="选了材料可不填"),
        Field(f"what{position}", "问题", "area", needed=False),
        Field(f"todo{position}", "如何补正", "area", needed=False),
    )
    inside = "".join(control(field, filled.get(field.name, "")) for field in fields)
    if position == 1:
        return f"<fieldset><legend>第 1 项</legend>{inside}</fieldset>"
    is_open = " open" if any(filled.get(field.name) for field in fields) else ""
    return f"<details{is_open}><summary>第 {position} 项</summary><div>{inside}</div></details>"


def _list(rows: list[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{value}</dd>' for name, value in rows)}</dl>"


def _words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"
