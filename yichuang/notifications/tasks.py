"""Doors of the background worker: messages on their way."""

from procrastinate.contrib.django import app

from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.notifications.operations.deliver import deliver


@app.task(name="notifications.deliver", retry=PATIENT)
def deliver_message(message: int) -> None:
    """Deliver one message."""
    deliver(message, clock.now())
