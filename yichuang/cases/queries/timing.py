"""A case's clocks: from its rows and its spec to the readings shown on screen and the due dates kept for the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.models import Case, Correction, Extension, Suspension
from yichuang.cases.models.case import NO_DUE
from yichuang.cases.rules import clocks
from yichuang.cases.rules.clocks import ClockFacts, ClockReading, ClockRules
from yichuang.cases.rules.clocks.facts import Colour, Limit
from yichuang.cases.rules.states import FINAL, State
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.clock import day_of
from yichuang.foundations.rules.calendar import WorkCalendar

NEVER = date.fromisoformat(NO_DUE)
DUE_COLUMNS = ["notice_due", "promised_due", "statutory_due", "service_due", "next_due", "due_provisional"]


@dataclass(frozen=True)
class Readings:
    """The four clocks of a case as they stand on a day."""

    notice: ClockReading
    promised: ClockReading
    statutory: ClockReading
    service: ClockReading

    @property
    def pressing(self) -> ClockReading:
        """Return the clock that presses now: notice before acceptance, the promise while deciding, service after the decision."""
        running = [
            reading
            for reading in (self.notice, self.promised, self.service)
            if reading.state in ("running", "standing")
        ]
        return running[0] if running else self.service


def rules_of(spec: MatterSpec) -> ClockRules:
    """Return the clock rules that the case's own spec states."""
    return ClockRules(
        statutory=(spec.statutory_limit.value, spec.statutory_limit.unit),
        promised=(spec.promised_limit.value, spec.promised_limit.unit),
        deemed_rule=spec.deemed_rule,
        max_extension=spec.max_extension,
        start=spec.count_start,
        basis=spec.limit_basis,
    )


def at_a_glance(case: Case, rules: ClockRules, calendar: WorkCalendar, today: date) -> ClockReading | None:
    """Return how a case's pressing clock stands, from the due dates kept on its row; None where nothing presses or it stands."""
    due = case.next_due
    if due >= NEVER:
        return None
    name, limit = _pressing(case, rules)
    if limit[1] == "natural_day":
        left = (due - today).days
    else:
        left = calendar.workdays_between(today, due) if due >= today else -calendar.workdays_between(due, today)
    late, yellow = due < today, today >= clocks.first_yellow_day(due, limit, calendar)
    colour: Colour = "red" if late else "yellow" if yellow else "green"
    why = f"{name} {due:%Y-%m-%d} {'已过' if late else '到期'}"
    return ClockReading("running", 0, left, due, case.due_provisional, colour, why, limit[1])


def _pressing(case: Case, rules: ClockRules) -> tuple[str, Limit]:
    if case.accepted_on is None:
        return "一次性告知期限", rules.notice_limit
    if case.decided_at is not None:
        return "送达期限", (rules.service_days, "workday")
    if case.next_due == case.promised_due:
        return "承诺期限", rules.promised
    return "法定期限", rules.statutory


def clock_facts(
    case: Case,
    suspensions: Sequence[Suspension] = (),
    extension: Extension | None = None,
    corrections: Sequence[Correction] = (),
) -> ClockFacts:
    """Return the facts that the clocks are counted from; costs no statement.

    The latest one-time notice counts, and the day on which the one before it was answered: after a supplement the five days
    run anew (行政许可法 32(一)4).
    """
    latest = corrections[-1] if corrections else None
    before = corrections[-2] if len(corrections) > 1 else None
    return ClockFacts(
        received_at=case.received_at,
        complete_date=case.complete_on,
        accepted_date=case.accepted_on,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        delivered_at=case.delivered_at,
        suspensions=tuple(_suspension(row) for row in suspensions),
        extension=clocks.Extension(days=extension.days, approved_at=extension.approved_at) if extension else None,
        correction_requested_at=latest.requested_at if latest else None,
        supplemented_date=day_of(before.completed_at) if before and before.completed_at else None,
        ended_at=case.closed_at if case.state in FINAL else None,
    )


def extended(case: Case) -> bool:
    """Tell whether the one extension was given (one statement)."""
    return Extension.objects.filter(case=case).exists()


def _suspension(row: Suspension) -> clocks.Suspension:
    served = datetime.combine(row.notice_served_on, datetime.min.time(), tzinfo=row.begun_at.tzinfo)
    return clocks.Suspension(
        begin=max(row.begun_at, served),
        end=row.ended_at,
        notice_served=True,
        basis=row.legal_basis,
        procedure=row.procedure,
        expected_days=row.expected_days,
    )


def readings(facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date) -> Readings:
    """Read all clocks on a day."""
    return Readings(
        notice=clocks.notice_clock(facts, rules, calendar, today),
        promised=clocks.decision_clock(facts, rules, calendar, today, which="promised"),
        statutory=clocks.decision_clock(facts, rules, calendar, today, which="statutory"),
        service=clocks.service_clock(facts, rules, calendar, today),
    )


def set_due(case: Case, read: Readings) -> list[str]:
    """Write the due dates a reading gives onto the case (unsaved) and return the columns to save."""
    over = case.state in FINAL or case.state == State.DELIVERED
    case.notice_due = read.notice.due if case.state in (State.RECEIVED, State.CORRECTING) else case.notice_due
    case.promised_due, case.statutory_due, case.service_due = read.promised.due, read.statutory.due, read.service.due
    running = {
        State.RECEIVED: read.notice,
        State.ACCEPTED: read.promised,
        State.REVIEWING: read.promised,
        State.GRANTED: read.service,
        State.DENIED: read.service,
        State.AT_ISSUING: read.service,
    }.get(State(case.state))
    case.next_due = NEVER if over or running is None or running.due is None else running.due
    case.due_provisional = bool(running and running.provisional)
    return DUE_COLUMNS
