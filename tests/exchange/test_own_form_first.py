"""Under a unified number the counter accepts nothing before the department's own form is there (S2-50, S2-52②)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.counter import PERSON, Desk
from tests.exchange.joined import Joined, join
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case
from yichuang.cases.operations.deem_accept import deem_accept
from yichuang.cases.queries.facts import facts_of
from yichuang.cases.rules.facts import Awaited, CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import MOVES
from yichuang.cases.rules.requirements import refusals
from yichuang.catalog.queries import spec_of
from yichuang.exchange.queries.routes import forget_routes
from yichuang.foundations import clock, ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
MATTER, SAID = "gjj_withdraw_death", "“道路运输业务系统”的部门申报表还没有填报提交。"


@pytest.fixture
def fund() -> Iterator[Joined]:
    """Join the provident fund's system under the unified number."""
    yield join(key="housing-fund", department="hz-gjj-xs", matter=MATTER, form_base="http://127.0.0.1:9/form")
    forget_routes()


def complete(lin: Desk) -> str:
    """Receive a case of the fund with every paper and return its number; only the department's form is missing."""
    number = lin.receive(MATTER, {})
    lin.must(number, "materials", items=lin.materials(MATTER, {}))
    return number


def types(number: str) -> list[str]:
    """Return what the ledger has of a case."""
    return [event.type for event in ledger.history(f"case:{number}")]


def accept_fold(page: str) -> str:
    """Return the part of a case page that is about acceptance."""
    return page.partition("<summary>受理 ")[2].partition("</details>")[0]


def test_the_counter_accepts_once_the_department_s_form_is_there(fund: Joined) -> None:
    lin = Desk("林小窗")
    number = complete(lin)
    before, told = Case.objects.get(), types(number)
    refused = lin.move(number, "accept")
    assert refused.status_code == 409 and refused.json()["title"] == "不能受理"
    (reason,) = refused.json()["reasons"]
    assert (reason["code"], reason["rule"], reason["kept"]) == ("form_awaited", "S2-52②", "本件没有改动。")
    assert reason["message"].endswith(SAID) and "打开部门申报表" in reason["todo"] and "公积金" in reason["todo"]
    after = Case.objects.get()
    assert (after.state, after.chain_seq, types(number)) == ("received", before.chain_seq, told)
    fund.must(number, "form_submitted", own_form={"dead_name": "王老根"}, materials=[])
    assert lin.must(number, "accept")["state"] == "accepted"
    assert types(number)[-2:] == ["case.accepted", "document.issued"]


def test_the_page_marks_the_act_and_says_what_to_do(fund: Joined) -> None:
    number = complete(Desk("林小窗"))
    counter = signed_in("林小窗")
    page = counter.get(f"/cases/{number}/").content.decode()
    fold = accept_fold(page)
    assert "现在不能办" in fold and SAID in fold and "打开部门申报表" in fold
    assert f'action="/cases/{number}/accept/"' not in page and f'href="/exchange/cases/{number}/form/"' in page
    assert "保存并受理" not in page and "保存材料和要点" in page
    posted = counter.post(f"/cases/{number}/accept/", {"revision": Case.objects.get().chain_seq})
    assert posted.status_code == 409 and SAID in posted.content.decode()
    fund.must(number, "form_submitted", own_form={}, materials=[])
    page = counter.get(f"/cases/{number}/").content.decode()
    assert f'action="/cases/{number}/accept/"' in page and SAID not in page and "保存并受理" in page


def test_one_call_keeps_nothing_and_says_why(fund: Joined) -> None:
    lin = Desk("林小窗")
    body: dict[str, Any] = {"matter": MATTER, "applicant_kind": "person", "answers": {}, "form": PERSON}
    body["items"] = lin.materials(MATTER, {})
    refused = lin.post("/intakes", body)
    assert [one["code"] for one in refused.json()["reasons"]] == ["form_awaited"] and not Case.objects.exists()
    taken = lin.post("/intakes", {**body, "accept": False})
    assert taken.status_code == 201 and taken.json()["state"] == "received"


@pytest.mark.usefixtures("certain_days")
def test_the_department_and_the_clock_do_not_wait_for_it(fund: Joined) -> None:
    """On a day when the system is down the department accepts on the platform; five working days run in any case (行政许可法 32)."""
    lin = Desk("林小窗")
    assert Desk("施公积").must(complete(lin), "accept")["state"] == "accepted"
    assert fund.must(complete(lin), "accepted")["state"] == "accepted"
    number = complete(lin)
    later = clock.now() + timedelta(days=12)
    assert deem_accept(actor=CLOCK, number=number, now=later).deemed


def test_without_a_joined_system_nothing_is_awaited() -> None:
    forget_routes()
    lin = Desk("林小窗")
    assert lin.must(complete(lin), "accept")["state"] == "accepted"


def test_every_way_into_acceptance_at_the_counter_asks_for_it(fund: Joined) -> None:
    complete(Desk("林小窗"))
    case = Case.objects.get()
    known = facts_of(case, spec_of(case.version_id), awaited=Awaited("没有表。", "请填报。", "S2-52②"))
    for verb in ("accept", "complete_instantly"):
        assert "form_awaited" in codes(verb, known), verb
        assert "form_awaited" not in codes(verb, replace(known, awaited=None)), verb
    asking = {move.verb for move in MOVES if "department_form_there" in move.needs}
    assert asking == {"accept", "complete_instantly"}, "the clock, corrections and refusals do not wait"


def codes(verb: str, known: CaseFacts) -> list[str]:
    """Return why a clerk may not make a move."""
    return [one.code for one in refusals(verb, known, MoveInput(actor_id="1"))]
