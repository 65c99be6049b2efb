"""The opening calendar on screen: a month with its reasons, the rules behind it, exceptional days, booking rules (S2-38)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall import policies
from yichuang.hall.forms.opening import BlackoutForm, BookingRulesForm, ExtraForm, SpecialDayForm, TurnForm, WeekForm
from yichuang.hall.operations.opening import declare_days, set_booking_rules, set_opening, withdraw_day
from yichuang.hall.queries.appointments import stranded_at
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.opening import exceptions_of, opening_of, rules_of
from yichuang.hall.queries.opening_pages import month_of
from yichuang.hall.rules.ledger_words import in_words as event_in_words
from yichuang.hall.rules.opening import WEEKDAYS, Rules
from yichuang.hall.rules.opening_document import in_words, spans_text
from yichuang.hall.views.sites import hall_chosen
from yichuang.organizations.queries import Site, windows_of

HISTORY_SHOWN = 20
LISTS = {"extra": "extras", "turn": "turns", "blackout": "blackouts"}


@dataclass
class Said:
    """What came of an act: done with a word, or the page again with a bound form or a refusal."""

    done: str = ""
    forms: dict[str, Any] = field(default_factory=dict)
    refused: Refused | None = None


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Show a month and what makes it."""
    site, offered = hall_chosen(request, policies.VIEW, "查看开放日历")
    return _page(request, site, offered, Said())


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Save the week, add or drop a rule, declare or take back an exceptional day, set the booking rules."""
    site, offered = hall_chosen(request, policies.VIEW, "查看开放日历")
    policies.demand(request.actor, policies.ARRANGE, site, "维护开放日历")  # type: ignore[attr-defined]
    if verb not in ACTS:
        raise NotFound("这个操作")
    try:
        said = ACTS[verb](request, site)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        said = Said(refused=refused)
    if said.done:
        messages.success(request, said.done)
        return HttpResponseRedirect(f"/hall/opening/?hall={site.key}&month={request.POST.get('month', '')[:7]}")
    return _page(request, site, offered, said)


def _save(request: HttpRequest, site: Site, rules: Rules, done: str) -> Said:
    set_opening(actor=request.actor, site=site, rules=rules, now=clock.now())  # type: ignore[attr-defined]
    left = len(stranded_at(site, clock.now()))
    more = f"有 {left} 个预约不在新的开放时间内，请到“预约”的“受影响”中处理。" if left else ""
    return Said(f"{done}{more}")


def _week(request: HttpRequest, site: Site) -> Said:
    rules = rules_of(opening_of(site))
    form = WeekForm(request.POST, rules)
    if not form.is_valid():
        return Said(forms={"week": form})
    made = replace(rules, weekly=form.weekly(), makeup_as=int(form.cleaned_data["makeup_as"]))
    return _save(request, site, made, "每周时间已保存。")


def _add(kind: str) -> Callable[[HttpRequest, Site], Said]:
    def add(request: HttpRequest, site: Site) -> Said:
        form = _rule_forms(site, request.POST, kind)[kind]
        if not form.is_valid():
            return Said(forms={kind: form})
        rules = rules_of(opening_of(site))
        name = LISTS[kind]
        return _save(request, site, _with(rules, name, (*getattr(rules, name), form.rule())), "已添加。")

    return add


def _with(rules: Rules, name: str, held: Any) -> Rules:
    return replace(rules, **{name: held})


def _drop(request: HttpRequest, site: Site) -> Said:
    rules, kind = rules_of(opening_of(site)), request.POST.get("kind", "")
    name, place = LISTS.get(kind, ""), request.POST.get("place", "")
    held = list(getattr(rules, name, ()))
    # The rule's own words go along: two who drop at once must not drop two.
    if not place.isdigit() or int(place) >= len(held) or held[int(place)].name != request.POST.get("name", ""):
        raise NotFound("这条规则", "可能刚被别人改过，请核对后重试。")
    del held[int(place)]
    return _save(request, site, _with(rules, name, tuple(held)), "已删除。")


def _declare(request: HttpRequest, site: Site) -> Said:
    form = SpecialDayForm(request.POST, boards_of(site))
    if not form.is_valid():
        return Said(forms={"special": form})
    actor: Any = request.actor  # type: ignore[attr-defined]
    then = form.cleaned_data["then"]
    try:
        days, became = declare_days(actor=actor, site=site, days=form.days(), then=then, now=clock.now())
    except Refused as refused:
        return Said(forms={"special": form}, refused=refused)
    told = (
        f"改期 {became.moved} 人、取消 {became.cancelled} 人，都已发短信。" if became.moved + became.cancelled else ""
    )
    left = f"还有 {became.waiting} 个预约待处理，见“预约”的“受影响”。" if became.waiting else ""
    return Said(f"已登记 {len(days)} 天。{told}{left}")


def _withdraw(request: HttpRequest, site: Site) -> Said:
    pk = request.POST.get("pk", "")
    withdraw_day(actor=request.actor, site=site, pk=int(pk) if pk.isdigit() else 0, now=clock.now())  # type: ignore[attr-defined]
    return Said("已撤销，按平时的规则开放。")


def _booking(request: HttpRequest, site: Site) -> Said:
    form = BookingRulesForm(request.POST, opening_of(site))
    if not form.is_valid():
        return Said(forms={"booking": form})
    set_booking_rules(actor=request.actor, site=site, values=form.cleaned_data, now=clock.now())  # type: ignore[attr-defined]
    return Said("预约规则已保存。")


ACTS: dict[str, Callable[[HttpRequest, Site], Said]] = {
    "week": _week,
    "extra": _add("extra"),
    "turn": _add("turn"),
    "blackout": _add("blackout"),
    "drop": _drop,
    "declare": _declare,
    "withdraw": _withdraw,
    "booking": _booking,
}


def _rule_forms(site: Site, data: Any = None, bound: str = "") -> dict[str, Any]:
    boards = boards_of(site)
    windows = [(one.number, f"{one.number} {one.name}") for one in windows_of(site)]
    return {
        "extra": ExtraForm(data if bound == "extra" else None, boards),
        "turn": TurnForm(data if bound == "turn" else None, boards, windows),
        "blackout": BlackoutForm(data if bound == "blackout" else None, boards),
    }


def _page(request: HttpRequest, site: Site, offered: list[Site], said: Said) -> HttpResponse:
    today, boards = day_of(clock.now()), boards_of(site)
    asked = request.POST.get("month", "") or request.GET.get("month", "")
    board = request.GET.get("board", "")[:1]
    try:
        first = date.fromisoformat(f"{asked[:7]}-01")
    except ValueError:
        first = today.replace(day=1)
    plan = opening_of(site)
    rules = rules_of(plan)
    arranges = request.actor.may(policies.ARRANGE, policies.place_of(site))  # type: ignore[attr-defined]
    special = exceptions_of(site, today, today.replace(year=today.year + 1, day=1))
    past = ledger.history(plan.stream)
    context: dict[str, Any] = {
        "site": site,
        "offered": offered,
        "boards": boards,
        "board": board,
        "month": month_of(site, first, today, board, booked=True),
        "weekdays": WEEKDAYS,
        "arranges": arranges,
        "rules": [
            (kind, place, one.name, in_words(one, dict(boards)))
            for kind, name in LISTS.items()
            for place, one in enumerate(getattr(rules, name))
        ],
        "special": [(one, spans_text([(a, b) for a, b in one.spans])) for one in special],
        "stranded": len(stranded_at(site, clock.now())),
        "refused": said.refused,
        "history": [(event, event_in_words(event.type, event.payload)) for event in past[: -HISTORY_SHOWN - 1 : -1]],
    }
    if arranges:
        context |= {
            **_rule_forms(site),
            "week": WeekForm(rules=rules),
            "special_form": said.forms.pop("special", None) or SpecialDayForm(boards=boards),
            "booking": BookingRulesForm(plan=plan),
        } | said.forms
    wrong = any(getattr(one, "errors", None) for one in context.values())
    status = said.refused.status if said.refused else 422 if wrong else 200
    return render(request, "hall/opening.html", context, status=status)
