"""Hand a ticket out at a kiosk, a guide desk or a phone: the ticket, what its holder is told, the first message (S2-31, S2-32①)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.models import Device, Ticket
from yichuang.hall.operations.check_in import check_in
from yichuang.hall.operations.take_ticket import Asking, take_ticket
from yichuang.hall.queries.waits import outlook_of
from yichuang.hall.rules.waiting import Outlook
from yichuang.notifications.operations.send import send
from yichuang.notifications.rules.numbers import reachable
from yichuang.organizations.queries import Site


@dataclass(frozen=True)
class HandedOut:
    """A ticket with what its holder was told when it was taken."""

    ticket: Ticket
    outlook: Outlook


@unit_of_work()
def hand_out(
    *, actor: Actor, site: Site, asking: Asking, public_url: str, now: datetime, device: Device | None = None
) -> HandedOut:
    """Take a ticket, tell its holder by message when a mobile was given, and keep on the device which slip it gave out last."""
    return _given(take_ticket(actor=actor, site=site, asking=asking, now=now), public_url, now, device)


@unit_of_work()
def hand_out_booked(
    *, actor: Actor, site: Site, code: str, public_url: str, now: datetime, device: Device | None = None
) -> HandedOut:
    """Check an appointment in and do with its ticket as with any other; checked in before, nobody is told twice (S2-38).

    :raises NotFound: for an unknown code; Refused 409 when it is not this site's, day's or hour's, or was cancelled.
    """
    return _given(check_in(actor=actor, site=site, code=code, now=now), public_url, now, device)


def _given(ticket: Ticket, public_url: str, now: datetime, device: Device | None) -> HandedOut:
    told = outlook_of(ticket, now)
    if reachable(str(ticket.mobile)) == "mobile":
        send(
            to=str(ticket.mobile),
            template="ticket_taken",
            data=message_of(ticket, told, public_url),
            now=now,
            stream=ticket.stream,
            once_key=f"{ticket.pk}:taken",
            place=policies.place_of(ticket.site),
        )
    if device is not None:
        device.last_ticket_id, device.last_ticket_at = ticket.pk, now
        Device.objects.filter(pk=device.pk).update(last_ticket_id=ticket.pk, last_ticket_at=now)
    return HandedOut(ticket, told)


def message_of(ticket: Ticket, told: Outlook, public_url: str) -> dict[str, Any]:
    """Return the fields of the first message."""
    first = next(iter(ticket.items.all()), None)
    return {
        "number": ticket.number,
        "matter": first.name if first else "",
        "ahead": str(told.ahead),
        "wait": told.said,
        "link": link_of(ticket, public_url),
        "site": ticket.site.name,
    }


def link_of(ticket: Ticket, public_url: str) -> str:
    """Return where the ticket is followed on the phone."""
    return f"{public_url.rstrip('/')}/t/{ticket.token}/"
