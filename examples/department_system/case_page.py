"""A case: what was received, its files, every report with the platform's answer."""

import hashlib
import json
import sqlite3
from datetime import date
from typing import Any

from examples.department_system import case_parts, clock, fetching, intake, outbox, pdf
from examples.department_system.app import App
from examples.department_system.client import Refused, Unreachable
from examples.department_system.layout import page
from examples.department_system.report_forms import BY_TYPE, REFUSED_WORDS, Form, Incomplete, data_of
from examples.department_system.sign_in import Visit, needed
from examples.department_system.web import Request, Response, Stop, escape, problem, redirect

ANSWER_SECONDS = 4.0
SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")
FILE_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'"


def show(app: App, request: Request) -> Response:
    """`GET /cases/{number}`."""
    visit = needed(app, request)
    return _page(app, visit, case_of(app, request))


def report(app: App, request: Request) -> Response:
    """`POST /cases/{number}/reports/{type}`: write the report, wait a moment, show the answer."""
    visit = needed(app, request)
    case = case_of(app, request)
    form = BY_TYPE.get(request.arguments[1])
    report_id = request.fields.get("report", "")
    if form is None or not 16 <= len(report_id) <= 64:
        raise Stop(problem(404, "没有这种上报"))
    try:
        data = data_of(form, request, visit.officer, app.settings, case_parts.materials_of(case))
        _write(app, case, form, report_id, data, visit, request)
    except Incomplete as missing:
        return _page(app, visit, case, form.type, missing.sentences, request.fields)
    except outbox.OtherReport:
        return _page(app, visit, case, form.type, ("此页已提交过另一份上报，请刷新后重试。",), request.fields)
    outbox.wait_for_answer(app, report_id, ANSWER_SECONDS)
    return redirect(f"/cases/{case['number']}#report-{report_id}")


def ask_status(app: App, request: Request) -> Response:
    """`POST /cases/{number}/status`: ask the platform where the case stands (S2-51⑤)."""
    visit = needed(app, request)
    case = case_of(app, request)
    try:
        status = app.platform.status(case["number"])
    except (Refused, Unreachable) as error:
        return _page(app, visit, case, "", (f"未能查询平台状态：{error}",))
    with app.store.write() as db:
        intake.keep_status(db, case["number"], status)
    return redirect(f"/cases/{case['number']}")


def send_again(app: App, request: Request) -> Response:
    """`POST …/reports/{position}/again`: do not wait for the next try."""
    needed(app, request)
    case = case_of(app, request)
    row = app.store.one(
        "SELECT id FROM outbox WHERE position = ? AND case_number = ?", request.arguments[1], case["number"]
    )
    if row:
        outbox.send_now(app, int(request.arguments[1]))
        outbox.wait_for_answer(app, row["id"], ANSWER_SECONDS)
    return redirect(f"/cases/{case['number']}#reports")


def fetch_again(app: App, request: Request) -> Response:
    """`POST …/files/{position}/again`."""
    needed(app, request)
    case = case_of(app, request)
    fetching.want_again(app, int(request.arguments[1]))
    return redirect(f"/cases/{case['number']}#files")


def show_file(app: App, request: Request) -> Response:
    """`GET …/files/{position}`: a file that was fetched."""
    needed(app, request)
    number, position = request.arguments
    row = app.store.one(
        "SELECT * FROM files WHERE position = ? AND case_number = ? AND state = 'here'", position, number
    )
    if row is None:
        raise Stop(problem(404, "没有这个文件"))
    return _file(row["media_type"], fetching.place_of(app, number, row["id"]).read_bytes())


def show_upload(app: App, request: Request) -> Response:
    """`GET …/uploads/{position}`: a file of our own."""
    needed(app, request)
    number, position = request.arguments
    row = app.store.one("SELECT * FROM uploads WHERE position = ? AND case_number = ?", position, number)
    if row is None:
        raise Stop(problem(404, "没有这个文件"))
    return _file(row["media_type"], row["content"])


def case_of(app: App, request: Request) -> sqlite3.Row:
    """Return the case that an address names."""
    row = app.store.one("SELECT * FROM cases WHERE number = ?", request.arguments[0])
    if row is None:
        raise Stop(page(app, "没有找到", '<p class="card">没有这个办件。<a href="/">回到收件箱</a></p>', status=404))
    return row


def _write(
    app: App, case: sqlite3.Row, form: Form, report_id: str, data: dict[str, Any], visit: Visit, request: Request
) -> None:
    """Write the report, with the result's file where there is one, in one transaction."""
    number = case["number"]
    with app.store.write() as db:
        if form.type == "concluded" and data["outcome"] == "granted":
            known = db.execute("SELECT 1 FROM outbox WHERE id = ?", (report_id,)).fetchone()
            if not known:
                name, media_type, content = _result_file(app, case, data, request)
                sha256 = hashlib.sha256(content).hexdigest()
                position = outbox.keep_upload(db, number, name, media_type, content, sha256, "办理结果")
                data["result"] |= {"file": {"upload": position}, "sha256": sha256}
        elif form.type == "concluded":
            data["result"] = {key: value for key, value in data["result"].items() if value} or None
            if data["result"] is None:
                del data["result"]
        outbox.write(db, report_id, number, form.type, data, visit.officer.name)


def _result_file(app: App, case: sqlite3.Row, data: dict[str, Any], request: Request) -> tuple[str, str, bytes]:
    """Return name, type and bytes of the result: what was uploaded, or a document that we write."""
    uploaded = next((one for one in request.uploads if one.field == "result_file" and one.content), None)
    if uploaded:
        return uploaded.name, uploaded.media_type, uploaded.content
    lines = (
        f"编　　号：{data['result']['number']}",
        f"申 请 人：{case['applicant']}",
        f"事　　项：{case['matter']}",
        f"收件编号：{case['number']}",
        f"决　　定：{REFUSED_WORDS[data['outcome']]}",
        f"依　　据：{data['legal_basis']}",
        f"承 办 人：{data['handler']['name']}　　复核人：{data['second_handler']['name']}",
        "",
        app.settings.department,
        f"{date.fromisoformat(clock.now()[:10]):%Y年%m月%d日}",
        "（演示文书，不具法律效力）",
    )
    return f"{data['result']['name']}.pdf", "application/pdf", pdf.write(data["result"]["name"], lines)


def _file(media_type: str, content: bytes) -> Response:
    """Show what a browser shows safely; anything else is saved."""
    kind = media_type.partition(";")[0].strip().lower()
    inline = kind in SHOWN_INLINE
    headers = [
        ("Content-Disposition", "inline" if inline else "attachment"),
        ("Content-Security-Policy", FILE_POLICY),
        ("Cache-Control", "no-store"),
    ]
    return Response(200, content, headers, kind if inline else "application/octet-stream")


def _page(
    app: App,
    visit: Visit,
    case: sqlite3.Row,
    opened: str = "",
    faults: tuple[str, ...] = (),
    filled: dict[str, str] | None = None,
) -> Response:
    data = json.loads(case["data"])
    said = ""
    if faults:
        items = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
        said = f'<div class="card bad" role="alert"><strong>没有上报</strong><ul class="reasons">{items}</ul></div>'
    body = f"""<p><a href="/">← 收件箱</a></p><h1>{escape(case["matter"])}　{escape(case["applicant"])}</h1>{said}
<div class="two"><div>{case_parts.facts(case, data, visit)}{case_parts.files(app, case, visit)}{case_parts.content(data)}
{case_parts.messages(app, case)}</div>
<div>{case_parts.reports(app, case, visit)}{case_parts.forms(app, case, visit, opened, filled or {})}</div></div>"""
    return page(
        app, f"{case['matter']} {case['number']}", body, visit.officer.name, visit.token(), 422 if faults else 200
    )
