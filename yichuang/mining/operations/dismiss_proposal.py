"""Decide, with a reason, that matters are not to be one life event; they are not proposed again for a year."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining import policies
from yichuang.mining.events import ProposalDismissed
from yichuang.mining.models import Proposal
from yichuang.mining.queries.proposals import proposal_for
from yichuang.mining.rules.proposals import ASKED, DISMISSED, OPEN, STATE_NAMES

LEAST_WORDS, MOST_WORDS = 4, 200


def demand_open(row: Proposal, title: str) -> None:
    """:raises Refused: 409 when a proposal was decided already or a newer analysis took its place."""
    if row.state not in (OPEN, ASKED):
        by = f"（{row.decided_by_name}）" if row.decided_by_name else ""
        reason = Reason(
            "decided",
            f"这条建议{STATE_NAMES[row.state]}{by}，不能再处理。",
            rule="S2-25",
            kept="没有改动。",
            todo="请刷新页面查看最新状态。",
        )
        raise Refused(reason, title=title)


@unit_of_work()
def dismiss_proposal(*, actor: Actor, proposal: UUID | str, reason: str, now: datetime) -> Proposal:
    """Dismiss a proposal and return it.

    :raises NotFound: not the actor's to see. :raises NotAllowed: without the right.
    :raises Refused: 409 when it was decided already, 422 without a reason.
    """
    row = proposal_for(actor, proposal, lock=True)
    policies.demand(actor, policies.RUN, row.division, "处理一件事建议")
    demand_open(row, "没有处理")
    said = reason.strip()
    if not LEAST_WORDS <= len(said) <= MOST_WORDS:
        fault = Reason(
            "reason",
            f"不采纳的理由应为 {LEAST_WORDS} 至 {MOST_WORDS} 个字。",
            field="reason",
            rule="S2-25",
            kept="建议仍为“待处理”。",
            todo="请写明为什么不宜作为一件事。",
        )
        raise Refused(fault, status=422, title="没有处理")
    row.state, row.reason, row.decided_at, row.decided_by_name = DISMISSED, said, now, actor.name
    event = ProposalDismissed(matters=list(row.matters), reason=said)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "reason", "decided_at", "decided_by_name"])
    return row
