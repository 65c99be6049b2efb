"""Write what came of an attempt to deliver: delivered, again later, or parked; and how the receiver fares."""

import uuid
from datetime import datetime, timedelta

from yichuang.exchange.models import Delivery, DeliveryAttempt
from yichuang.exchange.models.deliveries import DELIVERED, WAITING
from yichuang.exchange.operations.register_system import note_failure, note_success
from yichuang.exchange.rules.attempts import Outcome, Verdict, away_for, in_words, verdict
from yichuang.foundations.transactions import unit_of_work

NOTED_EVERY = timedelta(seconds=10)
# One goes at a time while a receiver is away, so few have a pause to wait out; the bound keeps the statement small.
MOST = 1000


@unit_of_work()
def settle(
    *, delivery_id: int, lease: uuid.UUID, outcome: Outcome, milliseconds: int, now: datetime, chance: float
) -> Verdict | None:
    """Write an attempt's outcome and return what follows; None when another sender has taken over since and ours was no success.

    A success counts whoever's lease it is: the receiver has the event. `chance` from 0 to 1 spreads the retries.
    """
    row = Delivery.objects.select_for_update(of=("self",)).select_related("system").get(pk=delivery_id)
    DeliveryAttempt.objects.create(
        delivery=row, at=now, status=outcome.status, fault=outcome.fault[:300], milliseconds=milliseconds
    )
    if row.state == DELIVERED or (row.lease != lease and not outcome.done):
        return None
    row.attempts += 1
    found = verdict(outcome, row.attempts, chance)
    row.state, row.reason, row.lease, row.leased_until = found.state, found.reason[:300], None, None
    if found.state == DELIVERED:
        row.delivered_at = now
    else:
        row.next_at = now + timedelta(seconds=found.seconds)
    row.save(update_fields=["attempts", "state", "reason", "lease", "leased_until", "delivered_at", "next_at"])
    _note(row, outcome, now, chance)
    return found


def _note(row: Delivery, outcome: Outcome, now: datetime, chance: float) -> None:
    """Keep how the receiver fares: only what says that it is out of reach as a whole counts against it."""
    if outcome.away:
        seconds = away_for(row.system.failures + 1, chance)
        note_failure(row.system_id, in_words(outcome), now + timedelta(seconds=seconds) if seconds else None)
    elif row.system.failures:
        note_success(row.system_id, now)
        _bring_forward(row.system_id, now)
    elif row.system.last_success_at is None or _stale(row.system.last_success_at, now):
        note_success(row.system_id, now)


def _bring_forward(system_id: int, now: datetime) -> None:
    """Let what waits out its pause go at once: the receiver that it waited for is back. Rows that another sender settles are left alone."""
    paused = Delivery.objects.filter(system=system_id, state=WAITING, attempts__gt=0, next_at__gt=now)
    ids = list(
        paused.select_for_update(skip_locked=True, of=("self",)).order_by("pk").values_list("pk", flat=True)[:MOST]
    )
    Delivery.objects.filter(pk__in=ids).update(next_at=now)


def _stale(noted: datetime, now: datetime) -> bool:
    """Tell whether a success was noted so long ago that it is worth noting again: the system's row must not become a hot one."""
    return not timedelta() <= now - noted < NOTED_EVERY
