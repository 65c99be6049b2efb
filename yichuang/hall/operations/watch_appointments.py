"""What the house's clock does to appointments: remind the day before, note who did not come, forget drafts that ran out."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.events import AppointmentMissed, AppointmentReminded
from yichuang.hall.models import Appointment, BookingTry
from yichuang.hall.operations.book import tell
from yichuang.hall.queries.opening import limits_of, opening_of
from yichuang.hall.rules.appointments import BOOKED, DRAFT, NO_SHOW, is_late


@unit_of_work()
def remind(*, actor: Actor, pk: UUID, starts_at: datetime, now: datetime) -> bool:
    """Remind who booked, once for each slot; an alarm of a slot that was left finds nothing to do. Tell whether a message went."""
    row = _waiting(pk, starts_at)
    if row is None or row.reminded_for == row.starts_at or row.starts_at <= now:
        return False
    row.reminded_for = row.starts_at
    event = AppointmentReminded(site=row.site_id, starts=row.starts_at.astimezone(CHINA).isoformat())
    ledger.write(row, event, actor=actor, at=now, update_fields=["reminded_for"])
    tell(row, "appointment_reminder", now, {})
    return True


@unit_of_work()
def miss(*, actor: Actor, pk: UUID, starts_at: datetime, now: datetime) -> bool:
    """Note that nobody came by the slot and its grace; whoever comes later that day still gets a ticket. Tell whether it was noted."""
    row = _waiting(pk, starts_at)
    if row is None or not is_late(row.starts_at, limits_of(opening_of(row.site)), now):
        return False
    row.state, row.ended_at = NO_SHOW, now
    event = AppointmentMissed(site=row.site_id, starts=row.starts_at.astimezone(CHINA).isoformat())
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "ended_at"])
    return True


@unit_of_work()
def forget_drafts(*, before: datetime) -> int:
    """Delete drafts that ran out and wrong codes of before then; return how many drafts."""
    BookingTry.objects.filter(at__lt=before).delete()
    return int(Appointment.objects.filter(state=DRAFT, held_until__lt=before).delete()[0])


def _waiting(pk: UUID, starts_at: datetime) -> Appointment | None:
    """Lock an appointment if it still is booked for the slot of the alarm."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("site")
    return rows.filter(pk=pk, state=BOOKED, starts_at=starts_at).first()
