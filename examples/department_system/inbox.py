"""`GET /`: what came in, newest first, by state, with a search."""

import sqlite3
import urllib.parse

from examples.department_system import clock
from examples.department_system.app import App
from examples.department_system.layout import page
from examples.department_system.sign_in import needed
from examples.department_system.web import Request, Response, escape

ON_A_PAGE = 30
MODES = {"split_mode": "受办分离", "unified_number": "统一收单号"}
COLUMNS = """
SELECT c.*, (SELECT count(*) FROM outbox o WHERE o.case_number = c.number AND o.state = 'queued') AS queued,
  (SELECT state FROM outbox o WHERE o.case_number = c.number ORDER BY position DESC LIMIT 1) AS last_report,
  (SELECT count(*) FROM files f WHERE f.case_number = c.number AND f.state <> 'here') AS missing
FROM cases c WHERE 1 = 1
"""
BY_STATE = " AND c.state_name = ?"
BY_WORDS = " AND (instr(c.number, ?) OR instr(c.applicant, ?) OR instr(c.matter, ?))"
ORDER = " ORDER BY c.updated_at DESC, c.number LIMIT ? OFFSET ?"


def show(app: App, request: Request) -> Response:
    """Show the list."""
    visit = needed(app, request)
    state, words = request.query.get("state", ""), request.query.get("q", "").strip()
    number = request.query.get("page", "1")
    position = min(int(number), 10_000) if number.isascii() and number.isdigit() and int(number[:6]) > 0 else 1
    rows = _rows(app, state, words, position)
    listed = "".join(_row(row) for row in rows[:ON_A_PAGE])
    table = f"""<div class="card list-card"><table class="list"><thead><tr><th>收件编号</th><th>事项</th><th>申请人</th><th>状态</th>
<th>承诺办结</th><th>最近动态</th></tr></thead><tbody>{listed}</tbody></table></div>"""
    empty = '<p class="card">还没有收到办件。窗口收件后，平台会推送到这里。</p>'
    if words or state:
        empty = '<p class="card">没有符合条件的办件。<a href="/">显示全部</a></p>'
    body = f"""<h1>收件箱</h1>{_unread(app)}
<form class="search" role="search"><input name="q" value="{escape(words)}" aria-label="搜索收件编号、申请人或事项"
 placeholder="收件编号、申请人或事项"><input type="hidden" name="state" value="{escape(state)}"><button>搜索</button></form>
{_tabs(app, state, words)}{table if rows else empty}{_pages(position, len(rows) > ON_A_PAGE, state, words)}"""
    return page(app, "收件箱", body, visit.officer.name, visit.token())


def _rows(app: App, state: str, words: str, position: int) -> list[sqlite3.Row]:
    question, values = COLUMNS, []
    if state:
        question += BY_STATE
        values.append(state)
    if words:
        question += BY_WORDS
        values += [words] * 3
    return app.store.all(question + ORDER, *values, ON_A_PAGE + 1, (position - 1) * ON_A_PAGE)


def _row(row: sqlite3.Row) -> str:
    notes = []
    if row["queued"]:
        notes.append(f'<span class="tag wait">{row["queued"]} 份上报待送达</span>')
    if row["last_report"] == "refused":
        notes.append('<span class="tag bad">上报被退回</span>')
    if row["missing"]:
        notes.append(f'<span class="tag wait">{row["missing"]} 个文件未取到</span>')
    return f"""<tr><td><a class="num" href="/cases/{escape(row["number"])}">{escape(row["number"])}</a></td>
<td data-label="事项">{escape(row["matter"])}</td><td data-label="申请人">{escape(row["applicant"])}</td>
<td data-label="状态"><span class="tag">{escape(row["state_name"] or row["state"])}</span> {" ".join(notes)}</td>
<td data-label="承诺办结">{escape(row["promised_due"][:10]) or "—"}</td>
<td data-label="最近动态">{escape(clock.readable(row["updated_at"]))}</td></tr>"""


def _tabs(app: App, state: str, words: str) -> str:
    """One tab for each state that there is."""
    counts = app.store.all("SELECT state_name, count(*) AS n FROM cases GROUP BY state_name ORDER BY state_name")
    total = sum(row["n"] for row in counts)
    tabs = [("", "全部", total), *((row["state_name"], row["state_name"] or "状态不明", row["n"]) for row in counts)]
    items = []
    for value, name, count in tabs:
        here = ' aria-current="page"' if value == state else ""
        address = "/?" + urllib.parse.urlencode({"state": value, "q": words})
        items.append(f'<li><a href="{escape(address)}"{here}>{escape(name)} {count}</a></li>')
    return f'<ul class="tabs">{"".join(items)}</ul>'


def _unread(app: App) -> str:
    """Say what could not be read or still waits: a message is never out of sight."""
    row = app.store.one(
        "SELECT count(*) FILTER (WHERE taken_at IS NULL) AS waiting, count(*) FILTER (WHERE error <> '') AS faulty FROM inbox"
    )
    said = ""
    if row and row["waiting"]:
        said += f'<p class="hint">{row["waiting"]} 条消息已收下，待处理。</p>'
    if row and row["faulty"]:
        said += f'<p class="bad">{row["faulty"]} 条消息内容无法读懂，已原样保存，请联系平台运维。</p>'
    return said


def _pages(position: int, more: bool, state: str, words: str) -> str:
    links = []
    for number, name, there in ((position - 1, "上一页", position > 1), (position + 1, "下一页", more)):
        if there:
            address = "/?" + urllib.parse.urlencode({"state": state, "q": words, "page": number})
            links.append(f'<a href="{escape(address)}">{name}</a>')
    return f'<nav aria-label="翻页">{" ".join(links)}</nav>' if links else ""
