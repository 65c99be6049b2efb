"""Requests for adjustment, over /api/studio/adjustments (S2-26)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.catalog.rules.findings import Place
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.studio.models import AdjustmentRequest
from yichuang.studio.operations.decide_adjustment import accept_adjustment, decline_adjustment, take_back_adjustment
from yichuang.studio.operations.request_adjustment import Wanted, request_adjustment
from yichuang.studio.queries.adjustments import adjustment_for, visible_adjustments
from yichuang.studio.schemas import publications as s

router = Router(tags=["动态调整"], auth=staff_auth)
ANSWERS: dict[int, Any] = {200: s.AdjustmentOut, **PROBLEMS}


@router.get(
    "/studio/adjustments",
    response={200: s.AdjustmentPage, **PROBLEMS},
    operation_id="list_adjustments",
    summary="动态调整申请列表",
)
def list_adjustments(request: HttpRequest, state: str = "", cursor: str = "", size: int = 20) -> s.AdjustmentPage:
    """Return the requests that the actor may see, the newest first."""
    rows = visible_adjustments(request.actor)  # type: ignore[attr-defined]
    page = page_of(rows.filter(state=state) if state else rows, ["-created_at"], cursor, size)
    return s.AdjustmentPage(rows=[s.adjustment_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/studio/adjustments/{uuid:request_id}", response=ANSWERS, operation_id="get_adjustment", summary="取动态调整申请"
)
def get_adjustment(request: HttpRequest, request_id: UUID) -> s.AdjustmentOut:
    """Return one request."""
    return s.adjustment_out(adjustment_for(request.actor, request_id))  # type: ignore[attr-defined]


@router.post(
    "/studio/adjustments",
    response={201: s.AdjustmentOut, **PROBLEMS},
    operation_id="request_adjustment",
    summary="提出动态调整",
)
def post_adjustment(request: HttpRequest, body: s.AdjustmentBody) -> Any:
    """Ask for a change of a published matter."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    given = body.model_dump(exclude={"place"})
    wanted = Wanted(**given, place=Place(body.place.kind, body.place.id, body.place.parent))

    def act() -> s.AdjustmentOut:
        row = request_adjustment(actor=actor, wanted=wanted, now=now)
        return s.adjustment_out(adjustment_for(actor, row.pk))

    return write(request, act, 201)


def _decide(request: HttpRequest, request_id: UUID, operation: Callable[..., AdjustmentRequest], **given: Any) -> Any:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.AdjustmentOut:
        operation(actor=actor, request_id=request_id, now=now, **given)
        return s.adjustment_out(adjustment_for(actor, request_id))

    return write(request, act)


@router.post(
    "/studio/adjustments/{uuid:request_id}/accept",
    response=ANSWERS,
    operation_id="accept_adjustment",
    summary="采纳动态调整",
)
def post_accept(request: HttpRequest, request_id: UUID, body: s.DecisionBody) -> Any:
    """Accept a request: the next version's draft gets it as a remark."""
    return _decide(request, request_id, accept_adjustment, reason=body.reason)


@router.post(
    "/studio/adjustments/{uuid:request_id}/decline",
    response=ANSWERS,
    operation_id="decline_adjustment",
    summary="不采纳动态调整",
)
def post_decline(request: HttpRequest, request_id: UUID, body: s.DecisionBody) -> Any:
    """Decline a request with the reason."""
    return _decide(request, request_id, decline_adjustment, reason=body.reason)


@router.post(
    "/studio/adjustments/{uuid:request_id}/take-back",
    response=ANSWERS,
    operation_id="take_back_adjustment",
    summary="收回动态调整",
)
def post_take_back(request: HttpRequest, request_id: UUID) -> Any:
    """Take one's own request back."""
    return _decide(request, request_id, take_back_adjustment)
