"""The calendar's page: who may, what is missing from November on, bad lines explained, a year replaced (lifecycle.md, Clocks)."""

from datetime import date

import pytest

from tests.cases.people import signed_in
from yichuang.foundations import calendars, clock
from yichuang.foundations.problems import Refused
from yichuang.workbench.views.calendar import days_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
NEXT = clock.day_of(clock.now()).year + 1


@pytest.fixture(autouse=True)
def fresh_calendar() -> None:
    calendars.forget()


def test_the_administrator_sees_the_years_and_what_is_missing() -> None:
    page = signed_in("谢区管").get("/calendar/?year=2026").content.decode()
    assert "国庆节" in page and "补班" in page
    for name in ("林小窗", "赵审查", "邹主任"):
        assert signed_in(name).get("/calendar/").status_code == 403


@pytest.mark.parametrize(
    ("today", "missing"),
    [(date(2026, 10, 31), None), (date(2026, 11, 1), 2027), (date(2027, 3, 1), 2027), (date(2025, 12, 1), None)],
)
def test_the_next_year_is_missed_from_the_first_of_november_on(today: date, missing: int | None) -> None:
    assert calendars.year_missing(today) == missing


def test_a_year_is_imported_and_open_cases_are_counted_again() -> None:
    text = f"{NEXT}-01-01,放假,元旦\n{NEXT}-01-02\t补班\t元旦调休上班\n\n"
    answer = signed_in("谢区管").post("/calendar/", {"year": NEXT, "notice": "国办发明电〔演示〕1号", "days": text})
    assert answer.status_code == 302
    assert [(row.day.day, row.is_workday) for row in calendars.days_of(NEXT)] == [(1, False), (2, True)]


def test_a_line_that_cannot_be_read_is_named_and_nothing_changes() -> None:
    with pytest.raises(Refused) as refused:
        days_in("2027-01-01,放假,元旦\n2027-13-01,放假,错\n2027-01-03,也许,错")
    assert "第 2、3 行" in refused.value.reasons[0].message
    given = {"year": 2026, "notice": "x", "days": "2027-01-01,放假,元旦"}
    answer = signed_in("谢区管").post("/calendar/", given)
    assert answer.status_code == 422 and "不在 2026 年内" in answer.content.decode()
    assert len(calendars.days_of(2026)) > 20
