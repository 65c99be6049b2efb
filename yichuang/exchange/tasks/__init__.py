"""Doors of the background worker: the seal over the message log, the erasing of old texts, and reconciliation of yesterday."""

from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from yichuang.accounts.permissions import SYSTEM
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.erase_messages import erase_messages
from yichuang.exchange.operations.reconcile import TASK, begin_reconciliation
from yichuang.exchange.operations.seal_messages import seal_messages
from yichuang.exchange.tasks.reconciling import reconcile
from yichuang.foundations import clock
from yichuang.foundations.jobs import PATIENT
from yichuang.foundations.problems import Refused


@app.periodic(cron="*/5 * * * *")
@app.task(name="exchange.seal_messages", queueing_lock="exchange.seal_messages", pass_context=False)
def seal(timestamp: int) -> None:
    """Set a seal over all messages since the last one."""
    seal_messages(clock.now())


@app.periodic(cron="40 2 * * *")
@app.task(name="exchange.erase_messages", queueing_lock="exchange.erase_messages", pass_context=False)
def erase(timestamp: int) -> None:
    """Erase the texts of messages that are older than the set period, portion by portion."""
    now = clock.now()
    before = now - timedelta(days=settings.EXCHANGE_KEEPS_DAYS)
    for key in ClientSystem.objects.order_by("pk").values_list("key", flat=True):
        while erase_messages(actor=SYSTEM, key=key, before=before, now=now):
            continue


@app.task(name=TASK, retry=PATIENT)
def reconcile_run(run: int) -> None:
    """Make one comparison of both sides' books."""
    reconcile(run)


@app.periodic(cron="10 1 * * *")
@app.task(name="exchange.reconcile_all", queueing_lock="exchange.reconcile_all", pass_context=False)
def reconcile_all(timestamp: int) -> None:
    """Begin the comparison of yesterday with every system that works and can be asked."""
    now = clock.now()
    yesterday = clock.day_of(now) - timedelta(days=1)
    for key in ClientSystem.objects.filter(active=True).exclude(receiver="").values_list("key", flat=True):
        try:
            begin_reconciliation(actor=SYSTEM, key=key, day=yesterday, now=now)
        except Refused:
            # One is under way, or the system was stopped this moment: the next night asks again.
            continue
