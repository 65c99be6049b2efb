"""From taking a number to the end of the case, per matter: a real ticket, a real case, days between (S2-6; issue 5, 9)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.counter import PERSON, Desk, signature
from tests.hall.people import centre, sit, take
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case
from yichuang.cases.operations.issue import close
from yichuang.demo.operations.move_clock import move_clock, return_to_today
from yichuang.foundations import calendars, clock
from yichuang.foundations.news import read_at
from yichuang.hall.models import HallFigure, Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.roll_up import READER, roll_up
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.queries.statistics import statistics
from yichuang.hall.rules.figures import CASE, Line

pytestmark = pytest.mark.usefixtures("demo_district")
MATTER, LIN = "freight_general", "林小窗"
ANSWERED = {"kind": "person", "a.q2": "a", "a.q3": "a", "a.q4": "b", "done.q5": "1"}
RESULT = {"result_name": "道路运输经营许可证", "result_number": "浙交运管许可演示0001号"}


@pytest.fixture
def movable(settings: Any) -> Any:
    settings.DEMO, settings.MOVABLE_CLOCK = True, True
    clock.forget_shift()
    calendars.forget()
    yield settings
    clock.forget_shift()
    calendars.forget()


def on(**by: int) -> None:
    """Move the clock on."""
    move_clock(by=timedelta(**by), who=LIN)


def at_the_window(page: Client) -> tuple[Ticket, Case]:
    """Take a number, wait a quarter of an hour, hand the application in at the counter, and go; return ticket and case."""
    ticket = take(MATTER, at=clock.now())
    on(minutes=15)
    call_next(actor=who(LIN), now=clock.now())
    start(actor=who(LIN), now=clock.now())
    answer = page.post(f"/desk/{MATTER}/", {**ANSWERED, **PERSON, "act": "receive", "ticket": str(ticket.pk)})
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get(ticket=ticket.pk)
    on(minutes=10)
    finish(actor=who(LIN), now=clock.now())
    return ticket, case


def granted_and_handed_out(number: str) -> None:
    """Accept, review and grant a case, a day between, and hand its result out."""
    desk = Desk(LIN)
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    on(days=1)
    zhao, qian = Desk("赵审查"), Desk("钱复核")
    zhao.must(number, "take-up")
    points = {
        line["id"]: {point["id"]: "passed" for point in line["points"] if point["kind"] == "content"}
        for line in Desk(LIN).checklist()
    }
    zhao.must(number, "review", points={key: value for key, value in points.items() if value})
    qian.must(number, "co-sign", opinion="grant")
    zhao.must(number, "decide", verb="grant")
    zhao.must(number, "send-to-issuing", **RESULT)
    on(days=2)
    Desk("周出证").must(number, "hand-out", identity_checked="居民身份证原件", signature=signature())


def line(day: date) -> Line:
    """Return the matter's line of a day, as page, sheet and API read it."""
    return statistics([centre()], day, "1").by["matter"][MATTER]


def test_days_later_the_matter_s_line_says_how_long_it_took(movable: Any) -> None:
    sit(LIN)
    ticket, case = at_the_window(signed_in(LIN))
    roll_up(clock.now())
    first = line(ticket.day)
    assert (first.done, first.mean("wait"), first.times.get(CASE)) == (1, first.sums["wait"], None), "not ended yet"
    assert 900 <= first.sums["wait"] < 930 and 1500 <= first.sums["whole"] < 1560
    granted_and_handed_out(case.number)
    roll_up(clock.now())
    assert CASE not in line(ticket.day).times, "in the person's hands, its remedies not yet over: not closed"
    on(days=4)
    close(actor=CLOCK, number=case.number, now=clock.now())
    for _ in range(2):
        roll_up(clock.now() + timedelta(seconds=1))
    case.refresh_from_db()
    assert case.closed_at is not None
    told, truth = line(ticket.day), int((case.closed_at - ticket.taken_at).total_seconds())
    assert (told.sums[CASE], sum(told.times[CASE].values())) == (truth, 1) and truth > 7 * 86_400
    half = told.at(CASE, 50)
    assert half is not None and truth <= half <= truth * 1.1 + 15
    page = signed_in("邹主任").get(f"/hall/statistics/?day={ticket.day}&period=1").content.decode()
    days = f"{half / 86_400:.1f}"
    assert "普通货物运输经营许可" in page and days in page
    answer = Desk("邹主任").get(f"/hall/statistics?day={ticket.day}&period=1").json()
    matter = next(one for one in answer["by"]["matter"] if one["key"] == MATTER)
    assert (matter["case"]["mean"], matter["case"]["p50"]) == (truth, half)


def test_a_case_that_was_withdrawn_ends_too(movable: Any) -> None:
    sit(LIN)
    page = signed_in(LIN)
    ticket, case = at_the_window(page)
    on(days=2)
    roll_up(clock.now())
    Desk(LIN).must(case.number, "withdraw", reasons="本人不再办理", in_writing=True)
    roll_up(clock.now())
    assert 2 * 86_400 < line(ticket.day).sums[CASE] < 2 * 86_400 + 1800
    assert HallFigure.objects.get(day=ticket.day, kind="day").sums[CASE] == line(ticket.day).sums[CASE]


def test_a_clock_that_goes_back_loses_no_figures(movable: Any) -> None:
    on(days=3)
    roll_up(clock.now())
    ahead = read_at(READER)
    return_to_today(who=LIN)
    sit(LIN)
    ticket, _ = at_the_window(signed_in(LIN))
    HallFigure.objects.all().delete()
    from_seat = Ticket.objects.get(pk=ticket.pk).seat
    assert from_seat is not None
    type(from_seat).objects.update(state="closed", closed_at=clock.now())
    roll_up(clock.now())
    back = read_at(READER)
    assert ahead and back and back < ahead
    assert line(ticket.day).done == 1, "what happened after the clock went back is counted today, not in three days"
