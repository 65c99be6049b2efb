"""Mark a visit's time as inaccurate; note work outside the queue (hall.md, Service BC's habits)."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import ContactLogged, TicketChanged
from yichuang.hall.models import CHANNELS, ContactLog, Ticket
from yichuang.hall.operations.halls import lock_hall, lock_ticket, seat_of
from yichuang.hall.operations.moves import demand_why

MOST_MINUTES = 480


@unit_of_work()
def mark_inaccurate(*, actor: Actor, ticket_id: UUID | str, why: str, now: datetime) -> Ticket:
    """Leave a visit's time out of what is measured, for a reason such as “forgot to finish”; return the ticket.

    :raises NotFound: without such a ticket; NotAllowed; Refused 422 without a reason.
    """
    _, ticket = lock_ticket(actor, ticket_id, policies.SERVE, "标注时间不准")
    said = demand_why(why, "时间不准的原因")
    event = TicketChanged(ticket.number, ticket.site_id, {"inaccurate": [ticket.inaccurate, said]})
    ticket.inaccurate = said
    ledger.write(ticket, event, actor=actor, at=now, update_fields=["inaccurate"])
    return ticket


@unit_of_work()
def log_contact(*, actor: Actor, channel: str, about: str, minutes: int, now: datetime) -> ContactLog:
    """Note work for people who are not in the queue, by its channel, and return it.

    :raises Refused: 409 without a seat, 422 for another channel, nothing it was about, or no sensible time.
    """
    seat = seat_of(actor)
    said = about.strip()[:200]
    wrong = [
        ("channel", "没有这种渠道。") if channel not in CHANNELS else None,
        ("about", "没有写明事由。") if not said else None,
        ("minutes", f"用时应为 1 至 {MOST_MINUTES} 分钟。") if not 1 <= minutes <= MOST_MINUTES else None,
    ]
    reasons = [Reason(one[0], one[1], field=one[0], kept="没有改动。", todo="请更正后再记。") for one in wrong if one]
    if reasons:
        raise Refused(*reasons, status=422, title="没有记下")
    hall = lock_hall(seat.site)
    row = ContactLog(site=seat.site, channel=channel, about=said, minutes=minutes, at=now)
    row.staff_id, row.staff_name = seat.staff_id, seat.staff_name
    row.save(force_insert=True)
    event = ContactLogged(site=seat.site_id, channel=channel, about=said, minutes=minutes)
    ledger.write(hall, event, actor=actor, at=now, update_fields=[])
    return row
