"""Send leased deliveries: prepare, post, conclude. The three are apart, so that a sender killed between any two loses nothing.

Only posting is one by one: what is prepared together and what is concluded together costs the database one visit.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from yichuang.exchange import ports
from yichuang.exchange.http import call
from yichuang.exchange.models import Delivery
from yichuang.exchange.models.deliveries import WAITING
from yichuang.exchange.operations.settle import Result, Sent, settle
from yichuang.exchange.queries.systems import signing_secrets
from yichuang.exchange.rules.attempts import Outcome, Verdict
from yichuang.exchange.rules.signing import webhook_headers
from yichuang.exchange.rules.wire import wire_bytes
from yichuang.foundations import clock
from yichuang.foundations.metrics import PUSHES
from yichuang.foundations.traces import trace

CONTENT = "application/cloudevents+json; charset=utf-8"


@dataclass(frozen=True)
class Parcel:
    """A delivery as it goes out: where to, signed with what, how its answer is judged; with a `fault` it is not posted.

    `label` is what may be told of it; `failures` how its receiver fared when it was taken up.
    """

    delivery_id: int
    label: Mapping[str, str]
    address: str
    body: bytes
    headers: Mapping[str, str]
    judge: Callable[[Outcome, bytes], Outcome] | None = None
    fault: str = ""
    failures: int | None = None
    dialect: str = ports.CONTRACT

    def post(self, chance: float = 0.5) -> "Posted":
        """Post it; needs no database. `chance` from 0 to 1 spreads the retry."""
        if self.fault:
            return Posted(self, Outcome(0, self.fault), 0, chance)
        called = call(self.address, self.body, self.headers)
        outcome = self.judge(called.outcome, called.answer) if self.judge else called.outcome
        return Posted(self, outcome, called.milliseconds, chance)


@dataclass(frozen=True)
class Posted:
    """A parcel and how its attempt ended."""

    parcel: Parcel
    outcome: Outcome
    milliseconds: int
    chance: float = 0.5


def prepare(ids: Sequence[int], lease: uuid.UUID) -> list[Parcel]:
    """Return those deliveries that we hold the lease of, signed, in order (a statement, and one for each system)."""
    rows = Delivery.objects.select_related("system").filter(pk__in=ids, lease=lease, state=WAITING).order_by("pk")
    secrets: dict[int, list[str]] = {}
    return [replace(_parcel(row, secrets), failures=row.system.failures) for row in rows]


def _parcel(row: Delivery, known: dict[int, list[str]]) -> Parcel:
    if row.system_id not in known:
        known[row.system_id] = signing_secrets(row.system_id, clock.now())
    secrets = known[row.system_id]
    if not secrets:
        return Parcel(row.pk, label_of(row), row.system.receiver, b"", {}, fault="系统还没有签名密钥")
    if row.system.dialect != ports.CONTRACT:
        return _dressed(row, secrets)
    body = wire_bytes(row.body)
    # The receiver looks at its own clock: a demonstration's moved day is not for the wire.
    headers = {"Content-Type": CONTENT, **webhook_headers(str(row.event_uid), clock.wall(), body.decode(), secrets)}
    return Parcel(row.pk, label_of(row), row.system.receiver, body, headers)


def label_of(row: Delivery) -> dict[str, str]:
    """Return what may be told of a delivery in logs and counts."""
    return {"case": row.number, "system": row.system.key, "event": str(row.event_uid), "type": row.type}


def _dressed(row: Delivery, secrets: list[str]) -> Parcel:
    """Return a delivery in another dialect; one whose room is gone is not sent in words that its receiver does not know."""
    dialect = ports.dialect_of(row.system.dialect)
    if dialect is None:
        return Parcel(
            row.pk, label_of(row), row.system.receiver, b"", {}, fault=f"没有“{row.system.dialect}”这种报文格式"
        )
    push = ports.Push(
        delivery_id=row.pk,
        system_id=row.system_id,
        system=row.system.key,
        receiver=row.system.receiver,
        number=row.number,
        event=row.body,
        secrets=secrets,
        now=clock.now(),
        wall=clock.wall(),
    )
    said = dialect.dress(push)
    given = (said.address, said.body, said.headers, dialect.judge, said.fault)
    return Parcel(row.pk, label_of(row), *given, dialect=row.system.dialect)


def conclude(done: Sequence[Posted], lease: uuid.UUID) -> list[Verdict | None]:
    """Write what came of parcels, all or none, and return what follows for each."""
    found = settle([_result(one, lease) for one in done], now=clock.now())
    for one in done:
        _tell(one)
    return found


def _result(one: Posted, lease: uuid.UUID) -> Result:
    parcel, sent = one.parcel, None
    if parcel.headers:
        sent = Sent.of(parcel.body, int(parcel.headers["webhook-timestamp"]), parcel.dialect)
    return Result(parcel.delivery_id, lease, one.outcome, one.milliseconds, one.chance, sent, parcel.failures)


def _tell(one: Posted) -> None:
    said = "delivered" if one.outcome.done else "away" if one.outcome.away else "refused"
    PUSHES.labels(one.parcel.label["system"], said).inc()
    trace("pushed", **one.parcel.label, status=one.outcome.status, outcome=said, ms=one.milliseconds)
