"""The doors of proposals for the material dictionary (S2-15)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.catalog import schemas
from yichuang.catalog.models import TypeProposal
from yichuang.catalog.operations.decide_type_proposal import (
    accept_type_proposal,
    merge_type_proposal,
    refuse_type_proposal,
)
from yichuang.catalog.operations.propose_type import propose_type
from yichuang.catalog.queries.type_proposals import proposal_for, visible_proposals
from yichuang.catalog.rules.material_types import FIELDS, TypeEntry
from yichuang.catalog.rules.type_proposals import Proposal
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of

router = Router(tags=["材料词典"], auth=staff_auth)
ANSWER = {200: schemas.TypeProposalOut, **PROBLEMS}


@router.get(
    "/material-type-proposals",
    response={200: schemas.TypeProposalPage, **PROBLEMS},
    operation_id="list_type_proposals",
    summary="查词典提议",
)
def get_proposals(request: HttpRequest, q: str = "", state: str = "", cursor: str = "") -> schemas.TypeProposalPage:
    """Return the proposals that the caller may see, the newest first, a page at a time."""
    page = page_of(visible_proposals(request.actor, q, state), ["-made_at"], cursor, 50)  # type: ignore[attr-defined]
    return schemas.TypeProposalPage(rows=[_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/material-type-proposals/{proposal_id}", response=ANSWER, operation_id="get_type_proposal", summary="取词典提议"
)
def get_proposal(request: HttpRequest, proposal_id: str) -> schemas.TypeProposalOut:
    """Return one proposal."""
    return _out(proposal_for(request.actor, proposal_id))  # type: ignore[attr-defined]


@router.post("/material-type-proposals", response=ANSWER, operation_id="propose_type", summary="提出词典条目")
def post_proposal(request: HttpRequest, body: schemas.ProposalBody) -> Any:
    """Propose an entry that is missing."""
    proposal = Proposal(body.name, tuple(body.aliases), body.issuer, body.why, body.source)
    return write(request, lambda: _out(propose_type(actor=request.actor, proposal=proposal, now=clock.now())))  # type: ignore[attr-defined]


@router.post(
    "/material-type-proposals/{proposal_id}/accept",
    response=ANSWER,
    operation_id="accept_type_proposal",
    summary="登记所提条目",
)
def post_accept(request: HttpRequest, proposal_id: str, body: schemas.NewMaterialTypeBody) -> Any:
    """Register the entry, as the keeper writes it."""
    given = {name: getattr(body, name) for name in FIELDS if name != "aliases"}
    entry = TypeEntry(**given, aliases=tuple(body.aliases))

    def act() -> schemas.TypeProposalOut:
        return _out(
            accept_type_proposal(
                actor=request.actor,  # type: ignore[attr-defined]
                proposal_id=proposal_id,
                key=body.key,
                entry=entry,
                now=clock.now(),
            )
        )

    return write(request, act)


@router.post(
    "/material-type-proposals/{proposal_id}/merge",
    response=ANSWER,
    operation_id="merge_type_proposal",
    summary="所提条目作为别名",
)
def post_merge(request: HttpRequest, proposal_id: str, body: schemas.MergeBody) -> Any:
    """Make the names aliases of a type that is there."""

    def act() -> schemas.TypeProposalOut:
        row = merge_type_proposal(actor=request.actor, proposal_id=proposal_id, into=body.into, now=clock.now())  # type: ignore[attr-defined]
        return _out(row)

    return write(request, act)


@router.post(
    "/material-type-proposals/{proposal_id}/refuse",
    response=ANSWER,
    operation_id="refuse_type_proposal",
    summary="不采纳词典提议",
)
def post_refuse(request: HttpRequest, proposal_id: str, body: schemas.RefuseProposalBody) -> Any:
    """Refuse it with the reason."""

    def act() -> schemas.TypeProposalOut:
        row = refuse_type_proposal(actor=request.actor, proposal_id=proposal_id, reason=body.reason, now=clock.now())  # type: ignore[attr-defined]
        return _out(row)

    return write(request, act)


def _out(row: TypeProposal) -> schemas.TypeProposalOut:
    return schemas.TypeProposalOut(
        id=str(row.pk),
        name=row.name,
        aliases=row.aliases,
        issuer=row.issuer,
        why=row.why,
        source=row.source,
        state=row.state,
        proposer=row.proposer_name,
        made_at=row.made_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        reason=row.reason,
        material_type=row.material_type.key if row.material_type else "",
    )
