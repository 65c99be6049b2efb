"""Doors of the background worker: readers of the ledger, and the seal that is set over it."""

from datetime import timedelta

from procrastinate.contrib.django import app

from yichuang.foundations import clock, jobs, ledger
from yichuang.foundations.checkpoints import seal_ledger
from yichuang.foundations.jobs import PATIENT
from yichuang.foundations.models import IdempotencyKey
from yichuang.foundations.rescue import rescue

KEYS_LIVE = timedelta(days=7)


@app.task(name="foundations.hear", retry=PATIENT)
def hear(subscriber: str, uids: list[str]) -> None:
    """Let one reader deal with the events of one transaction."""
    ledger.hear(subscriber, uids, clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="foundations.seal_ledger", queueing_lock="foundations.seal_ledger", pass_context=False)
def seal(timestamp: int) -> None:
    """Set a checkpoint over all events since the last one."""
    seal_ledger(clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="foundations.rescue_jobs", queueing_lock="foundations.rescue_jobs")
async def rescue_jobs(timestamp: int) -> None:
    """Take up what a killed worker left half done."""
    await rescue()


@app.periodic(cron="* * * * *")
@app.task(name="foundations.ring_alarms")
def ring_alarms(timestamp: int) -> None:
    """Let the alarms ring whose minute has come, all of them."""
    while jobs.ring(clock.now()) == jobs.PORTION:
        pass


@app.periodic(cron="17 3 * * *")
@app.task(name="foundations.forget_keys", queueing_lock="foundations.forget_keys")
def forget_keys(timestamp: int) -> None:
    """Forget idempotency keys a week old: no client repeats a request after that."""
    IdempotencyKey.objects.filter(at__lt=clock.now() - KEYS_LIVE).delete()
