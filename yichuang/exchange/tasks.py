"""Doors of the background worker: the seal over the message log."""

from procrastinate.contrib.django import app

from yichuang.exchange.operations.seal_messages import seal_messages
from yichuang.foundations import clock


@app.periodic(cron="*/5 * * * *")
@app.task(name="exchange.seal_messages", queueing_lock="exchange.seal_messages", pass_context=False)
def seal(timestamp: int) -> None:
    """Set a seal over all messages since the last one."""
    seal_messages(clock.now())
