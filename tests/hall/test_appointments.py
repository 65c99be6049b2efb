"""Booked, checked in, called first; moved, cancelled, refused with what to do (S2-35, S2-38)."""

from datetime import timedelta

import pytest

from tests.cases.people import who
from tests.hall.booking import MOBILE, NOW, TUESDAY, at, booked, hold
from tests.hall.people import centre, sit, take
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.models import Alarm, Event
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.models import Appointment
from yichuang.hall.operations.book import book_held, let_go
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.change_appointment import cancel, move
from yichuang.hall.operations.check_in import check_in
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("demo_district")


def types(row: Appointment) -> list[str]:
    return list(Event.objects.filter(stream=row.stream).order_by("seq").values_list("type", flat=True))


def test_booked_checked_in_and_called_first() -> None:
    row = booked("9:10")
    assert (row.state, row.mobile, len(row.code)) == ("booked", MOBILE, 8)
    told = Message.objects.get(stream=row.stream)
    assert told.template == "appointment_booked" and told.data["slot"] == "12月1日（周二）9:10—9:30"
    assert sorted(Alarm.objects.values_list("task", flat=True)) == ["hall.remind_appointment", "hall.watch_appointment"]
    came_first = take("freight_general", at=at("8:50"))
    ticket = check_in(actor=PUBLIC, site=centre(), code=row.code, now=at("9:06"))
    assert (ticket.source, ticket.slot_at, ticket.appointment_id) == ("appointment", at("9:10"), row.pk)
    assert check_in(actor=PUBLIC, site=centre(), code=row.code, now=at("9:07")).pk == ticket.pk, "the same ticket"
    sit("林小窗", at=at("9:00"))
    called = call_next(actor=who("林小窗"), now=at("9:08"))
    assert called is not None and called.pk == ticket.pk != came_first.pk
    assert types(row) == ["appointment.booked", "appointment.checked_in"]


def test_a_held_slot_is_released_by_itself_and_booked_once() -> None:
    drafts = [hold("9:10", address=f"192.0.2.{place}") for place in range(3)]
    with pytest.raises(Refused, match="刚刚约满"):
        hold("9:10")
    later = NOW + timedelta(minutes=11)
    kept = booked("9:10", now=later)
    again = book_held(actor=PUBLIC, draft=kept.pk, name="王小明", mobile=MOBILE, now=later)
    assert again.pk == kept.pk and types(kept) == ["appointment.booked"]
    for place in (1, 2):
        booked("9:10", now=later, mobile=f"1390000098{place}")
    with pytest.raises(Refused, match="约满"):
        book_held(actor=PUBLIC, draft=drafts[0].pk, name="李四", mobile="13900000555", now=later)
    assert let_go(draft=drafts[1].pk)
    with pytest.raises(NotFound, match="保留"):
        book_held(actor=PUBLIC, draft=drafts[1].pk, name="李四", mobile="13900000555", now=later)


def test_a_long_matter_takes_two_slots() -> None:
    row = hold("9:10", matter="freight_general")
    assert row.ends_at == at("9:50")
    for place in range(2):
        hold("9:30", address=f"192.0.2.{place}")
    with pytest.raises(Refused, match="约满"):
        hold("9:30", address="192.0.2.9")
    with pytest.raises(Refused, match="不能预约"):
        hold("11:50", board="B")


@pytest.mark.parametrize(
    ("name", "mobile", "said"),
    [
        ("", MOBILE, "姓名"),
        ("王", "0571-82600000", "固定电话"),
        ("王", "139", "11 位"),
        ("王", "4008123123", "固定电话"),
    ],
)
def test_a_real_name_and_mobile_are_needed(name: str, mobile: str, said: str) -> None:
    draft = hold()
    with pytest.raises(Refused, match=said) as told:
        book_held(actor=PUBLIC, draft=draft.pk, name=name, mobile=mobile, now=NOW)
    assert told.value.status == 422 and told.value.reasons[0].todo


def test_moved_and_cancelled_by_its_owner_only() -> None:
    row = booked("9:10")
    with pytest.raises(NotFound):
        move(actor=PUBLIC, pk=row.pk, starts_at=at("10:10"), now=NOW, code="00000000")
    moved = move(actor=PUBLIC, pk=row.pk, starts_at=at("10:10"), now=NOW, code=row.code)
    assert (moved.starts_at, moved.ends_at, moved.code) == (at("10:10"), at("10:30"), row.code)
    hold("9:10")
    gone = cancel(actor=PUBLIC, pk=row.pk, now=NOW, code=row.code)
    assert cancel(actor=PUBLIC, pk=row.pk, now=NOW, code=row.code).pk == gone.pk
    assert types(row) == ["appointment.booked", "appointment.moved", "appointment.cancelled"]
    sent = Message.objects.filter(stream=row.stream).order_by("pk").values_list("template", flat=True)
    assert list(sent) == ["appointment_booked", "appointment_moved", "appointment_cancelled"]
    with pytest.raises(Refused, match="已取消"):
        move(actor=PUBLIC, pk=row.pk, starts_at=at("10:30"), now=NOW, code=row.code)
    with pytest.raises(Refused, match="已取消"):
        check_in(actor=PUBLIC, site=centre(), code=row.code, now=at("10:10"))
    assert moved.day == TUESDAY
