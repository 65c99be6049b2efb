"""The overview's figures, counted in the database over what the actor may see; practice cases are never among them (S0-26)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce, TruncDate

from yichuang.cases.queries.access import visible_cases
from yichuang.cases.queries.handovers import same_day_by
from yichuang.cases.rules.overview import Figures, Line
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA

# Grouped by → (id, name).
GROUPS = {"department": ("department_id", "department_name"), "site": ("site_id", "site_name")}
COUNTED = ("received", "accepted", "concluded", "decided", "on_time")


def lines(actor: Actor, by: str, since: date, until: date, today: date) -> list[Line]:
    """Return the figures of the period and of the one before, by department or site, the busiest first (three statements).

    Concluded: decided, or ended in another way. In time: decided by the promised day, else by the statutory one.
    Overdue: open today and late.
    """
    key, name = GROUPS[by]
    earlier = since - (until - since) - timedelta(days=1)
    ended, due = Coalesce("decided_at", "closed_at"), Coalesce("promised_due", "statutory_due")
    rows = visible_cases(actor).annotate(ended=ended, due_on=due, decided_on=TruncDate("decided_at", tzinfo=CHINA))
    counts: dict[str, Any] = {"overdue": Count("pk", filter=Q(closed_at=None, next_due__lt=today))}
    for prefix, begin, end in (("now_", since, until), ("before_", earlier, since - timedelta(days=1))):
        counts |= {f"{prefix}{one}": Count("pk", filter=asked) for one, asked in _asked(begin, end).items()}
    # A department or site that was renamed meanwhile is one line.
    found = rows.filter(_touched(earlier, until, today)).values(key).annotate(name=Max(name), **counts).order_by(key)
    paper = same_day_by(actor, since, until, key)
    paper_before = same_day_by(actor, earlier, since - timedelta(days=1), key)
    listed = [
        Line(
            row[key],
            row["name"],
            _figures(row, "now_", paper.get(row[key], (0, 0)), row["overdue"]),
            _figures(row, "before_", paper_before.get(row[key], (0, 0)), 0),
        )
        for row in found
    ]
    return sorted(listed, key=lambda line: (-line.now.received, line.name))


def _touched(since: date, until: date, today: date) -> Q:
    """Return the cases that may count: something happened to them in the days, or they are late; by columns that have an index each.

    The table grows for ever and lies in the order of time: a block-range index finds the part that matters (the counts decide anew).
    """
    begin, end = _instants(since, until)
    found = Q(closed_at=None, next_due__lt=today)
    for column in ("received_at", "accepted_at", "decided_at", "closed_at"):
        found |= Q(**{f"{column}__gte": begin, f"{column}__lt": end})
    return found


def _instants(since: date, until: date) -> tuple[datetime, datetime]:
    """Return the first instant of the days and the first after them, in China's time."""
    begin = datetime.combine(since, datetime.min.time(), tzinfo=CHINA)
    return begin, datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=CHINA)


def _asked(since: date, until: date) -> dict[str, Q]:
    begin, end = _instants(since, until)
    decided = Q(decided_at__gte=begin, decided_at__lt=end, due_on__isnull=False)
    return {
        "received": Q(received_at__gte=begin, received_at__lt=end),
        "accepted": Q(accepted_at__gte=begin, accepted_at__lt=end),
        "concluded": Q(ended__gte=begin, ended__lt=end),
        "decided": decided,
        "on_time": decided & Q(decided_on__lte=F("due_on")),
    }


def _figures(row: dict[str, Any], prefix: str, paper: tuple[int, int], overdue: int) -> Figures:
    counted = {one: row[f"{prefix}{one}"] for one in COUNTED}
    return Figures(**counted, overdue=overdue, paper=paper[0], same_day=paper[1])
