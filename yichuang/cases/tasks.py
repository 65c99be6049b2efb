"""Doors of the background worker: documents, alarms at their moments, closing."""

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case
from yichuang.cases.operations.deem_accept import deem_accept
from yichuang.cases.operations.issue import close as close_case
from yichuang.cases.operations.render_document import render_document as render
from yichuang.cases.rules.states import State
from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.foundations.problems import Refused


@app.task(name="cases.render_document", queue="documents", retry=PATIENT)
def render_document(document: int) -> None:
    """Number, render and sign one document."""
    render(document, clock.now())


@app.task(name="cases.watch_notice", queue="alarms", retry=PATIENT)
def watch_notice(number: str) -> None:
    """On the morning after the notice period: deem the case accepted if nobody gave notice (行政许可法 32(一)4)."""
    try:
        deem_accept(actor=CLOCK, number=number, now=clock.now())
    except Refused:
        return  # the case moved on, or its period runs anew: the alarm has nothing to do


@app.task(name="cases.close", queue="default", retry=PATIENT)
def close(number: str) -> None:
    """Close a delivered case."""
    if Case.objects.filter(number=number, state=State.DELIVERED).exists():
        close_case(actor=CLOCK, number=number, now=clock.now())
