"""Take a ticket (取号): a number is never refused; whoever has no telephone gets one as well (S2-31)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.events import TicketTaken
from yichuang.hall.models import Ticket, TicketItem, TicketSerial
from yichuang.hall.operations.halls import lock_hall
from yichuang.hall.queries.needs import Wanted, letter_for, wanted_items
from yichuang.hall.rules.tickets import GREEN, LANGUAGES, RECEIVE, number_of
from yichuang.organizations.queries import Site

TOKEN_BYTES = 12


@dataclass(frozen=True)
class Asking:
    """What somebody who takes a ticket said: what for (several), telephone, green channel, language; an appointment's id and slot."""

    wanted: Sequence[Wanted] = field(default_factory=lambda: [Wanted(RECEIVE)])
    source: str = "kiosk"
    mobile: str = ""
    name: str = ""
    green: str = ""
    language: str = "zh"
    large_type: bool = False
    comment: str = ""
    appointment: UUID | None = None
    slot_at: datetime | None = None


@unit_of_work()
def take_ticket(*, actor: Actor, site: Site, asking: Asking, now: datetime) -> Ticket:
    """Write a ticket with its items and return it; what is wanted for a matter that is not in force becomes “don't know”, with a comment.

    :raises NotFound: never for a matter; a bad telephone is the door's to say, before it comes here.
    """
    hall = lock_hall(site)
    items, said = wanted_items(hall, asking.wanted)
    letter, day = letter_for(items), day_of(now)
    serial = _draw(site, day, letter)
    first = items[0]
    ticket = Ticket(
        site=site,
        day=day,
        letter=letter,
        serial=serial,
        number=number_of(letter, serial),
        purpose=first.purpose,
        source=asking.source,
        green=asking.green if asking.green in GREEN else "",
        language=asking.language if asking.language in LANGUAGES else "zh",
        large_type=asking.large_type,
        name=asking.name[:40],
        mobile=asking.mobile,
        mobile_index=blind_index(asking.mobile, "mobile") if asking.mobile else None,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        appointment_id=asking.appointment,
        slot_at=asking.slot_at,
        comment="；".join(filter(None, [asking.comment, *said]))[:300],
        taken_at=now,
        queued_at=now,
    )
    event = TicketTaken(
        number=ticket.number,
        site=site.pk,
        purpose=first.purpose,
        board=first.board,
        matter=first.matter,
        source=ticket.source,
        green=ticket.green,
        slot=asking.slot_at.isoformat() if asking.slot_at else "",
    )
    ledger.write(ticket, event, actor=actor, at=now)
    for item in items:
        item.ticket = ticket
    TicketItem.objects.bulk_create(items)
    return ticket


def _draw(site: Site, day: date, letter: str) -> int:
    """Return the next serial of the day; the hall is locked, so nobody else draws."""
    row, _ = TicketSerial.objects.get_or_create(site=site, day=day, letter=letter)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
