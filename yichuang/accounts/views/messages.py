"""Messages on screen (S2-32): what was sent to whom, how far it came, and sending again what failed."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms.messages import MessageFilter
from yichuang.accounts.operations.export_accounts import export_accounts
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import acted, spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.notifications import policies
from yichuang.notifications.operations.send_again import send_again
from yichuang.notifications.queries import messages as reads
from yichuang.notifications.queries.opt_outs import stopped_kinds
from yichuang.notifications.rules.opt_outs import names_of
from yichuang.notifications.rules.templates import KINDS, TEMPLATES

HEADS = ("时间", "模板", "号码", "状态", "渠道", "发出时间", "发送次数", "未送达原因")
TONES = {
    "delivered": ("green", "circle-check"),
    "sent": ("green", "check"),
    "waiting": ("blue", "clock"),
    "sending": ("blue", "send"),
    "held": ("yellow", "clock-pause"),
    "failed": ("red", "alert-circle"),
    "unknown": ("yellow", "help-circle"),
    "suppressed": ("grey", "ban"),
}
# What streams are called that messages are about.
ABOUT = {
    "case": "办件",
    "staff": "人员",
    "matter": "事项",
    "draft": "事项草稿",
    "ticket": "排队号",
    "appointment": "预约",
}


def viewer(request: HttpRequest) -> Actor:
    """Return who asks. :raises NotAllowed: for whom messages are not for at all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看消息")
    return actor


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def message_list(request: HttpRequest) -> HttpResponse:
    """Show the messages of the actor's place, the newest first."""
    actor = viewer(request)
    rows = reads.filtered(reads.visible_messages(actor), request.GET)
    page = page_of(rows, [reads.order_of(request.GET.get("sort", ""))], request.GET.get("cursor", ""), 30)
    context = {
        "here": "messages",
        "page": page,
        "lines": [line(row) for row in page.rows],
        "filter": MessageFilter(request.GET),
    }
    return render(request, "accounts/messages.html", context)


def line(row: reads.Message) -> dict[str, Any]:
    """Return a message as lists show it."""
    tone, icon = TONES[row.state]
    return {"row": row, "channel": reads.channel_name(row.channel), "tone": tone, "icon": icon}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as it is filtered and sorted on screen, numbers masked; who took it is on record."""
    rows = reads.filtered(reads.visible_messages(viewer(request)), request.GET)
    found = rows.order_by(reads.order_of(request.GET.get("sort", "")), "-pk")[: LIMIT + 1]
    return exported(request, HEADS, map(_cells, found), "消息记录", "messages")


def exported(request: HttpRequest, heads: Any, rows: Any, title: str, name: str) -> HttpResponse:
    """Return a list as a download; a number that was searched for is not written down in the clear."""
    now, out = clock.now(), BytesIO()
    asked = {key: str(value) for key, value in request.GET.items() if value and key not in ("cursor", "q")}
    asked |= {"q": "（按号码）"} if request.GET.get("q") else {}
    export_accounts(actor=request.actor, heads=heads, rows=rows, title=title, asked=asked, out=out, now=now)  # type: ignore[attr-defined]
    return spreadsheet(out.getvalue(), name, now)


def _cells(row: reads.Message) -> list[str | int]:
    times = [f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if at else "" for at in (row.written_at, row.sent_at)]
    state, channel = row.get_state_display(), reads.channel_name(row.channel)
    return [times[0], row.title, row.masked_to, state, channel, times[1], row.tries, row.failure]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def message_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one message with its way."""
    return _show(request, viewer(request), uid)


@signed_in
@never_cache
@require_POST
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send a failed message again."""
    actor = viewer(request)

    def perform() -> str:
        send_again(actor=actor, uid=str(uid), now=clock.now())
        return "已重新发送，结果会显示在“投递经过”里。"

    return acted(request, perform, lambda refused: _show(request, actor, uid, refused), f"/messages/at/{uid}/")


def _show(request: HttpRequest, actor: Actor, uid: UUID, refused: Refused | None = None) -> HttpResponse:
    row = reads.message_for(actor, str(uid))
    template = TEMPLATES.get(row.template)
    room, _, key = row.stream.partition(":")
    context = {
        **line(row),
        "text": reads.shown_text(row),
        "kind": KINDS[template.kind].name if template else "",
        "about": f"{ABOUT[room]} {key}" if room in ABOUT and room != "staff" else ABOUT.get(room, ""),
        "steps": [(step, *TONES[step.state]) for step in reads.steps_of(row)],
        "stopped": names_of(stopped_kinds(row.to)),
        "manages": actor.may(policies.MANAGE, policies.place_of(row)),
        "may_again": row.state == "failed" and template is not None and not template.secret,
        "refused": refused,
    }
    return render(request, "accounts/message.html", context, status=refused.status if refused else 200)
