"""Doors of the background worker: large imports, judging what they bring, forgetting uploads, counting volumes, planned publications."""

from procrastinate.contrib.django import app

from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.studio.operations.apply_import import apply_import
from yichuang.studio.operations.count_findings import count_findings as count
from yichuang.studio.operations.count_volumes import month_before, recount_volumes
from yichuang.studio.operations.forget_imports import forget_imports
from yichuang.studio.operations.plan_publication import TASK, publish_planned
from yichuang.studio.operations.read_import import read_import
from yichuang.studio.operations.thin_revisions import thin_revisions


@app.task(name="studio.count_findings", queue="default", retry=PATIENT)
def count_findings(drafts: list[str]) -> None:
    """Judge drafts and keep the counts."""
    count(draft_ids=drafts)


@app.task(name="studio.read_import", queue="default", retry=PATIENT)
def read_upload(batch: str, attempt: int) -> None:
    """Read a large file that somebody uploaded, and compare it."""
    read_import(batch_id=batch, attempt=attempt, tick=clock.now)


@app.task(name="studio.apply_import", queue="default", retry=PATIENT)
def write_import(batch: str, attempt: int) -> None:
    """Write the many matters of a file that somebody confirmed."""
    apply_import(batch_id=batch, attempt=attempt, tick=clock.now)


@app.periodic(cron="37 3 * * *")
@app.task(name="studio.forget_imports", queueing_lock="studio.forget_imports", queue="default")
def forget_old_imports(timestamp: int) -> None:
    """Every night: uploads that nobody confirmed."""
    forget_imports(now=clock.now())


@app.periodic(cron="51 2 * * *")
@app.task(name="studio.thin_revisions", queueing_lock="studio.thin_revisions", queue="default")
def thin_old_revisions(timestamp: int) -> None:
    """Every night: what autosave kept of drafts beyond need."""
    thin_revisions(now=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="studio.count_volumes", queueing_lock="studio.count_volumes", queue="default")
def count_volumes(timestamp: int) -> None:
    """Every hour: how many cases of each matter this month and the last brought."""
    recount_volumes(since=month_before(clock.now()))


@app.task(name=TASK, queue="alarms", retry=PATIENT)
def publish(plan: int) -> None:
    """At the hour that was planned: publish, or say why not."""
    publish_planned(plan_id=plan, now=clock.now())
