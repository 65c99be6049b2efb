"""Doors of the background worker: the hourly figures, alarms, and what need not be kept."""

from datetime import timedelta

from procrastinate.contrib.django import app

from yichuang.foundations import clock
from yichuang.sharing.models import SharedCall
from yichuang.sharing.operations.quota import forget_quotas
from yichuang.sharing.operations.roll_up import roll_up, watch

# The log of calls is kept for three years, as long as complaints about the use of data may be raised (网络数据安全管理条例 12: 三年).
KEPT_FOR = timedelta(days=3 * 366)


@app.periodic(cron="*/5 * * * *")
@app.task(name="sharing.roll_up", queueing_lock="sharing.roll_up", queue="default")
def roll_up_calls(timestamp: int) -> None:
    """Every five minutes: this hour and the one before; all that is missing after a pause."""
    now = clock.now()
    while roll_up(now):
        pass
    watch(now)


@app.periodic(cron="41 3 * * *")
@app.task(name="sharing.forget", queueing_lock="sharing.forget", queue="default")
def forget(timestamp: int) -> None:
    """Every night: minutes of quotas that are over, calls that are too old, but for those that stand in for a material."""
    forget_quotas(clock.wall())
    SharedCall.objects.filter(at__lt=clock.now() - KEPT_FOR, number="").delete()
