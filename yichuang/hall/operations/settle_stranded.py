"""Move or cancel who is booked for a time at which the hall is not open any more, and tell each of them (S2-38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.models import Appointment
from yichuang.hall.operations.change_appointment import put, strike
from yichuang.hall.operations.places import lock_days
from yichuang.hall.queries.appointments import stranded_at
from yichuang.hall.queries.opening import days_between, hours_between
from yichuang.hall.queries.slots import as_plan, bookable_days, length_of
from yichuang.hall.rules.appointments import BOOKED
from yichuang.hall.rules.slots import Slot, last_day
from yichuang.organizations.queries import Site

MOVE, CANCEL, LATER = "move", "cancel", "later"
THEN = {MOVE: "改到最近的空余时段并通知", CANCEL: "取消预约并通知", LATER: "暂不处理，稍后逐个联系"}


@dataclass(frozen=True)
class Settled:
    """What became of those stranded: how many were moved, cancelled, and are still waiting for somebody to deal with them."""

    moved: int = 0
    cancelled: int = 0
    waiting: int = 0


@unit_of_work()
def settle(*, actor: Actor, site: Site, days: Sequence[date], then: str, now: datetime) -> Settled:
    """Deal with all who are stranded on these days (all days without): move them to the next free slot of their plan, or cancel.

    Who cannot be moved, because nothing is free as far as may be booked, is cancelled and told so. The message leads to the page where
    each may choose another time.
    :raises NotAllowed; Refused 422 for an unknown way.
    """
    policies.demand(actor, policies.ARRANGE, site, "处理受影响的预约")
    if then not in THEN:
        unknown = Reason(
            "then", "没有选择怎样处理已有预约。", "then", "S2-38", "没有改动。", "请选择改期、取消或稍后处理。"
        )
        raise Refused(unknown, status=422, title="没有处理")
    listed = [row.pk for row in stranded_at(site, now, days)]
    if then == LATER or not listed:
        return Settled(waiting=len(listed))
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("site", "plan__site")
    moved = cancelled = 0
    for row in rows.filter(pk__in=listed, state=BOOKED).order_by("starts_at", "pk"):
        why = why_closed(row)
        slot = _next_free(row, now) if then == MOVE else None
        if slot is None:
            strike(actor, row, why, now)
            cancelled += 1
        else:
            put(actor, row, slot.start, slot.end, why, now)
            moved += 1
    return Settled(moved, cancelled)


def why_closed(row: Appointment) -> str:
    """Return why a stranded appointment cannot take place, as its owner reads it."""
    hours = hours_between(row.site, row.day, row.day, row.plan.board)[row.day]
    why = hours.closed or "、".join(hours.notes)
    return f"当天该时段不办公（{why}），给您带来不便，敬请谅解" if why else "当天该时段不办公，给您带来不便，敬请谅解"


def _next_free(row: Appointment, now: datetime) -> Slot | None:
    """Return the first free slot after the one that was lost, else the first of all, with its day locked."""
    if not row.plan.active:
        return None
    today = day_of(now)
    lock_days(row.plan, days_between(today, last_day(as_plan(row.plan), today)))
    slots = [slot for day in bookable_days(row.plan, length_of(row.plan, row.matter), now) for slot in day.slots]
    free = [slot for slot in slots if slot.free]
    return next((slot for slot in free if slot.start > row.starts_at), free[0] if free else None)
