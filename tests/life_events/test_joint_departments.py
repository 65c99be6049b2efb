"""What a joint case does where a member's department works in its own system: told once, its own form first (S2-25, S2-49, S2-52②)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cases.people import signed_in
from tests.counter import Desk
from tests.exchange.conftest import plain_http as plain_http_fixture
from tests.exchange.joined import Joined, join
from tests.life_events.joint import child, decide, receive
from tests.life_events.test_joint_cases import death
from yichuang.demo.people import PEOPLE
from yichuang.exchange.models import Delivery
from yichuang.exchange.queries.routes import forget_routes
from yichuang.notifications.models import Message

plain_http = plain_http_fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]


@pytest.fixture
def fund() -> Iterator[Joined]:
    """Join the provident fund's system under the unified number."""
    form = "http://127.0.0.1:9/form"
    yield join(key="housing-fund", department="hz-gjj-xs", matter="gjj_withdraw_death", form_base=form)
    forget_routes()


def told(number: str) -> list[str]:
    """Return what a case's system is told, in order."""
    return list(Delivery.objects.filter(number=number).order_by("pk").values_list("type", flat=True))


def written(number: str) -> list[Message]:
    """Return what the receiving clerk was written about forms that wait."""
    lin = next(person for person in PEOPLE if person.name == "林小窗")
    rows = Message.objects.filter(stream=f"joint:{number}", template="joint_form_awaited")
    assert all(row.to == lin.mobile for row in rows)
    return list(rows)


def form_of(number: str) -> Any:
    """Return the case of the fund's member once it is open."""
    decide(child(number, "death_cancellation"))
    case = child(number, "gjj_withdraw_death").case
    assert case is not None
    return case


def test_a_member_in_split_mode_is_registered_with_its_receipt_and_once() -> None:
    join(key="police", department="xs-police", matter="death_cancellation")
    number = receive(Desk("林小窗"), death())["number"]
    case = child(number, "death_cancellation").case
    assert case is not None and told(case.number) == ["case.registered", "case.accepted"]
    forget_routes()


def test_a_member_under_the_unified_number_waits_for_the_department_s_form(fund: Joined) -> None:
    number = receive(Desk("林小窗"), death())["number"]
    case = form_of(number)
    assert case.state == "received", "without the department's form there is nothing to accept"
    assert told(case.number) == ["case.registered"]
    assert [row.data["link"].partition("/exchange")[2] for row in written(number)] == [
        f"/cases/{case.number}/form/?back=/joint/{number}/"
    ], "nobody stands at the counter: the receiving clerk is written to, once"
    link = f"/exchange/cases/{case.number}/form/?back=/joint/{number}/"
    counter = signed_in("林小窗")
    assert link in counter.get(f"/joint/{number}/").content.decode()
    assert link in counter.get(f"/joint/{number}/receipt/").content.decode()
    assert link not in signed_in("施公积").get(f"/joint/{number}/").content.decode(), (
        "who receives nothing fills nothing"
    )
    fund.must(case.number, "form_submitted", own_form={"dead_name": "王老根"}, materials=[])
    assert link not in counter.get(f"/joint/{number}/").content.decode()
    assert fund.must(case.number, "accepted")["state"] == "accepted"


def test_the_department_s_form_leads_back_to_our_own_pages_only(fund: Joined) -> None:
    number = receive(Desk("林小窗"), death())["number"]
    case = form_of(number)
    counter, address = signed_in("林小窗"), f"/exchange/cases/{case.number}/form/"
    for asked, path in (
        (f"/joint/{number}/", f"/joint/{number}/"),
        ("", f"/cases/{case.number}/"),
        ("https://example.org/", f"/cases/{case.number}/"),
        ("//example.org/", f"/cases/{case.number}/"),
        ("joint/", f"/cases/{case.number}/"),
    ):
        there = counter.get(address, {"back": asked}).headers["Location"]
        back = parse_qs(urlsplit(there).query)["back"][0]
        assert urlsplit(back).netloc == "127.0.0.1:8000" and urlsplit(back).path == path, asked


def test_without_a_joined_system_the_counter_accepts_as_ever() -> None:
    number = receive(Desk("林小窗"), death())["number"]
    assert form_of(number).state == "accepted"
    assert written(number) == [], "there is no form to fill"
