"""Doors of the background worker: what nobody submits, mends or brings."""

from procrastinate.contrib.django import app

from yichuang.foundations import clock
from yichuang.online.operations.submit import lapse


@app.periodic(cron="37 3 * * *")
@app.task(name="online.lapse", queueing_lock="online.lapse", queue="default")
def lapse_applications(timestamp: int) -> None:
    """Every night: online applications that nobody went on with for thirty days."""
    while lapse(now=clock.now()):
        pass
