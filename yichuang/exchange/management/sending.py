"""Send one leased delivery: prepare, post, settle. The three are apart, so that a sender killed between any two loses nothing."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yichuang.exchange import ports
from yichuang.exchange.http import call
from yichuang.exchange.models import Delivery
from yichuang.exchange.models.deliveries import WAITING
from yichuang.exchange.operations.settle import Sent, settle
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

    `label` is what may be told of it.
    """

    delivery_id: int
    label: Mapping[str, str]
    address: str
    body: bytes
    headers: Mapping[str, str]
    judge: Callable[[Outcome, bytes], Outcome] | None = None
    fault: str = ""

    def post(self) -> tuple[Outcome, int]:
        """Post it; needs no database."""
        if self.fault:
            return Outcome(0, self.fault), 0
        called = call(self.address, self.body, self.headers)
        outcome = self.judge(called.outcome, called.answer) if self.judge else called.outcome
        return outcome, called.milliseconds


def prepare(delivery_id: int, lease: uuid.UUID) -> Parcel | None:
    """Return a delivery that we hold the lease of, signed; None when somebody else has it by now (two statements)."""
    row = Delivery.objects.select_related("system").filter(pk=delivery_id, lease=lease, state=WAITING).first()
    if row is None:
        return None
    secrets = signing_secrets(row.system_id, clock.now())
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
    return Parcel(row.pk, label_of(row), said.address, said.body, said.headers, dialect.judge, said.fault)


def conclude(parcel: Parcel, lease: uuid.UUID, sent: tuple[Outcome, int], chance: float) -> Verdict | None:
    """Write what came of a parcel and return what follows."""
    outcome, milliseconds = sent
    said = "delivered" if outcome.done else "away" if outcome.away else "refused"
    PUSHES.labels(parcel.label["system"], said).inc()
    trace("pushed", **parcel.label, status=outcome.status, outcome=said, ms=milliseconds)
    return settle(
        delivery_id=parcel.delivery_id,
        lease=lease,
        outcome=outcome,
        milliseconds=milliseconds,
        now=clock.now(),
        chance=chance,
        sent=Sent.of(parcel.body, int(parcel.headers["webhook-timestamp"])) if parcel.headers else None,
    )


def send(delivery_id: int, lease: uuid.UUID, chance: float = 0.5) -> Verdict | None:
    """Do all three and return what follows; None when the delivery is not ours to send."""
    parcel = prepare(delivery_id, lease)
    return conclude(parcel, lease, parcel.post(), chance) if parcel else None
