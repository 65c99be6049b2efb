"""The same events to pull instead of being pushed: a cursor that never misses what commits late (exchange.md)."""

from datetime import datetime, timedelta
from typing import Any

from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.foundations.problems import Reason, Refused

MOST = 500
# An id is taken when a row is written and seen when its transaction commits: what is younger than this may still have an elder unseen.
SETTLED = timedelta(seconds=5)


def feed(system: ClientSystem, after: str, limit: int, now: datetime) -> tuple[list[dict[str, Any]], str]:
    """Return the events of a system after a cursor, in order, and the cursor to go on from.

    Rows younger than five seconds wait, so that a slower transaction with a smaller id is never passed over.

    :raises Refused: 422 for a cursor that is none.
    """
    if after and not (after.isascii() and after.isdecimal() and len(after) < 19):
        text = "游标无法识别。"
        raise Refused(Reason("after", text, "after", "对接契约：拉取", todo="请沿用上一次返回的 next。"), status=422)
    rows = Delivery.objects.filter(system=system, pk__gt=int(after or 0), created_at__lte=now - SETTLED).order_by("pk")
    found = list(rows[: min(max(limit, 1), MOST)])
    return [row.body for row in found], str(found[-1].pk) if found else (after or "0")
