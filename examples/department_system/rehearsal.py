"""`/misbehave`: orders to be a bad partner for a while, by an officer on a page or by a script with the local token (S0-18)."""

import hmac
import json

from examples.department_system import clock, misbehaviour
from examples.department_system.app import App
from examples.department_system.layout import page
from examples.department_system.sign_in import Visit, needed
from examples.department_system.web import Request, Response, as_json, escape, problem, read_form, redirect


def show(app: App, request: Request) -> Response:
    """`GET /misbehave`."""
    return _page(app, needed(app, request), "")


def order(app: App, request: Request) -> Response:
    """`POST /misbehave`: a form of the page, or form or JSON with `X-Local-Token`."""
    token = request.headers.get("x-local-token", "")
    local = bool(app.settings.local_token) and hmac.compare_digest(token.encode(), app.settings.local_token.encode())
    if token and not local:
        return problem(403, "本地口令不符")
    visit = None if local else needed(app, request)
    try:
        fields = _fields(request)
        misbehaviour.order(
            app,
            fields.get("target", "events"),
            fields.get("kind", ""),
            float(fields.get("seconds") or 0),
            int(fields.get("status") or 503),
            int(fields["times"]) if fields.get("times") else None,
            float(fields["minutes"]) if fields.get("minutes") else None,
        )
    except ValueError as error:
        return problem(422, "指令有误", str(error)) if visit is None else _page(app, visit, f"没有改动：{error}")
    if visit is None:
        return as_json({target: misbehaviour.in_force(app, target) for target in misbehaviour.TARGETS})
    return redirect("/misbehave")


def _fields(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").startswith("application/json"):
        content = json.loads(request.body or b"{}")
        if not isinstance(content, dict):
            raise ValueError("an object is needed")
        return {name: str(value) for name, value in content.items() if value is not None}
    if not request.fields:
        read_form(request)
    return request.fields


def _page(app: App, visit: Visit, fault: str) -> Response:
    cards = "".join(_card(app, visit, target, name) for target, name in misbehaviour.TARGETS.items())
    said = f'<p class="bad" role="alert">{escape(fault)}</p>' if fault else ""
    body = f"""<h1>演练开关</h1>
<p>联调演练（S0-18）用：让本系统变慢、出错、离线，看平台是否不丢、不重、不乱。
指令存入数据库，重启后仍有效。</p>{said}
<div class="two even">{cards}</div>"""
    return page(app, "演练开关", body, visit.officer.name, visit.token(), 422 if fault else 200)


def _card(app: App, visit: Visit, target: str, name: str) -> str:
    now = misbehaviour.in_force(app, target)
    state = '<p class="good">当前：正常</p>'
    if now:
        rest = f"，剩余 {now['times']} 次" if now["times"] else ""
        until = now["until"]
        rest += f"，还有 {max(0, float(str(until)) - clock.unix()) / 60:.0f} 分钟" if until else ""
        state = f'<p class="bad">当前：{escape(misbehaviour.KINDS[str(now["kind"])])}{rest}</p>'
    options = "".join(f'<option value="{kind}">{escape(words)}</option>' for kind, words in misbehaviour.KINDS.items())
    return f"""<section class="card"><h2>{escape(name)}</h2>{state}
<form method="post" action="/misbehave">{visit.token()}<input type="hidden" name="target" value="{target}">
<label>表现 <select name="kind"><option value="">正常</option>{options}</select></label>
<div class="row"><label>慢多少秒 <input type="number" name="seconds" min="0" max="3600" step="0.1" value="15"></label>
<label>错误状态 <input type="number" name="status" min="400" max="599" value="503"></label>
<label>次数 <small>空为不限</small> <input type="number" name="times" min="1"></label>
<label>分钟 <small>空为不限</small> <input type="number" name="minutes" min="0" step="0.1"></label></div>
<button>执行</button></form></section>"""
