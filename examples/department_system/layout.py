"""The frame of every page, and the small style sheet in it. No scripts: everything is a link or a form."""

from pathlib import Path

from examples.department_system.app import App
from examples.department_system.web import Response, escape

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def page(app: App, title: str, body: str, who: str = "", csrf: str = "", status: int = 200) -> Response:
    """Return a whole page."""
    inside = (
        f"""<nav aria-label="主导航"><a href="/">收件箱</a><a href="/misbehave">演练开关</a><span>{escape(who)}</span>
<form method="post" action="/sign-out">{csrf}<button>退出</button></form></nav>"""
        if who
        else ""
    )
    content = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · {escape(app.settings.name)}</title><style>{STYLE}</style></head>
<body><a class="skip" href="#main">跳到正文</a>
<header><div class="in"><a class="name" href="/">{escape(app.settings.name)}</a>
<span class="dept">{escape(app.settings.department)} · 部门自有系统（演示）</span>{inside}</div></header>
<main id="main">{body}</main></body></html>"""
    return Response(status, content.encode(), [("Cache-Control", "no-store")])
