"""What tests of appointments share: moments, plans, booking as the public does."""

from datetime import date, datetime, time, timedelta
from typing import Any

from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.clock import CHINA
from yichuang.hall.models import Appointment, SlotPlan
from yichuang.hall.operations.book import book_held, hold_slot
from yichuang.hall.queries.slots import Purpose

# A Tuesday at eight: the demonstration's centre is open 8:30–12:00 and 13:30–17:30, with lunch duty of board A.
TUESDAY = date(2026, 12, 1)
MOBILE = "13900000999"


def at(text: str, day: date = TUESDAY) -> datetime:
    hour, minute = text.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), CHINA)


NOW = at("8:00", TUESDAY - timedelta(days=1))


def plan(board: str = "A", site: str = "centre", purpose: str = "receive") -> SlotPlan:
    return SlotPlan.objects.select_related("site").get(site__key=site, board=board, purpose=purpose)


def hold(start: str = "9:10", board: str = "A", now: datetime = NOW, **more: Any) -> Appointment:
    day = more.pop("day", TUESDAY)
    purpose = Purpose("receive", "综合受理", more.pop("matter", ""), board)
    address = more.pop("address", "192.0.2.1")
    return hold_slot(
        plan_id=plan(board).pk, purpose=purpose, starts_at=at(start, day), address=address, now=now, **more
    )


def booked(
    start: str = "9:10", board: str = "A", now: datetime = NOW, mobile: str = MOBILE, **more: Any
) -> Appointment:
    draft = hold(start, board, now, **more)
    return book_held(actor=PUBLIC, draft=draft.pk, name="王小明", mobile=mobile, now=now)
