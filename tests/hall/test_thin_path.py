"""One ticket, the right window, nobody forgotten: taken, called with a reason, served, finished, all on record (S2-28, S2-31)."""

from datetime import timedelta

import pytest

from tests.cases.people import who
from tests.hall.people import sit, take
from yichuang.foundations import clock
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.seats import close_seat, open_seat, pause_seat, resume_seat
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.queries.needs import UNKNOWN

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def types(stream: str) -> list[str]:
    return list(Event.objects.filter(stream=stream).order_by("seq").values_list("type", flat=True))


def test_a_ticket_is_taken_called_served_and_finished() -> None:
    now = clock.now()
    ticket = take(FREIGHT, at=now, mobile="13900000999")
    assert (ticket.number, ticket.items.get().board) == ("A001", "A")
    seat = sit("林小窗")
    called = call_next(actor=who("林小窗"), now=now + timedelta(minutes=4))
    assert called is not None and called.pk == ticket.pk and called.window_number == "01"
    again = call_next(actor=who("林小窗"), now=now + timedelta(minutes=4))
    assert again is not None and again.pk == ticket.pk, "pressed twice, called once"
    with pytest.raises(Refused, match="还在本窗口"):
        close_seat(actor=who("林小窗"), now=now)
    start(actor=who("林小窗"), now=now + timedelta(minutes=5))
    done = finish(actor=who("林小窗"), now=now + timedelta(minutes=15))
    assert (done.state, done.served_seconds) == ("done", 600)
    assert types(ticket.stream) == ["ticket.taken", "ticket.called", "ticket.moved", "ticket.finished"]
    reason = Event.objects.get(stream=ticket.stream, type="ticket.called").payload["reason"]
    assert reason == "按取号先后，已等候 4 分钟"
    with pytest.raises(Refused, match="没有叫到的人"):
        finish(actor=who("林小窗"), now=now)
    close_seat(actor=who("林小窗"), now=now)
    assert types(seat.stream) == ["seat.opened", "seat.closed"]


def test_a_window_is_one_officers_and_an_officer_sits_once() -> None:
    sit("林小窗", "01")
    with pytest.raises(Refused, match="由林小窗签入"):
        sit("陈一诺", "01")
    with pytest.raises(Refused, match="已在 01 号窗口签入"):
        sit("林小窗", "02")
    with pytest.raises((NotAllowed, NotFound)):
        open_seat(actor=who("吴益农"), window_id=sit("陈一诺", "02").window_id, now=clock.now())
    with pytest.raises(NotFound):
        sit("赵审查", "03")


def test_a_paused_window_calls_nobody() -> None:
    take(FREIGHT)
    sit("林小窗")
    with pytest.raises(Refused, match="没有写明暂停原因"):
        pause_seat(actor=who("林小窗"), why=" ", now=clock.now())
    pause_seat(actor=who("林小窗"), why="系统维护", now=clock.now())
    with pytest.raises(Refused, match="暂停服务"):
        call_next(actor=who("林小窗"), now=clock.now())
    resume_seat(actor=who("林小窗"), now=clock.now())
    assert call_next(actor=who("林小窗"), now=clock.now()) is not None


def test_a_ticket_is_never_refused_and_another_board_is_not_called_here() -> None:
    gone = take("no_such_matter")
    assert gone.items.get().name == UNKNOWN and "现在不能办理" in gone.comment
    fund = take("housing_fund_loan")
    assert fund.number == "D001"
    sit("林小窗", "01")
    called = call_next(actor=who("林小窗"), now=clock.now())
    assert called is not None and called.pk == gone.pk
    start(actor=who("林小窗"), now=clock.now())
    finish(actor=who("林小窗"), now=clock.now())
    assert call_next(actor=who("林小窗"), now=clock.now()) is None
