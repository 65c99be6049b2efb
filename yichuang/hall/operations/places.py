"""Places in slots: lock a plan's day, find the slot, refuse what is full; the lock makes overbooking impossible (S2-38)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.hall.models import Appointment, SlotDay, SlotPlan
from yichuang.hall.queries.appointments import no_shows_of
from yichuang.hall.queries.opening import hours_between
from yichuang.hall.queries.slots import as_plan, taken
from yichuang.hall.rules.appointments import BOOKED, Limits, blocked_until
from yichuang.hall.rules.slots import FAR, FULL, LATE, Slot, slots_of
from yichuang.organizations.queries import Site

KEPT = "没有占用号源，已填内容都在。"
PERSONS = 7301  # the class of our advisory locks on persons who book
SAID = {
    FULL: ("full", "这个时段刚刚约满。", "请选择别的时段。"),
    LATE: ("late", "这个时段已经来不及预约。", "请选择晚一些的时段，或直接到场取号。"),
    FAR: ("far", "这个日期还没有开放预约。", "请选择近一些的日期。"),
}


def lock_days(plan: SlotPlan, days: Iterable[date]) -> None:
    """Lock a plan's days in order, until the transaction ends."""
    wanted = sorted(set(days))
    SlotDay.objects.bulk_create([SlotDay(plan=plan, day=day) for day in wanted], ignore_conflicts=True)
    list(SlotDay.objects.select_for_update().filter(plan=plan, day__in=wanted).order_by("day"))


def lock_person(mobile_index: bytes) -> None:
    """Let one booking of a person go after the other, so that limits a person hold."""
    with connection.cursor() as cursor:
        key = int.from_bytes(mobile_index[:4], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PERSONS, key])


def find_slot(
    plan: SlotPlan,
    starts_at: datetime,
    length: int,
    now: datetime,
    *,
    besides: UUID | None = None,
    at_once: bool = False,
) -> Slot:
    """Return the slot of a locked day that begins then, with a place in it.

    `at_once`: without the notice beforehand (an officer books, or the place is held already).
    :raises Refused: 409 when it is full, too soon, too far, or the hall is not open then.
    """
    day = day_of(starts_at)
    hours = hours_between(plan.site, day, day, plan.board)[day]
    made = as_plan(plan)
    if at_once:
        made = replace(made, notice=timedelta())
    slots = slots_of(made, hours, taken(plan, day, day, now, besides), length, now)
    slot = next((one for one in slots if one.start == starts_at), None)
    if slot is None or not plan.active:
        why = f"：{hours.closed}" if hours.closed else ""
        raise refused("closed", f"这个时间不能预约{why}。", "请重新选择日期和时段。")
    if slot.why_not:
        raise refused(*SAID[slot.why_not])
    return slot


def within_limits(
    site: Site, mobile_index: bytes, day: date, limits: Limits, now: datetime, besides: UUID | None
) -> None:
    """Hold a person to the limits of a site; the person is locked.

    :raises Refused: 409 for too many on a day or at once; 403 while no-shows end booking online.
    """
    since = now - timedelta(days=limits.within_days)
    until = blocked_until(no_shows_of(site, mobile_index, since), limits, now)
    if until is not None:
        last = day_of(until)
        missed = f"这个手机号近 {limits.within_days} 天有 {limits.no_shows} 次以上预约未到"
        said = f"{missed}，{last.month}月{last.day}日前不能网上预约，也不能由热线系统代约。"
        raise refused("blocked", said, "可以直接到场取号办理，或请服务点的工作人员代约。", status=403)
    mine = Appointment.objects.filter(site=site, mobile_index=mobile_index, state=BOOKED, ends_at__gt=now)
    if besides:
        mine = mine.exclude(pk=besides)
    days = list(mine.values_list("day", flat=True))
    if days.count(day) >= limits.a_day:
        raise refused(
            "a_day",
            f"这个手机号当天已有 {days.count(day)} 个预约，每人每天最多 {limits.a_day} 个。",
            "请换一天，或取消不用的预约。",
        )
    if len(days) >= limits.open_at_once:
        raise refused(
            "at_once",
            f"这个手机号已有 {len(days)} 个未办的预约，最多 {limits.open_at_once} 个。",
            "请先取消不用的预约。",
        )


def refused(code: str, said: str, todo: str, status: int = 409, field: str = "") -> Refused:
    """Return a refusal about an appointment."""
    return Refused(Reason(code, said, field=field, rule="S2-38", kept=KEPT, todo=todo), status=status, title="没有约成")
