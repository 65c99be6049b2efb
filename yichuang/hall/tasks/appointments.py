"""Jobs of appointments: reminders and no-shows by alarm on the house's clock, drafts that ran out."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.hall.operations.watch_appointments import forget_drafts, miss, remind

DRAFTS_KEPT = timedelta(hours=1)


@app.task(name="hall.remind_appointment", queue="alarms", retry=PATIENT)
def remind_appointment(pk: str, starts: str) -> None:
    """On the morning of the day before."""
    remind(actor=CLOCK, pk=UUID(pk), starts_at=datetime.fromisoformat(starts), now=clock.now())


@app.task(name="hall.watch_appointment", queue="alarms", retry=PATIENT)
def watch_appointment(pk: str, starts: str) -> None:
    """When the slot's grace has run out."""
    miss(actor=CLOCK, pk=UUID(pk), starts_at=datetime.fromisoformat(starts), now=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="hall.forget_drafts", queueing_lock="hall.forget_drafts", queue="default")
def forget(timestamp: int) -> None:
    """Every quarter of an hour: drafts that ran out an hour ago (their places were free at once)."""
    forget_drafts(before=clock.now() - DRAFTS_KEPT)
