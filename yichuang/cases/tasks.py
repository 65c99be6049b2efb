"""Doors of the background worker: documents, alarms at their moments, closing."""

from datetime import timedelta

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case
from yichuang.cases.operations.count_days import roll_up
from yichuang.cases.operations.deem_accept import CALENDAR_MISSING, deem_accept
from yichuang.cases.operations.issue import close as close_case
from yichuang.cases.operations.keep_draft import forget_drafts
from yichuang.cases.operations.prefill import forget_prefills
from yichuang.cases.operations.render_document import render_document as render
from yichuang.cases.operations.watch import (
    cases_touching,
    record_due_soon,
    record_overdue,
    record_tolerance_overdue,
    recount_case,
)
from yichuang.cases.rules.states import State
from yichuang.foundations import clock, jobs
from yichuang.foundations.calendars import forget
from yichuang.foundations.jobs import PATIENT, Later
from yichuang.foundations.problems import Refused

# How many cases one job recounts before it hands on to the next.
PORTION = 200


@app.task(name="cases.render_document", queue="documents", retry=PATIENT)
def render_document(document: int) -> None:
    """Number, render and sign one document."""
    render(document, clock.now())


@app.task(name="cases.watch_notice", queue="alarms", retry=PATIENT)
def watch_notice(number: str) -> None:
    """On the morning after the notice period: deem the case accepted if nobody gave notice (行政许可法 32(一)4)."""
    try:
        deem_accept(actor=CLOCK, number=number, now=clock.now())
    except Refused as refused:
        # Otherwise the case moved on, or its period runs anew: the alarm has nothing to do.
        if [reason.code for reason in refused.reasons] == [CALENDAR_MISSING]:
            tomorrow = clock.now() + timedelta(days=1)
            jobs.defer([Later("cases.watch_notice", {"number": number}, at=tomorrow)])


@app.task(name="cases.watch_decision", queue="alarms", retry=PATIENT)
def watch_decision(number: str) -> None:
    """On the morning after the promised, statutory or service day: put on record that nothing was decided or served (行政许可法 42、44)."""
    record_overdue(actor=CLOCK, number=number, now=clock.now())


@app.task(name="cases.watch_promise", queue="alarms", retry=PATIENT)
def watch_promise(number: str) -> None:
    """On the morning on which the promise turns yellow: put on record that its end is near (S2-43)."""
    record_due_soon(actor=CLOCK, number=number, now=clock.now())


@app.task(name="cases.watch_tolerated", queue="alarms", retry=PATIENT)
def watch_tolerated(number: str) -> None:
    """On the morning after a commitment's day: put on record that the material was not brought (S2-39)."""
    record_tolerance_overdue(actor=CLOCK, number=number, now=clock.now())


@app.task(name="cases.recount", queue="default", retry=PATIENT)
def recount(year: int, why: str, after: int = 0) -> None:
    """Count the open cases that touch a year again, a portion at a time."""
    forget()
    portion = cases_touching(year, after, PORTION)
    for _, number in portion:
        recount_case(actor=CLOCK, number=number, year=year, why=why, now=clock.now())
    if len(portion) == PORTION:
        jobs.defer([Later("cases.recount", {"year": year, "why": why, "after": portion[-1][0]}, queue="default")])


@app.task(name="cases.close", queue="default", retry=PATIENT)
def close(number: str) -> None:
    """Close a delivered case."""
    if Case.with_practice.filter(number=number, state=State.DELIVERED).exists():
        close_case(actor=CLOCK, number=number, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="cases.count_days", queueing_lock="cases.count_days", queue="default")
def count_days(timestamp: int) -> None:
    """Every minute: the days of which the ledger has news, for the overview."""
    roll_up(clock.now())


@app.periodic(cron="23 3 * * *")
@app.task(name="cases.forget_drafts", queueing_lock="cases.forget_drafts", queue="default")
def forget_old_drafts(timestamp: int) -> None:
    """Every night: what was typed for people who never came back."""
    forget_drafts(now=clock.now())


@app.periodic(cron="29 3 * * *")
@app.task(name="cases.forget_prefills", queueing_lock="cases.forget_prefills", queue="default")
def forget_old_prefills(timestamp: int) -> None:
    """Every night: what was filled in online and nobody brought within thirty days."""
    forget_prefills(now=clock.now())
