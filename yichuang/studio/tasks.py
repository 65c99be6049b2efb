"""Doors of the background worker: publications whose hour has come."""

from procrastinate.contrib.django import app

from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.studio.operations.plan_publication import TASK, publish_planned


@app.task(name=TASK, queue="alarms", retry=PATIENT)
def publish(plan: int) -> None:
    """At the hour that was planned: publish, or say why not."""
    publish_planned(plan_id=plan, now=clock.now())
