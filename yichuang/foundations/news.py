"""What is new in the ledger for a roll-up that counts afresh: the one way in which rooms keep figures of what happened.

A roll-up reads the events since its mark, finds what they touch (a day, a site), counts that anew from the rows and then keeps the mark:
hearing twice counts once, in any order, and a killed worker begins again at the old mark. It adds nothing to the acts themselves.

Ids are drawn before commit, so an event may appear below one that was read already. The mark therefore goes up only to ids of whose
transactions none can still be under way: those seen before every transaction of that instant had ended (`pg_snapshot_xmin`). The
house's clock has no part in it: a demonstration's day moved forward or back changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from yichuang.foundations.models import Event, NewsMark

# The newest event to be seen, the oldest transaction under way, the next to begin.
SNAPSHOT = """
SELECT coalesce(max(id), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint
FROM foundations_event
"""


@dataclass(frozen=True)
class News:
    """The events after a mark, and where the mark will stand once they are dealt with; `first`: nothing was ever read."""

    reader: str
    first: bool
    since: int
    settled: int
    seen: int
    horizon: int

    def events(self) -> QuerySet[Event]:
        """Return the events to be dealt with, unordered; some of them may have been dealt with before."""
        return Event.objects.filter(pk__gt=self.since).order_by()


def news_for(reader: str) -> News:
    """Return what is new for a reader (two statements, three the first time)."""
    mark, _ = NewsMark.objects.get_or_create(reader=reader)
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        newest, oldest, following = cursor.fetchone()
    # A restored database counts its transactions from the beginning again: none of those seen is under way there.
    over = oldest >= mark.horizon or following < mark.horizon
    settled = mark.seen if over else mark.settled
    seen, horizon = (newest, following) if over else (mark.seen, mark.horizon)
    return News(reader, mark.read_at is None, mark.settled, settled, seen, horizon)


def keep_mark(news: News, now: datetime) -> None:
    """Note that the news were dealt with, and when (one statement)."""
    columns = {"settled": news.settled, "seen": news.seen, "horizon": news.horizon, "read_at": now}
    NewsMark.objects.filter(reader=news.reader).update(**columns)


def read_at(reader: str) -> datetime | None:
    """Return when a reader last dealt with the news, on the house's clock; None: never."""
    return NewsMark.objects.filter(reader=reader).values_list("read_at", flat=True).first()


def hold_mark(reader: str) -> None:
    """Let nobody else count for this reader until the unit of work ends, so that the later count is the one that stays."""
    NewsMark.objects.select_for_update().get(reader=reader)
