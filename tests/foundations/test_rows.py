"""Rows written together in one statement are what the ORM would have written."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from tests.cases.test_budgets import statements
from tests.counter import Desk
from yichuang.accounts.models import Applicant
from yichuang.cases.models import Case, CaseMaterial, Document
from yichuang.catalog.models import MatterVersion
from yichuang.foundations import clock
from yichuang.foundations.models import Alarm
from yichuang.foundations.rows import changed, is_plain, new, update_rows, write_together

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


def test_sealed_and_binary_columns_are_written_as_the_orm_would() -> None:
    rows()
    applicant = Applicant.objects.first()
    assert applicant
    applicant.mobile, applicant.mobile_index = "13912345678", bytes(range(32))
    update_rows([applicant], ["mobile", "mobile_index"])
    kept = Applicant.objects.get(pk=applicant.pk)
    assert (str(kept.mobile), bytes(kept.mobile_index)) == ("13912345678", bytes(range(32)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile FROM accounts_applicant WHERE id = %s", [applicant.pk])
        assert b"13912345678" not in bytes(cursor.fetchone()[0])


def test_what_json_cannot_carry_is_refused() -> None:
    row = rows()[0]
    row.points = {"x": uuid.uuid4()}
    with pytest.raises(TypeError):
        update_rows([row], ["points"])
    row.received_at = datetime(2026, 11, 20, 8, 30)
    with pytest.raises(TypeError):
        update_rows([row], ["received_at"])


def twins(model: type[models.Model], made: Callable[[], list[Any]]) -> None:
    """Write the same rows by the ORM and by us; demand that the database cannot tell them apart but by their keys."""
    ours, theirs = made(), made()
    write_together(new(*ours))
    model._default_manager.bulk_create(theirs)
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    managed = model._base_manager
    for one, other in zip(ours, theirs, strict=True):
        assert one.pk
        assert not one._state.adding
        mine, its = managed.get(pk=one.pk), managed.get(pk=other.pk)
        for name in columns:
            assert getattr(mine, name) == getattr(its, name), name


def test_new_rows_are_what_the_orm_would_have_written() -> None:
    case = Case.objects.get(number=Desk("林小窗").receive())

    def alarms() -> list[Any]:
        return [Alarm(at=datetime(2026, 12, day, 0, 1, tzinfo=UTC), task="t", arguments={"字": day}) for day in (1, 2)]

    def documents() -> list[Any]:
        return [
            Document(
                case=case,
                kind="receipt",
                title="收件凭证 '\"%s",
                code=uuid.uuid4().hex[:16],
                authority_key="k",
                authority_name="某局",
                data={"a": [1, None, True, "\n"]},
                issued_at=clock.now(),
                issued_by_name="林小窗",
            )
        ]

    twins(Alarm, alarms)
    written = documents()[0]
    write_together(new(written))
    kept, fields = Document.objects.get(pk=written.pk), Document._meta.concrete_fields
    assert {field.attname: getattr(kept, field.attname) for field in fields} == {
        field.attname: getattr(written, field.attname) for field in fields
    }


def test_new_and_changed_rows_of_several_tables_go_in_one_statement_and_keep_their_order() -> None:
    changed_rows = rows()
    for row in changed_rows:
        row.note = "改"
    fresh = [Alarm(at=clock.now(), task=f"t{place}") for place in range(12)]
    with statements() as seen:
        write_together(changed(["note"], *changed_rows), new(*fresh), new())
    assert len(seen) == 1
    assert [row.pk for row in fresh] == sorted(row.pk for row in fresh)
    assert [Alarm.objects.get(pk=row.pk).task for row in fresh] == [row.task for row in fresh]
    assert set(CaseMaterial.objects.filter(case=changed_rows[0].case_id).values_list("note", flat=True)) == {"改"}


def test_a_changed_row_that_is_not_there_and_a_broken_constraint_undo_everything() -> None:
    gone, alarm = rows()[0], Alarm(at=clock.now(), task="t")
    gone.pk = 987654321
    with pytest.raises(DatabaseError), transaction.atomic():
        write_together(new(alarm), changed(["note"], gone))
    twice = CaseMaterial.objects.first()
    assert twice
    twice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        write_together(new(Alarm(at=clock.now(), task="u")), new(twice))
    assert not Alarm.objects.filter(task__in=("t", "u")).exists()


def test_a_model_that_does_something_of_its_own_when_saved_is_refused() -> None:
    assert not is_plain(MatterVersion)
    with pytest.raises(TypeError, match="of its own"):
        write_together(new(MatterVersion()))
    with pytest.raises(TypeError, match="all or none"):
        write_together(new(Alarm(pk=1, at=clock.now(), task="t"), Alarm(at=clock.now(), task="t")))
