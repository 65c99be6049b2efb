"""Door of the background worker: the pushes of the bench, so that no page waits for another's answer."""

from procrastinate.contrib.django import app

from yichuang.accounts.permissions import SYSTEM
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.operations.ask_push import TASK, ask_push
from yichuang.debugging.operations.judge import judge
from yichuang.debugging.probing import probe
from yichuang.debugging.rules.steps import RUNNING
from yichuang.foundations import clock


@app.task(name=TASK)
def push(run: int, step: str) -> None:
    """Push what a step asks for, keep how it came out, and ask for the next untried one; nothing where nobody waits for it any more."""
    rows = DebuggingRun.objects.select_related("system__department").filter(pk=run, state=RUNNING, pushing=step)
    found = rows.first()
    if found is None:
        return
    came, evidence = probe(found, step, now=clock.now(), wall=clock.wall())
    judge(actor=SYSTEM, pk=run, name=step, found=came, evidence=evidence, now=clock.now())
    ask_push(actor=SYSTEM, pk=run, now=clock.now(), wall=clock.wall())
