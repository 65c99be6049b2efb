"""Officers sign in here: a cookie for the browser, a secret for each form (CSRF), a pause after five wrong passwords."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from examples.department_system import clock
from examples.department_system.app import App
from examples.department_system.layout import page
from examples.department_system.settings import Officer
from examples.department_system.web import Request, Response, Stop, escape, read_form, redirect

VISIT_SECONDS, MOST_FAILURES, PAUSE_SECONDS = 8 * 3600, 5, 300
COOKIE = "department_session"


@dataclass(frozen=True)
class Visit:
    """Who is signed in, and what their forms must carry."""

    officer: Officer
    csrf: str

    def token(self) -> str:
        """Return the hidden field of a form."""
        return f'<input type="hidden" name="csrf" value="{escape(self.csrf)}">'


def visit_of(app: App, request: Request) -> Visit | None:
    """Return who is signed in, if anybody."""
    secret = request.cookie(app.cookie(COOKIE))
    row = app.store.one("SELECT * FROM visits WHERE secret = ? AND until > ?", _digest(secret), clock.unix())
    officer = app.settings.officer(row["officer"]) if row else None
    return Visit(officer, row["csrf"]) if row and officer else None


def needed(app: App, request: Request) -> Visit:
    """Return who is signed in; sends others to the sign-in. A posted form must carry its secret."""
    visit = visit_of(app, request)
    if visit is None:
        raise Stop(redirect("/sign-in"))
    if request.method == "POST":
        read_form(request)
        if not hmac.compare_digest(request.fields.get("csrf", "").encode(), visit.csrf.encode()):
            raise Stop(
                page(app, "请重新打开", "<p>页面已过期，请返回后重新打开再提交，没有做任何改动。</p>", status=403)
            )
    return visit


def show(app: App, request: Request) -> Response:
    """`GET /sign-in`."""
    return _page(app, "")


def enter(app: App, request: Request) -> Response:
    """`POST /sign-in`."""
    read_form(request)
    identifier, password = request.fields.get("officer", ""), request.fields.get("password", "")
    now = clock.unix()
    row = app.store.one(
        "SELECT count(*) AS n FROM failures WHERE officer = ? AND at > ?", identifier, now - PAUSE_SECONDS
    )
    if row and row["n"] >= MOST_FAILURES:
        return _page(app, "密码多次有误，请五分钟后再试。", 429)
    officer = app.settings.officer(identifier)
    good = hmac.compare_digest(password.encode(), (officer.password if officer else secrets.token_hex()).encode())
    if officer is None or not good:
        with app.store.write() as db:
            db.execute("INSERT INTO failures (officer, at) VALUES (?, ?)", (identifier[:64], now))
        return _page(app, "密码不对，请重新输入。", 403)
    secret = secrets.token_urlsafe(32)
    with app.store.write() as db:
        db.execute("DELETE FROM failures WHERE officer = ? OR at < ?", (identifier, now - PAUSE_SECONDS))
        db.execute("DELETE FROM visits WHERE until < ?", (now,))
        db.execute(
            "INSERT INTO visits (secret, officer, csrf, until) VALUES (?,?,?,?)",
            (_digest(secret), officer.id, secrets.token_urlsafe(24), now + VISIT_SECONDS),
        )
    return redirect("/", f"{app.cookie(COOKIE)}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={VISIT_SECONDS}")


def leave(app: App, request: Request) -> Response:
    """`POST /sign-out`."""
    needed(app, request)
    with app.store.write() as db:
        db.execute("DELETE FROM visits WHERE secret = ?", (_digest(request.cookie(app.cookie(COOKIE))),))
    return redirect("/sign-in", f"{app.cookie(COOKIE)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _page(app: App, error: str, status: int = 200) -> Response:
    officers = "".join(
        f'<option value="{escape(one.id)}">{escape(one.name)}{"（负责人）" if one.head else ""}</option>'
        for one in app.settings.officers
    )
    said = f'<p class="bad" role="alert">{escape(error)}</p>' if error else ""
    body = f"""<form method="post" action="/sign-in" class="card narrow">
<h1>登录</h1>{said}
<label>工作人员 <select name="officer">{officers}</select></label>
<label>密码 <input type="password" name="password" autocomplete="current-password" required></label>
<button>登录</button>
</form>"""
    return page(app, "登录", body, status=status)
