"""People of the demonstration who do several matters: rows that the house could have written (issue 6, line 3)."""

from io import StringIO

import pytest
from django.core.management import call_command

from yichuang.accounts.models import Applicant
from yichuang.cases.models import Case
from yichuang.foundations.checkpoints import verify_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def test_related_cases_are_cases_with_chains_that_hold() -> None:
    people, cases, said = Applicant.objects.count(), Case.objects.count(), StringIO()
    call_command("generate_cases", related=40, stdout=said)
    call_command("generate_cases", related=20, stdout=said)
    assert Applicant.objects.count() == people + 60, "a second time adds other people"
    assert Case.objects.count() > cases + 60 and said.getvalue().startswith("生成 40 人的")
    assert {"出生登记（户口登记）", "普通货物运输经营许可"} <= set(Case.objects.values_list("matter_name", flat=True))
    assert not verify_ledger().faults
