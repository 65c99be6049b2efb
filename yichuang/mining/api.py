"""Association mining over /api/mining/ (S2-25, S3-9)."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.mining import policies
from yichuang.mining import schemas as s
from yichuang.mining.operations.accept_proposal import accept_proposal
from yichuang.mining.operations.ask_department import ask_department, return_proposal
from yichuang.mining.operations.cancel_run import cancel_run
from yichuang.mining.operations.dismiss_proposal import dismiss_proposal
from yichuang.mining.operations.run_mining import run_mining
from yichuang.mining.queries import proposals as proposals_
from yichuang.mining.queries import runs as runs_

router = Router(tags=["关联分析"], auth=staff_auth)
RUN: dict[int, Any] = {200: s.MiningRunOut, **PROBLEMS}
PROPOSAL: dict[int, Any] = {200: s.MiningProposalOut, **PROBLEMS}


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看关联分析")
    return actor


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand_reading(actor)
    return actor


@router.get(
    "/mining/runs", response={200: s.MiningRunPage, **PROBLEMS}, operation_id="list_mining_runs", summary="分析记录"
)
def list_runs(
    request: HttpRequest,
    q: str = "",
    state: Literal["", "waiting", "running", "done", "failed", "cancelled"] = "",
    sort: Literal["asked_at", "-asked_at", "proposed", "-proposed"] = "-asked_at",
    cursor: str = "",
    size: int = 20,
) -> s.MiningRunPage:
    """Return the analyses of the actor's divisions."""
    rows = runs_.narrowed_runs(runs_.visible_runs(_viewer(request)), q.strip(), state)
    page = page_of(rows, [sort], cursor, size)
    return s.MiningRunPage(rows=[s.run_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post("/mining/runs", response={201: s.MiningRunOut, **PROBLEMS}, operation_id="run_mining", summary="开始分析")
def post_run(request: HttpRequest, body: s.MiningRunBody) -> Any:
    """Ask for an analysis; it is worked on in the background, ask for it until its state is `done`."""
    actor = _viewer(request)

    def act() -> s.MiningRunOut:
        now = clock.now()
        return s.run_out(run_mining(actor=actor, division=body.division, parameters=body.parameters(), now=now))

    return write(request, act, 201)


@router.get("/mining/runs/{run}", response=RUN, operation_id="get_mining_run", summary="取一次分析")
def get_run(request: HttpRequest, run: UUID) -> s.MiningRunOut:
    """Return an analysis with how far it is."""
    return s.run_out(runs_.run_for(_viewer(request), run))


@router.post("/mining/runs/{run}/cancel", response=RUN, operation_id="cancel_mining_run", summary="取消分析")
def post_cancel(request: HttpRequest, run: UUID) -> Any:
    """Stop an analysis; nothing of it is kept."""
    actor = _viewer(request)
    return write(request, lambda: s.run_out(cancel_run(actor=actor, run=run, now=clock.now())))


@router.get(
    "/mining/runs/{run}/associations",
    response={200: s.AssociationPage, **PROBLEMS},
    operation_id="list_associations",
    summary="常一起办的事项",
)
def list_associations(
    request: HttpRequest,
    run: UUID,
    q: str = "",
    sort: Literal["lift", "-lift", "confidence", "-confidence", "count", "-count"] = "-lift",
    cursor: str = "",
    size: int = 20,
) -> s.AssociationPage:
    """Return what an analysis found, the most telling first."""
    row = runs_.run_for(_viewer(request), run)
    page = page_of(runs_.associations_of(row, q.strip()), [sort], cursor, size)
    found = [s.association_out(one, row.window_days) for one in page.rows]
    return s.AssociationPage(rows=found, next=page.next, previous=page.previous)


@router.get(
    "/mining/proposals",
    response={200: s.MiningProposalPage, **PROBLEMS},
    operation_id="list_life_event_proposals",
    summary="一件事建议",
)
def list_proposals(
    request: HttpRequest,
    q: str = "",
    state: Literal["", "open", "asked", "accepted", "dismissed", "superseded"] = "",
    sort: Literal["minutes", "-minutes", "count", "-count", "persons", "-persons"] = "-minutes",
    cursor: str = "",
    size: int = 20,
) -> s.MiningProposalPage:
    """Return what could become a life event, the greatest saving first."""
    rows = proposals_.narrowed_proposals(
        proposals_.visible_proposals(_reader(request)).select_related("asked_department"), q.strip(), state
    )
    page = page_of(rows, [sort], cursor, size)
    found = [s.proposal_out(row) for row in page.rows]
    return s.MiningProposalPage(rows=found, next=page.next, previous=page.previous)


@router.get(
    "/mining/proposals/{proposal}", response=PROPOSAL, operation_id="get_life_event_proposal", summary="取一件事建议"
)
def get_proposal(request: HttpRequest, proposal: UUID) -> s.MiningProposalOut:
    """Return one proposal."""
    return s.proposal_out(proposals_.proposal_for(_reader(request), proposal))


@router.post(
    "/mining/proposals/{proposal}/accept",
    response=PROPOSAL,
    operation_id="accept_life_event_proposal",
    summary="采纳一件事建议",
)
def post_accept(request: HttpRequest, proposal: UUID, body: s.AcceptProposalBody) -> Any:
    """Turn a proposal into a draft of a life event; `draft_url` says where it is composed."""
    actor = _reader(request)

    def act() -> s.MiningProposalOut:
        return s.proposal_out(accept_proposal(actor=actor, proposal=proposal, name=body.name, now=clock.now()))

    return write(request, act)


@router.post(
    "/mining/proposals/{proposal}/ask",
    response=PROPOSAL,
    operation_id="ask_department_to_compose",
    summary="请牵头部门编排",
)
def post_ask(request: HttpRequest, proposal: UUID) -> Any:
    """Ask the lead department to compose a proposal; it accepts it into a draft or returns it."""
    actor = _reader(request)

    def act() -> s.MiningProposalOut:
        return s.proposal_out(ask_department(actor=actor, proposal=proposal, now=clock.now()))

    return write(request, act)


@router.post(
    "/mining/proposals/{proposal}/return",
    response=PROPOSAL,
    operation_id="return_life_event_proposal",
    summary="退回请编排的建议",
)
def post_return(request: HttpRequest, proposal: UUID, body: s.ReturnProposalBody) -> Any:
    """Give a proposal that one's department was asked to compose back with a reason."""
    actor = _reader(request)

    def act() -> s.MiningProposalOut:
        return s.proposal_out(return_proposal(actor=actor, proposal=proposal, reason=body.reason, now=clock.now()))

    return write(request, act)


@router.post(
    "/mining/proposals/{proposal}/dismiss",
    response=PROPOSAL,
    operation_id="dismiss_life_event_proposal",
    summary="不采纳一件事建议",
)
def post_dismiss(request: HttpRequest, proposal: UUID, body: s.DismissProposalBody) -> Any:
    """Dismiss a proposal with a reason; it is not proposed again for a year."""
    actor = _reader(request)

    def act() -> s.MiningProposalOut:
        return s.proposal_out(dismiss_proposal(actor=actor, proposal=proposal, reason=body.reason, now=clock.now()))

    return write(request, act)
