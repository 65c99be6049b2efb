"""Send one leased delivery: sign, post, settle. The three are apart, so that a sender killed between any two loses nothing."""

import json
import uuid

from yichuang.exchange.http import post
from yichuang.exchange.models import Delivery
from yichuang.exchange.models.deliveries import WAITING
from yichuang.exchange.operations.settle import settle
from yichuang.exchange.queries.systems import signing_secrets
from yichuang.exchange.rules.attempts import Outcome, Verdict
from yichuang.exchange.rules.signing import webhook_headers
from yichuang.foundations import clock

CONTENT = "application/cloudevents+json; charset=utf-8"


def send(delivery_id: int, lease: uuid.UUID, chance: float = 0.5) -> Verdict | None:
    """Send a delivery that we hold the lease of and return what follows; None when somebody else has it by now."""
    row = Delivery.objects.select_related("system").filter(pk=delivery_id, lease=lease, state=WAITING).first()
    if row is None:
        return None
    body = json.dumps(row.body, ensure_ascii=False, separators=(",", ":"))
    secrets = signing_secrets(row.system_id, clock.now())
    if secrets:
        # The receiver looks at its own clock: a demonstration's moved day is not for the wire.
        headers = webhook_headers(str(row.event_uid), clock.wall(), body, secrets)
        outcome, milliseconds = post(row.system.receiver, body.encode(), {"Content-Type": CONTENT, **headers})
    else:
        outcome, milliseconds = Outcome(0, "系统还没有签名密钥"), 0
    return settle(
        delivery_id=row.pk,
        lease=lease,
        outcome=outcome,
        milliseconds=milliseconds,
        now=clock.now(),
        chance=chance,
    )
