"""How much is handled: what statistics above this room are counted from. The one place that says which cases count (S0-26)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear, TruncDate

from yichuang.cases.models import Case, Correction
from yichuang.cases.rules.states import State
from yichuang.foundations.clock import CHINA


def counted_cases() -> QuerySet[Case]:
    """Return the cases that statistics are made of: all but practice cases (测试件)."""
    return Case.objects.filter(practice=False)


def running_cases(matter_key: str) -> int:
    """Return how many cases of a matter are not closed yet: they stay on the version under which they were received."""
    return counted_cases().filter(matter__key=matter_key, closed_at=None).count()


def received_by_month(since: datetime | None = None) -> QuerySet[Any, tuple[int, int, int, int]]:
    """Return matter, year, month (in China) and how many cases were received (since a moment), for a statement that keeps them."""
    year, month = ExtractYear("received_at", tzinfo=CHINA), ExtractMonth("received_at", tzinfo=CHINA)
    return (
        (counted_cases().filter(received_at__gte=since) if since else counted_cases())
        .values("matter_id", year=year, month=month)
        .annotate(count=Count("pk"))
        .order_by()
        .values_list("matter_id", "year", "month", "count")
    )


def ended_by_month(
    matter_ids: Collection[int], since: datetime, without: Collection[str] = ()
) -> list[tuple[int, int, int, int, int]]:
    """Return matter, year, month (in China), how many cases ran their whole way to 办结 in it, and the days from receipt to the end
    together; `without`: numbers that do not count (one statement).
    """
    year, month = ExtractYear("closed_at", tzinfo=CHINA), ExtractMonth("closed_at", tzinfo=CHINA)
    took = TruncDate("closed_at", tzinfo=CHINA) - TruncDate("received_at", tzinfo=CHINA)
    rows = (
        counted_cases()
        .filter(matter__in=matter_ids, state=State.CLOSED, closed_at__gte=since)
        .exclude(number__in=without)
        .values("matter_id", year=year, month=month)
        .annotate(count=Count("pk"), took=Sum(ExpressionWrapper(took, output_field=DurationField())))
        .order_by()
    )
    return [(row["matter_id"], row["year"], row["month"], row["count"], row["took"].days) for row in rows]


def supplements_of(case_ids: Iterable[int]) -> int:
    """Return how many one-time notices of these cases were answered: each took the applicant one more visit (one statement)."""
    return Correction.objects.filter(case__in=list(case_ids), completed_at__isnull=False).count()
