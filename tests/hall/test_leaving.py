"""An officer signs out of the house: the window is left too, and nobody stands forgotten at it (S2-28)."""

import pytest

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.hall.people import centre, sit, take
from yichuang.accounts.models import StaffSession
from yichuang.foundations import clock
from yichuang.foundations.models import Event
from yichuang.foundations.problems import Refused
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.leave_house import leave_house
from yichuang.hall.queries.floor import window_lines

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT, LIN, CHEN, SHEN = "freight_general", "林小窗", "陈一诺", "沈主管"


def last_event(stream: str) -> tuple[str, str]:
    event = Event.objects.filter(stream=stream).order_by("seq").last()
    assert event is not None
    return event.type, event.payload["why"]


def test_with_somebody_at_the_window_it_is_asked_first_and_nothing_changes() -> None:
    http = signed_in(LIN)
    seat, ticket = sit(LIN), take(FREIGHT)
    call_next(actor=who(LIN), now=clock.now())
    asked = http.post("/sign-out/")
    text = asked.content.decode()
    assert asked.status_code == 409 and f"{ticket.number} 还在 01 号窗口" in text and "仍然退出" in text
    assert http.get("/hall/calling/").status_code == 200, "still signed in"
    assert Seat.objects.get(pk=seat.pk).state == Seat.OPEN
    assert http.post("/sign-out/", {"anyway": "1"})["Location"] == "/sign-in/"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.seat_id) == ("waiting", None)
    assert last_event(ticket.stream) == ("ticket.moved", "退出登录")
    assert last_event(seat.stream) == ("seat.closed", "退出登录")
    sit(CHEN)
    called = call_next(actor=who(CHEN), now=clock.now())
    assert called is not None and called.pk == ticket.pk, "another officer calls him first"


def test_an_empty_window_is_closed_with_the_last_session_only() -> None:
    one, two = signed_in(LIN), signed_in(LIN)
    seat = sit(LIN)
    take(FREIGHT)
    call_next(actor=who(LIN), now=clock.now())
    assert one.post("/sign-out/").status_code == 409, "asked, though signed in at another place too"
    assert (
        one.post("/hall/calling/act/start/").status_code == 302
        and one.post("/hall/calling/act/finish/").status_code == 302
    )
    assert one.post("/sign-out/").status_code == 302
    assert Seat.objects.get(pk=seat.pk).state == Seat.OPEN, "signed in at another place"
    assert two.post("/sign-out/").status_code == 302
    assert Seat.objects.get(pk=seat.pk).state == Seat.CLOSED


def test_who_has_no_window_and_a_colleague_close_nobodys() -> None:
    seat = sit(LIN)
    assert leave_house(actor=who(CHEN), anyway=True, now=clock.now()) is None
    assert signed_in(SHEN).post("/sign-out/").status_code == 302
    assert Seat.objects.get(pk=seat.pk).state == Seat.OPEN
    take(FREIGHT)
    call_next(actor=who(LIN), now=clock.now())
    with pytest.raises(Refused) as refused:
        leave_house(actor=who(LIN), anyway=False, now=clock.now())
    assert refused.value.status == 409 and Ticket.objects.get().state == "called"


def test_the_floor_says_whose_sign_in_has_ended() -> None:
    http = signed_in(LIN)
    sit(LIN)
    first = window_lines(centre(), clock.now())[0]
    assert not first.away
    StaffSession.objects.update(ended_at=clock.now())
    assert window_lines(centre(), clock.now())[0].away
    assert http.get("/hall/calling/").status_code == 302
    assert "人未登录" in signed_in(SHEN).get("/hall/floor/").content.decode()


def test_the_api_asks_with_the_same_words_and_lets_go_anyway() -> None:
    desk = Desk(LIN)
    seat, ticket = sit(LIN), take(FREIGHT)
    call_next(actor=who(LIN), now=clock.now())
    page = signed_in(LIN).post("/sign-out/").content.decode()
    asked = desk.http.delete("/api/session", headers=desk.headers)
    reason = asked.json()["reasons"][0]
    assert (asked.status_code, reason["code"], reason["rule"]) == (409, "ticket_open", "S2-28")
    assert reason["message"] in page and reason["todo"] in page and reason["kept"] in page
    assert desk.get("/me").status_code == 200, "still signed in"
    ticket.refresh_from_db()
    assert (ticket.state, Seat.objects.get(pk=seat.pk).state) == ("called", Seat.OPEN)
    assert desk.http.delete("/api/session?anyway=true", headers=desk.headers).status_code == 204
    ticket.refresh_from_db()
    assert (ticket.state, ticket.seat_id) == ("waiting", None)
    assert last_event(seat.stream) == ("seat.closed", "退出登录")
    assert desk.get("/me").status_code == 401
    assert Desk(SHEN).http.delete("/api/session", headers=Desk(SHEN).headers).status_code == 204, "nobody at a window"
