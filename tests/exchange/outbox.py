"""Deliveries without cases behind them, for tests of how they are sent: a system, and events of some cases in order."""

import uuid
from datetime import datetime

from yichuang.exchange.management.sending import conclude, prepare
from yichuang.exchange.models import ClientSystem, Delivery, SystemSecret
from yichuang.exchange.models.systems import SIGNING
from yichuang.exchange.operations.settle import Result, settle
from yichuang.exchange.rules.attempts import Outcome, Verdict
from yichuang.exchange.rules.wire import ACCEPTED, cloud_event
from yichuang.organizations.models import Department, Division

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def some_department() -> Department:
    """Return a department, in tables that may be empty."""
    found = Department.objects.order_by("pk").first()
    if found:
        return found
    Division.objects.create(code="330109000000", name="萧山区", kind="county")
    return Department.objects.create(
        key="xs-transport", name="交通局", division_id="330109000000", code2="11", short_name="交"
    )


def system_at(receiver: str, now: datetime, key: str = "", *, pulls: bool = False) -> ClientSystem:
    """Make a system with a signing secret and nothing else."""
    key = key or f"s-{uuid.uuid4().hex[:12]}"
    system = ClientSystem.objects.create(
        key=key, name=key, department=some_department(), environment="live", client_id=key,
        receiver=receiver, registered_at=now, pulls=pulls,
    )  # fmt: skip
    SystemSecret.objects.create(system=system, kind=SIGNING, value=SECRET, created_at=now)
    return system


def number_of(case: int) -> str:
    """Return a number for a case that is none."""
    return f"{case:021d}"


def events(system: ClientSystem, cases: int, each: int, now: datetime) -> list[Delivery]:
    """Write `each` events of so many cases, turn by turn."""
    rows = [
        _delivery(system, number_of(case), sequence, now) for sequence in range(1, each + 1) for case in range(cases)
    ]
    return Delivery.objects.bulk_create(rows, batch_size=1000)


def _delivery(system: ClientSystem, number: str, sequence: int, now: datetime) -> Delivery:
    uid = uuid.uuid4()
    body = cloud_event(
        uid=str(uid), type_=ACCEPTED, number=number, at=now, sequence=sequence, division="330109", data={"number": number}
    )  # fmt: skip
    return Delivery(
        system=system, event_uid=uid, type=ACCEPTED, number=number, sequence=sequence, body=body, created_at=now,
        next_at=now,
    )  # fmt: skip


def send(delivery_id: int, lease: uuid.UUID, chance: float = 0.5) -> Verdict | None:
    """Prepare, post and conclude one delivery; None when it is not ours to send."""
    parcels = prepare([delivery_id], lease)
    return conclude([parcels[0].post(chance)], lease)[0] if parcels else None


def settle_one(
    *, delivery_id: int, lease: uuid.UUID, outcome: Outcome, milliseconds: int, now: datetime, chance: float
) -> Verdict | None:
    """Settle one attempt alone."""
    return settle([Result(delivery_id, lease, outcome, milliseconds, chance)], now=now)[0]


def kept_in_order(seen: list[tuple[str, int, str]]) -> dict[str, list[int]]:
    """Return what a receiver that drops known ids keeps of (number, sequence, id): the sequences of each case as they came first."""
    known: set[str] = set()
    kept: dict[str, list[int]] = {}
    for number, sequence, uid in seen:
        if uid not in known:
            known.add(uid)
            kept.setdefault(number, []).append(sequence)
    return kept
