"""What life events save, from the ledger to the page (S2-25): counted once, withheld under ten, beside the matters' own cases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in
from tests.counter import Desk
from tests.life_events.joint import birth, receive
from tests.life_events.joint_news import ALL, ended, received, tell
from yichuang.cases.models import Case
from yichuang.catalog.models import Matter
from yichuang.foundations import ledger
from yichuang.foundations.clock import CHINA
from yichuang.life_events.models import JointChild, OrdinaryMonth, SavingMonth
from yichuang.life_events.operations.count_savings import count_ordinary
from yichuang.life_events.queries.public import shown_life_event
from yichuang.life_events.queries.savings import results_of
from yichuang.life_events.rules.savings import counted
from yichuang.life_events.rules.together import reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
DECEMBER = datetime(2026, 12, 10, 9, tzinfo=CHINA)
MONTH = date(2026, 12, 1)
BIRTH = {"married": "yes", "follows": "mother", "insure": "yes", "card": "yes"}


def ten() -> None:
    """Have ten joint cases received and ended in December, and ten cases of each matter by itself."""
    tell(*[received() for _ in range(10)], at=DECEMBER)
    tell(*[ended(date(2026, 12, 20), 6) for _ in range(10)], at=DECEMBER)
    for key, days in zip(ALL, (10, 20, 120), strict=True):
        OrdinaryMonth.objects.create(matter=Matter.objects.get(key=key), month=MONTH, cases=10, days=days)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # 出生: 出生证明 1 + 身份证 3 + 参保登记表 1 against one of each; 18 fields of three forms against 11; three visits against one.
        (BIRTH, (5, 3, 18, 11, 3, 1)),
        # Only the registration: nothing is asked twice, and nothing is claimed to be saved.
        ({**BIRTH, "insure": "no", "card": "no"}, (2, 2, 9, 9, 1, 1)),
        # Not answered yet: nothing is known.
        ({}, (0, 0, 0, 0, 0, 0)),
    ],
)
def test_what_the_answers_save(answers: dict[str, Any], expected: tuple[int, ...]) -> None:
    shown = shown_life_event("birth")
    specs = {name: matter.spec for name, matter in shown.matters.items()}
    found = counted(shown.spec, specs, reach(shown.spec, specs, answers, applicant_kind="person", on=MONTH))
    assert tuple(found.__dict__.values()) == expected


def test_each_event_counts_once_however_often_it_is_heard() -> None:
    rows = tell(received(), ended(date(2027, 1, 4), 25, extra_visits=1), at=DECEMBER)
    assert ledger.hear("life_events.savings", [str(row.uid) for row in rows], DECEMBER) == 0
    december, january = SavingMonth.objects.order_by("month")
    assert (december.month, december.received, december.ended) == (MONTH, 1, 0)
    assert (december.materials_separately, december.visits_separately, december.visits_once) == (5, 3, 1)
    assert (january.received, january.ended, january.days, january.extra_visits) == (0, 1, 25, 1)
    assert january.combinations == {",".join(ALL): 1}


def test_news_of_a_life_event_that_is_not_here_is_passed_over() -> None:
    tell(received(key="moon"), ended(MONTH, 1, key="moon"), at=DECEMBER)
    assert not SavingMonth.objects.exists()


def test_a_joint_case_that_was_given_up_ends_but_measures_nothing() -> None:
    tell(ended(MONTH, 3, end="withdrawn"), at=DECEMBER)
    row = SavingMonth.objects.get()
    assert (row.ended, row.timed, row.days, row.combinations) == (1, 0, 0, {})


def test_the_results_stand_on_what_was_counted() -> None:
    ten()
    found = results_of(shown_life_event("birth"))
    whole = found.whole
    assert found.told and found.since == MONTH
    assert (whole.mean_visits, whole.mean_materials, whole.mean_fields) == ("2", "2", "7")
    # 1 day of the registration, then the longest of what runs beside (12), against 6 together.
    assert (whole.joint_days, whole.separate_days, whole.saved_days) == ("6", "13", "7")


def test_everybody_is_told_from_the_tenth_case_on() -> None:
    tell(*[received() for _ in range(9)], at=DECEMBER)
    assert "一次办了" not in Client().get("/life-events/birth/").content.decode()
    assert Client().get("/api/public/life-events/birth/savings").json() == {
        "published": False, "since": "", "received": 0, "visits": "—", "materials": "—", "fields": "—", "days": "—",
    }  # fmt: skip
    tell(received(), at=DECEMBER)
    page = Client().get("/life-events/birth/").content.decode()
    assert "自 2026 年 12 月以来一次办了 10 件，平均少跑 2 次、少交 2 份材料" in page
    assert Client().get("/api/public/life-events/birth/savings").json()["visits"] == "2"


def _part_of_a_joint_case(number: str) -> None:
    """Let a case be the child of a joint case that was received over the API."""
    made = receive(Desk("林小窗"), birth())
    JointChild.objects.filter(joint__number=made["number"], member="medical_insurance_child").update(
        case=Case.objects.get(number=number)
    )


def test_the_matters_own_cases_are_counted_without_the_parts_of_joint_cases() -> None:
    desk, matter = Desk("林小窗"), Matter.objects.get(key="birth_registration")
    numbers = [desk.receive(), desk.receive(), desk.receive()]
    for number, days in zip(numbers, (2, 4, 30), strict=True):
        Case.objects.filter(number=number).update(
            matter=matter, state="closed", received_at=DECEMBER - timedelta(days=days), closed_at=DECEMBER
        )
    _part_of_a_joint_case(numbers[2])
    for _ in range(2):
        assert count_ordinary(DECEMBER) == 1
    row = OrdinaryMonth.objects.get()
    assert (row.matter_id, row.month, row.cases, row.days) == (matter.pk, MONTH, 2, 6)


def test_a_case_that_ran_out_before_a_decision_is_no_measure() -> None:
    number, matter = Desk("林小窗").receive(), Matter.objects.get(key="birth_registration")
    Case.objects.filter(number=number).update(matter=matter, state="withdrawn", closed_at=DECEMBER)
    assert count_ordinary(DECEMBER) == 0


def test_the_list_names_every_life_event_with_what_it_saved() -> None:
    ten()
    http = signed_in("谢区管")
    whole = http.get("/life-events/results/").content.decode()
    assert whole.index("出生") < whole.index("身后") and "2026-12" in whole
    assert "没有相符的一件事" in http.get("/life-events/results/?q=搬家").content.decode()
    assert http.get("/life-events/results/export/").content[:2] == b"PK"


def test_officers_see_the_months_and_take_them_along() -> None:
    http = signed_in("赵审查")
    assert "还没有一起办的件" in http.get("/life-events/birth/results/").content.decode()
    ten()
    page = http.get("/life-events/birth/results/").content.decode()
    for said in ("自 2026年12月以来", "一起办 6 天，分别办 13 天", "2026-12", "怎么算的"):
        assert said in page, said
    sheet = http.get("/life-events/birth/results/export/")
    assert sheet["Content-Type"].startswith("application/vnd.openxmlformats") and sheet.content[:2] == b"PK"
    body = Client().get("/api/life-events/birth/results", headers=Desk("赵审查").headers).json()
    assert body["whole"]["materials"] == 20 and body["months"][0]["saved_days"] == "7"
    assert [one["days"] for one in body["ordinary"]] == ["1", "2", "12"]


@pytest.mark.parametrize(
    "address",
    [f"/life-events/{one}" for one in ("results/", "results/export/", "birth/results/", "birth/results/export/")],
)
def test_who_has_no_part_in_it_sees_no_results(address: str) -> None:
    assert signed_in("俞导服").get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_the_results_cost_few_statements(django_assert_max_num_queries: Any) -> None:
    ten()
    shown = shown_life_event("birth")
    with django_assert_max_num_queries(2):
        results_of(shown)
