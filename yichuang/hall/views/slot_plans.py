"""Plans of slots with what is suggested from measured no-shows, and the share of visits by appointment (S2-38)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import acted
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall import policies
from yichuang.hall.forms.appointments import ShareFilter
from yichuang.hall.forms.opening import NewSlotPlanForm, SlotPlanForm
from yichuang.hall.models import SlotPlan
from yichuang.hall.operations.slot_plans import ALL_BOARDS, add_plan, change_plan
from yichuang.hall.queries.appointments import measured
from yichuang.hall.queries.needs import LETTERS, boards_of
from yichuang.hall.queries.share import BY_BOARD, BY_DAY, channels, shares, whole
from yichuang.hall.queries.slots import plans_at
from yichuang.hall.rules.overbooking import ENOUGH, RISK, risk_of, suggest
from yichuang.hall.rules.tickets import ISSUE, PURPOSES, RECEIVE
from yichuang.hall.views.sheets import sheet
from yichuang.hall.views.sites import hall_chosen
from yichuang.organizations.queries import Site

MEASURED_DAYS, USUAL_DAYS = 180, 30
HEADS = ("日期、板块或渠道", "来办的人", "其中预约", "预约占比", "签到", "爽约", "爽约率", "取消")


@require_safe
@signed_in
@never_cache
def list_plans(request: HttpRequest) -> HttpResponse:
    """Show a hall's plans with what the measured no-shows suggest."""
    site, offered = hall_chosen(request, policies.VIEW, "查看号源")
    return _page(request, site, offered)


@require_POST
@signed_in
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Offer appointments for another board or purpose."""
    site, offered = hall_chosen(request, policies.VIEW, "查看号源")
    policies.demand(request.actor, policies.ARRANGE, site, "维护号源")  # type: ignore[attr-defined]
    form = NewSlotPlanForm(request.POST, _whats(site, plans_at(site, only_active=False)))
    if not form.is_valid():
        return _page(request, site, offered, new=form)
    what = form.cleaned_data["what"]
    purpose, board = (what, "") if what in PURPOSES and what != RECEIVE else (RECEIVE, what.removeprefix("board-"))
    try:
        add_plan(
            actor=request.actor,  # type: ignore[attr-defined]
            site=site,
            board=board,
            terms=form.terms(),
            now=clock.now(),
            purpose=purpose,
        )
    except Refused as refused:
        return _page(request, site, offered, new=form, refused=refused)
    messages.success(request, "已开放预约。")
    return HttpResponseRedirect(f"/hall/slots/?hall={site.key}")


@require_POST
@signed_in
@never_cache
def change(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a plan; who is booked keeps his time."""
    site, offered = hall_chosen(request, policies.VIEW, "查看号源")
    plan = next((one for one in plans_at(site, only_active=False) if one.pk == plan_id), None)
    if plan is None:
        raise NotFound("这个号源安排", "请从号源列表中选择。")
    policies.demand(request.actor, policies.ARRANGE, site, "维护号源")  # type: ignore[attr-defined]
    form = SlotPlanForm(request.POST, plan)
    if not form.is_valid():
        return _page(request, site, offered, changed=(plan_id, form))

    def perform() -> str:
        change_plan(actor=request.actor, pk=plan_id, terms=form.terms(), now=clock.now())  # type: ignore[attr-defined]
        return "号源已保存，新的预约按它执行；已约好的不变。"

    return acted(
        request,
        perform,
        lambda refused: _page(request, site, offered, changed=(plan_id, form), refused=refused),
        f"/hall/slots/?hall={site.key}",
    )


def _whats(site: Site, plans: list[SlotPlan]) -> list[tuple[str, str]]:
    """Return for which boards and purposes a plan can still be made."""
    there = {(plan.purpose, plan.board) for plan in plans}
    boards = [("board-", ALL_BOARDS), *((f"board-{letter}", f"{letter} {name}") for letter, name in boards_of(site))]
    free = [(key, name) for key, name in boards if (RECEIVE, key.removeprefix("board-")) not in there]
    return free + ([] if (ISSUE, "") in there else [(ISSUE, PURPOSES[ISSUE])])


def _page(
    request: HttpRequest,
    site: Site,
    offered: list[Site],
    new: NewSlotPlanForm | None = None,
    changed: tuple[int, SlotPlanForm] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    plans, today = plans_at(site, only_active=False), day_of(clock.now())
    seen = measured([plan.pk for plan in plans], today - timedelta(days=MEASURED_DAYS), today)
    lines = []
    for plan in plans:
        came, away = seen.get(plan.pk, (0, 0))
        form = changed[1] if changed and changed[0] == plan.pk else SlotPlanForm(None, plan)
        said = suggest(plan.capacity, came, away)
        now_risk = risk_of(plan.capacity, plan.extra, came, away)
        lines.append({"plan": plan, "form": form, "said": said, "percent": _percents(said, now_risk)})
    whats = _whats(site, plans)
    arranges = request.actor.may(policies.ARRANGE, policies.place_of(site))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "site": site,
        "offered": offered,
        "lines": lines,
        "arranges": arranges,
        "new": (new or NewSlotPlanForm(None, whats)) if whats and arranges else None,
        "refused": refused,
        "enough": ENOUGH,
        "days": MEASURED_DAYS,
        "risk": round(100 * RISK),
    }
    wrong = (new is not None and new.errors) or (changed is not None and changed[1].errors)
    status = refused.status if refused else 422 if wrong else 200
    return render(request, "hall/slots.html", context, status=status)


def _percents(said: Any, now_risk: float) -> dict[str, str]:
    values = {
        "rate": said.rate,
        "low": said.low,
        "high": said.high,
        "risk": said.risk,
        "next": said.risk_of_next,
        "now": now_risk,
    }
    return {name: f"{100 * value:.1f}%" for name, value in values.items()}


@require_safe
@signed_in
@never_cache
def show_share(request: HttpRequest) -> HttpResponse:
    """Show the share of visits by appointment, by day and by board, and the channels people book through."""
    site, offered = hall_chosen(request, policies.VIEW, "查看预约占比")
    form, first, last = _period(request)
    days, boards = shares(site, first, last, BY_DAY), shares(site, first, last, BY_BOARD)
    names = _board_names(site)
    context = {
        "site": site,
        "offered": offered,
        "filter": form,
        "first": first,
        "last": last,
        "whole": whole(days),
        "days": list(reversed(days.items())),
        "boards": [(names.get(letter, letter), one) for letter, one in boards.items()],
        "channels": channels(site, first, last),
    }
    return render(request, "hall/appointment_share.html", context)


@require_safe
@signed_in
def export_share(request: HttpRequest) -> HttpResponse:
    """Give the shares as a spreadsheet."""
    site, _ = hall_chosen(request, policies.VIEW, "查看预约占比")
    _, first, last = _period(request)
    names = _board_names(site)
    days, boards = shares(site, first, last, BY_DAY), shares(site, first, last, BY_BOARD)
    parts = [*days.items(), *((names.get(letter, letter), one) for letter, one in boards.items())]
    rows: list[tuple[str | int | None, ...]] = [
        (
            name,
            one.tickets,
            one.by_appointment,
            one.percent,
            one.came,
            one.missed,
            one.missed_percent,
            one.cancelled,
        )
        for name, one in parts
    ]
    # Who booked and has not come yet took no number: of a channel the appointments are counted, and its share of them.
    rows += [
        (one.name, None, one.booked, one.percent, one.came, one.missed, one.missed_percent, one.cancelled)
        for one in channels(site, first, last)
    ]
    return sheet(request, f"{site.name}预约占比", HEADS, rows, "appointment-share")


def _period(request: HttpRequest) -> tuple[ShareFilter, Any, Any]:
    form, today = ShareFilter(request.GET), day_of(clock.now())
    first, last = form.days(today, today - timedelta(days=USUAL_DAYS - 1))
    return form, first, last


def _board_names(site: Site) -> dict[str, str]:
    purposes = {letter: PURPOSES[purpose] for purpose, letter in LETTERS.items()}
    return {letter: f"{letter} {name}" for letter, name in boards_of(site)} | purposes
