"""Send one leased delivery: prepare, post, settle. The three are apart, so that a sender killed between any two loses nothing."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.exchange.http import post
from yichuang.exchange.models import Delivery
from yichuang.exchange.models.deliveries import WAITING
from yichuang.exchange.operations.settle import settle
from yichuang.exchange.queries.systems import signing_secrets
from yichuang.exchange.rules.attempts import Outcome, Verdict
from yichuang.exchange.rules.signing import webhook_headers
from yichuang.foundations import clock
from yichuang.foundations.metrics import PUSHES
from yichuang.foundations.traces import trace

CONTENT = "application/cloudevents+json; charset=utf-8"


@dataclass(frozen=True)
class Parcel:
    """A delivery as it goes out: where to, signed with what; no secret, no post. `label` is what may be told of it."""

    delivery_id: int
    label: Mapping[str, str]
    address: str
    body: bytes
    headers: Mapping[str, str]

    def post(self) -> tuple[Outcome, int]:
        """Post it; needs no database."""
        if not self.headers:
            return Outcome(0, "系统还没有签名密钥"), 0
        return post(self.address, self.body, self.headers)


def prepare(delivery_id: int, lease: uuid.UUID) -> Parcel | None:
    """Return a delivery that we hold the lease of, signed; None when somebody else has it by now (two statements)."""
    row = Delivery.objects.select_related("system").filter(pk=delivery_id, lease=lease, state=WAITING).first()
    if row is None:
        return None
    body = json.dumps(row.body, ensure_ascii=False, separators=(",", ":"))
    headers: dict[str, str] = {}
    if secrets := signing_secrets(row.system_id, clock.now()):
        # The receiver looks at its own clock: a demonstration's moved day is not for the wire.
        headers = {"Content-Type": CONTENT, **webhook_headers(str(row.event_uid), clock.wall(), body, secrets)}
    label = {"case": row.number, "system": row.system.key, "event": str(row.event_uid), "type": row.type}
    return Parcel(row.pk, label, row.system.receiver, body.encode(), headers)


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
    )


def send(delivery_id: int, lease: uuid.UUID, chance: float = 0.5) -> Verdict | None:
    """Do all three and return what follows; None when the delivery is not ours to send."""
    parcel = prepare(delivery_id, lease)
    return conclude(parcel, lease, parcel.post(), chance) if parcel else None
