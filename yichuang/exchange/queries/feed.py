"""The same events to pull instead of being pushed, by a cursor that never misses what commits late (exchange.md)."""

from typing import Any

from yichuang.exchange.models import Delivery
from yichuang.foundations.problems import Reason, Refused

MOST = 500


def place_of(cursor: str) -> int:
    """Return the place in the feed that a cursor stands for.

    :raises Refused: 422 for a cursor that is none.
    """
    if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        text = "游标无法识别。"
        raise Refused(Reason("after", text, "after", "对接契约：拉取", todo="请沿用上一次返回的 next。"), status=422)
    return int(cursor or 0)


def numbered_after(system_id: int, place: int, limit: int) -> tuple[list[dict[str, Any]], str]:
    """Return the events that have a place after this one, in order, and the cursor to go on from (one statement)."""
    found = list(
        Delivery.objects.filter(system=system_id, position__gt=place, erased_at=None).order_by("position")[:limit]
    )
    return [row.body for row in found], str(found[-1].position if found else place)
