"""Turn a proposal into a draft of a life event, by one click (S2-25): the draft is the life events' own, opened in the same transaction.

By who decides about proposals and composes (区管理员), or by the department that was asked to (`ask_department.py`).
"""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining import policies
from yichuang.mining.events import ProposalAccepted
from yichuang.mining.models import Proposal
from yichuang.mining.operations.ask_department import tell_asker
from yichuang.mining.operations.dismiss_proposal import demand_open
from yichuang.mining.ports import drafts
from yichuang.mining.queries.proposals import proposal_for
from yichuang.mining.rules.plain import name_of_all, saved_said
from yichuang.mining.rules.proposals import ACCEPTED

MOST_NAME = 80


@unit_of_work()
def accept_proposal(*, actor: Actor, proposal: UUID | str, now: datetime, name: str = "") -> Proposal:
    """Open a draft of the proposal's matters, in the order in which people do them, and return the proposal with its address.

    :raises NotFound: not the actor's to see. :raises NotAllowed: for who does not compose it.
    :raises Refused: 409 when it was decided already; what the life events' room refuses (a matter withdrawn meanwhile).
    """
    row = proposal_for(actor, proposal, lock=True)
    policies.demand_composing(actor, row.division, row.asked_department_id)
    demand_open(row, "没有采纳")
    title = (name.strip() or name_of_all(row.names))[:MOST_NAME]
    saved = saved_said(row.all_visits, row.all_materials, row.all_fields, row.count)
    why = f"关联分析：{row.persons} 人在前后 {row.run.window_days} 天内一并办理，平均每人可{saved}。"
    row.draft_url = drafts().open(
        actor=actor, key=f"mined_{row.mark[:12]}", name=title, matters=list(row.matters), now=now, why=why
    )
    row.state, row.decided_at, row.decided_by_name = ACCEPTED, now, actor.name
    event = ProposalAccepted(matters=list(row.matters), name=title, draft=row.draft_url)
    fields = ["state", "decided_at", "decided_by_name", "draft_url"]
    ledger.write(row, event, actor=actor, at=now, update_fields=fields)
    tell_asker(row, f"{actor.name}已采纳，草稿“{title}”已建立。", now)
    return row
