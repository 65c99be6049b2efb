"""What every move shares: the decision that refuses with all its reasons, and the clocks that follow a change."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from yichuang.cases.models import Case, Correction, Extension, Suspension
from yichuang.cases.queries import timing
from yichuang.cases.queries.timing import Readings
from yichuang.cases.rules.clocks import first_yellow_day
from yichuang.cases.rules.facts import CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.cases.rules.requirements import refusals
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Refused


def decide(verb: str, facts: CaseFacts, given: MoveInput) -> None:
    """Let the table decide; raise `Refused` with every reason when the move may not be made."""
    if reasons := refusals(verb, facts, given):
        raise Refused(*reasons, title=f"不能{BY_VERB[verb].name}")


def recount(
    case: Case,
    spec: MatterSpec,
    now: datetime,
    suspensions: Sequence[Suspension] = (),
    extension: Extension | None = None,
    corrections: Sequence[Correction] = (),
) -> Readings:
    """Read the clocks after a change and write the due dates onto the case (unsaved)."""
    facts = timing.clock_facts(case, suspensions, extension, corrections)
    read = timing.readings(facts, timing.rules_of(spec), calendar(), day_of(now))
    timing.set_due(case, read)
    return read


def opening_of(day: date) -> datetime:
    """Return the first minute of a day in China, when alarms of that day go off."""
    return datetime.combine(day, time(0, 1), tzinfo=CHINA)


def alarms(task: str, case: Case, *days: date | None) -> list[Later]:
    """Return the jobs that look at a case on the mornings after these days; the clock does nothing to a practice case (S0-26)."""
    if case.practice:
        return []
    return [Later(task, {"number": case.number}, at=opening_of(day + timedelta(days=1))) for day in days if day]


def decision_alarms(case: Case, spec: MatterSpec, today: date) -> list[Later]:
    """Return the jobs that look at a case when its promise turns yellow, and on the mornings after its promised and statutory day.

    A promise so short that it is yellow from the first day on needs no warning of its own.
    """
    days = {day for day in (case.promised_due, case.statutory_due) if day}
    jobs = alarms("cases.watch_decision", case, *sorted(days))
    if case.promised_due:
        yellow = first_yellow_day(case.promised_due, timing.rules_of(spec).promised, calendar())
        if yellow > today:
            jobs += alarms("cases.watch_promise", case, yellow - timedelta(days=1))
    return jobs


def service_alarms(case: Case) -> list[Later]:
    """Return the job that looks at a decided case on the morning after the day by which the result must be served."""
    return alarms("cases.watch_decision", case, case.service_due)
