"""Keep what life events save (S2-25): the ledger's news of joint cases adds to its month, the matters' own cases are counted afresh."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F

from yichuang.cases.queries.volumes import ended_by_month
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.models import JointChild, LifeEvent, OrdinaryMonth, SavingMonth
from yichuang.life_events.queries import life_events_in_force, matters_of
from yichuang.life_events.rules.savings import combination_key, ended_of, figures_of

RECEIVED, ENDED = "joint.received", "joint.ended"


def count_received(payload: Mapping[str, Any], at: datetime) -> None:
    """Add a joint case to the month of its receipt; the caller sees to it that each event is counted once (`ledger.Heard`)."""
    row = _month(payload["key"], day_of(at).replace(day=1))
    if row is not None:
        added = {name: F(name) + many for name, many in figures_of(payload).items()}
        SavingMonth.objects.filter(pk=row.pk).update(**added)


def count_ended(payload: Mapping[str, Any]) -> None:
    """Add a joint case that ended to the month of its end; its days only where some part of it was decided."""
    found = ended_of(payload)
    row = _month(payload["key"], found.month)
    if row is None:
        return
    row.ended += 1
    row.extra_visits += found.extra_visits
    if found.members:
        key = combination_key(found.members)
        row.timed, row.days = row.timed + 1, row.days + found.days
        row.combinations = {**row.combinations, key: row.combinations.get(key, 0) + 1}
    row.save(update_fields=["ended", "extra_visits", "timed", "days", "combinations"])


def _month(key: str, month: date) -> SavingMonth | None:
    """Return the month's row, locked; None for a life event that is not here (an event of a house this one was copied from)."""
    event = LifeEvent.objects.filter(key=key).first()
    if event is None:
        return None
    row, _ = SavingMonth.objects.get_or_create(life_event=event, month=month)
    return SavingMonth.objects.select_for_update().get(pk=row.pk)


@unit_of_work()
def count_ordinary(now: datetime) -> int:
    """Count the own cases of all matters that life events name afresh, for this month and the one before; return the rows written.

    Whole months are put in the place of what was there, so that counting twice counts once. Parts of joint cases are left out.
    """
    this = day_of(now).replace(day=1)
    first = (this - timedelta(days=1)).replace(day=1)
    if not OrdinaryMonth.objects.exists():
        first = first.replace(year=first.year - 1)
    since = datetime.combine(first, time(), CHINA)
    matters = {
        matter.matter_id for event in life_events_in_force() for matter in matters_of(event.spec).matters.values()
    }
    rows = ended_by_month(matters, since, _children(since))
    OrdinaryMonth.objects.filter(matter__in=matters, month__gte=first).delete()
    made = OrdinaryMonth.objects.bulk_create(
        OrdinaryMonth(matter_id=matter, month=date(year, month, 1), cases=cases, days=days)
        for matter, year, month, cases, days in rows
    )
    return len(made)


def _children(since: datetime) -> list[str]:
    """Return the numbers of the cases that are parts of joint cases and ended since (one statement)."""
    ended = JointChild.objects.filter(case__closed_at__gte=since)
    return list(ended.values_list("case__number", flat=True))
