"""Take a run one step further: one push by the bench, and a look at what the others did."""

from datetime import datetime

from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.operations.judge import judge, look
from yichuang.debugging.probing import probe
from yichuang.debugging.queries import lines_of
from yichuang.debugging.rules.probes import PROBES
from yichuang.debugging.rules.steps import RUNNING, next_probe
from yichuang.exchange import policies
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound


def advance(*, actor: Actor, run: DebuggingRun, now: datetime, wall: datetime, again: str = "") -> str:
    """Try the next step that the bench has not tried, or one again; keep what came out; return the step's name, empty for none.

    :raises NotAllowed: for who does not look after the system. :raises NotFound: for a step that the bench does not try.
    """
    policies.demand(actor, policies.MANAGE, run.system, "联调业务系统")
    if again and again not in PROBES:
        raise NotFound("这个联调项", "请从联调页面重试。")
    tried = {line.step.name: line.found.outcome for line in lines_of(run) if line.judgements}
    name = again or (next_probe(tried) if run.state == RUNNING else "")
    if name:
        found, evidence = probe(run, name, now=now, wall=wall)
        judge(actor=actor, pk=run.pk, name=name, found=found, evidence=evidence, now=now)
    look(actor=actor, pk=run.pk, now=now)
    return name
