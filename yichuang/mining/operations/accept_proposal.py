"""Turn a proposal into a draft of a life event, by one click (S2-25): the draft is the life events' own, opened in the same transaction."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining import policies
from yichuang.mining.events import ProposalAccepted
from yichuang.mining.models import Proposal
from yichuang.mining.operations.dismiss_proposal import demand_open
from yichuang.mining.ports import drafts
from yichuang.mining.queries.proposals import proposal_for
from yichuang.mining.rules.plain import name_of_all, saved_said
from yichuang.mining.rules.proposals import ACCEPTED

MOST_NAME = 80


@unit_of_work()
def accept_proposal(*, actor: Actor, proposal: UUID | str, now: datetime, name: str = "") -> Proposal:
    """Open a draft of the proposal's matters, in the order in which people do them, and return the proposal with its address.

    :raises NotFound: not the actor's to see. :raises NotAllowed: without the right to decide and to compose.
    :raises Refused: 409 when it was decided already; what the life events' room refuses (a matter withdrawn meanwhile).
    """
    row = proposal_for(actor, proposal, lock=True)
    policies.demand(actor, policies.RUN, row.division, "处理一件事建议")
    policies.demand(actor, policies.COMPOSE, row.division, "编排一件事")
    demand_open(row, "没有采纳")
    title = (name.strip() or name_of_all(row.names))[:MOST_NAME]
    saved = saved_said(row.saved_visits, row.saved_materials, row.saved_fields)
    why = f"关联分析：{row.persons} 人在前后 {row.run.window_days} 天内一并办理，每人至少可{saved}。"
    row.draft_url = drafts().open(
        actor=actor, key=f"mined_{row.mark[:12]}", name=title, matters=list(row.matters), now=now, why=why
    )
    row.state, row.decided_at, row.decided_by_name = ACCEPTED, now, actor.name
    event = ProposalAccepted(matters=list(row.matters), name=title, draft=row.draft_url)
    fields = ["state", "decided_at", "decided_by_name", "draft_url"]
    ledger.write(row, event, actor=actor, at=now, update_fields=fields)
    return row
