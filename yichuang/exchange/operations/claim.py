"""Take deliveries to be sent under a lease that runs out, so that a killed sender is followed by another (exchange.md, “Delivery”)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.models.deliveries import DELIVERED, WAITING
from yichuang.foundations.transactions import unit_of_work

LEASE = timedelta(seconds=60)
# At most so many of one system at once; one that was away gets a single one, to see whether it is back.
AT_ONCE = 8

# `now` is the house's clock, which a demonstration may move; leases run on the wall clock, which nobody moves.
CLAIM = """
    UPDATE exchange_delivery SET lease = %(lease)s, leased_until = %(until)s WHERE id IN (
        SELECT d.id FROM exchange_delivery d
        WHERE d.system_id = %(system)s AND d.state = 'waiting' AND d.next_at <= %(now)s
          AND (d.leased_until IS NULL OR d.leased_until <= %(wall)s)
          AND NOT EXISTS (SELECT 1 FROM exchange_delivery e WHERE e.system_id = d.system_id AND e.number = d.number
                          AND e.id < d.id AND e.state <> 'delivered')
        ORDER BY d.next_at, d.id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING id"""


def due_systems(now: datetime) -> list[ClientSystem]:
    """Return the systems that have something due and are not being left alone (one statement)."""
    # Asked for each system, so that a backlog of a million is looked at once and not counted.
    due = Delivery.objects.filter(system=OuterRef("pk"), state=WAITING, next_at__lte=now)
    rows = ClientSystem.objects.filter(Exists(due), active=True, pulls=False).exclude(receiver="")
    return list(rows.filter(Q(away_until=None) | Q(away_until__lte=now)).order_by("pk"))


@unit_of_work()
def claim(*, system: ClientSystem, lease: uuid.UUID, now: datetime, wall: datetime, most: int = AT_ONCE) -> list[int]:
    """Lease what is due for a system and return the ids in order; of each case only the oldest that was not delivered.

    A parked delivery holds back the later ones of its case: the order is kept, and an operator is shown why.
    """
    given: dict[str, Any] = {
        "lease": lease,
        "until": wall + LEASE,
        "wall": wall,
        "now": now,
        "system": system.pk,
        "most": 1 if system.failures else most,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, given)
        return sorted(row[0] for row in cursor.fetchall())


def still_open(number: str) -> int:
    """Return how many deliveries of a case are not delivered yet."""
    return Delivery.objects.filter(number=number).exclude(state=DELIVERED).count()
