"""The hotline 12345 books as a joined system: what it owns, what others see, once for a message, refusals (S2-35; issue 5, 6)."""

import json
import uuid
from datetime import datetime

import pytest
from django.db import connection

from tests.cases.people import signed_in, who
from tests.exchange.joined import ADMIN, join
from tests.hall.booking import plan
from tests.sharing.hotline import MOBILE, booking, district, free, hotline, send  # noqa: F401 - a fixture
from yichuang.exchange.forms import RegisterForm
from yichuang.exchange.models import ClientSystem, InboundMessage, LoggedMessage
from yichuang.exchange.operations.register_system import Profile, change_system, stop_system
from yichuang.exchange.policies import booker_of
from yichuang.exchange.queries.reconciliations import numbers_of_day
from yichuang.exchange.rules.scopes import APPOINTMENTS, SCOPES, USUAL
from yichuang.exchange.schemas_systems import ProfileBody
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event, IdempotencyKey
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.hall.models import Appointment
from yichuang.hall.operations.book import Booking, book
from yichuang.hall.operations.change_appointment import cancel, excuse, move
from yichuang.hall.queries.appointments import appointment_for
from yichuang.hall.queries.slots import Purpose
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("district")


def test_the_hotline_sees_what_is_free_books_moves_and_cancels_its_own() -> None:
    caller = hotline()
    sites = {one["key"]: one for one in caller.get("/appointments/sites").json()}
    offers = {(one["purpose"], one["board"]): one for one in sites["centre"]["offers"]}
    starts = free(caller, "matter=freight_general")
    assert offers[("receive", "A")]["first"] == free(caller)[0] and offers[("receive", "A")]["times"] == len(
        free(caller)
    )
    made = send(caller, "", booking(starts[12], board="", matter="freight_general"))
    assert made.status_code == 201, made.content.decode()
    row = made.json()
    assert (row["name"], row["mobile"], row["source"], row["system"]) == (
        "陈**",
        "139****0127",
        "system",
        "hotline-12345",
    )
    kept = Appointment.objects.get()
    assert (kept.system, kept.booked_by, kept.name, kept.state) == (
        "hotline-12345",
        "12345 热线系统",
        "陈阿姨",
        "booked",
    )
    assert caller.get(f"/appointments/{row['id']}").json()["code"] == row["code"]
    assert [one["id"] for one in caller.get(f"/appointments?code={row['code']}").json()["rows"]] == [row["id"]]
    moved = send(caller, f"/{row['id']}/move", {"starts_at": starts[16]}).json()
    assert (moved["moved"], moved["code"]) == (1, row["code"])
    unsaid = send(caller, f"/{row['id']}/cancel", {"reason": " "})
    assert unsaid.status_code == 422 and unsaid.json()["reasons"][0]["field"] == "why"
    assert send(caller, f"/{row['id']}/cancel", {"reason": "来电取消"}).json()["state"] == "cancelled"
    events = Event.objects.filter(stream=kept.stream).order_by("seq")
    assert [one.type for one in events] == ["appointment.booked", "appointment.moved", "appointment.cancelled"]
    assert {(one.actor_kind, one.actor_name) for one in events} == {("system", "12345 热线系统")}
    told = set(Message.objects.values_list("template", flat=True))
    assert {"appointment_booked", "appointment_moved", "appointment_cancelled"} <= told


def test_another_system_and_a_stranger_do_not_find_it_and_the_hall_s_staff_do() -> None:
    caller, other = hotline(), hotline("hotline-other")
    row = send(caller, "", booking(free(caller)[12])).json()
    assert other.get(f"/appointments/{row['id']}").status_code == 404
    assert other.get("/appointments").json()["rows"] == []
    for path, body in (("move", {"starts_at": free(caller)[16]}), ("cancel", {"reason": "来电取消"})):
        assert send(other, f"/{row['id']}/{path}", body).status_code == 404
    pk, now = uuid.UUID(row["id"]), clock.now()
    assert appointment_for(who("俞导服"), pk).system == "hotline-12345"
    for name in ("吴益农", "赵审查"):
        with pytest.raises(Refused, match="没有找到"):
            appointment_for(who(name), pk)
    with pytest.raises(NotAllowed):
        cancel(actor=who("喻审计"), pk=pk, now=now, why="x")
    assert Appointment.objects.get().state == "booked"
    assert cancel(actor=who("俞导服"), pk=pk, now=now, why="大厅停电").state == "cancelled"
    assert caller.get(f"/appointments/{row['id']}").json()["why"] == "大厅停电", "the hotline reads how it ended"


def test_what_others_booked_is_not_the_system_s_even_with_its_code() -> None:
    caller, now = hotline(), clock.now()
    offered = free(caller)[12]
    entered = Booking(
        plan().pk, Purpose("receive", "综合受理", "", "A"), datetime.fromisoformat(offered), "王小明", MOBILE, "12345"
    )
    row, actor = book(actor=who("谢区管"), booking=entered, now=now), booker_of(caller.system)
    assert row.system == "" and caller.get(f"/appointments/{row.pk}").status_code == 404
    with pytest.raises(Refused, match="没有找到"):
        move(actor=actor, pk=row.pk, starts_at=now, now=now, code=row.code)
    with pytest.raises(Refused, match="没有找到"):
        cancel(actor=actor, pk=row.pk, now=now, code=row.code, why="x")


def test_the_sources_are_not_to_be_mixed_up_and_a_no_show_is_the_hall_s_to_strike_out() -> None:
    caller, now = hotline(), clock.now()
    actor, starts = booker_of(caller.system), datetime.fromisoformat(free(caller)[12])
    purpose = Purpose("receive", "综合受理", "", "A")
    for by, source in ((actor, "phone"), (actor, "12345"), (who("俞导服"), "system")):
        with pytest.raises(Refused, match="预约渠道"):
            book(actor=by, booking=Booking(plan().pk, purpose, starts, "王小明", MOBILE, source), now=now)
    row = book(actor=actor, booking=Booking(plan().pk, purpose, starts, "王小明", MOBILE, "system"), now=now)
    Appointment.objects.update(state="no_show")
    with pytest.raises(NotAllowed):
        excuse(actor=actor, pk=row.pk, why="x", now=now)


def test_without_the_scope_nothing_is_told_and_it_is_not_given_with_registration() -> None:
    assert APPOINTMENTS in SCOPES and APPOINTMENTS not in USUAL
    assert set(ProfileBody(name="x").scopes) == set(RegisterForm().initial["scopes"]) == set(USUAL)
    usual = join("", pulls=True, route=False)
    assert APPOINTMENTS not in usual.system.scopes
    for path in ("/sites", "/slots?site=centre&board=A", "", f"/{uuid.uuid4()}"):
        refused = usual.get(f"/appointments{path}")
        assert refused.status_code == 403 and refused.json()["reasons"][0]["code"] == "scope"
    refused = send(usual, "", booking("2026-12-01T09:10:00+08:00"))
    assert refused.status_code == 403 and "预约代办" in refused.json()["detail"]
    assert not Appointment.objects.exists()


def test_a_scope_taken_back_and_a_stopped_system_are_out_at_once() -> None:
    caller, now = hotline(), clock.now()
    starts, admin = free(caller), who(ADMIN)
    row = send(caller, "", booking(starts[12])).json()
    held = ClientSystem.objects.get(key="hotline-12345")
    fields = ("name", "receiver", "form_base", "pulls", "dialect", "networks", "contact")
    kept = {name: getattr(held, name) for name in fields}
    change_system(actor=admin, key=held.key, profile=Profile(**kept, scopes=["feed.read"]), now=now)
    assert send(caller, f"/{row['id']}/cancel", {"reason": "来电取消"}).status_code == 403
    change_system(actor=admin, key=held.key, profile=Profile(**kept, scopes=[APPOINTMENTS]), now=now)
    assert caller.get("/appointments").status_code == 200
    stop_system(actor=admin, key=held.key, why="密钥泄露", now=now)
    assert caller.get("/appointments").status_code == 401
    assert send(caller, "", booking(starts[16])).status_code == 401
    assert Appointment.objects.get().state == "booked"


def test_under_joint_debugging_slots_are_read_and_nothing_is_booked() -> None:
    caller = hotline(environment="test")
    starts = free(caller)
    assert len(starts) > 20
    refused = send(caller, "", booking(starts[12]))
    said = refused.json()["reasons"][0]
    assert (refused.status_code, said["code"], said["rule"]) == (403, "test_environment", "S0-18")
    assert not Appointment.objects.exists() and not InboundMessage.objects.exists()
    logged = LoggedMessage.objects.filter(system=caller.system, kind="booking").order_by("seq")
    assert [(one.direction, one.type, one.status) for one in logged] == [
        ("out", "slots_read", 200),
        ("in", "appointment_booked", 403),
    ]


def test_a_message_counts_once_by_its_key_and_by_its_id() -> None:
    caller = hotline()
    starts = free(caller)
    body = {"id": "call-1", **booking(starts[12])}
    first = send(caller, "", body, "key-1")
    same_key, same_id = send(caller, "", body, "key-1"), send(caller, "", body, "key-2")
    assert [one.status_code for one in (first, same_key, same_id)] == [201, 201, 201]
    assert first.json() == same_key.json() == same_id.json() and Appointment.objects.count() == 1
    assert Message.objects.filter(template="appointment_booked").count() == 1
    other_words = send(caller, "", body | {"name": "李四"}, "key-3")
    assert (other_words.status_code, other_words.json()["reasons"][0]["code"]) == (409, "id_reused")
    other_key = send(caller, "", body | {"id": "call-2"}, "key-1")
    assert (other_key.status_code, other_key.json()["reasons"][0]["code"]) == (422, "idempotency_key_reused")
    without = caller.post("/appointments", body | {"id": "call-3"})
    assert without.status_code == 422 and Appointment.objects.count() == 1
    # A late repetition of the first move does not undo the second.
    pk = first.json()["id"]
    there = {"id": "call-4", "starts_at": starts[16]}
    assert send(caller, f"/{pk}/move", there).json()["moved"] == 1
    assert send(caller, f"/{pk}/move", {"starts_at": starts[20]}).json()["moved"] == 2
    assert send(caller, f"/{pk}/move", there).json()["moved"] == 1, "the first answer"
    assert Appointment.objects.get().starts_at == datetime.fromisoformat(starts[20])
    assert IdempotencyKey.objects.filter(actor_key="system:hotline-12345").count() == 3


def test_every_call_is_in_the_message_log_with_its_bytes_sealed() -> None:
    caller = hotline()
    starts = free(caller)
    body = {"id": "call-1", **booking(starts[12])}
    for key in ("key-1", "key-1", "key-2"):
        send(caller, "", body, key)
    send(caller, "", {"id": "call-9", **booking("2020-12-01T09:10:00+08:00")})
    caller.get("/appointments")
    rows = list(LoggedMessage.objects.filter(system=caller.system).order_by("seq"))
    assert [(one.direction, one.kind, one.type, one.message_id, one.status) for one in rows] == [
        ("out", "booking", "slots_read", "", 200),
        ("in", "booking", "appointment_booked", "call-1", 201),
        ("in", "booking", "appointment_booked", "call-1", 201),
        ("in", "booking", "appointment_booked", "call-1", 201),
        ("in", "booking", "appointment_booked", "call-9", 409),
        ("out", "booking", "appointments_read", "", 200),
    ]
    assert json.loads(bytes(rows[1].body)) == body and MOBILE not in str(rows[1].more)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM exchange_loggedmessage WHERE id = %s", [rows[1].pk])
        assert MOBILE.encode() not in bytes(cursor.fetchone()[0]), "sealed in the database"
    assert numbers_of_day(caller.system, day_of(clock.now())) == set(), "the books are about cases only"
    place, http = "/exchange/systems/hotline-12345", signed_in(ADMIN)
    page = http.get(f"{place}/messages/?kind=booking").content.decode()
    assert "预约代办" in page and "查询号源" in page and "call-1" in page and MOBILE not in page
    inbound = http.get(f"{place}/inbound/?type=appointment_booked").content.decode()
    assert "call-1" in inbound and "消息 id" in inbound
    assert http.get(f"{place}/messages/export/").status_code == http.get(f"{place}/inbound/export/").status_code == 200
