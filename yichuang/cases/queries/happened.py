"""Which cases something happened to in some days: what the overview counts, and what a number of it leads to – one definition of both.

Concluded: decided, or ended in another way. In time: decided by the promised day, else by the statutory one. Paper: what could be
handed over the day it came in (S2-42). Practice cases are never among them (S0-26).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from yichuang.cases.models import Case, CaseMaterial, HandoverItem
from yichuang.cases.rules.facts import PAPER
from yichuang.foundations.clock import CHINA

# By columns that have a block-range index each: the table grows for ever and lies in the order of time.
WHEN = ("received_at", "accepted_at", "decided_at", "closed_at")


def instants(since: date, until: date) -> tuple[datetime, datetime]:
    """Return the first instant of the days and the first after them, in China's time."""
    begin = datetime.combine(since, datetime.min.time(), tzinfo=CHINA)
    return begin, datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=CHINA)


def touched(rows: QuerySet[Case], since: date, until: date) -> QuerySet[Case]:
    """Return the cases that may count in the days, with what `counted` asks about them."""
    begin, end = instants(since, until)
    found = Q(pk__in=[])
    for column in WHEN:
        found |= Q(**{f"{column}__gte": begin, f"{column}__lt": end})
    due = Coalesce("promised_due", "statutory_due")
    return rows.filter(found).annotate(due_on=due, decided_on=TruncDate("decided_at", tzinfo=CHINA))


def counted(since: date, until: date) -> dict[str, Q]:
    """Return, for each figure but those of paper, which of the touched cases it counts."""
    begin, end = instants(since, until)
    at = {column: Q(**{f"{column}__gte": begin, f"{column}__lt": end}) for column in WHEN}
    decided = at["decided_at"] & Q(due_on__isnull=False)
    return {
        "received": at["received_at"],
        "accepted": at["accepted_at"],
        "concluded": at["decided_at"] | at["closed_at"] & Q(decided_at=None),
        "decided": decided,
        "on_time": decided & Q(decided_on__lte=F("due_on")),
    }


def paper_due(rows: QuerySet[Case], since: date, until: date) -> QuerySet[Any]:
    """Return the cases received in the days whose paper was to be handed over: accepted, or received where the centre only collects.

    Each with its `day`, and the day on which its paper first `left`.
    """
    begin, end = instants(since, until)
    left = (
        HandoverItem.objects.filter(
            case=OuterRef("pk"), batch__direction="to_department", batch__signed_out_at__isnull=False
        )
        .order_by()
        .values("case")
        .annotate(first=Min("batch__signed_out_at"))
        .values("first")
    )
    paper = CaseMaterial.objects.filter(Q(originals__gt=0) | Q(copies__gt=0), case=OuterRef("pk"), received_as=PAPER)
    due = Q(accepted_at__isnull=False) | Q(acceptance_role="collect_only")
    rows = rows.filter(due, Exists(paper), received_at__gte=begin, received_at__lt=end)
    day = TruncDate("received_at", tzinfo=CHINA)
    return rows.annotate(day=day, left=TruncDate(Subquery(left), tzinfo=CHINA))


def happened(rows: QuerySet[Case], what: str, since: date, until: date) -> QuerySet[Case]:
    """Return the cases behind one figure of the overview (rules/overview.py, EVENTS)."""
    if what in ("paper", "same_day"):
        due = paper_due(rows, since, until)
        return due.filter(left=F("day")) if what == "same_day" else due
    return touched(rows, since, until).filter(counted(since, until)[what])
