"""The ticket at the counter: the bar, the person's matter opened by itself, the case that carries the ticket (S2-6, S2-31)."""

from datetime import timedelta

import pytest

from tests.cases.people import signed_in, who
from tests.counter import FREIGHT, PERSON, Desk
from tests.hall.people import sit, take
from tests.results import at_issuing
from yichuang.cases.models import Case
from yichuang.foundations import clock
from yichuang.hall.models import Ticket, TicketItem
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.queries.needs import Wanted

pytestmark = pytest.mark.usefixtures("demo_district")
MATTER, LIN = "freight_general", "林小窗"
ANSWERED = {"kind": "person", "a.q2": "a", "a.q3": "a", "a.q4": "b", "done.q5": "1"}
MOBILE = "13900001234"


def served(*matters: str, mobile: str = "") -> Ticket:
    take(*matters, mobile=mobile)
    call_next(actor=who(LIN), now=clock.now())
    return start(actor=who(LIN), now=clock.now())


def test_the_bar_calls_starts_and_opens_the_matter_with_the_telephone() -> None:
    sit(LIN)
    ticket = take(MATTER, mobile=MOBILE)
    page = signed_in(LIN)
    assert "等候 1 人" in page.get("/desk/").content.decode()
    called = page.post("/hall/calling/act/next/", {"next": "/desk/"})
    assert called.headers["Location"] == "/desk/"
    assert "A001" in page.get("/desk/").content.decode()
    opened = page.post("/hall/calling/act/start/", {"next": "/desk/", "opens": "1"}).headers["Location"]
    assert opened == f"/desk/{MATTER}/?ticket={ticket.pk}"
    text = page.get(opened).content.decode()
    assert "记在票 A001 上" in text and f'name="ticket" value="{ticket.pk}" checked' in text
    text = page.get(f"{opened}&kind=person").content.decode()
    assert f'value="{MOBILE}"' in text


def test_the_case_carries_the_ticket_and_the_ticket_the_case() -> None:
    sit(LIN)
    ticket = served(MATTER, mobile=MOBILE)
    page = signed_in(LIN)
    given = {**ANSWERED, **PERSON, "act": "receive", "ticket": str(ticket.pk)}
    answer = page.post(f"/desk/{MATTER}/", given)
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert (case.ticket, case.ticket_number) == (ticket.pk, "A001")
    item = TicketItem.objects.get(ticket=ticket)
    assert item.case_number == case.number and item.done_at is not None
    assert "票号" in page.get(f"/cases/{case.number}/").content.decode()
    done = finish(actor=who(LIN), now=clock.now() + timedelta(minutes=5))
    assert done.state == "done"


def test_another_matter_than_the_ticket_says_is_added_to_it() -> None:
    sit(LIN)
    ticket = served(MATTER)
    lin = Desk(LIN)
    body = {"matter": MATTER, "applicant_kind": "person", "answers": FREIGHT, "form": PERSON, "ticket": str(ticket.pk)}
    for expected in (1, 2):
        answer = lin.post("/cases", body)
        assert answer.status_code == 201, answer.content.decode()
        assert answer.json()["ticket_number"] == "A001"
        assert ticket.items.count() == expected
    assert ticket.items.exclude(case_number="").count() == 2


def test_only_the_ticket_served_at_ones_own_window_is_taken() -> None:
    sit(LIN)
    sit("陈一诺", "02")
    theirs = take(wanted=[Wanted(board="B")])
    call_next(actor=who("陈一诺"), now=clock.now())
    start(actor=who("陈一诺"), now=clock.now())
    lin = Desk(LIN)
    body = {"matter": MATTER, "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
    for wrong in (str(theirs.pk), "nonsense"):
        answer = lin.post("/cases", {**body, "ticket": wrong})
        assert answer.status_code == 409 and "不在您的窗口办理" in answer.json()["detail"]
    waiting = take(MATTER)
    call_next(actor=who(LIN), now=clock.now())
    answer = lin.post("/cases", {**body, "ticket": str(waiting.pk)})
    assert answer.status_code == 409, "called, but not being served yet"
    assert not Case.objects.exists()
    page = signed_in(LIN).post(f"/desk/{MATTER}/", {**ANSWERED, **PERSON, "act": "receive", "ticket": str(theirs.pk)})
    assert page.status_code == 409 and "请取消勾选" in page.content.decode()


def test_who_comes_for_a_result_is_led_to_it() -> None:
    number = at_issuing(Desk(LIN))
    sit("周出证", "90")
    take(wanted=[Wanted(purpose="issue")], mobile=PERSON["contact_mobile"])
    page = signed_in("周出证")
    page.post("/hall/calling/act/next/", {"next": "/issuing/"})
    assert "L001" in page.get("/issuing/").content.decode()
    opened = page.post("/hall/calling/act/start/", {"next": "/issuing/", "opens": "1"})
    assert opened.headers["Location"] == f"/issuing/{number}/"


def test_who_must_correct_something_is_led_to_the_case() -> None:
    lin = Desk(LIN)
    number = lin.receive()
    line = {"id": "m_safe", "name": "安全生产管理制度文本", "what": "缺操作规程", "todo": "补交操作规程"}
    lin.must(number, "request-correction", items=[line])
    sit(LIN)
    take(mobile=PERSON["contact_mobile"])
    page = signed_in(LIN)
    page.post("/hall/calling/act/next/", {})
    opened = page.post("/hall/calling/act/start/", {"opens": "1"})
    assert opened.headers["Location"] == f"/cases/{number}/"


def test_a_page_of_elsewhere_is_never_led_to_by_the_bar() -> None:
    page = signed_in(LIN)
    sit(LIN)
    for away in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = page.post("/hall/calling/act/next/", {"next": away})
        assert answer.headers["Location"] == "/hall/calling/"
    refused = page.post("/hall/calling/act/recall/", {"next": "/desk/"})
    assert refused.headers["Location"] == "/desk/"
    assert "没有叫到的人" in page.get("/desk/").content.decode()
