"""A system's deliveries, inbound messages and message log as those who look after it filter them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from yichuang.exchange.models import ClientSystem, Delivery, DeliveryAttempt, InboundMessage, LoggedMessage
from yichuang.foundations.clock import CHINA


@dataclass(frozen=True)
class Chosen:
    """What narrows a list of messages: state and type, a case number's beginning, one day."""

    state: str = ""
    type: str = ""
    number: str = ""
    day: date | None = None


def deliveries_of(system: ClientSystem, chosen: Chosen) -> QuerySet[Delivery]:
    """Return a system's deliveries under a filter, without their sealed bodies."""
    rows = Delivery.objects.filter(system=system).defer("body")
    exact = {name: value for name, value in (("state", chosen.state), ("type", chosen.type)) if value}
    rows = rows.filter(**exact)
    if chosen.number:
        rows = rows.filter(number__startswith=chosen.number)
    return rows.filter(**_within("created_at", chosen.day))


def ids_of(system: ClientSystem, chosen: Chosen, most: int) -> list[int]:
    """Return the ids that a filter chooses, the oldest first, at most one more than `most` so that too many is noticed."""
    return list(deliveries_of(system, chosen).order_by("pk").values_list("pk", flat=True)[: most + 1])


def tries_of(deliveries: list[Delivery]) -> Mapping[int, list[DeliveryAttempt]]:
    """Return each delivery's attempts in order (one statement)."""
    found: dict[int, list[DeliveryAttempt]] = {}
    for row in DeliveryAttempt.objects.filter(delivery__in=[one.pk for one in deliveries]).order_by("pk"):
        found.setdefault(row.delivery_id, []).append(row)
    return found


def inbound_of(system: ClientSystem, chosen: Chosen) -> QuerySet[InboundMessage]:
    """Return what a system reported, without the sealed answers."""
    rows = InboundMessage.objects.filter(system=system).defer("answer", "fingerprint")
    if chosen.type:
        rows = rows.filter(type=chosen.type)
    if chosen.number:
        rows = rows.filter(number__startswith=chosen.number)
    return rows.filter(**_within("at", chosen.day))


def messages_of(system: ClientSystem, chosen: Chosen) -> QuerySet[LoggedMessage]:
    """Return a system's message log, without what was said."""
    rows = LoggedMessage.objects.filter(system=system).defer("body", "answer", "more")
    if chosen.type:
        rows = rows.filter(kind=chosen.type)
    if chosen.number:
        rows = rows.filter(number__startswith=chosen.number)
    return rows.filter(**_within("at", chosen.day))


def _within(column: str, day: date | None) -> dict[str, datetime]:
    if day is None:
        return {}
    start = datetime.combine(day, time(), CHINA)
    return {f"{column}__gte": start, f"{column}__lt": start + timedelta(days=1)}
