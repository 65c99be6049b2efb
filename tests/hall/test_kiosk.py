"""The kiosk end to end: code, matter, number, slip, phone page, first message (S2-30, S2-31, S2-32①)."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.hall.booking import NOW, TUESDAY, at, booked
from tests.hall.devices import paired
from tests.hall.people import sit
from yichuang.foundations import clock
from yichuang.hall.models import Device, Ticket
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT, LIN, SUNDAY = "freight_general", "林小窗", TUESDAY - timedelta(days=2)


def key_in(html: str) -> str:
    found = re.search(r'name="Idempotency-Key" value="([^"]+)"', html)
    assert found
    return found[1]


def press(http: Client, *want: str, **more: str) -> object:
    page = http.get("/kiosk/take/", {"want": list(want)}).content.decode()
    return http.post("/kiosk/take/", {"want": list(want), "Idempotency-Key": key_in(page), **more})


def test_a_ticket_is_taken_at_the_kiosk_and_followed_on_the_phone() -> None:
    http, device = paired()
    home = http.get("/kiosk/").content.decode()
    assert "请选择要办的事" in home and "不清楚办什么" in home
    found = http.get("/kiosk/find/", {"q": "huoyun"}).content.decode()
    assert f"m%3A{FREIGHT}" in found
    assert press(http, f"m:{FREIGHT}", mobile="139 0000 0999", green="elderly").status_code == 302  # type: ignore[attr-defined]
    ticket = Ticket.objects.get()
    assert (ticket.number, ticket.source, ticket.green, ticket.mobile) == ("A001", "kiosk", "elderly", "13900000999")
    slip = http.get("/kiosk/slip/?print=1").content.decode()
    assert "A001" in slip and "data-print-slip" in slip and "<svg" in slip and "暂时无法估计" in slip
    message = Message.objects.get()
    assert message.template == "ticket_taken" and message.data["link"].endswith(f"/t/{ticket.token}/")
    phone = Client().get(f"/t/{ticket.token}/").content.decode()
    assert "A001" in phone and "前面还有" in phone and "0 人" in phone
    assert "13900000999" not in phone and "139" not in slip
    device.refresh_from_db()
    assert device.last_ticket_id == ticket.pk


def test_pressed_twice_one_ticket_and_after_a_restart_the_slip_again(monkeypatch: pytest.MonkeyPatch) -> None:
    http, device = paired()
    page = http.get("/kiosk/take/?want=u").content.decode()
    form = {"want": "u", "Idempotency-Key": key_in(page)}
    for _ in range(2):
        assert http.post("/kiosk/take/", form)["Location"] == "/kiosk/slip/?print=1"
    assert Ticket.objects.count() == 1
    assert "重打刚才的票" in http.get("/kiosk/").content.decode()
    assert "A001" in http.get("/kiosk/slip/?print=1").content.decode()
    Device.objects.filter(pk=device.pk).update(last_ticket_at=clock.now() - timedelta(minutes=5, seconds=1))
    assert "重打刚才的票" not in http.get("/kiosk/").content.decode()
    late = http.get("/kiosk/slip/?print=1")
    assert late.status_code == 404 and "没有可以重打的票" in late.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"), [("0571-82600000", "这是固定电话，收不到短信"), ("1390000", "手机号应为 11 位数字")]
)
def test_a_number_that_gets_no_message_is_said_so_and_none_is_no_trouble(typed: str, said: str) -> None:
    http, _ = paired()
    answer = press(http, "u", mobile=typed)
    assert answer.status_code == 422 and said in answer.content.decode()  # type: ignore[attr-defined]
    assert not Ticket.objects.exists()
    assert press(http, "u", mobile=typed, without="1").status_code == 302  # type: ignore[attr-defined]
    assert Ticket.objects.get().mobile == "" and not Message.objects.exists()


def test_several_matters_on_one_ticket_and_what_is_taken_off_again() -> None:
    http, _ = paired()
    page = http.get("/kiosk/take/", {"want": [f"m:{FREIGHT}", "b:A", "nonsense"]}).content.decode()
    assert page.count("去掉") == 2
    press(http, f"m:{FREIGHT}", "i")
    ticket = Ticket.objects.get()
    assert [item.purpose for item in ticket.items.all()] == ["receive", "issue"]
    assert http.get("/kiosk/take/")["Location"] == "/kiosk/"


def test_a_matter_just_suspended_becomes_a_ticket_all_the_same() -> None:
    http, _ = paired()
    assert press(http, "m:gone_matter").status_code == 302  # type: ignore[attr-defined]
    assert "现在不能办理" in Ticket.objects.get().comment


def test_english_and_large_type_stay_until_the_page_is_cleared() -> None:
    http, _ = paired()
    page = http.get("/kiosk/?lang=en&large=1").content.decode()
    assert "What can we help you with?" in page and "kiosk-large" in page
    assert "Take the ticket" in http.get("/kiosk/take/?want=u").content.decode()
    press(http, "u")
    ticket = Ticket.objects.get()
    assert ticket.language == "en" and ticket.large_type
    assert "Your place in the queue" in Client().get(f"/t/{ticket.token}/").content.decode()
    cleared = http.get("/kiosk/?lang=zh&large=0").content.decode()
    assert "请选择要办的事" in cleared and "kiosk-large" not in cleared


def test_whoever_holds_the_slip_leaves_once_and_a_wrong_code_finds_nothing() -> None:
    http, _ = paired()
    press(http, "u")
    ticket = Ticket.objects.get()
    phone = Client()
    assert phone.post(f"/t/{ticket.token}/leave/").status_code == 302
    assert phone.post(f"/t/{ticket.token}/leave/").status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == "left" and "您已离开排队" in phone.get(f"/t/{ticket.token}/").content.decode()
    assert phone.get("/t/wrong-wrong-wrong/").status_code == 404


def test_an_appointment_is_checked_in_at_the_kiosk_once_and_a_wrong_code_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """S2-38: the code of the message gives the ticket; typed again the same one, and nobody is told twice."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    row = booked("9:10")
    monkeypatch.setattr(clock, "now", lambda: at("9:05"))
    http, device = paired()
    assert "/kiosk/check-in/" in http.get("/kiosk/").content.decode()
    wrong = http.post("/kiosk/check-in/", {"code": "00000000"})
    assert wrong.status_code == 404 and "请核对短信里的 8 位预约码" in wrong.content.decode()
    for _ in range(2):
        assert http.post("/kiosk/check-in/", {"code": row.code}).headers["Location"] == "/kiosk/slip/?print=1"
    ticket = Ticket.objects.get()
    assert (ticket.source, ticket.slot_at, ticket.number in http.get("/kiosk/slip/").content.decode()) == (
        "appointment",
        row.starts_at,
        True,
    )
    assert "预约时段 9:10，时段内优先叫号" in http.get("/kiosk/slip/").content.decode()
    assert Message.objects.filter(template="ticket_taken").count() == 1
    device.refresh_from_db()
    assert device.last_ticket_id == ticket.pk


def test_who_comes_after_his_slot_reads_on_the_slip_that_he_is_called_in_the_order_of_tickets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    row = booked("9:10")
    monkeypatch.setattr(clock, "now", lambda: at("11:05"))
    http, _ = paired()
    http.post("/kiosk/check-in/", {"code": row.code})
    assert Ticket.objects.get().slot_at is None
    assert "已过预约时段，按取号先后叫号" in http.get("/kiosk/slip/").content.decode()


@pytest.mark.parametrize(
    ("moment", "day", "said"),
    [
        ("10:00", TUESDAY, ""),
        ("12:30", TUESDAY, ""),
        ("18:00", TUESDAY, "8:30"),
        ("10:00", SUNDAY, "今天不开放：双休日"),
    ],
)
def test_outside_its_hours_the_kiosk_says_so_and_gives_the_number_all_the_same(
    monkeypatch: pytest.MonkeyPatch, moment: str, day: date, said: str
) -> None:
    http, _ = paired()
    now = at(moment, day)
    monkeypatch.setattr(clock, "now", lambda: now)
    for page in (http.get("/kiosk/"), http.get("/kiosk/take/?want=u")):
        text = page.content.decode()
        assert ("现在不在办理时间" in text) is bool(said) and said in text
    public = Client().get("/halls/centre/").content.decode()
    assert ("现在不在办理时间" in public) is bool(said)
    assert press(http, "u").status_code == 302  # type: ignore[attr-defined]
    sit(LIN, at=now)
    assert "现在不在办理时间" not in http.get("/kiosk/").content.decode(), "a window is open after hours"


def test_the_slip_is_english_where_the_words_are_ours_and_tells_no_wait_of_who_waits_no_more() -> None:
    http, _ = paired()
    http.get("/kiosk/?lang=en")
    press(http, "u", "i")
    slip = http.get("/kiosk/slip/").content.decode()
    assert "For: " in slip and "a guide will help" in slip and "Pick up a result" in slip and "不清楚" not in slip
    assert "People ahead" in slip
    Ticket.objects.update(state="done")
    assert "People ahead" not in http.get("/kiosk/slip/").content.decode()
