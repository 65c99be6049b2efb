"""The issuing counter's list, the hand-over lists, people and sign-ins: sorted, filtered, paged without loss, taken out on record."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.results import accepted, at_issuing
from yichuang.accounts.models import SignIn, Staff
from yichuang.cases.models import Case, ExportRecord, HandoverBatch
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def cells(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.content.decode()
    return list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))


def walked(browser: Any, address: str, **given: str) -> list[Any]:
    seen: list[Any] = []
    cursor = ""
    while True:
        page = browser.get(address, {**given, "cursor": cursor}).context["page"]
        seen += page.rows
        cursor = page.next
        if not cursor:
            return seen


def test_results_are_sorted_filtered_and_taken_out_as_on_screen() -> None:
    desk, browser = Desk("林小窗"), signed_in("周出证")
    numbers = [at_issuing(desk) for _ in range(3)]
    Case.objects.filter(number=numbers[1]).update(courier=True)
    for sort in ("number", "-number", "due", "-due", "received", "nonsense"):
        rows = [row.number for row in walked(browser, "/issuing/", sort=sort)]
        assert sorted(rows) == sorted(numbers), sort
    assert [row.number for row in walked(browser, "/issuing/", sort="-number")] == sorted(numbers, reverse=True)
    assert [row.number for row in walked(browser, "/issuing/", courier="on")] == [numbers[1]]
    assert walked(browser, "/issuing/", matter="id_card") == []
    assert len(walked(browser, "/issuing/", not_arrived="on")) == 3
    rows = cells(browser.get("/issuing/export/", {"sort": "-number", "not_arrived": "on"}))
    assert [row[0] for row in rows[1:]] == sorted(numbers, reverse=True)
    assert rows[1][1] == "王**" and rows[1][4] == "待发放"
    record = ExportRecord.objects.get()
    assert (record.staff_name, record.title, record.rows) == ("周出证", "出件待发放", 3)
    assert cells(signed_in("金益农").get("/issuing/export/"))[1:] == [], "another counter's list"
    assert signed_in("林小窗").get("/issuing/export/").status_code == 403


def test_delivered_results_page_in_the_order_of_delivery() -> None:
    desk, browser = Desk("林小窗"), signed_in("周出证")
    numbers = [at_issuing(desk) for _ in range(2)]
    for number in numbers:
        Case.objects.filter(number=number).update(state="delivered", delivered_at=clock.now())
    rows = [row.number for row in walked(browser, "/issuing/", state="delivered")]
    assert rows == numbers[::-1]
    assert [row.number for row in walked(browser, "/issuing/", state="delivered", sort="delivered")] == numbers
    assert len(cells(browser.get("/issuing/export/", {"state": "delivered"}))) == 3
    assert walked(browser, "/issuing/", state="delivered", q="王", sort="-delivered"), "a search mixes states"


def test_handover_lists_are_sorted_filtered_and_taken_out() -> None:
    desk, browser, today = Desk("林小窗"), signed_in("林小窗"), day_of(clock.now()).isoformat()
    for _ in range(22):
        prepare_handover(actor=who("林小窗"), bundle=Bundle("to_department", (accepted(desk),)), now=clock.now())
    made = sorted(HandoverBatch.objects.values_list("number", flat=True))
    for sort in ("", "number", "-number", "site", "department", "-prepared"):
        rows = [row.number for row in walked(browser, "/handovers/", sort=sort)]
        assert sorted(rows) == made, sort
    assert [row.number for row in walked(browser, "/handovers/", sort="number")] == made
    assert (
        walked(browser, "/handovers/", direction="to_issuing")
        == walked(browser, "/handovers/", state="signed_in")
        == []
    )
    assert len(walked(browser, "/handovers/", since=today, until=today, q="萧山区交通")) == 22
    assert walked(browser, "/handovers/", until="2000-01-01") == []
    rows = cells(browser.get("/handovers/export/", {"q": made[0], "sort": "number"}))
    assert [row[0] for row in rows] == ["清单", made[0]] and rows[1][4] == "1"
    assert ExportRecord.objects.get().title == "移交清单"
    assert cells(signed_in("李登记").get("/handovers/export/"))[1:] == [], "another department"


def test_people_are_sorted_and_taken_out_with_masked_numbers() -> None:
    browser = signed_in("姜管理")
    names = [row.name for row in walked(browser, "/accounts/", sort="-name")]
    assert names == list(Staff.objects.filter(name__in=names).order_by("-name").values_list("name", flat=True))
    rows = cells(browser.get("/accounts/export/", {"role": "officer", "sort": "name"}))
    assert {row[0] for row in rows[1:]} == {"赵审查", "钱复核"} and "13900000011" not in str(rows)
    person = Staff.objects.get(name="姜管理")
    event = ledger.history(person.stream)[-1]
    assert (event.type, event.payload["rows"], event.payload["asked"]["role"]) == ("staff.list_exported", 2, "officer")
    assert signed_in("林小窗").get("/accounts/export/").status_code == 403


def test_sign_ins_are_filtered_paged_and_reach_no_further_than_the_administrator() -> None:
    person, now = Staff.objects.get(name="赵审查"), clock.now()
    SignIn.objects.bulk_create(SignIn(staff=person, at=now, succeeded=number % 2 == 0) for number in range(34))
    browser = signed_in("姜管理")
    found = walked(browser, "/accounts/sign-ins/", q="赵", result="failed")
    assert len(found) == len({row.pk for row in found}) == 17
    assert len(walked(browser, "/accounts/sign-ins/", q="赵审查", sort="at")) == 34
    assert walked(browser, "/accounts/sign-ins/", until="2000-01-01") == []
    assert len(cells(browser.get("/accounts/sign-ins/export/", {"q": "赵", "result": "ok"}))) == 18
    assert walked(signed_in("戚镇管"), "/accounts/sign-ins/", q="赵") == [], "another unit's people"
    own = signed_in("赵审查")
    assert len(cells(own.get("/account/sign-ins/export/", {"result": "failed"}))) == 18
    assert [row.succeeded for row in own.get("/account/", {"result": "failed"}).context["page"].rows] == [False] * 10
