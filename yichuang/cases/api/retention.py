"""How long files are kept, and what is held beyond its period, over /api/retention (个人信息保护法 19、47)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.hold_files import hold_files, lift_files
from yichuang.cases.queries.access import clean_number
from yichuang.cases.queries.retention import holds_seen
from yichuang.cases.schemas import retention as s
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write

router = Router(tags=["文件"], auth=staff_auth)


@router.get(
    "/retention", response={200: s.RetentionOut, **PROBLEMS}, operation_id="get_retention", summary="文件保存期限"
)
def get_retention(request: HttpRequest) -> s.RetentionOut:
    """Return the table of periods and the holds."""
    holds = holds_seen(request.actor)  # type: ignore[attr-defined]
    periods = [s.period_out(period) for period in settings.RETENTION.values()]
    return s.RetentionOut(periods=periods, holds=[s.hold_out(hold) for hold in holds])


@router.post(
    "/retention/holds", response={201: s.HoldOut, **PROBLEMS}, operation_id="place_hold", summary="登记暂缓销毁"
)
def post_hold(request: HttpRequest, body: s.HoldBody) -> Any:
    """Keep the files of a case beyond their period."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.HoldOut:
        return s.hold_out(hold_files(actor=actor, number=clean_number(body.number), reason=body.reason, now=now))

    return write(request, act, 201)


@router.post(
    "/retention/holds/{uuid:hold}/lift",
    response={200: s.HoldOut, **PROBLEMS},
    operation_id="lift_hold",
    summary="解除暂缓销毁",
)
def post_lift(request: HttpRequest, hold: UUID, body: s.LiftBody) -> Any:
    """Lift a hold; what is over its period goes the next night."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.hold_out(lift_files(actor=actor, hold_id=hold, reason=body.reason, now=now)))
