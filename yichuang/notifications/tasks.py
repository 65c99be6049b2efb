"""Doors of the background worker: messages go out."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.notifications.operations.deliver import deliver


@app.task(name="notifications.deliver", retry=PATIENT, pass_context=True)
def deliver_message(context: JobContext, pk: int) -> None:
    """Deliver one message."""
    last = context.job.attempts >= (PATIENT.max_attempts or 0)
    deliver(pk, clock.now(), last=last)
