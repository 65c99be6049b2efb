"""The record of a window in a simulated acceptance: what came of its scripts, objections with their answers (S2-21②)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.life_events.events_composing import LifeEventSimulated
from yichuang.life_events.models import LifeEventObjection, LifeEventRun, LifeEventSimulation
from yichuang.life_events.operations.simulate_draft import said_window
from yichuang.life_events.queries import practice as q
from yichuang.studio.rules.simulation import OBJECTED, PASSED


def record_window(run: LifeEventRun, *, actor: Actor, now: datetime) -> None:
    """Write the record of a run's window, its draft locked: once all its scripts are done, or one is objected to; not before.

    A window whose objections were all dismissed before its scripts were done has no record until they are.
    """
    here = [one for one in q.runs_of(run.candidate) if one.window_id == run.window_id]
    objections = list(LifeEventObjection.objects.filter(run__in=here).select_related("run"))
    done = [one for one in here if one.state in (PASSED, OBJECTED)]
    finished, standing = all(one.state == PASSED for one in here), "；".join(_standing(objections))
    draft = run.candidate.draft
    of_window: dict[str, Any] = {"draft": draft, "round": run.candidate.round, "window_id": run.window_id}
    if not finished and not standing:
        LifeEventSimulation.objects.filter(**of_window).delete()
        return
    words = {one["number"]: one["words"] for one in run.candidate.scripts}
    defaults: dict[str, Any] = {
        "objection": standing,
        "at": now,
        "officer_id": run.clerk_id,
        "officer_name": "、".join(sorted({one.clerk_name for one in done}))[:80],
        "results": [_line(one, words[one.script], objections) for one in done],
    }
    LifeEventSimulation.objects.update_or_create(**of_window, defaults=defaults)
    event = LifeEventSimulated(
        key=draft.key, round=draft.round, window=said_window(run.window), scripts=len(done), objection=standing
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])


def _standing(objections: Sequence[LifeEventObjection]) -> list[str]:
    """Return the objections that were not dismissed."""
    return [f"剧本 {one.run.script}，{one.said}" for one in objections if one.settled_at is None or one.upheld]


def _line(one: LifeEventRun, words: str, objections: Sequence[LifeEventObjection]) -> dict[str, object]:
    own = [said for said in objections if said.run_id == one.pk]
    return {
        "number": one.script,
        "words": words,
        "agreed": one.state == PASSED,
        "reason": "；".join(said.text for said in own),
        "answer": "；".join(said.settled_note for said in own if said.settled_at is not None),
        "piece": one.joint.number if one.joint else "",
    }
