"""Move the day of a demonstration: six working days on, a case is deemed accepted before your eyes (issue 2, 13)."""

from datetime import timedelta

from django.conf import settings

from yichuang.foundations import clock, jobs
from yichuang.foundations.jobs import Later
from yichuang.foundations.models import ClockShift
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

MOST = timedelta(days=366)
# What a new day brings at once: alarms that are due, and in the halls the end of what yesterday left open.
AT_ONCE = ("foundations.ring_alarms", "hall.new_day")


@unit_of_work()
def move_clock(*, by: timedelta, who: str) -> timedelta:
    """Move the clock forward and let the alarms ring that this brings; return how far it now is from the real time.

    :raises NotFound: where the clock is not movable. :raises Refused: 422 backwards, or further than a year at once.
    """
    _demand_movable()
    if not timedelta() < by <= MOST:
        raise Refused(
            Reason(
                "clock",
                "演示时钟只能往后拨，一次不超过一年。",
                field="day",
                kept="时钟没有动。",
                todo="请选择今天以后的日期；要回到真实日期，请按“回到真实日期”，或用 make reset-demo 重新开始。",
            ),
            status=422,
            title="不能拨动时钟",
        )
    return _shift(by, who)


@unit_of_work()
def return_to_today(*, who: str) -> timedelta:
    """Let the clock show the real time again; return by how much it went back.

    What happened on the days ahead stays on record with its dates; alarms wait for their day again.

    :raises NotFound: where the clock is not movable.
    """
    _demand_movable()
    row = ClockShift.objects.select_for_update().filter(pk=1).first()
    ahead = row.by if row else timedelta()
    if ahead:
        _shift(-ahead, who)
    return ahead


def _demand_movable() -> None:
    if not settings.MOVABLE_CLOCK:
        raise NotFound("这个页面")


def _shift(by: timedelta, who: str) -> timedelta:
    ClockShift.objects.get_or_create(pk=1, defaults={"by": timedelta(), "moved_by": who})
    row = ClockShift.objects.select_for_update().get(pk=1)
    row.by, row.moved_by = row.by + by, who
    row.save(update_fields=["by", "moved_by"])
    jobs.defer([Later(name, {"timestamp": 0}) for name in AT_ONCE])
    clock.forget_shift()
    return row.by
