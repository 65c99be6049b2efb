"""Doors of the background worker: the alarm of the joint clock, its recount, and how long matters take by themselves."""

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.life_events.operations.count_savings import count_ordinary
from yichuang.life_events.operations.joint_follow import recount_joint
from yichuang.life_events.operations.joint_urge import record_joint_overdue
from yichuang.life_events.operations.thin_revisions import thin_life_event_revisions


@app.periodic(cron="37 * * * *")
@app.task(name="life_events.count_ordinary", queueing_lock="life_events.count_ordinary", queue="default")
def count_ordinary_cases(timestamp: int) -> None:
    """Every hour: how long the matters of life events take by themselves, this month and the last."""
    count_ordinary(clock.now())


@app.periodic(cron="53 2 * * *")
@app.task(name="life_events.thin_revisions", queueing_lock="life_events.thin_revisions", queue="default")
def thin_old_revisions(timestamp: int) -> None:
    """Every night: what autosave kept of drafts beyond need."""
    thin_life_event_revisions(now=clock.now())


@app.task(name="life_events.watch_joint", queue="alarms", retry=PATIENT)
def watch_joint(number: str) -> None:
    """On the morning after a promised or statutory day of a joint case: put on record that it passed, and write to the departments."""
    record_joint_overdue(actor=CLOCK, number=number, now=clock.now())


@app.task(name="life_events.recount_joint", queue="default", retry=PATIENT)
def recount(number: str) -> None:
    """After a year's holidays were loaded: count the days of one running joint case again."""
    recount_joint(actor=CLOCK, number=number, now=clock.now())
