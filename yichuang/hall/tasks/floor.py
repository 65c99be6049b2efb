"""Doors of the background worker: the hall's figures, what a day leaves open, questions to the twin."""

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import clock
from yichuang.hall.operations.roll_over import roll_over_all
from yichuang.hall.operations.roll_up import roll_up
from yichuang.hall.operations.twin import TASK, answer_twin


@app.periodic(cron="*/5 * * * *")
@app.task(name="hall.roll_up", queueing_lock="hall.roll_up", queue="default")
def roll_up_figures(timestamp: int) -> None:
    """Every five minutes: the days of which the ledger has news."""
    roll_up(clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="hall.roll_over", queueing_lock="hall.roll_over", queue="default")
def roll_over_halls(timestamp: int) -> None:
    """Every hour, for a night may be slept through: yesterday's open tickets lapse, forgotten seats close."""
    roll_over_all(clock.now())


@app.task(name="hall.new_day", queue="default")
def begin_new_day(timestamp: int) -> None:
    """A demonstration's day was moved: the same at once, with no lock that would refuse to queue it."""
    roll_over_all(clock.now())


@app.task(name=TASK, queue="default")
def run_twin(scenario: str) -> None:
    """Answer a question that was put to the twin; one at a time, so that the counter keeps the machine."""
    answer_twin(scenario=scenario, actor=CLOCK, tick=clock.now)
