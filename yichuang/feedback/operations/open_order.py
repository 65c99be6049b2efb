"""What becomes of a rating that is sealed: a bad one has a work order; one after mending ends or reopens its own (rulebook 4.3)."""

from datetime import datetime

from yichuang.feedback.events import RatingOrderMoved, RatingOrderOpened
from yichuang.feedback.models import Rating, RatingOrder
from yichuang.feedback.models.ratings import ANSWER, RERATE
from yichuang.feedback.operations.close_complaint import settle_satisfaction
from yichuang.feedback.operations.numbers import ORDER, draw
from yichuang.feedback.policies import CLOCK
from yichuang.feedback.queries.settings import days_in
from yichuang.feedback.rules.clocks import Days, mend_due, review_due
from yichuang.feedback.rules.orders import BY_VERB
from yichuang.foundations import ledger
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work


def after_sealing(row: Rating, days: Days, now: datetime) -> None:
    """Do what follows from a sealed rating, inside the caller's unit of work."""
    kind = row.request.kind
    if kind == RERATE:
        _settle_rerated(row, now)
    elif kind == ANSWER:
        settle_satisfaction(row, now)
    elif row.bad:
        open_order(row=row, days=days, now=now)


def open_order(*, row: Rating, days: Days, now: datetime) -> RatingOrder:
    """Open the work order of a bad rating and return it; its days run from the day of the rating."""
    request, rated = row.request, day_of(row.rated_at)
    worked = calendar()
    order = RatingOrder(
        number=draw(ORDER, day_of(now)),
        rating=row,
        grade=row.grade,
        named=row.named,
        title=request.title,
        division=request.division,
        site_id=request.site_id,
        department_id=request.department_id,
        handler_id=request.officer_id,
        handler_name=request.officer_name,
        opened_at=now,
        review_due=review_due(worked, rated, days),
        due=mend_due(worked, rated, days),
    )
    event = RatingOrderOpened(
        number=order.number,
        grade=row.grade,
        reasons=list(row.reasons),
        handler=order.handler_name,
        review_due=order.review_due.isoformat(),
        due=order.due.isoformat(),
    )
    ledger.write(order, event, actor=CLOCK, at=now)
    return order


def _settle_rerated(row: Rating, now: datetime) -> None:
    order = RatingOrder.objects.select_for_update().filter(rerating=row.request_id).first()
    if order is None:
        return
    order.rerated = row.grade
    move = BY_VERB["reopen" if row.bad else "close"]
    if order.state not in move.sources or move.target is None:
        order.save(update_fields=["rerated"])
        return
    fields = ["rerated", "state"]
    before, order.state = order.state, move.target
    if row.bad:
        # Once more: called back by the same person, mended within the days that run anew.
        order.rerating, order.settled_at, order.alarmed = None, None, ""
        days = days_in(order.division)
        order.due = mend_due(calendar(), day_of(row.rated_at), days)
        fields += ["rerating", "settled_at", "alarmed", "due"]
    else:
        order.closed_at = now
        fields += ["closed_at"]
    event = RatingOrderMoved(order.number, move.verb, before, order.state, more={"grade": row.grade})
    ledger.write(order, event, actor=CLOCK, at=now, update_fields=fields)


@unit_of_work()
def close_settled(now: datetime, most: int = 200) -> int:
    """Close mended orders whose author did not rate again within the days, and return how many."""
    rows = RatingOrder.objects.select_for_update(of=("self",), skip_locked=True).select_related("rerating")
    due = list(rows.filter(state__in=BY_VERB["close"].sources, rerating__state="lapsed").order_by("pk")[:most])
    for order in due:
        before, order.state, order.closed_at = order.state, "closed", now
        event = RatingOrderMoved(order.number, "close", before, order.state)
        ledger.write(order, event, actor=CLOCK, at=now, update_fields=["state", "closed_at"])
    return len(due)
