"""The hotline hears what the hall does with its bookings: pushed between real parties, signed, as the contract says (S2-35)."""

import threading
from typing import Any

import pytest

from tests.cases.people import who
from tests.exchange.joined import Joined, Receiver
from tests.exchange.test_event_schemas import DOCUMENT, undocumented, validator
from tests.sharing.hotline import booking, free, hotline, send
from yichuang.exchange.management.commands.deliver import Sender
from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.operations import enqueue
from yichuang.exchange.operations.register_system import stop_system
from yichuang.exchange.rules.scopes import APPOINTMENTS, FEED_READ
from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC
from yichuang.hall.models import Appointment
from yichuang.hall.operations.change_appointment import cancel, move

SHEN = "沈主管"


def booked(system: Joined, place: int = 12) -> Appointment:
    answer = send(system, "", booking(free(system)[place]))
    assert answer.status_code == 201, answer.content.decode()
    return Appointment.objects.get(pk=answer.json()["id"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("demo_again", "plain_http")
def test_a_booking_that_the_hall_moves_and_cancels_is_pushed_to_the_hotline() -> None:
    with Receiver() as there:
        system = hotline()
        ClientSystem.objects.update(receiver=there.address, pulls=False)
        row, other = booked(system), booked(system, 20)
        starts = free(system)[16]
        move(actor=who(SHEN), pk=row.pk, starts_at=clock.now().fromisoformat(starts), now=clock.now(), why="窗口停电")
        cancel(actor=who(SHEN), pk=row.pk, now=clock.now(), why="当日系统维护")
        assert send(system, f"/{other.pk}/cancel", {"reason": "来电取消"}).status_code == 200
        sender = Sender(2, threading.Event())
        for _ in range(4):
            sender.round()
            for lane in sender.lanes.values():
                for job in list(lane.in_hand):
                    job.result()
        sender.round()
    told = [got.event for got in there.got]
    assert [one["type"] for one in told] == ["appointment.moved", "appointment.cancelled"], (
        "what it did itself is no news"
    )
    assert {one["subject"] for one in told} == {str(row.pk)} and int(told[0]["sequence"]) < int(told[1]["sequence"])
    assert all(got.headers["webhook-signature"].startswith("v1,") for got in there.got)
    for one in told:
        validator(one["type"]).validate(one)
        assert undocumented(one, DOCUMENT["components"]["schemas"]["AppointmentEvent"]) == []
    moved, cancelled = (one["data"] for one in told)
    assert (moved["before"], moved["why"], moved["by"]) == (clock.in_china(row.starts_at), "窗口停电", "hall")
    assert (cancelled["state"], cancelled["why"]) == ("cancelled", "当日系统维护")
    assert row.code not in str(told) and "陈阿姨" not in str(told)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.usefixtures("demo_district")
def test_who_has_no_way_to_hear_is_sent_nothing_and_who_pulls_finds_it() -> None:
    deaf, pulling = hotline(), hotline("hotline-pulls", scopes=[APPOINTMENTS, FEED_READ])
    for system in (deaf, pulling):
        row = booked(system, 12 if system is deaf else 20)
        cancel(actor=PUBLIC, pk=row.pk, now=clock.now(), code=row.code)
    (delivery,) = Delivery.objects.all()
    assert delivery.system_id == pulling.system.pk
    (event,) = pulling.get("/feed").json()["events"]
    assert (event["type"], event["data"]["by"], event["data"]["why"]) == ("appointment.cancelled", "person", "本人取消")
    row = booked(pulling, 24)
    stop_system(actor=who("谢区管"), key="hotline-pulls", why="停用", now=clock.now())
    cancel(actor=who(SHEN), pk=row.pk, now=clock.now(), why="当日系统维护")
    assert Delivery.objects.count() == 1


@pytest.mark.usefixtures("demo_district")
def test_what_the_platform_could_not_write_is_not_cancelled_either(monkeypatch: Any) -> None:
    system = hotline(scopes=[APPOINTMENTS, FEED_READ])
    row = booked(system)
    monkeypatch.setattr(enqueue, "cloud_event", lambda **_: {"text": "half a pair \ud800"})
    with pytest.raises(UnicodeEncodeError):
        cancel(actor=who(SHEN), pk=row.pk, now=clock.now(), why="当日系统维护")
    row.refresh_from_db()
    assert row.state == "booked"
