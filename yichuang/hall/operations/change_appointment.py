"""Move or cancel an appointment, strike out a no-show: by its owner who knows its code, or by an officer of the hall (S2-35, S2-38)."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import NotFound
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import AppointmentCancelled, AppointmentExcused, AppointmentMoved
from yichuang.hall.models import Appointment
from yichuang.hall.operations.book import alarms, tell
from yichuang.hall.operations.places import find_slot, lock_days, lock_person, refused, within_limits
from yichuang.hall.queries.appointments import owns
from yichuang.hall.queries.opening import limits_of, opening_of
from yichuang.hall.queries.slots import length_of
from yichuang.hall.rules.appointments import BOOKED, CANCELLED, DRAFT, NO_SHOW, STATES

LONGEST_WHY = 150


def lock_appointment(actor: Actor, pk: UUID, code: str, doing: str) -> Appointment:
    """Return an appointment, locked, for an officer of its hall, for the system that booked it, or for whoever holds its code.

    :raises NotFound: when there is none, or it is not the actor's to know; NotAllowed for an officer without the act.
    """
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("site", "plan__site")
    row = rows.filter(pk=pk).exclude(state=DRAFT).first()
    if row is None or not (actor.kind == "staff" or owns(actor, row) or (actor.kind != "system" and row.code == code)):
        raise NotFound("这个预约", "请按预约码重新查找。")
    if actor.kind == "system":
        policies.demand(actor, policies.BOOK_OWN, row.site, doing)
    if actor.kind == "staff":
        if not actor.may(policies.VIEW, policies.place_of(row.site)):
            raise NotFound("这个预约", "请按预约码重新查找。")
        policies.demand(actor, policies.BOOK, row.site, doing)
    return row


@unit_of_work()
def move(
    *, actor: Actor, pk: UUID, starts_at: datetime, now: datetime, code: str = "", why: str = "本人改期"
) -> Appointment:
    """Move an appointment to another slot of its plan and return it; its code stays, the old place is free at once.

    :raises NotFound, NotAllowed: see lock_appointment; Refused 409 when it is not booked any more or the slot cannot be had.
    """
    row = lock_appointment(actor, pk, code, "改期")
    _still_booked(row, "改期")
    if row.starts_at == starts_at:
        return row
    online = actor.kind != "staff"
    if online:
        _not_begun(row, now, "改期")
        index = bytes(row.mobile_index or b"")
        lock_person(index)
        within_limits(row.site, index, day_of(starts_at), limits_of(opening_of(row.site)), now, row.pk)
    lock_days(row.plan, [day_of(starts_at)])
    slot = find_slot(row.plan, starts_at, length_of(row.plan, row.matter), now, besides=row.pk, at_once=not online)
    return put(actor, row, slot.start, slot.end, why, now)


def put(actor: Actor, row: Appointment, start: datetime, end: datetime, why: str, now: datetime) -> Appointment:
    """Write the move of a locked appointment to a slot that was found, and tell its owner."""
    before = row.starts_at.astimezone(CHINA).isoformat()
    row.starts_at, row.ends_at, row.day, row.moved = start, end, day_of(start), row.moved + 1
    after = start.astimezone(CHINA).isoformat()
    event = AppointmentMoved(site=row.site_id, before=before, after=after, why=why[:LONGEST_WHY])
    fields = ["starts_at", "ends_at", "day", "moved"]
    ledger.write(row, event, actor=actor, at=now, update_fields=fields, later=alarms(row, now))
    tell(row, "appointment_moved", now, {})
    return row


@unit_of_work()
def cancel(*, actor: Actor, pk: UUID, now: datetime, code: str = "", why: str = "本人取消") -> Appointment:
    """Cancel an appointment and return it; cancelling twice is once. The place is free at once.

    :raises NotFound, NotAllowed: see lock_appointment; Refused 409 when the person has come or the slot is over, 422 without a reason.
    """
    row = lock_appointment(actor, pk, code, "取消预约")
    if row.state == CANCELLED:
        return row
    _still_booked(row, "取消")
    if not why.strip():
        raise refused("why", "没有写明取消原因。", "原因会告诉预约人，请填写。", status=422, field="why")
    if actor.kind != "staff":
        _not_begun(row, now, "取消")
    return strike(actor, row, why, now)


def strike(actor: Actor, row: Appointment, why: str, now: datetime) -> Appointment:
    """Write the cancellation of a locked appointment, and tell its owner."""
    row.state, row.why, row.ended_at = CANCELLED, why.strip()[:LONGEST_WHY], now
    event = AppointmentCancelled(site=row.site_id, starts=row.starts_at.astimezone(CHINA).isoformat(), why=row.why)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "why", "ended_at"])
    tell(row, "appointment_cancelled", now, {"why": row.why})
    return row


@unit_of_work()
def excuse(*, actor: Actor, pk: UUID, why: str, now: datetime) -> Appointment:
    """Strike out a no-show that was no fault of the person (the hall was late, an illness), so that it counts no more.

    :raises NotFound, NotAllowed: see lock_appointment; Refused 409 when it is no no-show, 422 without a reason.
    """
    row = lock_appointment(actor, pk, "", "更正爽约记录")
    policies.demand(actor, policies.BOOK, row.site, "更正爽约记录")
    if row.state != NO_SHOW:
        raise refused("not_missed", f"这个预约{STATES[row.state]}，没有爽约记录。", "无须更正。")
    if not why.strip():
        raise refused("why", "没有写明更正原因。", "请填写，将留在记录中。", status=422, field="why")
    row.state, row.why = CANCELLED, f"爽约更正：{why.strip()}"[:LONGEST_WHY]
    event = AppointmentExcused(site=row.site_id, starts=row.starts_at.astimezone(CHINA).isoformat(), why=row.why)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "why"])
    return row


def _still_booked(row: Appointment, doing: str) -> None:
    if row.state != BOOKED:
        raise refused(
            "not_booked", f"这个预约{STATES[row.state]}，不能{doing}。", "仍需办理的请重新预约，或直接到场取号。"
        )


def _not_begun(row: Appointment, now: datetime, doing: str) -> None:
    if row.starts_at <= now:
        raise refused("begun", f"预约的时段已经开始，不能{doing}。", "请到场签到；来不了的不用再操作。")
