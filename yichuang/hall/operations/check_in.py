"""Check in by code (签到): whoever booked gets a ticket that is called first in its slot (S2-38, hall.md “Order”)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import AppointmentCheckedIn
from yichuang.hall.models import Appointment, Ticket
from yichuang.hall.operations.take_ticket import Asking, take_ticket
from yichuang.hall.queries.appointments import by_code
from yichuang.hall.queries.needs import Wanted
from yichuang.hall.queries.opening import limits_of, opening_of
from yichuang.hall.rules.appointments import CHECKED_IN, Booked, is_late, judge_check_in
from yichuang.organizations.queries import Site


@unit_of_work()
def check_in(*, actor: Actor, site: Site, code: str, now: datetime) -> Ticket:
    """Give the ticket of an appointment; checked in before, the same ticket. Whoever is late gets one without precedence.

    :raises NotFound: for an unknown code; NotAllowed for an officer of elsewhere; Refused 409 at the wrong site, on the wrong day, too
        early, or when it was cancelled.
    """
    if actor.kind == "staff":
        policies.demand(actor, policies.GUIDE, site, "为预约人签到")
    found = by_code(code)
    if found is None:
        raise NotFound("这个预约码", "请核对短信里的 8 位预约码；找不到的请直接取号。")
    row = Appointment.objects.select_for_update(of=("self",)).select_related("site", "plan").get(pk=found.pk)
    if row.state == CHECKED_IN and row.site_id == site.pk and row.ticket_id is not None:
        return Ticket.objects.select_related("site").get(pk=row.ticket_id)
    limits = limits_of(opening_of(row.site))
    one = Booked(row.state, row.site_id, row.site.name, row.starts_at, row.why)
    trouble = judge_check_in(one, site.pk, limits, now)
    if trouble is not None:
        reason = Reason(trouble.code, trouble.said, "code", "S2-38", "没有取号。", trouble.todo)
        raise Refused(reason, status=409, title="没有签到")
    late = is_late(row.starts_at, limits, now)
    ticket = take_ticket(actor=actor, site=site, asking=_asking(row, late), now=now)
    row.state, row.late, row.ticket_id, row.ended_at = CHECKED_IN, late, ticket.pk, now
    starts = row.starts_at.astimezone(CHINA).isoformat()
    event = AppointmentCheckedIn(site=row.site_id, starts=starts, ticket=ticket.number, late=late)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "late", "ticket_id", "ended_at"])
    return ticket


def _asking(row: Appointment, late: bool) -> Asking:
    return Asking(
        wanted=[Wanted(purpose=row.purpose, matter=row.matter, board=row.board)],
        source="appointment",
        mobile=row.mobile,
        name=row.name,
        comment="预约迟到，按现场取号排队" if late else "",
        appointment=row.pk,
        slot_at=None if late else row.starts_at,
    )
