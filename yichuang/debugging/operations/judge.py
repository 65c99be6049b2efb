"""Keep how a step of a run came out, with its evidence (S0-18)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from yichuang.debugging.events import StepJudged
from yichuang.debugging.models import DebuggingRun, DebuggingStep
from yichuang.debugging.queries import lines_of
from yichuang.debugging.rules.steps import GREEN, RUNNING, Found
from yichuang.exchange import policies
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


def lock_run(actor: Actor, pk: int, doing: str) -> DebuggingRun:
    """Return a run, locked, for who looks after its system. :raises NotAllowed: otherwise."""
    run = DebuggingRun.objects.select_for_update(of=("self",)).select_related("system__department", "matter").get(pk=pk)
    policies.demand(actor, policies.MANAGE, run.system, doing)
    return run


@unit_of_work()
def judge(*, actor: Actor, pk: int, name: str, found: Found, evidence: dict[str, Any], now: datetime) -> DebuggingStep:
    """Keep a judgement of one step and return it; its push is over. :raises Refused: 409 when the run is confirmed already."""
    run = lock_run(actor, pk, "联调业务系统")
    if run.state != RUNNING:
        raise over()
    if run.pushing == name:
        run.pushing, run.pushing_since = "", None
        run.save(update_fields=["pushing", "pushing_since"])
    return _keep(run, name, found, evidence, actor, now)


def over() -> Refused:
    """Return the refusal of a try in a run that is confirmed."""
    text = "这次联调已经确认。"
    done = Reason("over", text, rule="S0-18", kept="确认的结果不变。", todo="需要再试的，请另开一次联调。")
    return Refused(done, title="没有再试")


@unit_of_work()
def look(*, actor: Actor, pk: int, now: datetime) -> int:
    """Keep every waited-for step that has come out green since; return how many did."""
    run = lock_run(actor, pk, "联调业务系统")
    return keep_seen(run, actor, now) if run.state == RUNNING else 0


def keep_seen(run: DebuggingRun, actor: Actor, now: datetime) -> int:
    """Keep every waited-for step of a locked run that has come out green since; return how many did."""
    fresh = [line for line in lines_of(run) if line.step.kind == "watch" and line.found.outcome == GREEN]
    fresh = [line for line in fresh if not any(row.passed for row in line.judgements)]
    for line in fresh:
        evidence = {"number": run.case_number, "seen": line.found.seen, "at": now.isoformat()}
        _keep(run, line.step.name, line.found, evidence, actor, now)
    return len(fresh)


def _keep(
    run: DebuggingRun, name: str, found: Found, evidence: dict[str, Any], actor: Actor, now: datetime
) -> DebuggingStep:
    text = json.dumps(evidence, ensure_ascii=False, sort_keys=True)
    digest, passed = hashlib.sha256(text.encode()).hexdigest(), found.outcome == GREEN
    row = DebuggingStep.objects.create(
        run=run, name=name, passed=passed, seen=found.seen[:300], evidence=evidence, sha256=digest, at=now
    )
    event = StepJudged(step=name, passed=passed, seen=row.seen, evidence=digest)
    ledger.write(run, event, actor=actor, at=now, update_fields=[])
    return row
