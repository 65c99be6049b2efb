"""Approval on a telephone (移动审批, S3-10): what waits for a decision, and one case on one narrow page with two large buttons."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.forms import MoveForm
from yichuang.cases.models import Case, Extension
from yichuang.cases.queries import facts, timing
from yichuang.cases.queries.access import case_for, clean_number, visible_cases
from yichuang.cases.queries.lists import with_clocks
from yichuang.cases.rules.review_checks import OPINIONS
from yichuang.cases.rules.states import State
from yichuang.cases.views.move_panel import moves_panel
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.foundations.rules.identifiers import format_case_number

WAITING = (State.ACCEPTED, State.REVIEWING)
# Verb → what the large button says, its tone and its icon.
BUTTONS = {
    "take_up": ("领办", "primary", "hand-grab"),
    "co_sign": ("确认共同核查", "primary", "users"),
    "grant": ("准予", "primary", "check"),
    "deny": ("不予", "danger", "x"),
}


@signed_in
@require_http_methods(["GET", "HEAD"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for the department's decision, the most pressing first."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("case.decide"):
        raise NotAllowed("case.decide", "您的岗位不审批办件。")
    rows = visible_cases(actor).filter(state__in=WAITING)
    page = page_of(rows, ["next_due", "pk"], request.GET.get("cursor", ""))
    return render(request, "cases/approvals.html", {"page": page, "lines": with_clocks(page.rows, day_of(clock.now()))})


@signed_in
@require_http_methods(["GET", "HEAD"])
def approval(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case for a decision: what is asked, the clock, what was found, who confirmed, and what can be done now."""
    return show_approval(request, case_for(request.actor, clean_number(number)))  # type: ignore[attr-defined]


def show_approval(
    request: HttpRequest, case: Case, refused: Refused | None = None, bound: MoveForm | None = None
) -> HttpResponse:
    """Show one case for a decision; after a refusal with the reasons and with what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policies.may(actor, "case.decide", case):
        raise NotAllowed("case.decide", "您的岗位不审批本件。")
    spec, rows = spec_of(case.version_id), facts.materials_of(case)
    corrections = list(case.corrections.all())
    panel = moves_panel(actor, case, rows, corrections, bound)
    context = {
        "case": case,
        "number_shown": format_case_number(case.number),
        "reading": _promise(case, spec),
        "statutory": spec.statutory_limit.words,
        "materials": [(row.name, *_found(row, spec)) for row in rows],
        "confirmed": [(row, OPINIONS[row.opinion]) for row in facts.co_signatures_of(case)],
        "acts": [_act(entry) for entry in panel["open"] if _shown(entry)],
        "case_url": f"/cases/{case.number}/",
        "blocked": _in_the_way(panel["blocked"]),
        "bases": panel["bases"],
        "refused": refused,
        "bound": bound,
    }
    status = refused.status if refused else 422 if bound is not None and bound.errors else 200
    return render(request, "cases/approval.html", context, status=status)


def _shown(entry: dict[str, Any]) -> bool:
    return entry["move"].verb in BUTTONS


def _in_the_way(blocked: list[dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Return the reasons against a decision, once each, under the names of the decisions that they stand against."""
    names: dict[Any, list[str]] = {}
    for entry in blocked:
        if entry["move"].verb in ("grant", "deny"):
            for reason in entry["reasons"]:
                names.setdefault(reason, []).append(entry["move"].name)
    groups: dict[str, list[Any]] = {}
    for reason, moves in names.items():
        groups.setdefault("、".join(moves), []).append(reason)
    return list(groups.items())


def _act(entry: dict[str, Any]) -> dict[str, Any]:
    verb = entry["move"].verb
    return {**entry, "button": BUTTONS[verb], "dialog": f"act-{verb}"}


def _promise(case: Case, spec: Any) -> Any:
    extension = Extension.objects.filter(case=case).first()
    known = timing.clock_facts(case, list(case.suspensions.all()), extension)
    return timing.readings(known, timing.rules_of(spec), calendar(), day_of(clock.now())).promised


def _found(row: Any, spec: Any) -> tuple[int, int, int]:
    """Return how many points of a material passed and failed, and how many there are."""
    points = spec.material(row.material_id).review_points
    found = [row.points.get(point.id, {}).get("found", "") for point in points]
    return found.count("passed"), found.count("failed"), len(found)
