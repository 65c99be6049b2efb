"""Our own form of the unified number (docs/exchange.md, “Two ways to work”, 2): opened by the counter's browser, sent back to it.

The signed address is good for ten minutes and opens a form that is then held by a cookie; what the platform knows is shown, not asked.
What was filled in and handed in stays when something is missing or the platform says no: nothing is typed twice.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
import uuid
from typing import Any

from examples.department_system import clock, form_parts, intake, outbox
from examples.department_system.app import App
from examples.department_system.client import Refused, Unreachable, same_origin
from examples.department_system.layout import page
from examples.department_system.signatures import WrongSignature, WrongTime, check_form
from examples.department_system.web import Request, Response, Stop, escape, read_form, redirect

FORM_SECONDS, ANSWER_SECONDS, MOST_FILES = 12 * 3600, 8.0, 60


def open_form(app: App, request: Request) -> Response:
    """`GET /form?applyCode=…&systemCode=…&ts=…&back=…&sign=…`: check the address, fetch the base information, open the form."""
    try:
        check_form(app.settings.signing_secrets, request.query, clock.unix())
    except WrongSignature:
        return _refused(app, "地址的签名不符，请回到收件窗口重新打开。", 403)
    except WrongTime:
        return _refused(app, "地址已超过十分钟，请回到收件窗口重新打开。", 403)
    number, back = request.query["applyCode"], request.query["back"]
    if request.query["systemCode"] != app.settings.system_code:
        return _refused(app, "地址是给另一个系统的。", 403)
    if not same_origin(back, app.settings.platform):
        return _refused(app, "返回地址不是平台的地址。", 400)
    try:
        base = app.platform.case(number)
    except Refused as error:
        return _refused(app, f"平台没有给出统一收单号 {number} 的基本信息：{error}", 502)
    except Unreachable as error:
        return _refused(app, f"暂时连不上平台，请稍候刷新本页。{error}", 502)
    form, secret = uuid.uuid4().hex, secrets.token_urlsafe(24)
    with app.store.write() as db:
        if not db.execute("SELECT 1 FROM cases WHERE number = ?", (number,)).fetchone():
            intake.keep_case(db, number, base, 0)
            intake.keep_files(db, number, base)
        db.execute("DELETE FROM forms WHERE until < ?", (clock.unix(),))
        db.execute(
            "INSERT INTO forms (id, secret, case_number, back, base, until) VALUES (?,?,?,?,?,?)",
            (form, _digest(secret), number, back, json.dumps(base, ensure_ascii=False), clock.unix() + FORM_SECONDS),
        )
    app.work.set()
    cookie = f"{_cookie(app, form)}={secret}; Path=/form/{form}; HttpOnly; SameSite=Lax; Max-Age={FORM_SECONDS}"
    return redirect(f"/form/{form}", cookie)


def show(app: App, request: Request) -> Response:
    """`GET /form/{id}`: the form, or how it went."""
    row, csrf = _form(app, request)
    report = _report(app, row)
    if report is not None and report["state"] != "refused":
        report = outbox.wait_for_answer(app, report["id"], 0.0) or report
    return _page(app, row, csrf, report)


def submit(app: App, request: Request) -> Response:
    """`POST /form/{id}`: keep what came, report it, send the browser back once the platform has taken it."""
    row, csrf = _form(app, request)
    read_form(request)
    if not hmac.compare_digest(request.fields.get("csrf", "").encode(), csrf.encode()):
        return _refused(app, "页面已过期，请回到收件窗口重新打开。", 403)
    report = _report(app, row)
    if report is None or report["state"] == "refused":
        row = _keep(app, row, request)
        faults = form_parts.missing(app, row)
        if faults:
            return _page(app, row, csrf, None, faults, 422)
        report_id = str(uuid.uuid4())
        with app.store.write() as db:
            data = form_parts.data_of(app, row)
            outbox.write(db, report_id, row["case_number"], "form_submitted", data, data["handler"]["name"])
    else:
        report_id = report["id"]
    report = outbox.wait_for_answer(app, report_id, ANSWER_SECONDS)
    if report is not None and report["state"] == "taken":
        return redirect(row["back"])
    return _page(app, row, csrf, report)


def _form(app: App, request: Request) -> tuple[sqlite3.Row, str]:
    """Return the form that the address names, if the browser is the one it was opened in."""
    identifier = request.arguments[0]
    secret = request.cookie(_cookie(app, identifier))
    row = app.store.one("SELECT * FROM forms WHERE id = ? AND until > ?", identifier, clock.unix())
    if row is None or not hmac.compare_digest(row["secret"], _digest(secret)):
        raise Stop(_refused(app, "申报表已过期，请回到收件窗口重新打开。", 403))
    return row, hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def _report(app: App, row: sqlite3.Row) -> sqlite3.Row | None:
    """Return the last report of this case's form: it may have been sent from another window."""
    return app.store.one(
        "SELECT * FROM outbox WHERE case_number = ? AND type = 'form_submitted' ORDER BY position DESC LIMIT 1",
        row["case_number"],
    )


def _keep(app: App, row: sqlite3.Row, request: Request) -> sqlite3.Row:
    """Keep what was filled in and handed in, whatever happens next."""
    filled = {name: value for name, value in request.fields.items() if name != "csrf"}
    with app.store.write() as db:
        db.execute("UPDATE forms SET filled = ? WHERE id = ?", (json.dumps(filled, ensure_ascii=False), row["id"]))
        for name in filled:
            if name.startswith("drop_") and name[5:].isdigit():
                db.execute("DELETE FROM uploads WHERE position = ? AND form = ?", (int(name[5:]), row["id"]))
        count = db.execute("SELECT count(*) FROM uploads WHERE form = ?", (row["id"],)).fetchone()[0]
        for upload in request.uploads[: max(0, MOST_FILES - count)]:
            if not upload.field.startswith("file_") or not upload.content:
                continue
            sha256, number = hashlib.sha256(upload.content).hexdigest(), row["case_number"]
            position = outbox.keep_upload(
                db, number, upload.name, upload.media_type, upload.content, sha256, "申报材料"
            )
            mark = (row["id"], upload.field[5:], position)
            db.execute("UPDATE uploads SET form = ?, material = ? WHERE position = ?", mark)
    kept = app.store.one("SELECT * FROM forms WHERE id = ?", row["id"])
    return kept or row


def _page(
    app: App, row: sqlite3.Row, csrf: str, report: sqlite3.Row | None, faults: tuple[str, ...] = (), status: int = 200
) -> Response:
    base: dict[str, Any] = json.loads(row["base"])
    matter = intake.text_of(base, "matter", "name")
    title = f"{matter or '申报表'}"
    body = f"""<h1>{escape(title)}　申报表</h1><p class="hint">统一收单号 <span class="num">{escape(row["case_number"])}</span></p>"""
    if report is not None and report["state"] == "taken":
        body += f"""<div class="card"><p class="good">已提交，平台已接受。</p>
<a class="button" href="{escape(row["back"])}">返回收件窗口</a></div>"""
    elif report is not None and report["state"] == "queued":
        body += f"""<div class="card" role="status"><h2>已保存，正在送达平台</h2>
<p>申报内容已存入本系统，不会丢失，送达后即可返回窗口，无需重新填写。</p>
<p class="hint">已试 {report["tries"]} 次 {escape(report["error"])}</p>
<form method="post" action="/form/{row["id"]}"><input type="hidden" name="csrf" value="{csrf}"><button>再等一下</button></form></div>"""
    else:
        body += form_parts.said(report, faults) + form_parts.whole(app, row, base, csrf)
    return page(app, title, body, status=status)


def _refused(app: App, sentence: str, status: int) -> Response:
    body = f'<div class="card narrow" role="alert"><h1>不能打开申报表</h1><p>{escape(sentence)}</p></div>'
    return page(app, "不能打开申报表", body, status=status)


def _cookie(app: App, form: str) -> str:
    return f"{app.cookie('department_form')}_{form[:8]}"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
