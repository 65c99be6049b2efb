"""Write the deliveries of an event in the event's own transaction, so that none is ever lost or made up (S2-49)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.cases.queries import Case
from yichuang.catalog.queries import spec_of
from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.queries.payloads import case_data
from yichuang.exchange.queries.routes import system_of_matter
from yichuang.exchange.rules.scopes import FEED_READ
from yichuang.exchange.rules.wire import NATIVE, REGISTERED, cloud_event, name_on_the_wire
from yichuang.foundations.models import Chained, Event
from yichuang.foundations.rows import Write, made, new


def enqueue(owner: Chained, events: Sequence[Event]) -> Sequence[Write]:
    """Return one delivery for each event that the case's department must hear of; what its own system did is no news to it.

    A case stays where it was first sent, also when its matter is routed elsewhere later. No statement for a matter handled natively or
    whose system is not joined.
    """
    if not isinstance(owner, Case):
        return ()
    mode = spec_of(owner.version_id).integration.mode
    told = [(event, name_on_the_wire(event.type, event.payload, mode)) for event in events] if mode != NATIVE else []
    told = [(event, name) for event, name in told if name]
    if not told:
        return ()
    system = system_of_matter(owner.matter_id, practice=owner.practice, at=owner.received_at)
    if system is None:
        return ()
    told = [
        (event, name)
        for event, name in told
        if not _own_doing(event, system.key) and not (name == REGISTERED and _registered(system.pk, owner.number))
    ]
    data = case_data(owner) if told else {}
    rows = []
    for event, name in told:
        body = {**data, "event": event.payload, "event_type": event.type}
        rows.append(_row(system.pk, event, name, Subject(owner.number, owner.number, owner.division, body)))
    return (new(*rows),)


@dataclass(frozen=True)
class Subject:
    """What a system hears of, a case or something else: under which id, in which chain of deliveries, where, and what is told of it."""

    id: str
    number: str
    division: str
    data: Mapping[str, Any]


def delivery_for(key: str, event: Event, subject: Subject) -> Sequence[Delivery]:
    """Return, to be written with it, the delivery of an event to the system of a key; what it did itself is no news to it (one statement).

    Nothing for a system that has no way to hear: it is stopped, or has neither a receiver nor the right to the feed.
    """
    if _own_doing(event, key):
        return ()
    system = ClientSystem.objects.filter(key=key, active=True).first()
    if system is None or not (FEED_READ in system.scopes if system.pulls else system.receiver):
        return ()
    return (_row(system.pk, event, event.type, subject),)


def _own_doing(event: Event, key: str) -> bool:
    return event.actor_kind == "system" and event.actor_id.split("/")[0] == key


def _registered(system_id: int, number: str) -> bool:
    """Tell whether the case was registered before: a second receipt is no second case."""
    return Delivery.objects.filter(system_id=system_id, number=number, type=REGISTERED).exists()


def _row(system_id: int, event: Event, name: str, subject: Subject) -> Delivery:
    body = cloud_event(
        uid=str(event.uid),
        type_=name,
        number=subject.id,
        at=event.at,
        sequence=event.seq,
        division=subject.division,
        data=subject.data,
    )
    return made(
        Delivery,
        system_id=system_id,
        event_uid=event.uid,
        type=name,
        number=subject.number,
        sequence=event.seq,
        body=body,
        created_at=event.at,
        next_at=event.at,
    )
