"""May-see and reads of proposals for the dictionary: the keeper sees all, others their own and those of their department."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.catalog import policies
from yichuang.catalog.models import TypeProposal
from yichuang.catalog.rules.type_proposals import OPEN
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound

MANAGE, PROPOSE = "dictionary.manage", "dictionary.propose"
NEWS_FOR = timedelta(days=14)


def visible_proposals(actor: Actor, text: str = "", state: str = "") -> QuerySet[TypeProposal]:
    """Return the proposals that the actor may see, by a part of a name and by state.

    :raises NotAllowed: when he neither proposes nor decides.
    """
    if not actor.may(MANAGE):
        policies.demand(actor, PROPOSE, None, "查看词典提议")
    rows = _seen(actor).select_related("material_type")
    if text.strip():
        rows = rows.filter(Q(name__contains=text.strip()) | Q(aliases__icontains=text.strip()))
    return rows.filter(state=state) if state else rows


def proposal_for(actor: Actor, proposal_id: uuid.UUID | str, *, lock: bool = False) -> TypeProposal:
    """Return one proposal that the actor may see.

    :raises NotFound: when there is none of that id, or it is not his to see.
    """
    rows = _seen(actor).select_for_update(of=("self",)) if lock else _seen(actor)
    try:
        wanted: Any = uuid.UUID(str(proposal_id))
    except ValueError:
        wanted = None
    row = rows.select_related("material_type").filter(pk=wanted).first() if wanted else None
    if row is None:
        raise NotFound("这条词典提议", "请从列表中选择；它也可能属于其他部门。")
    return row


def waiting_count() -> int:
    """Return how many proposals wait for the keeper."""
    return TypeProposal.objects.filter(state=OPEN).count()


def news_for(actor: Actor, now: datetime) -> list[TypeProposal]:
    """Return what became lately of the actor's own proposals, the newest first."""
    rows = TypeProposal.objects.filter(proposer_id=actor.id, decided_at__gt=now - NEWS_FOR)
    return list(rows.select_related("material_type").order_by("-decided_at")[:3])


def _seen(actor: Actor) -> QuerySet[TypeProposal]:
    if actor.may(MANAGE):
        return TypeProposal.objects.all()
    departments = [grant.value for grant in actor.scopes(PROPOSE) if grant.scope == "department"]
    return TypeProposal.objects.filter(Q(proposer_id=actor.id) | Q(department_id__in=departments))
