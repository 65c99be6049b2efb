"""Lists of cases: by name, filtered, sorted, paged without loss, exported; and found by whatever is in hand (issue 2, 6)."""

import html
import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.counter import Desk
from yichuang.cases.models import Case, ExportRecord
from yichuang.cases.queries.lists import cases_of
from yichuang.cases.rules.worklists import BY_KEY, WORKLISTS, order_of
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.rules.identifiers import format_case_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def _names(name: str, key: str) -> set[str]:
    return set(cases_of(who(name), BY_KEY[key], day_of(clock.now())).values_list("number", flat=True))


def _accepted(desk: Desk) -> str:
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    return number


def test_a_case_stands_in_the_lists_of_its_state_and_of_its_people() -> None:
    desk = Desk("林小窗")
    received, accepted = desk.receive(), _accepted(desk)
    assert received in _names("林小窗", "to_accept") and accepted not in _names("林小窗", "to_accept")
    assert accepted in _names("赵审查", "to_decide")
    assert {received, accepted} <= _names("林小窗", "received_by_me")
    assert not {received, accepted} & _names("陈一诺", "received_by_me")
    Desk("赵审查").must(accepted, "take-up")
    assert accepted in _names("赵审查", "handled_by_me") and accepted not in _names("钱复核", "handled_by_me")
    for key in BY_KEY:
        assert not {received, accepted} & _names("李登记", key), "another department's officer"
        assert not {received, accepted} & _names("吴益农", key), "another town's clerk"


def test_late_and_pressing_cases_have_lists_of_their_own() -> None:
    number, today = Desk("林小窗").receive(), day_of(clock.now())
    for days, key in ((-1, "overdue"), (0, "due_soon"), (3, "due_soon")):
        Case.objects.filter(number=number).update(next_due=today + timedelta(days=days))
        assert number in _names("林小窗", key), days
    Case.objects.filter(number=number).update(next_due=today + timedelta(days=4))
    assert number not in _names("林小窗", "due_soon") | _names("林小窗", "overdue")


def test_an_order_that_is_none_falls_back_to_the_list_s_own() -> None:
    assert order_of("-received", "due") == "-received_at"
    assert order_of("drop table", "due") == "next_due"
    assert order_of("", "-received") == "-received_at"


@pytest.mark.parametrize("sort", ["due", "-due", "received", "-received", "number", "-number"])
def test_paging_forward_shows_every_case_once_in_every_order(sort: str) -> None:
    desk, browser = Desk("林小窗"), signed_in("林小窗")
    made = [desk.receive() for _ in range(23)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = browser.get("/cases/", {"sort": sort, "cursor": cursor}).context["page"]
        seen += [row.number for row in page.rows]
        if len(seen) == 20:
            made.append(desk.receive())  # somebody else goes on receiving meanwhile
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) and set(made[:23]) <= set(seen)


def test_filters_narrow_and_stay_in_the_address() -> None:
    desk, browser = Desk("林小窗"), signed_in("林小窗")
    number = desk.receive()
    today = day_of(clock.now()).isoformat()

    def found(**given: str) -> set[str]:
        return {row.number for row in browser.get("/cases/", given).context["page"].rows}

    assert number in found(state="received", matter="freight_general", since=today, until=today, q="王小")
    assert number not in found(state="accepted")
    assert number not in found(matter="id_card")
    assert number not in found(since="2100-01-01")
    assert number not in found(tolerated="on")
    assert number in found(since="not a day"), "what cannot be read is left aside"
    assert found(q="' OR 1=1 --") == set()


def test_a_case_is_found_by_number_code_scan_and_applicant() -> None:
    desk, browser = Desk("林小窗"), signed_in("林小窗")
    number = _accepted(desk)
    case = Case.objects.get(number=number)
    code = case.documents.get().code
    for asked in (
        number,
        format_case_number(number),
        code,
        code.lower(),
        f"http://127.0.0.1:8000/verify/{code}",
        f"http://127.0.0.1:8000/progress/?number={number}",
    ):
        answer = browser.get("/cases/", {"q": asked})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{number}/"), asked
    for asked in ("330181199503070010", "13900001234", "王小明"):
        assert number in {row.number for row in browser.get("/cases/", {"q": asked}).context["page"].rows}, asked
    wrong = format_case_number(number)[:-1] + str((int(number[-1]) + 7) % 10)
    answer = browser.get("/cases/", {"q": wrong})
    if answer.status_code != 302:
        assert answer.status_code == 422 and "校验" in answer.content.decode()
    cut_short = browser.get("/cases/", {"q": number[:19]})
    assert cut_short.status_code == 422 and "现为 19 位" in cut_short.content.decode()
    for stranger in ("吴益农", "李登记"):
        assert signed_in(stranger).get("/cases/", {"q": number}).status_code == 404


def test_an_export_holds_what_the_list_showed_and_is_on_record() -> None:
    desk = Desk("林小窗")
    numbers = {desk.receive() for _ in range(3)}
    Case.objects.filter(number=min(numbers)).update(applicant_kind="enterprise", applicant_name="=cmd|' /C calc'!A0")
    assert signed_in("林小窗").get("/cases/export/").status_code == 403
    answer = signed_in("沈主管").get("/cases/export/", {"list": "to_accept", "sort": "number"})
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == numbers
    assert {row[3] for row in rows[1:]} == {"王**", "'=cmd|' /C calc'!A0"}
    assert "330181199503070010" not in str(rows)
    record = ExportRecord.objects.get()
    assert (record.staff_name, record.rows, record.asked) == ("沈主管", 3, {"list": "to_accept", "sort": "number"})


def test_the_export_button_leads_to_the_list_that_is_on_screen() -> None:
    """Whatever the address says: which list, which filter, which order; not which page."""
    desk = Desk("林小窗")
    waiting, accepted = desk.receive(), _accepted(desk)
    browser = signed_in("沈主管")
    for given, shown in (
        ({}, {waiting, accepted}),
        ({"list": "to_accept", "q": "王"}, {waiting}),
        ({"list": "to_decide"}, {accepted}),
    ):
        page = browser.get("/cases/", {**given, "cursor": ""})
        assert {row.number for row in page.context["page"].rows} == shown
        link = html.unescape(re.findall(r'href="(/cases/export/[^"]*)"', page.content.decode())[0])
        rows = list(load_workbook(io.BytesIO(browser.get(link).content)).worksheets[0].iter_rows(values_only=True))
        assert {row[0] for row in rows[1:]} == shown, link


def test_every_list_with_every_filter_takes_few_statements() -> None:
    """Who acts, names of matters, applicants by number, the page; the session of the browser is not ours to count."""
    desk, browser = Desk("林小窗"), signed_in("林小窗")
    for _ in range(3):
        desk.receive()
    for worklist in WORKLISTS:
        with statements() as seen:
            browser.get(
                "/cases/", {"list": worklist.key, "q": "330181199503070010", "state": "received", "tolerated": "on"}
            )
        ours = [sql for sql in seen if "django_session" not in sql]
        assert len(ours) <= 6, "\n".join(ours)
