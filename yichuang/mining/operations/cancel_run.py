"""Stop an analysis that waits or is under way; nothing of it is kept (the worker notices at its next step)."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining import policies
from yichuang.mining.events import MiningCancelled
from yichuang.mining.models import CANCELLED, RUN_STATES, MiningRun
from yichuang.mining.queries.runs import run_for


@unit_of_work()
def cancel_run(*, actor: Actor, run: UUID | str, now: datetime) -> MiningRun:
    """Cancel a run and return it.

    :raises NotFound: not the actor's to see. :raises NotAllowed: without the right. :raises Refused: 409 when it has ended.
    """
    row = run_for(actor, run, lock=True)
    policies.demand(actor, policies.RUN, row.division, "取消关联分析")
    if row.ended:
        reason = Reason(
            "ended",
            f"这次分析{RUN_STATES[row.state]}，不能再取消。",
            rule="S2-25",
            kept="结果没有改动。",
            todo="请刷新页面查看结果。",
        )
        raise Refused(reason, title="没有取消")
    row.state, row.ended_at = CANCELLED, now
    ledger.write(row, MiningCancelled(), actor=actor, at=now, update_fields=["state", "ended_at"])
    return row
