"""What a joined system such as the hotline 12345 books, moves and cancels: once by its key and by its message's id (S2-35; issue 5, 6)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from yichuang.exchange.operations.take_message import Inbound, answer_before, keep_message
from yichuang.exchange.policies import booker_of, demand_live
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.rules.message_chain import BOOKING
from yichuang.exchange.rules.wire import BOOKINGS
from yichuang.foundations import idempotency
from yichuang.foundations.actors import Actor
from yichuang.foundations.idempotency import Answer
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.chains import canonical

Act = Callable[[Actor], dict[str, Any]]


@dataclass(frozen=True)
class Order:
    """What a system asks for: its own id, one of `BOOKINGS`, its words as the contract reads them, its exact bytes.

    `key` is its Idempotency-Key, `sent` what that key stands for: method, address and body.
    """

    id: str
    type: str
    words: dict[str, Any]
    raw: bytes
    key: str
    sent: bytes

    def inbound(self) -> Inbound:
        """Return it as the exchange keeps it."""
        print_ = hashlib.sha256(canonical([self.type, self.words])).digest()
        return Inbound(self.id, self.type, BOOKING, print_, self.raw, node=BOOKINGS[self.type])


def take_order(*, system: ClientSystem, order: Order, act: Act, now: datetime, status: int) -> Answer:
    """Do what a system asks for with `act`, which gets the system as an actor and returns a JSON-ready body; return the answer.

    Repeated under its key or under its id, whichever comes first, it gets its first answer and nothing happens again.
    :raises Refused: 403 for a system under joint debugging; 409 for an id that was used for other words; what `act` raises.
    """
    demand_live(system)
    actor, message = booker_of(system), order.inbound()

    def effect() -> Answer:
        body = act(actor)
        keep_message(system, message, body, now, status)
        return Answer(status, body)

    try:
        return idempotency.once(actor, order.key, order.sent, now, effect)
    except (Refused, IntegrityError):
        before = answer_before(system, message)
        if before is None:
            raise
        return Answer(status, before, repeated=True)
