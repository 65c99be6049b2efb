"""Many rows updated in one statement are what the ORM would have written."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.cases.test_budgets import statements
from tests.counter import Desk
from yichuang.accounts.models import Applicant
from yichuang.cases.models import Case, CaseMaterial
from yichuang.foundations.rows import update_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]

NEW: dict[str, Any] = {
    "received_as": "paper",
    "originals": 3,
    "original_verified": True,
    "received_at": datetime(2026, 11, 20, 8, 30, 15, 123456, tzinfo=UTC),
    "points": {"p1": {"found": "passed", "note": "引号 \" 反斜 \\ 换行\n制表\t与 '单引号' %s {}"}},
    "tolerated_until": date(2026, 12, 1),
    "note": 'e\u0301 𠮷 "引"\\',
}


def rows() -> list[CaseMaterial]:
    """Return the materials of a case just received."""
    number = Desk("林小窗").receive()
    return list(CaseMaterial.objects.filter(case__number=number))


def test_every_type_of_column_comes_back_as_it_was_given_in_one_statement() -> None:
    changed = rows()
    for place, row in enumerate(changed):
        for name, value in NEW.items():
            setattr(row, name, place if name == "originals" else value)
    with statements() as seen:
        assert update_rows(changed, list(NEW)) == len(changed)
    assert len(seen) == 1
    for place, row in enumerate(changed):
        kept = CaseMaterial.objects.get(pk=row.pk)
        assert {name: getattr(kept, name) for name in NEW} == {**NEW, "originals": place}


def test_columns_not_named_and_empty_values_are_left_and_written() -> None:
    first = rows()[0]
    name, first.name, first.received_at, first.points = first.name, "不写", None, {}
    update_rows([first], ["received_at", "points"])
    kept = CaseMaterial.objects.get(pk=first.pk)
    assert (kept.name, kept.received_at, kept.points) == (name, None, {})


def test_a_row_that_is_not_there_is_not_made() -> None:
    row = rows()[0]
    row.pk = 987654321
    assert update_rows([row], ["note"]) == 0
    assert update_rows([], ["note"]) == 0


def test_what_json_cannot_carry_is_refused() -> None:
    rows()
    applicant = Applicant.objects.first()
    assert applicant
    with pytest.raises(TypeError, match="sealed"):
        update_rows([applicant], ["mobile"])
    with pytest.raises(TypeError, match="sealed"):
        update_rows([applicant], ["id_index"])
    case = Case.objects.first()
    assert case
    case.form = {"x": uuid.uuid4(), "y": object()}
    with pytest.raises(TypeError):
        update_rows([case], ["answers", "own_form", "form"])
