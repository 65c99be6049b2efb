"""How much is handled: what statistics above this room are counted from. The one place that says which cases count (S0-26)."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from yichuang.cases.models import Case
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
