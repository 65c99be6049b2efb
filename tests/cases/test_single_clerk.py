"""The single clerk of an instant matter goes on to the end: 受理、审查、制证、出件 at one window (S2-45②), and nobody in his place."""

import re
from typing import Any

import pytest

from tests.cases.people import signed_in, who
from tests.counter import Desk, signature
from tests.results import first_answers
from yichuang.cases.models import Case, Delegation, Issuing
from yichuang.cases.operations.record_delegation import Instrument, record_delegation
from yichuang.cases.operations.revoke_delegation import revoke_delegation
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
SINGLE = "individual_business_setup"
RESULT = {"result_name": "营业执照", "result_number": "92330109MA2CDEMO1X"}
TAKEN = {"identity_checked": "居民身份证原件"}


@pytest.fixture
def lin() -> Desk:
    return Desk("林小窗")


@pytest.fixture
def number(lin: Desk) -> str:
    """Return a case that 林小窗 has completed under an instrument for the whole centre."""
    answers = first_answers(lin, SINGLE)
    number = lin.receive(SINGLE, answers)
    lin.must(number, "materials", items=lin.materials(SINGLE, answers))
    site = Case.objects.get(number=number).site_id
    instrument = Instrument("萧市监委〔2026〕1号", SINGLE, site, "受理、审查、决定、制证、送达", day_of(clock.now()))
    record_delegation(actor=who("韩局长"), instrument=instrument, now=clock.now())
    assert lin.must(number, "complete-instantly")["state"] == "granted"
    return number


def test_the_clerk_registers_the_result_and_hands_it_out(lin: Desk, number: str) -> None:
    page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    assert f'action="/cases/{number}/send_to_issuing/"' in page
    assert lin.must(number, "send-to-issuing", **RESULT)["state"] == "at_issuing"
    assert f"/issuing/{number}/" in signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    page = signed_in("林小窗").get(f"/issuing/{number}/").content.decode()
    assert "现场发放" in page and 'href="/issuing/"' not in page, "no way to a list that is not his"
    assert lin.must(number, "hand-out", **TAKEN, signature=signature())["state"] == "delivered"
    assert Issuing.objects.get(case__number=number).issued_by_name == "林小窗"
    assert signed_in("林小窗").get(f"/issuing/{number}/").status_code == 200
    happened = [event.type for event in ledger.history(f"case:{number}")]
    assert happened.count("case.delivered") == 1


def test_nobody_else_at_the_counters_takes_his_place(lin: Desk, number: str) -> None:
    """A colleague for whom the instrument stands too, another town; and not the list of the issuing counter."""
    chen = Desk("陈一诺")
    assert chen.move(number, "send-to-issuing", **RESULT).status_code == 403
    assert Desk("吴益农").move(number, "send-to-issuing", **RESULT).status_code == 404
    lin.must(number, "send-to-issuing", **RESULT)
    assert chen.move(number, "hand-out", **TAKEN, signature=signature()).status_code == 403
    assert signed_in("陈一诺").get(f"/issuing/{number}/").status_code == 403
    assert signed_in("林小窗").get("/issuing/").status_code == 403
    assert "去出件" not in signed_in("陈一诺").get(f"/cases/{number}/").content.decode()
    assert 'href="/issuing/"' in signed_in("周出证").get(f"/issuing/{number}/").content.decode()
    zhou = Desk("周出证")
    assert zhou.must(number, "hand-out", **TAKEN, signature=signature())["state"] == "delivered", "as before"


def test_after_the_instrument_is_revoked_the_department_goes_on(lin: Desk, number: str) -> None:
    pk = Delegation.objects.get().pk
    revoke_delegation(actor=who("韩局长"), pk=pk, why="人员调整", now=clock.now())
    assert lin.move(number, "send-to-issuing", **RESULT).status_code == 403
    assert Desk("李登记").must(number, "send-to-issuing", **RESULT)["state"] == "at_issuing"


def test_a_clerk_registers_no_result_of_a_matter_that_two_decide(lin: Desk) -> None:
    other: Any = lin.receive()
    Case.objects.filter(number=other).update(state="granted")
    assert lin.move(other, "send-to-issuing", **RESULT).status_code == 403
    assert re.search("审查人员", lin.move(other, "send-to-issuing", **RESULT).json()["detail"])
