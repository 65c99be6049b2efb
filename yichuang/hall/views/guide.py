"""The guide desk: the same as the kiosk by keyboard, and today's list with what can be done for each ticket (S2-30, S2-31)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import search
from yichuang.foundations import clock, idempotency
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.hall import policies
from yichuang.hall.forms.devices import GuideForm, WaitingFilter
from yichuang.hall.models import Ticket
from yichuang.hall.operations.correct_ticket import Correction, correct_ticket
from yichuang.hall.operations.hand_out import hand_out
from yichuang.hall.operations.pass_by import leave
from yichuang.hall.operations.take_ticket import Asking
from yichuang.hall.queries.guide import ticket_here, tickets_at
from yichuang.hall.queries.kiosk import Offer, as_wanted, boards_offered, chosen_offers, frequent_offered, hall_at
from yichuang.hall.queries.waits import outlook_of, scene_at
from yichuang.hall.rules.contacts import LANDLINE, WRONG, contact_of
from yichuang.hall.rules.kiosk_words import words_in
from yichuang.hall.rules.tickets import GREEN, HELD, OPEN, SOURCES, WAITING
from yichuang.hall.rules.wanted import readable
from yichuang.hall.views.kiosk import slip_of
from yichuang.hall.views.sheets import sheet
from yichuang.organizations.queries import Site, site, windows_of

RESULTS = 8
HEADS = ("票号", "状态", "办理", "绿色通道", "来源", "取号时间", "窗口", "备注")


def _here(request: HttpRequest) -> Site:
    """Return the hall at whose guide desk the actor stands. :raises NotAllowed: without a post there."""
    post = policies.hall_of(request.actor, policies.GUIDE)  # type: ignore[attr-defined]
    if post is None or post.site_id is None:
        raise NotAllowed(policies.GUIDE, "您的岗位不能取号导办：这由大厅的导服人员、窗口人员办理。")
    return site(post.site_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Take a ticket for somebody, and show who waits."""
    here, refused = _here(request), None
    wanted = readable((request.POST if request.method == "POST" else request.GET).getlist("want"))
    windows = [(str(row.pk), f"{row.number} {row.name}") for row in windows_of(here)]
    form = GuideForm(request.POST if request.method == "POST" else None, windows)
    if request.method == "POST" and form.is_valid():
        try:
            ticket_id = _take(request, here, wanted or ["u"], form.cleaned_data)
            return HttpResponseRedirect(f"/hall/guide/?taken={ticket_id}")
        except Refused as error:
            refused = error
    context = {
        **_desk(request, here, wanted, form),
        **_list(request, here),
        "refused": refused,
        "taken": (taken := _taken(request)),
        "slip_url": f"/hall/guide/{taken['ticket'].pk}/slip/" if taken else "",
    }
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "hall/guide.html", context, status=status)


def _take(request: HttpRequest, here: Site, wanted: list[str], given: dict[str, Any]) -> str:
    contact = contact_of(given["mobile"])
    if contact.kind in (LANDLINE, WRONG):
        raise Refused(
            Reason(
                "mobile", contact.said, "mobile", "S2-31", "没有取号，所填内容仍在页面上。", "可以不留手机号直接取号。"
            ),
            status=422,
            title="没有取号",
        )
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    asking = Asking(
        wanted=as_wanted(wanted),
        source="guide",
        mobile=contact.mobile,
        name=given["name"],
        green=given["green"],
        comment=given["comment"],
    )

    def act() -> idempotency.Answer:
        given_out = hand_out(actor=actor, site=here, asking=asking, public_url=settings.PUBLIC_URL, now=now)
        pk = str(given_out.ticket.pk)
        if given["window"]:
            correct_ticket(actor=actor, ticket_id=pk, correction=Correction(window=int(given["window"])), now=now)
        return idempotency.Answer(200, {"ticket": pk})

    key = request.POST.get("Idempotency-Key", "")[:80]
    return str(idempotency.once(actor, key, repr(wanted).encode(), now, act).body["ticket"])


def _taken(request: HttpRequest) -> dict[str, Any] | None:
    asked = request.GET.get("taken", "")
    try:
        ticket = ticket_here(request.actor, str(uuid.UUID(asked))) if asked else None  # type: ignore[attr-defined]
    except (ValueError, NotFound):
        return None
    return {"ticket": ticket, "told": outlook_of(ticket, clock.now())} if ticket else None


def _desk(request: HttpRequest, here: Site, wanted: list[str], form: GuideForm) -> dict[str, Any]:
    asked = request.GET.get("find", "").strip()[:40]
    return {
        "site": here,
        "form": form,
        "key": uuid.uuid4(),
        "wanted": wanted,
        "chosen": chosen_offers(here, wanted),
        "asked": asked,
        "found": [Offer(f"m:{one.key}", one.name) for one in search(asked, RESULTS)] if asked else [],
        "boards": boards_offered(here),
        "frequent": frequent_offered(hall_at(here), clock.now()),
    }


def _list(request: HttpRequest, here: Site) -> dict[str, Any]:
    form, rows = _chosen(request, here)
    page, now = page_of(rows, ["queued_at"], request.GET.get("cursor", ""), 30), clock.now()
    scene = scene_at(here, now)
    lines = [(row, outlook_of(row, now, scene) if row.state == WAITING else None) for row in page.rows]
    return {
        "page": page,
        "filter": form,
        "lines": lines,
        "waiting": len(scene.waiting),
        "open_windows": len(scene.windows),
    }


def _chosen(request: HttpRequest, here: Site) -> tuple[WaitingFilter, Any]:
    form = WaitingFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    return form, tickets_at(here, day_of(clock.now()), given.get("state", ""), given.get("q", "").strip())


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give today's list as a spreadsheet, as it is filtered on screen; without telephones."""
    _, rows = _chosen(request, _here(request))
    cells = [
        (
            row.number, row.get_state_display(), "；".join(item.name for item in row.items.all()), GREEN[row.green],
            SOURCES[row.source], _time(row.taken_at), row.window_number, row.comment,
        )
        for row in rows.order_by("queued_at", "pk")[: LIMIT + 1]
    ]  # fmt: skip
    return sheet(request, "今日排队", HEADS, cells, "tickets")


def _time(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%H:%M}"


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one ticket with what can be done for its holder."""
    return _page(request, pk)


@require_safe
@signed_in
@never_cache
def slip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show and print a slip, also again."""
    _here(request)
    ticket = ticket_here(request.actor, str(pk))  # type: ignore[attr-defined]
    words = words_in(ticket.language)
    context = {**slip_of(ticket, words), "w": words, "lang": ticket.language}
    return render(request, "hall/guide_slip.html", context)


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Change what it is for, green channel, comment or window; write down that somebody left."""
    _here(request)
    ticket_here(request.actor, str(pk))  # type: ignore[attr-defined]
    if verb not in ACTS:
        raise NotFound("这个操作")
    return acted(request, lambda: ACTS[verb](request, str(pk)), partial(_page, request, pk), f"/hall/guide/{pk}/")


def _correct(request: HttpRequest, pk: str) -> str:
    given = request.POST
    wanted = readable(given.getlist("want"))
    window = given.get("window", "")
    correction = Correction(
        wanted=as_wanted(wanted) if wanted else None,
        green=given.get("green") if "green" in given else None,
        comment=given["comment"][:300] if "comment" in given else None,
        window=int(window) if window.isdecimal() else 0 if "window" in given else None,
    )
    correct_ticket(actor=request.actor, ticket_id=pk, correction=correction, now=clock.now())  # type: ignore[attr-defined]
    return "已更正，位置不变。"


def _left(request: HttpRequest, pk: str) -> str:
    ticket = leave(actor=request.actor, ticket_id=pk, why=request.POST.get("why", ""), now=clock.now())  # type: ignore[attr-defined]
    return f"{ticket.number} 已登记离开。"


ACTS: dict[str, Callable[[HttpRequest, str], str]] = {"correct": _correct, "left": _left}


def _page(request: HttpRequest, pk: uuid.UUID, refused: Refused | None = None) -> HttpResponse:
    here, now = _here(request), clock.now()
    ticket: Ticket = ticket_here(request.actor, str(pk))  # type: ignore[attr-defined]
    asked = request.GET.get("find", "").strip()[:40]
    context = {
        "ticket": ticket,
        "slip_url": f"/hall/guide/{ticket.pk}/slip/",
        "items": list(ticket.items.all()),
        "told": outlook_of(ticket, now),
        "waits": ticket.state in (WAITING, HELD),
        "open": ticket.state in OPEN,
        "greens": [(key, name or "不需要") for key, name in GREEN.items()],
        "windows": windows_of(here),
        "boards": boards_offered(here),
        "asked": asked,
        "found": [Offer(f"m:{one.key}", one.name) for one in search(asked, RESULTS)] if asked else [],
        "refused": refused,
    }
    return render(request, "hall/guide_ticket.html", context, status=refused.status if refused else 200)
