"""Have the bench push what a step asks for: a job makes the calls, nobody waits at the page for them (S0-18)."""

from datetime import datetime

from yichuang.debugging.events import PushAsked
from yichuang.debugging.operations.judge import lock_run, over
from yichuang.debugging.queries import tried_of, under_way
from yichuang.debugging.rules.probes import PROBES
from yichuang.debugging.rules.steps import RUNNING, next_probe
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import NotFound
from yichuang.foundations.transactions import unit_of_work

TASK = "debugging.push"
# Before what nobody looks at: somebody sits at the page.
SOMEBODY_WAITS = 10


@unit_of_work()
def ask_push(*, actor: Actor, pk: int, now: datetime, wall: datetime, again: str = "") -> str:
    """Ask for the next step that the bench has not tried, or for one again; return the step that is under way now, empty for none.

    One at a time for a run: what is asked for while another is under way is not asked for twice.

    :raises NotAllowed: for who does not look after the system. :raises NotFound: for a step that the bench does not try.
    :raises Refused: 409 to try again in a run that is confirmed.
    """
    run = lock_run(actor, pk, "联调业务系统")
    if again and again not in PROBES:
        raise NotFound("这个联调项", "请从联调页面重试。")
    if run.state != RUNNING:
        if again:
            raise over()
        return ""
    if going := under_way(run, wall):
        return going
    name = again or next_probe(tried_of(run))
    if name:
        run.pushing, run.pushing_since = name, wall
        job = Later(TASK, {"run": run.pk, "step": name}, lock=f"{TASK}:{run.pk}", priority=SOMEBODY_WAITS)
        fields = ["pushing", "pushing_since"]
        ledger.write(run, PushAsked(step=name), actor=actor, at=now, update_fields=fields, later=[job])
    return name
