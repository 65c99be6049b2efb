"""Doors of the background worker: ratings sealed together, days that are over."""

from procrastinate.contrib.django import app

from yichuang.feedback.operations.close_complaint import close_answered, record_late_complaints
from yichuang.feedback.operations.look_up_complaint import forget_tries
from yichuang.feedback.operations.open_order import close_settled
from yichuang.feedback.operations.rate import lapse_requests
from yichuang.feedback.operations.seal import MOST, seal_ratings
from yichuang.feedback.operations.watch import record_late_orders
from yichuang.foundations import clock

PORTION = 500


@app.periodic(cron="*/5 * * * *")
@app.task(name="feedback.seal", queueing_lock="feedback.seal", queue="default")
def seal(timestamp: int) -> None:
    """Every five minutes: seal what is due; after midnight that is all of the day before."""
    while seal_ratings(clock.now()) >= MOST:
        pass


@app.periodic(cron="13 * * * *")
@app.task(name="feedback.watch", queueing_lock="feedback.watch", queue="default")
def watch(timestamp: int) -> None:
    """Every hour: what may not be rated any more, orders that have ended, alarms for what is late."""
    now = clock.now()
    while lapse_requests(now, PORTION) == PORTION:
        pass
    while close_settled(now):
        pass
    while close_answered(now):
        pass
    record_late_orders(now)
    record_late_complaints(now)
    forget_tries(now)
