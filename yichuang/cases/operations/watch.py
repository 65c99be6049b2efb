"""What the clock does to a case by itself: a passed day is put on record once, and a newly loaded calendar moves due dates.

Alarms are jobs at the due moments, not a scan (lifecycle.md). One that comes too early, because a day has moved, finds nothing to do:
whoever moved the day has armed a new one.
"""

from datetime import date, datetime

from django.db.models import Q

from yichuang.cases.events import CaseOverdue, DueDatesMoved, ToleranceOverdue
from yichuang.cases.models import Case, CaseMaterial, Extension
from yichuang.cases.operations import beats
from yichuang.cases.queries.timing import DUE_COLUMNS, NEVER
from yichuang.cases.rules.facts import TOLERATED
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work

DECIDING = (State.ACCEPTED, State.REVIEWING)


@unit_of_work()
def record_overdue(*, actor: Actor, number: str, now: datetime) -> list[str]:
    """Record that the promised or statutory day of a case has passed, each once; return which were new.

    A case whose clock stands, or that was decided, is left alone (行政许可法 42, 45).
    """
    case = Case.objects.select_for_update(of=("self",)).filter(number=number, state__in=DECIDING).first()
    if case is None:
        return []
    said = {
        (event.payload["which"], event.payload["due"])
        for event in ledger.history(case.stream)
        if event.type == CaseOverdue.type
    }
    days = {"promised": case.promised_due, "statutory": case.statutory_due}
    passed = [
        (which, due)
        for which, due in days.items()
        if due and due < day_of(now) and (which, due.isoformat()) not in said
    ]
    if passed and not case.due_provisional:
        responsible = case.officer_name or case.department_name
        events = [CaseOverdue(which=which, due=due, responsible=responsible) for which, due in passed]
        ledger.write(case, *events, actor=actor, at=now, update_fields=[])
        return [which for which, _ in passed]
    return []


@unit_of_work()
def record_tolerance_overdue(*, actor: Actor, number: str, now: datetime) -> list[str]:
    """Record which tolerated materials were not brought by their day, each day once; return their names (S2-39)."""
    case = Case.objects.select_for_update(of=("self",)).filter(number=number, closed_at=None).first()
    if case is None:
        return []
    late = CaseMaterial.objects.filter(case=case, needed=True, received_as=TOLERATED, tolerated_until__lt=day_of(now))
    said = {event.payload["until"] for event in ledger.history(case.stream) if event.type == ToleranceOverdue.type}
    by_day: dict[date, list[str]] = {}
    for row in late:
        if row.tolerated_until and row.tolerated_until.isoformat() not in said:
            by_day.setdefault(row.tolerated_until, []).append(row.name)
    if not by_day:
        return []
    events = [ToleranceOverdue(materials=names, until=day) for day, names in sorted(by_day.items())]
    ledger.write(case, *events, actor=actor, at=now, update_fields=[])
    return [name for names in by_day.values() for name in names]


def cases_touching(year: int, after: int, size: int) -> list[tuple[int, str]]:
    """Return id and number of open cases whose running period can touch a year, in order of id (one statement)."""
    first = date(year, 1, 1)
    touched = Q(due_provisional=True) | Q(next_due__gte=first, next_due__lt=NEVER) | Q(statutory_due__gte=first)
    rows = Case.objects.filter(touched, closed_at=None, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "number")[:size])


@unit_of_work()
def recount_case(*, actor: Actor, number: str, why: str, now: datetime) -> bool:
    """Count a case's periods again after its calendar changed; record the move and tell whether a day moved."""
    case = Case.objects.select_for_update(of=("self",)).get(number=number)
    before = _days(case)
    corrections, suspensions = list(case.corrections.all()), list(case.suspensions.all())
    extension = Extension.objects.filter(case=case).first()
    read = beats.recount(case, spec_of(case.version_id), now, suspensions, extension, corrections)
    after = _days(case)
    if after == before:
        case.save(update_fields=DUE_COLUMNS)
        return False
    alarms = beats.decision_alarms(case, clock.shift()) if case.state in DECIDING else []
    if case.state == State.RECEIVED and read.notice.due:
        alarms = [beats.alarm("cases.watch_notice", case, read.notice.due, clock.shift())]
    event = DueDatesMoved(before=before, after=after, why=why)
    ledger.write(case, event, actor=actor, at=now, update_fields=DUE_COLUMNS, later=alarms)
    return True


def _days(case: Case) -> dict[str, str]:
    names = ("notice_due", "promised_due", "statutory_due", "service_due")
    return {name: day.isoformat() for name in names if (day := getattr(case, name))}
