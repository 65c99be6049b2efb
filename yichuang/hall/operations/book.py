"""Hold a slot while somebody books, book it, let it go; or book for a caller in one step (预约, S2-35, S2-38)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import NotFound
from yichuang.foundations.rules.identifiers import check_landline, check_mobile
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import AppointmentBooked
from yichuang.hall.models import Appointment, SlotPlan
from yichuang.hall.operations.places import find_slot, lock_days, lock_person, refused, within_limits
from yichuang.hall.queries.opening import limits_of, opening_of
from yichuang.hall.queries.slots import Purpose, find_plan, length_of
from yichuang.hall.rules.appointments import (
    BOOKED,
    CODE_LENGTH,
    DRAFT,
    ONLINE,
    SOURCES,
    SYSTEM,
    Limits,
    grouped,
    slot_in_words,
)
from yichuang.notifications.operations.send import send

HELD_FOR = timedelta(minutes=10)
WITHIN, MOST_HELD, MOST_BOOKED = timedelta(hours=1), 10, 30
REMIND_AT_HOUR = 9
LONGEST_NAME = 40


@dataclass(frozen=True)
class Booking:
    """What is booked: a plan and what for, when it begins, who comes, and through which channel."""

    plan: int
    purpose: Purpose
    starts_at: datetime
    name: str
    mobile: str
    source: str = "phone"


@unit_of_work()
def hold_slot(
    *, plan_id: int, purpose: Purpose, starts_at: datetime, address: str, now: datetime, instead: UUID | None = None
) -> Appointment:
    """Hold a slot as a draft for ten minutes and return it; `instead` lets an earlier draft of the same visitor go.

    :raises NotFound: without such a plan; Refused 409 when the slot cannot be had, 429 for too many from one address.
    """
    plan = find_plan(plan_id)
    mark = blind_index(address, "booking").hex()
    if instead:
        Appointment.objects.filter(pk=instead, state=DRAFT, address_mark=mark).delete()
    recent = Appointment.objects.filter(address_mark=mark, created_at__gt=now - WITHIN)
    held = recent.filter(state=DRAFT, held_until__gt=now).count()
    if held >= MOST_HELD or recent.exclude(state=DRAFT).count() >= MOST_BOOKED:
        raise refused("too_many", "这个网络地址预约得太多。", "请一小时后再试，或拨打 12345 预约。", status=429)
    lock_days(plan, [day_of(starts_at)])
    slot = find_slot(plan, starts_at, length_of(plan, purpose.matter), now)
    row = _row(plan, purpose, slot.start, slot.end, now)
    row.source, row.address_mark, row.held_until = ONLINE, mark, now + HELD_FOR
    row.save(force_insert=True)
    return row


@unit_of_work()
def let_go(*, draft: UUID) -> bool:
    """Let a held slot go before its time; tell whether there was one."""
    return bool(Appointment.objects.filter(pk=draft, state=DRAFT).delete()[0])


@unit_of_work()
def book_held(*, actor: Actor, draft: UUID, name: str, mobile: str, now: datetime) -> Appointment:
    """Book what is held for a visitor and return it; sent twice it is booked once.

    :raises NotFound: when the draft was let go; Refused 422 without name or mobile, 409 when the slot ran out and is full now, or
        against a limit, 403 while no-shows end booking online.
    """
    row = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("plan__site", "site")
        .filter(pk=draft)
        .first()
    )
    if row is None:
        raise NotFound("为您保留的时段", "保留时间已过，请重新选择时段。")
    if row.state != DRAFT:
        return row
    row.name, row.mobile = _person(name, mobile)
    row.mobile_index = blind_index(row.mobile, "mobile")
    lock_person(row.mobile_index)
    within_limits(row.site, row.mobile_index, row.day, limits_of(opening_of(row.site)), now, row.pk)
    # Also while it is held: at the very minute in which it runs out another may be given the place (the day's lock decides).
    lock_days(row.plan, [row.day])
    held = row.held_until is not None and row.held_until > now
    find_slot(row.plan, row.starts_at, length_of(row.plan, row.matter), now, besides=row.pk, at_once=held)
    return _booked(actor, row, now, fresh=False)


@unit_of_work()
def book(*, actor: Actor, booking: Booking, now: datetime) -> Appointment:
    """Book for a caller or somebody at the desk and return the appointment.

    An officer is not held to the notice beforehand nor to the block after no-shows: he speaks with the person. A joined system is held
    to both, as everybody who books online, and owns what it booked.
    :raises NotFound: without such a plan; NotAllowed; Refused 422 without name or mobile, 409 when the slot cannot be had, 403 for a
        system while no-shows end booking.
    """
    plan, joined = find_plan(booking.plan), actor.kind == "system"
    policies.demand(actor, policies.BOOK_OWN if joined else policies.BOOK, plan.site, "代办预约")
    if booking.source not in SOURCES or booking.source == ONLINE or joined != (booking.source == SYSTEM):
        raise refused("source", "预约渠道不在可选范围内。", "请选择现场、电话或 12345。", status=422, field="source")
    name, mobile = _person(booking.name, booking.mobile)
    index = blind_index(mobile, "mobile")
    lock_person(index)
    limits = limits_of(opening_of(plan.site))
    limits = limits if joined else _without_block(limits)
    within_limits(plan.site, index, day_of(booking.starts_at), limits, now, None)
    lock_days(plan, [day_of(booking.starts_at)])
    slot = find_slot(plan, booking.starts_at, length_of(plan, booking.purpose.matter), now, at_once=not joined)
    row = _row(plan, booking.purpose, slot.start, slot.end, now)
    row.name, row.mobile, row.mobile_index, row.source = name, mobile, index, booking.source
    row.system = actor.id if joined else ""
    return _booked(actor, row, now, fresh=True)


def _without_block(limits: Limits) -> Limits:
    return Limits(limits.early, limits.late, 0, limits.within_days, 0, limits.a_day, limits.open_at_once)


def _person(name: str, mobile: str) -> tuple[str, str]:
    name, typed = name.strip(), check_mobile(mobile)
    if not name or len(name) > LONGEST_NAME:
        raise refused("name", "没有填写姓名，或姓名太长。", "请填写来办事的人的姓名。", status=422, field="name")
    if not typed.ok:
        landline = check_landline(mobile)
        said = (
            "这是固定电话，收不到预约短信。" if landline.ok and not landline.value.startswith("1") else typed.errors[0]
        )
        raise refused("mobile", said, "请填写 11 位手机号码。", status=422, field="mobile")
    return name, typed.value


def _row(plan: SlotPlan, purpose: Purpose, start: datetime, end: datetime, now: datetime) -> Appointment:
    return Appointment(
        site=plan.site,
        plan=plan,
        code=f"{secrets.randbelow(9 * 10 ** (CODE_LENGTH - 1)) + 10 ** (CODE_LENGTH - 1)}",
        purpose=purpose.purpose,
        board=purpose.board,
        matter=purpose.matter,
        matter_name=purpose.name,
        day=day_of(start),
        starts_at=start,
        ends_at=end,
        created_at=now,
    )


def _booked(actor: Actor, row: Appointment, now: datetime, *, fresh: bool) -> Appointment:
    row.state, row.booked_at, row.held_until = BOOKED, now, None
    row.booked_by = actor.name if actor.kind in ("staff", "system") else ""
    event = AppointmentBooked(
        site=row.site_id,
        purpose=row.purpose,
        board=row.board,
        matter=row.matter,
        starts=row.starts_at.astimezone(CHINA).isoformat(),
        source=row.source,
    )
    fields = ["state", "booked_at", "held_until", "booked_by", "name", "mobile", "mobile_index"]
    ledger.write(row, event, actor=actor, at=now, update_fields=None if fresh else fields, later=alarms(row, now))
    tell(row, "appointment_booked", now, {"link": link_of(row)})
    return row


def alarms(row: Appointment, now: datetime) -> list[Later]:
    """Return the alarms of an appointment: the reminder the day before, and whether somebody came."""
    limits = limits_of(opening_of(row.site))
    given = {"pk": str(row.pk), "starts": row.starts_at.isoformat()}
    before = (row.starts_at - timedelta(days=1)).astimezone(CHINA).replace(hour=REMIND_AT_HOUR, minute=0)
    due = row.starts_at + limits.late + timedelta(minutes=1)
    found = [Later("hall.watch_appointment", given, at=due)]
    return [Later("hall.remind_appointment", given, at=before), *found] if before > now else found


def tell(row: Appointment, template: str, now: datetime, more: dict[str, str]) -> None:
    """Write the message to who booked."""
    data = {
        "name": row.name,
        "matter": row.matter_name,
        "slot": slot_in_words(row.starts_at, row.ends_at),
        "site": row.site.name,
        "code": grouped(row.code),
        **more,
    }
    if template in ("appointment_cancelled", "appointment_reminder"):
        data.pop("name")
    if template == "appointment_cancelled":
        data.pop("code")
    key = f"{row.pk}:{template}:{row.moved}:{row.starts_at.isoformat()}"
    send(
        to=row.mobile,
        template=template,
        data=data,
        now=now,
        stream=row.stream,
        once_key=key[:120],
        place=policies.place_of(row.site),
    )


def link_of(row: Appointment) -> str:
    """Return where an appointment is looked after: its code is filled in there, the mobile's last digits are asked."""
    return f"{settings.PUBLIC_URL}/book/manage/?code={row.code}"
