"""Propose an entry for the material dictionary that somebody misses there (S2-15)."""

from datetime import datetime

from yichuang.catalog import policies
from yichuang.catalog.events import TypeProposed
from yichuang.catalog.models import TypeProposal
from yichuang.catalog.operations.dictionary_rows import hold_names, others_than
from yichuang.catalog.queries.type_proposals import PROPOSE
from yichuang.catalog.rules.type_proposals import OPEN, Proposal, proposal_faults
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def propose_type(*, actor: Actor, proposal: Proposal, now: datetime) -> TypeProposal:
    """Propose an entry and return the proposal.

    :raises NotAllowed: without the right; Refused 422 for names that are in the dictionary, are proposed already or may not stand there.
    """
    policies.demand(actor, PROPOSE, None, "提出词典条目")
    hold_names()
    proposal = proposal.trimmed()
    waiting = [
        (name, row.proposer_name)
        for row in TypeProposal.objects.filter(state=OPEN)
        for name in (row.name, *row.aliases)
    ]
    if reasons := proposal_faults(proposal, others_than(), waiting):
        raise Refused(*reasons, status=422, title="没有提出")
    post = next((post for post in actor.posts if post.department_id), None)
    row = TypeProposal(
        name=proposal.name,
        aliases=list(proposal.aliases),
        issuer=proposal.issuer,
        why=proposal.why,
        source=proposal.source,
        made_at=now,
        proposer_id=actor.id,
        proposer_name=actor.name,
        proposer_office=next((post.department_name or post.site_name for post in actor.posts), ""),
        department_id=post.department_id if post else None,
    )
    event = TypeProposed(row.name, row.aliases, row.issuer, row.why)
    ledger.write(row, event, actor=actor, at=now)
    return row
