"""Made cases are cases: chains hold, pages open, numbers are valid (issue 2, 11)."""

import pytest

from tests.cases.people import signed_in
from yichuang.cases.models import Case
from yichuang.demo import generate
from yichuang.foundations import clock
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.rules.identifiers import check_case_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def test_made_cases_pass_every_check_and_open_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "PEOPLE", 20)
    before = Case.objects.count()
    assert generate.generate(60, now=clock.now()) == before + 60
    assert not verify_ledger().faults
    assert all(check_case_number(number).ok for number in Case.objects.values_list("number", flat=True))
    case = Case.objects.filter(site__key="centre").order_by("-pk").first()
    assert case is not None and case.form["name"] == case.applicant_name
    assert signed_in("邹主任").get(f"/cases/{case.number}/").status_code == 200
    assert generate.generate(5, now=clock.now()) == before + 65, "a second time adds"
