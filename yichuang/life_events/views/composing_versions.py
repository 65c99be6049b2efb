"""Versions of a life event for composers: in force and before, what each changed in words, suspend, resume, withdraw; the help page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.http import acted
from yichuang.foundations.problems import NotFound, Refused
from yichuang.life_events import policies
from yichuang.life_events.models import PUBLISHED, STATE_NAMES, SUSPENDED, LifeEventVersion
from yichuang.life_events.operations.stop_version import resume_life_event, suspend_life_event, withdraw_life_event
from yichuang.life_events.queries import versions_of
from yichuang.life_events.queries.composing import PUBLISH, VIEW, WRITE, newest_life_events, told_versions
from yichuang.organizations.queries import department as department_of

TONES = {"published": "green", "superseded": "grey", "suspended": "yellow", "withdrawn": "red"}
SAID = {
    "suspend": "已暂停受理；在办的联办件照常办理。",
    "resume": "已恢复受理。",
    "withdraw": "已取消；在办的联办件照常办理。",
}
MOST = 30


@require_safe
@signed_in
def list_versions(request: HttpRequest) -> HttpResponse:
    """List the life events with their newest version."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, VIEW, None, "查看一件事")
    rows = [(row, STATE_NAMES[row.state], TONES[row.state]) for row in newest_life_events()]
    context = {"rows": rows, "may_write": actor.may(WRITE)}
    return render(request, "life_events/compose/published.html", context)


@require_safe
@signed_in
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Show a life event's versions, the newest first, with what each changed."""
    policies.demand(request.actor, VIEW, None, "查看一件事")  # type: ignore[attr-defined]
    return _page(request, key)


def _page(request: HttpRequest, key: str, refused: Refused | None = None) -> HttpResponse:
    rows = list(versions_of(key).select_related("life_event")[:MOST])
    if not rows:
        raise NotFound("这件“一件事”", "请从一件事列表中选择。")
    actor, newest = request.actor, rows[0]  # type: ignore[attr-defined]
    place = policies.place_of(department_of(newest.life_event.department_id))
    publishes = actor.may(PUBLISH, place)
    context = {
        "event": newest.life_event,
        "newest": newest,
        "lines": _lines(rows),
        "suspends": publishes and newest.state == PUBLISHED,
        "resumes": publishes and newest.state == SUSPENDED,
        "withdraws": publishes and newest.state in (PUBLISHED, SUSPENDED),
        "writes": actor.may(WRITE, place),
        "refused": refused,
    }
    return render(request, "life_events/compose/versions.html", context, status=refused.status if refused else 200)


def _lines(rows: list[LifeEventVersion]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "state": STATE_NAMES[row.state],
            "tone": TONES[row.state],
            "changes": told,
            "first": row.number == 1,
        }
        for row, told in told_versions(rows)
    ]


@require_POST
@signed_in
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Suspend, resume or withdraw the newest version."""
    actor, reason, now = request.actor, request.POST.get("reason", ""), clock.now()  # type: ignore[attr-defined]

    def perform() -> str:
        match verb:
            case "suspend":
                suspend_life_event(actor=actor, key=key, reason=reason, now=now)
            case "resume":
                resume_life_event(actor=actor, key=key, now=now)
            case "withdraw":
                withdraw_life_event(actor=actor, key=key, reason=reason, now=now)
            case _:
                raise NotFound("这个操作", "请从页面上的按钮操作。")
        return SAID[verb]

    return acted(
        request, perform, lambda refused: _page(request, key, refused), reverse("life-event-versions", args=[key])
    )


@require_safe
@signed_in
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain to composers how matters become one life event."""
    policies.demand(request.actor, VIEW, None, "查看一件事草稿")  # type: ignore[attr-defined]
    return render(request, "life_events/compose/help.html")
