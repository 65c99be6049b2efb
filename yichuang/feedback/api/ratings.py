"""Figures, sealed ratings, work orders and parameters over /api/feedback/ (rulebook 4.3)."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.feedback import policies
from yichuang.feedback import schemas as s
from yichuang.feedback.models import RatingOrder
from yichuang.feedback.operations.arrange import arrange
from yichuang.feedback.operations.move_order import move_order
from yichuang.feedback.operations.rate import tell_rating
from yichuang.feedback.queries import orders as orders_
from yichuang.feedback.queries import ratings as ratings_
from yichuang.feedback.queries.figures import Period, figures
from yichuang.feedback.queries.find_service import service_told
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of

router = Router(tags=["评价与投诉"], auth=staff_auth)
ORDER: dict[int, Any] = {200: s.RatingOrderOut, **PROBLEMS}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _viewer(request: HttpRequest) -> Actor:
    actor = _actor(request)
    policies.demand(actor, policies.VIEW, None, "查看评价")
    return actor


@router.get(
    "/feedback/figures",
    response={200: s.RatingFiguresOut, **PROBLEMS},
    operation_id="rating_figures",
    summary="评价统计",
)
def get_figures(
    request: HttpRequest,
    since: date | None = None,
    until: date | None = None,
    mode: Literal["", "onsite", "online"] = "",
) -> s.RatingFiguresOut:
    """Return the figures of the months from one day's to another's; without them, of this year's."""
    today = day_of(clock.now())
    last = until or today
    period = Period(min(since or last.replace(month=1, day=1), last), last, mode)
    found = figures(_viewer(request), period, today)
    return s.RatingFiguresOut(
        whole=s.shares_out("全部", found.whole),
        months=[s.shares_out(f"{month:%Y-%m}", one) for month, one in found.months],
        groups={key: [s.shares_out(name, one) for name, one in lines] for key, lines in found.groups.items()},
        follow_up=s.follow_up_out(found.follow_up),
    )


@router.get(
    "/feedback/ratings",
    response={200: s.SealedRatingPage, **PROBLEMS},
    operation_id="list_ratings",
    summary="评价明细",
)
def list_ratings(
    request: HttpRequest,
    q: str = "",
    grade: Literal["", "bad", "1", "2", "3", "4", "5"] = "",
    channel: str = "",
    cursor: str = "",
    size: int = 20,
) -> s.SealedRatingPage:
    """Return the sealed ratings that the actor may read, the latest first."""
    rows = ratings_.narrowed(
        ratings_.visible_ratings(_viewer(request)), text=q.strip(), grade=grade, channel=channel[:8]
    )
    page = page_of(rows, ["-sealed_at"], cursor, size)
    return s.SealedRatingPage(rows=[s.sealed_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/feedback/ratings/told",
    response={201: s.RatingReceived, **PROBLEMS},
    operation_id="tell_rating",
    summary="代录评价",
)
def post_told(request: HttpRequest, body: s.RatingToldBody) -> Any:
    """Enter a rating that somebody told by telephone or on paper."""
    actor = _actor(request)
    policies.demand(actor, policies.TELL, None, "代录评价")

    def act() -> s.RatingReceived:
        found = service_told(actor, body.number, body.day)
        tell_rating(actor=actor, token=found.token, said=body.said(), now=clock.now())
        return s.RatingReceived()

    return write(request, act, 201)


def _order(row: RatingOrder, actor: Actor) -> s.RatingOrderOut:
    moves = [move.verb for move in orders_.moves_of(actor, row)]
    return s.order_out(row, orders_.lateness(row, day_of(clock.now())), moves)


@router.get(
    "/feedback/orders",
    response={200: s.RatingOrderPage, **PROBLEMS},
    operation_id="list_rating_orders",
    summary="差评工单",
)
def list_orders(
    request: HttpRequest,
    q: str = "",
    list: Literal["", "mine", "unassigned", "late", "appeals", "settled"] = "",
    cursor: str = "",
    size: int = 20,
) -> s.RatingOrderPage:
    """Return the work orders that concern the actor, the latest first."""
    actor, today = _actor(request), day_of(clock.now())
    rows = orders_.narrowed(orders_.visible_orders(actor), actor, list, q.strip(), today)
    page = page_of(rows, ["-opened_at"], cursor, size)
    found = [s.order_out(row, orders_.lateness(row, today)) for row in page.rows]
    return s.RatingOrderPage(rows=found, next=page.next, previous=page.previous)


@router.get("/feedback/orders/{number}", response=ORDER, operation_id="get_rating_order", summary="取差评工单")
def get_order(request: HttpRequest, number: str) -> s.RatingOrderOut:
    """Return one work order with what the actor may do to it."""
    actor = _actor(request)
    return _order(orders_.order_for(actor, number), actor)


@router.post(
    "/feedback/orders/{number}/moves", response=ORDER, operation_id="move_rating_order", summary="办理差评工单"
)
def post_order_move(request: HttpRequest, number: str, body: s.RatingOrderMove) -> Any:
    """Make a move: assign, follow_up, mend, plan, explain, extend, appeal, uphold, reject, publish."""
    actor = _actor(request)

    def act() -> s.RatingOrderOut:
        move_order(actor=actor, number=number, verb=body.verb, said=body.said(), now=clock.now())
        return _order(orders_.order_for(actor, number), actor)

    return write(request, act)


@router.put(
    "/feedback/settings/{division}",
    response={200: s.FeedbackDays, **PROBLEMS},
    operation_id="arrange_feedback",
    summary="设置评价和投诉期限",
)
def put_settings(request: HttpRequest, division: str, body: s.FeedbackDays) -> Any:
    """Set a district's parameters."""
    actor = _actor(request)

    def act() -> s.FeedbackDays:
        row = arrange(actor=actor, division=division, days=body.days(), now=clock.now())
        return s.FeedbackDays(**row.days().__dict__)

    return write(request, act)
