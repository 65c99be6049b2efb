"""Put on record what is over its day: a follow-up, a mending, a complaint (逾期告警); each once."""

from datetime import datetime

from yichuang.feedback.events import RatingOrderLate
from yichuang.feedback.models import RatingOrder
from yichuang.feedback.policies import CLOCK
from yichuang.feedback.rules.orders import BEFORE_FOLLOW_UP, UNSETTLED
from yichuang.foundations import ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work

REVIEW, MEND = "review", "mend"


@unit_of_work()
def record_late_orders(now: datetime) -> int:
    """Record work orders that passed their follow-up or mending day, and return how many events that were."""
    today, count = day_of(now), 0
    rows = RatingOrder.objects.select_for_update(skip_locked=True)
    for what, late in (
        (REVIEW, rows.filter(state__in=BEFORE_FOLLOW_UP, review_due__lt=today).exclude(alarmed__contains=REVIEW)),
        (MEND, rows.filter(state__in=UNSETTLED, due__lt=today).exclude(alarmed__contains=MEND)),
    ):
        for order in late.order_by("pk"):
            order.alarmed = f"{order.alarmed} {what}".strip()
            due = order.review_due if what == REVIEW else order.due
            event = RatingOrderLate(number=order.number, what=what, due=due.isoformat())
            ledger.write(order, event, actor=CLOCK, at=now, update_fields=["alarmed"])
            count += 1
    return count
