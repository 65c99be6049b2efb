"""Doors of the background worker: the days that a notice of suspension promised."""

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.catalog.operations.resume import keep_notice
from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT


@app.task(name="catalog.watch_notice", queue="alarms", retry=PATIENT)
def watch_notice(notice: int) -> None:
    """At the beginning of the day on which a suspension begins, and of the day after its last: do what the public was told."""
    keep_notice(actor=CLOCK, notice_id=notice, now=clock.now())
