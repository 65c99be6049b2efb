"""Let a system pull its events: they get their places in the feed when they are first asked for (exchange.md, “Delivery”)."""

from datetime import datetime
from typing import Any

from django.db import connection

from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.models.deliveries import DELIVERED, WAITING
from yichuang.exchange.operations.log_message import going_out, hashed, log_message
from yichuang.exchange.queries.feed import MOST, numbered_after, place_of
from yichuang.exchange.rules.message_chain import FEED
from yichuang.exchange.rules.wire import feed_bytes, wire_bytes
from yichuang.foundations.transactions import unit_of_work

FEEDS = 0x46454544
# An id is drawn before commit, so what commits late may carry a smaller id than what was pulled already. A place is given by the one who
# pulls, to what he sees: whatever commits later comes behind it. Of one case the ids keep the order, because the case's lock does.
NUMBER = """
    UPDATE exchange_delivery d SET position = f.position FROM (
        SELECT n.id, row_number() OVER (ORDER BY n.id)
                     + (SELECT COALESCE(max(position), 0) FROM exchange_delivery WHERE system_id = %(system)s) AS position
        FROM (SELECT id FROM exchange_delivery WHERE system_id = %(system)s AND position IS NULL
              ORDER BY id LIMIT %(most)s) n) f
    WHERE d.id = f.id"""


@unit_of_work()
def pull(*, system: ClientSystem, after: str, limit: int, now: datetime) -> tuple[list[dict[str, Any]], str]:
    """Return a system's events after a cursor, in order, and the cursor to go on from.

    For a system that pulls, whoever asks for what comes after a cursor has what came before: it counts as delivered.

    :raises Refused: 422 for a cursor that is none.
    """
    place, most = place_of(after), min(max(limit, 1), MOST)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [FEEDS, system.pk])
        cursor.execute(NUMBER, {"system": system.pk, "most": most})
    if system.pulls:
        had = Delivery.objects.filter(system=system, position__lte=place, state=WAITING)
        had.update(state=DELIVERED, delivered_at=now, lease=None, leased_until=None)
    events, following = numbered_after(system.pk, place, most)
    if events:
        _log(system, events, following, now)
    return events, following


def _log(system: ClientSystem, events: list[dict[str, Any]], following: str, now: datetime) -> None:
    """Put a page on record with the hash of each of its events, so that one case's can be proven without the others' contents."""
    page = feed_bytes(events, following)
    parts = [[str(event["id"]), hashed(wire_bytes(event)).hex()] for event in events]
    log_message(system, going_out(system, "", FEED, page, 200, now, {"next": following, "events": parts}))
