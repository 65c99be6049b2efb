"""The clock of a list's row, read from the row's own due dates, is the one that the case page shows (S2-43)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.cases.test_budgets import statements
from tests.counter import Desk
from tests.results import accepted, decided
from yichuang.cases.models import Case, Extension
from yichuang.cases.queries import timing
from yichuang.cases.queries.lists import with_clocks
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def on_the_page(case: Case, today: Any) -> Any:
    """Return the pressing clock as the case page counts it, from everything there is."""
    extension = Extension.objects.filter(case=case).first()
    known = timing.clock_facts(case, list(case.suspensions.all()), extension, list(case.corrections.all()))
    return timing.readings(known, timing.rules_of(spec_of(case.version_id)), calendar(), today).pressing


@pytest.mark.parametrize(
    "bring", [lambda: Desk("林小窗").receive(), lambda: accepted(Desk("林小窗")), lambda: decided(Desk("林小窗"))]
)
def test_the_list_says_what_the_page_says_on_every_day(bring: Any) -> None:
    case = Case.objects.get(number=bring())
    today = day_of(clock.now())
    for days in range(60):
        day = today + timedelta(days=days)
        ((_, glance),) = with_clocks([case], day)
        page = on_the_page(case, day)
        assert glance is not None
        assert (glance.due, glance.left, glance.colour, glance.unit) == (page.due, page.left, page.colour, page.unit), (
            day
        )


def test_a_standing_clock_shows_a_dash() -> None:
    number = accepted(Desk("林小窗"))
    officer = Desk("赵审查")
    officer.must(number, "take-up")
    today = day_of(clock.now()).isoformat()
    procedure = {"kind": "现场核查", "legal_basis": "道路运输条例 24", "expected_days": 30, "reason": "核查车辆"}
    officer.must(number, "suspend", **procedure, notice_served_on=today, served_how="直接送达")
    ((_, glance),) = with_clocks([Case.objects.get(number=number)], day_of(clock.now()))
    assert glance is None


def test_a_list_of_many_rows_reads_no_more_than_one_of_few() -> None:
    desk = Desk("林小窗")
    page = signed_in("林小窗")
    page.get("/cases/")
    counts = []
    for _ in range(2):
        for _ in range(3):
            desk.receive()
        with statements() as seen:
            assert page.get("/cases/").status_code == 200
        counts.append(len([sql for sql in seen if "django_session" not in sql]))
    assert counts[0] == counts[1] <= 6
