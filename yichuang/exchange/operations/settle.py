"""Write what came of attempts to deliver: delivered, again later, or parked; and how the receivers fare.

Attempts that ended together are settled together: each of the statements is one, however many they are.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.exchange.models import ClientSystem, Delivery, DeliveryAttempt
from yichuang.exchange.models.deliveries import DELIVERED, WAITING
from yichuang.exchange.operations.log_message import hashed, log_messages
from yichuang.exchange.operations.register_system import note_failure, note_success
from yichuang.exchange.ports import CONTRACT
from yichuang.exchange.rules.attempts import Outcome, Verdict, away_for, in_words, verdict
from yichuang.exchange.rules.message_chain import OUT, PUSH, Entry
from yichuang.foundations.rows import update_rows
from yichuang.foundations.transactions import unit_of_work

NOTED_EVERY = timedelta(seconds=10)
# One goes at a time while a receiver is away, so few have a pause to wait out; the bound keeps the statement small.
MOST = 1000
WRITTEN = ("attempts", "state", "reason", "lease", "leased_until", "delivered_at", "next_at")


@dataclass(frozen=True)
class Sent:
    """What an attempt put on the wire: hash and size of its bytes, and the timestamp that was signed with them.

    `body`: the bytes of another dialect than the contract's, which are not made a second time.
    """

    sha256: bytes
    size: int
    timestamp: int
    dialect: str = CONTRACT
    body: bytes = b""

    @classmethod
    def of(cls, body: bytes, timestamp: int, dialect: str = CONTRACT) -> "Sent":
        """Return what is on record of these bytes."""
        return cls(hashed(body), len(body), timestamp, dialect, b"" if dialect == CONTRACT else body)


@dataclass(frozen=True)
class Result:
    """How one attempt ended, under which lease it was made, after how many milliseconds; `chance` from 0 to 1 spreads the retry.

    `failures`: how many of its system's had failed in a row when it was taken up (None: not known). Those taken up together fail together,
    and that is one failure of the receiver.
    """

    delivery_id: int
    lease: uuid.UUID
    outcome: Outcome
    milliseconds: int
    chance: float
    sent: Sent | None = None
    failures: int | None = None


@unit_of_work()
def settle(results: Sequence[Result], *, now: datetime) -> list[Verdict | None]:
    """Write the outcomes of attempts, all or none, and return what follows for each.

    None: another sender has taken over since and ours was no success. A success counts whoever's lease it is: the receiver has the event.
    What reached a receiver goes into the message log, last, for that holds the cases' chains.
    """
    rows = _locked(one.delivery_id for one in results)
    DeliveryAttempt.objects.bulk_create(_attempt(one, now) for one in results)
    found = [_settle(rows[one.delivery_id], one, now) for one in results]
    changed = {one.delivery_id for one, follows in zip(results, found, strict=True) if follows}
    update_rows([row for pk, row in rows.items() if pk in changed], WRITTEN)
    for one, follows in zip(results, found, strict=True):
        if follows:
            _note(rows[one.delivery_id].system, one, now)
    log_messages(
        (rows[one.delivery_id].system, _entry(rows[one.delivery_id], one.outcome, one.sent, now), one.sent.body)
        for one in results
        if one.sent is not None and one.outcome.reached
    )
    return found


def _locked(ids: Iterable[int]) -> dict[int, Delivery]:
    """Return deliveries by id, locked in the order of ids, without what they carry; those of one system share its row."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("system").defer("body")
    found = {row.pk: row for row in rows.filter(pk__in=set(ids)).order_by("pk")}
    systems: dict[int, ClientSystem] = {}
    for row in found.values():
        row.system = systems.setdefault(row.system_id, row.system)
    return found


def _attempt(one: Result, now: datetime) -> DeliveryAttempt:
    fault = one.outcome.fault[:300]
    return DeliveryAttempt(
        delivery_id=one.delivery_id, at=now, status=one.outcome.status, fault=fault, milliseconds=one.milliseconds
    )


def _settle(row: Delivery, one: Result, now: datetime) -> Verdict | None:
    if row.state == DELIVERED or (row.lease != one.lease and not one.outcome.done):
        return None
    row.attempts += 1
    found = verdict(one.outcome, row.attempts, one.chance)
    row.state, row.reason, row.lease, row.leased_until = found.state, found.reason[:300], None, None
    if found.state == DELIVERED:
        row.delivered_at = now
    else:
        row.next_at = now + timedelta(seconds=found.seconds)
    return found


def _note(system: ClientSystem, one: Result, now: datetime) -> None:
    """Keep how the receiver fares: only what says that it is out of reach as a whole counts against it."""
    if one.outcome.away:
        if one.failures not in (None, system.failures):
            return
        seconds = away_for(system.failures + 1, one.chance)
        system.failures += 1
        until = now + timedelta(seconds=seconds) if seconds else None
        note_failure(system.pk, system.failures, in_words(one.outcome), until)
    elif system.failures or system.last_success_at is None or _stale(system.last_success_at, now):
        back, system.failures, system.last_success_at = system.failures, 0, now
        note_success(system.pk, now)
        if back:
            _bring_forward(system.pk, now)


def _bring_forward(system_id: int, now: datetime) -> None:
    """Let what waits out its pause go at once: the receiver that it waited for is back. Rows that another sender settles are left alone."""
    paused = Delivery.objects.filter(system=system_id, state=WAITING, attempts__gt=0, next_at__gt=now)
    ids = list(
        paused.select_for_update(skip_locked=True, of=("self",)).order_by("pk").values_list("pk", flat=True)[:MOST]
    )
    Delivery.objects.filter(pk__in=ids).update(next_at=now)


def _entry(row: Delivery, outcome: Outcome, sent: Sent, now: datetime) -> Entry:
    return Entry(
        system=row.system.key,
        number=row.number,
        direction=OUT,
        kind=PUSH,
        type=row.type,
        message_id=str(row.event_uid),
        at=now,
        sha256=sent.sha256,
        size=sent.size,
        status=outcome.status,
        answer_sha256=outcome.answer_sha256,
        answer_size=outcome.answer_size,
        more={"timestamp": sent.timestamp} | ({} if sent.dialect == CONTRACT else {"dialect": sent.dialect}),
    )


def _stale(noted: datetime, now: datetime) -> bool:
    """Tell whether a success was noted so long ago that it is worth noting again: the system's row must not become a hot one."""
    return not timedelta() <= now - noted < NOTED_EVERY
