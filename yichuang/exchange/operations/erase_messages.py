"""Erase the texts of old messages (个人信息保护法 19: no longer than needed); what proves them stays (issue 4, 7).

Hash, place in the chain and seal are kept for ever, so that whoever kept the text himself can still prove it. What was not delivered is
not erased. The ledger says up to when, and a text that is missing without its word is a fault (`verify_messages`).
"""

from datetime import datetime, timedelta
from hashlib import sha256

from yichuang.exchange import policies
from yichuang.exchange.events import MessagesErased
from yichuang.exchange.models import Delivery, LoggedMessage
from yichuang.exchange.models.deliveries import DELIVERED
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.wire import wire_bytes
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work

PORTION = 1000
# A push that two senders settled is on record shortly after the delivery was.
AFTERWARDS = timedelta(days=1)


@unit_of_work()
def erase_messages(*, actor: Actor, key: str, before: datetime, now: datetime, most: int = PORTION) -> int:
    """Erase the texts of a system's messages from before an instant and return how many rows that were, at most about twice `most`.

    :raises NotFound, NotAllowed: as elsewhere.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "清除报文正文")
    old = LoggedMessage.objects.filter(system=system, erased_at=None, at__lt=before)
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:most])
    rows = Delivery.objects.select_for_update(of=("self",)).filter(
        system=system, state=DELIVERED, erased_at=None, delivered_at__lt=before - AFTERWARDS
    )
    deliveries = list(rows.order_by("pk")[:most])
    if not ids and not deliveries:
        return 0
    LoggedMessage.objects.filter(pk__in=ids).update(body=b"", answer=b"", erased_at=now)
    for row in deliveries:
        row.sha256, row.body, row.erased_at = sha256(wire_bytes(row.body)).digest(), {}, now
    Delivery.objects.bulk_update(deliveries, ["sha256", "body", "erased_at"])
    event = MessagesErased(before=before.isoformat(), messages=len(ids), deliveries=len(deliveries))
    ledger.write(system, event, actor=actor, at=now, update_fields=[])
    return len(ids) + len(deliveries)
