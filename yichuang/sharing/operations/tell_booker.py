"""Tell the system that booked an appointment what became of it, when the hall or the person moves or cancels it (S2-35, S2-49).

It goes with the event, in its transaction, so that none is lost or made up, and is sent as other systems' events are.
"""

from collections.abc import Sequence
from typing import Any

from yichuang.exchange.operations.enqueue import Subject, delivery_for
from yichuang.exchange.queries import Delivery
from yichuang.exchange.rules.wire import BOOKING_CANCELLED, BOOKING_MOVED
from yichuang.exchange.schemas_events import AppointmentEventData
from yichuang.foundations.clock import in_china
from yichuang.foundations.models import Chained, Event
from yichuang.foundations.rows import Write, new
from yichuang.hall.queries.appointments import Appointment

NEWS = frozenset({BOOKING_MOVED, BOOKING_CANCELLED})
# What stands in the deliveries' lists: enough of the id to tell appointments apart, and not the code, which opens them.
SHORT = 21


def tell_booker(owner: Chained, events: Sequence[Event]) -> Sequence[Write]:
    """Return the deliveries, to be written with the events; none for what no system booked."""
    if not isinstance(owner, Appointment) or not owner.system:
        return ()
    rows: list[Delivery] = []
    for event in events:
        subject = Subject(str(owner.pk), owner.pk.hex[:SHORT], owner.site.division_id, _told(owner, event))
        rows += delivery_for(owner.system, event, subject)
    return (new(*rows),)


def _told(row: Appointment, event: Event) -> dict[str, Any]:
    told = AppointmentEventData(
        id=str(row.pk),
        state=row.state,
        site=row.site.key,
        site_name=row.site.name,
        purpose=row.purpose,
        board=row.board,
        matter=row.matter,
        starts_at=in_china(row.starts_at),
        ends_at=in_china(row.ends_at),
        before=event.payload.get("before", ""),
        by="person" if event.actor_kind in ("public", "applicant") else "hall",
        why=event.payload["why"],
    )
    return told.model_dump(mode="json")
