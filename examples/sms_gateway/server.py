"""The gateway's web server: takes calls, keeps what was taken, shows it on a page, posts status reports and answers back."""

import html
import json
import threading
import urllib.parse
import urllib.request
import uuid
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from examples.sms_gateway import clock
from examples.sms_gateway.protocol import Account, Sent, answered, fault, report

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>短信网关（替身）</title><style>
body{{font:16px/1.6 system-ui,sans-serif;margin:2rem;max-width:70rem}}table{{border-collapse:collapse;width:100%}}
th,td{{border:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top}}form{{display:inline}}</style></head>
<body><h1>短信网关（替身）</h1><p>收下 {count} 条，没有一条真的发出去。</p>
<form method="post" action="/answer"><label>号码 <input name="number" required></label> <label>回复
<input name="content" value="TD" required></label> <button>代为回复</button></form>
<table><thead><tr><th>时间</th><th>号码</th><th>签名</th><th>模板</th><th>变量</th><th>回执</th><th>状态报告</th></tr></thead>
<tbody>{rows}</tbody></table></body></html>"""
ROW = (
    "<tr><td>{at}</td><td>{number}</td><td>{sign}</td><td>{template}</td><td>{params}</td><td>{receipt}</td><td>{said}"
    '<form method="post" action="/report"><input type="hidden" name="receipt" value="{receipt}"><button name="success" value="1">'
    '送达</button><button name="success" value="0">失败</button></form></td></tr>'
)


class Gateway(ThreadingHTTPServer):
    """The server with what it keeps. `misbehaviour`: what the next calls meet (a code, `hang`, `drop`, `500`), by hand or by a test."""

    daemon_threads = True

    def __init__(self, port: int, account: Account, report_to: str, answer_to: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.account, self.report_to, self.answer_to = account, report_to, answer_to
        self.sent: list[Sent] = []
        self.lock = threading.Lock()
        self.misbehaviour, self.sequence = "", 0
        self.released = threading.Event()

    def take(self, params: dict[str, str]) -> Sent:
        """Keep a message that is good."""
        given = json.loads(params.get("TemplateParam") or "{}")
        one = Sent(
            receipt=f"{uuid.uuid4().int % 10**18}^0",
            number=params["PhoneNumbers"],
            sign_name=params["SignName"],
            template=params["TemplateCode"],
            params=given,
            out_id=params.get("OutId", ""),
            at=clock.now(),
        )
        with self.lock:
            self.sent.append(one)
        return one

    def tell(self, receipt: str, success: bool, at: datetime) -> int:
        """Post the status report of a message to the platform and return the answer's status."""
        one = next(one for one in self.sent if one.receipt == receipt)
        one.reported = "送达" if success else "失败"
        return post(self.report_to, [report(one, success, at)])

    def answer(self, number: str, content: str) -> int:
        """Post a text that somebody sent and return the answer's status."""
        with self.lock:
            self.sequence += 1
        return post(self.answer_to, [answered(number, content, clock.now(), self.sequence)])


def post(address: str, items: list[dict[str, Any]]) -> int:
    """Post an array and return the answer's status; 0 without an address."""
    if not address:
        return 0
    body = json.dumps(items, ensure_ascii=False).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json;charset=utf-8"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Gateway
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: numbers belong in no log."""

    def do_GET(self) -> None:
        """A signed call may come by GET too; else the page, or what was kept as JSON."""
        path = urllib.parse.urlsplit(self.path)
        params = dict(urllib.parse.parse_qsl(path.query))
        if path.path == "/sent":
            kept = [{**vars(one), "at": one.at.isoformat()} for one in self.server.sent]
            self._json(200, kept)
        elif "Action" in params:
            self._call("GET", params)
        else:
            self._html(page(self.server.sent))

    def do_POST(self) -> None:
        """A signed call, or what is done by hand on the page."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        params = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        path = urllib.parse.urlsplit(self.path).path
        if path == "/report":
            status = self.server.tell(params["receipt"], params.get("success") == "1", clock.now())
            self._done(params, status)
        elif path == "/answer":
            self._done(params, self.server.answer(params["number"], params["content"]))
        elif path == "/misbehave":
            self.server.misbehaviour = params.get("how", "")
            self.server.released.set()
            self.server.released.clear()
            self._json(200, {"how": self.server.misbehaviour})
        else:
            self._call("POST", params)

    def _call(self, method: str, params: dict[str, str]) -> None:
        how, request = self.server.misbehaviour, str(uuid.uuid4()).upper()
        if how == "500":
            return self._json(500, {"Code": "InternalError", "Message": "internal", "RequestId": request})
        wrong = fault(method, params, self.server.account, clock.now())
        if wrong is None and how.startswith("is"):
            wrong = (200, how, "按吩咐拒绝")
        if wrong is not None:
            return self._json(wrong[0], {"Code": wrong[1], "Message": wrong[2], "RequestId": request})
        one = self.server.take(params)
        if how == "hang":
            self.server.released.wait(30)
        if how == "drop":
            self.close_connection = True
            self.connection.close()
            return None
        return self._json(200, {"Code": "OK", "Message": "OK", "BizId": one.receipt, "RequestId": request})

    def _done(self, params: dict[str, str], status: int) -> None:
        if params.get("plain"):
            return self._json(200, {"status": status})
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        return self.end_headers()

    def _json(self, status: int, body: Any) -> None:
        self._answer(status, "application/json;charset=utf-8", json.dumps(body, ensure_ascii=False).encode())

    def _html(self, text: str) -> None:
        self._answer(200, "text/html;charset=utf-8", text.encode())

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def page(sent: list[Sent]) -> str:
    """Return the page that shows what was taken, the newest first."""
    rows = "".join(
        ROW.format(
            at=f"{one.at.astimezone():%H:%M:%S}",
            number=html.escape(one.number),
            sign=html.escape(one.sign_name),
            template=html.escape(one.template),
            params=html.escape(json.dumps(one.params, ensure_ascii=False)),
            receipt=html.escape(one.receipt),
            said=html.escape(one.reported),
        )
        for one in reversed(sent)
    )
    return PAGE.format(count=len(sent), rows=rows or '<tr><td colspan="7">还没有消息。</td></tr>')
