"""Doors of the background worker: one analysis at a time, behind everything that somebody waits for at a counter."""

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import clock
from yichuang.mining.operations.mine import mine
from yichuang.mining.operations.run_mining import TASK


@app.task(name=TASK, queue="default")
def work_on_run(run: str) -> None:
    """Work on an analysis."""
    mine(run=run, actor=CLOCK, tick=clock.now)
