"""What the clock does to a case by itself: a passed day is put on record once, and a newly loaded calendar moves due dates.

Alarms are jobs at the due moments, not a scan (lifecycle.md). One that comes too early, because a day has moved, finds nothing to do:
whoever moved the day has armed a new one.
"""

from datetime import date, datetime

from django.db.models import Q

from yichuang.cases.events.clocks import CaseDueSoon, CaseOverdue, DueDatesMoved, ToleranceOverdue
from yichuang.cases.models import Case, CaseMaterial, Extension
from yichuang.cases.operations import beats
from yichuang.cases.policies import place_of
from yichuang.cases.queries import timing
from yichuang.cases.queries.timing import DUE_COLUMNS, NEVER
from yichuang.cases.rules.clocks import first_yellow_day
from yichuang.cases.rules.facts import TOLERATED
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import jobs, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send
from yichuang.notifications.rules.numbers import reachable

DECIDING = (State.ACCEPTED, State.REVIEWING)
SERVING = (State.GRANTED, State.DENIED, State.AT_ISSUING)


@unit_of_work()
def record_due_soon(*, actor: Actor, number: str, now: datetime) -> bool:
    """Record that a running promise turned yellow, once for each due day; tell whether that was new (S2-43)."""
    case = _waiting(number, DECIDING)
    if case is None or case.promised_due is None or case.due_provisional:
        return False
    today = day_of(now)
    limit = timing.rules_of(spec_of(case.version_id)).promised
    if not first_yellow_day(case.promised_due, limit, calendar()) <= today <= case.promised_due:
        return False
    if (case.promised_due.isoformat(),) in _said(case, CaseDueSoon.type, "due"):
        return False
    left = calendar().workdays_between(today, case.promised_due)
    event = CaseDueSoon(due=case.promised_due, left=left, responsible=_responsible(case))
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return True


@unit_of_work()
def record_overdue(*, actor: Actor, number: str, now: datetime) -> list[str]:
    """Record that the promised, statutory or service day of a case has passed, each once; return which were new.

    A case whose clock stands, or that needs nothing more, is left alone (行政许可法 42, 44, 45).
    """
    case = _waiting(number, (*DECIDING, *SERVING))
    if case is None or case.due_provisional:
        return []
    days = (
        {"promised": case.promised_due, "statutory": case.statutory_due}
        if case.state in DECIDING
        else {"service": case.service_due}
    )
    said = _said(case, CaseOverdue.type, "which", "due")
    passed = [
        (which, due)
        for which, due in days.items()
        if due and due < day_of(now) and (which, due.isoformat()) not in said
    ]
    if passed:
        events = [CaseOverdue(which=which, due=due, responsible=_responsible(case)) for which, due in passed]
        ledger.write(case, *events, actor=actor, at=now, update_fields=[])
    return [which for which, _ in passed]


@unit_of_work()
def record_tolerance_overdue(*, actor: Actor, number: str, now: datetime) -> list[str]:
    """Record which tolerated materials were not brought by their day and remind the applicant, each day once; return their names.

    Until they are there the case cannot be granted (`tolerated_settled` in the lifecycle table); the department may end it on
    a legal ground. The clock decides neither by itself (S2-39).
    """
    case = Case.objects.select_for_update(of=("self",)).filter(number=number, closed_at=None).first()
    if case is None:
        return []
    late = CaseMaterial.objects.filter(case=case, needed=True, received_as=TOLERATED, tolerated_until__lt=day_of(now))
    said = _said(case, ToleranceOverdue.type, "until")
    by_day: dict[date, list[str]] = {}
    for row in late:
        if row.tolerated_until and (row.tolerated_until.isoformat(),) not in said:
            by_day.setdefault(row.tolerated_until, []).append(row.name)
    if not by_day:
        return []
    reminded = [_remind(case, names, day, now) for day, names in sorted(by_day.items())]
    events = [
        ToleranceOverdue(materials=names, until=day, reminded=sent)
        for (day, names), sent in zip(sorted(by_day.items()), reminded, strict=True)
    ]
    ledger.write(case, *events, actor=actor, at=now, update_fields=[])
    return [name for names in by_day.values() for name in names]


def _remind(case: Case, materials: list[str], until: date, now: datetime) -> bool:
    """Write the message to the applicant's contact; tell whether there was a number to send it to."""
    mobile = case.form.get("contact_mobile", "")
    if reachable(mobile) != "mobile":
        return False
    send(
        to=mobile,
        template="tolerance_overdue",
        data={
            "name": case.form.get("contact_name") or case.applicant_name,
            "matter": case.matter_name,
            "number": case.number,
            "until": in_chinese(until),
            "materials": "、".join(materials),
            "site": case.site_name,
        },
        now=now,
        stream=case.stream,
        once_key=f"tolerance:{case.number}:{until.isoformat()}",
        place=place_of(case),
    )
    return True


def _waiting(number: str, states: tuple[State, ...]) -> Case | None:
    """Lock a case if it still is where the alarm expects it."""
    return Case.objects.select_for_update(of=("self",)).filter(number=number, state__in=states).first()


def _said(case: Case, type_: str, *fields: str) -> set[tuple[str, ...]]:
    """Return what the ledger of a case already has of one kind of event."""
    return {
        tuple(event.payload[field] for field in fields) for event in ledger.history(case.stream) if event.type == type_
    }


def _responsible(case: Case) -> str:
    if case.state == State.AT_ISSUING:
        return case.site_name
    return case.officer_name or case.department_name


def cases_touching(year: int, after: int, size: int) -> list[tuple[int, str]]:
    """Return id and number of open cases whose running period can touch a year, in order of id (one statement)."""
    first = date(year, 1, 1)
    touched = Q(due_provisional=True) | Q(next_due__gte=first, next_due__lt=NEVER) | Q(statutory_due__gte=first)
    rows = Case.objects.filter(touched, closed_at=None, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "number")[:size])


@unit_of_work()
def recount_case(*, actor: Actor, number: str, year: int, why: str, now: datetime) -> bool:
    """Count a case's periods again after its calendar changed; record the move and tell whether a day moved."""
    case = Case.objects.select_for_update(of=("self",)).get(number=number)
    before, guessed = _days(case), case.due_provisional
    corrections, suspensions = list(case.corrections.all()), list(case.suspensions.all())
    extension = Extension.objects.filter(case=case).first()
    spec = spec_of(case.version_id)
    beats.recount(case, spec, now, suspensions, extension, corrections)
    after = _days(case)
    # An alarm that rang on a provisional day said nothing: it is armed anew as well where the guess turns out right.
    alarms = _alarms(case, spec, day_of(now)) if after != before or guessed else []
    if after == before:
        case.save(update_fields=DUE_COLUMNS)
        jobs.defer(alarms)
        return False
    event = DueDatesMoved(before=before, after=after, why=why, year=year)
    ledger.write(case, event, actor=actor, at=now, update_fields=DUE_COLUMNS, later=alarms)
    return True


def _alarms(case: Case, spec: MatterSpec, today: date) -> list[Later]:
    if case.state == State.RECEIVED:
        return beats.alarms("cases.watch_notice", case, case.notice_due)
    if case.state in DECIDING:
        return beats.decision_alarms(case, spec, today)
    return beats.service_alarms(case) if case.state in SERVING else []


def _days(case: Case) -> dict[str, str]:
    names = ("notice_due", "promised_due", "statutory_due", "service_due")
    return {name: day.isoformat() for name in names if (day := getattr(case, name))}
