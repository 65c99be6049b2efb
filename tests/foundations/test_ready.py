"""A query made ready is the queryset's own answer, whatever values it is run with."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, connections, models
from django.db.models import Count, Q
from django.db.transaction import TransactionManagementError

from tests.cases.people import who
from tests.cases.test_budgets import statements
from tests.counter import Desk
from yichuang.accounts.models import Applicant
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.queries import access
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, NotFound
from yichuang.foundations.ready import Ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_are_those_of_the_queryset_in_one_statement_each_run() -> None:
    numbers = [Desk("林小窗").receive() for _ in range(2)]
    ready: Ready[Case] = Ready(lambda number: Case.objects.filter(number=number), number=str)
    for number in (*numbers, "000000000000000000000", *numbers):
        with statements() as seen:
            found = ready.rows(number=number)
        assert len(seen) == 1
        assert [columns(row) for row in found] == [columns(row) for row in Case.objects.filter(number=number)]
        assert all(not row._state.adding and row == Case.objects.get(pk=row.pk) for row in found)


def test_every_kind_of_value_goes_into_its_place() -> None:
    case = Case.objects.get(number=Desk("林小窗").receive())
    assert case.applicant_id
    applicant = Applicant.objects.get(pk=case.applicant_id)
    by_index: Ready[Applicant] = Ready(
        lambda kind, index: Applicant.objects.filter(kind=kind, id_index=index), kind=str, index=bytes
    )
    assert by_index.rows(kind=applicant.kind, index=bytes(applicant.id_index)) == [applicant]
    assert by_index.rows(kind="legal", index=bytes(applicant.id_index)) == []
    around: Ready[tuple[Any, ...]] = Ready(
        lambda key, since, day: Case.objects.filter(
            Q(pk=key) | Q(pk=key + 0), received_at__gte=since, next_due__gte=day
        ).values_list("pk"),
        key=int,
        since=datetime,
        day=date,
    )
    early, late = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
    assert around.rows(key=case.pk, since=early, day=case.next_due) == [(case.pk,)]
    assert around.rows(key=case.pk, since=late, day=case.next_due) == []


def test_related_rows_come_with_it_and_a_row_can_be_saved() -> None:
    case = Case.objects.get(number=Desk("林小窗").receive())
    ready: Ready[CaseMaterial] = Ready(
        lambda case: CaseMaterial.objects.filter(case=case).select_related("case__site", "commitment"), case=int
    )
    rows = ready.rows(case=case.pk)
    with statements() as seen:
        assert {row.case.site.name for row in rows} == {case.site_name}
        assert {row.commitment for row in rows} == {None}
    assert not seen
    rows[0].note = "存"
    rows[0].save()
    assert CaseMaterial.objects.get(pk=rows[0].pk).note == "存"


def test_what_cannot_be_made_ready_or_is_given_wrong_is_refused() -> None:
    for build in (
        lambda number: Case.objects.filter(number=number).prefetch_related("materials"),
        lambda number: Case.objects.filter(number=number).annotate(count=Count("materials")),
        lambda number: Case.objects.filter(number__contains=number),
        lambda number: Case.objects.filter(number=number).values("pk"),
    ):
        with pytest.raises(TypeError):
            Ready(build, number=str).rows(number="1")
    ready: Ready[Case] = Ready(lambda number: Case.objects.filter(number=number), number=str)
    for given in ({}, {"number": 1}, {"number": "1", "more": 2}):
        with pytest.raises(TypeError):
            ready.rows(**given)


def test_nobody_locks_outside_of_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "get_autocommit", lambda: True)
    locking: Ready[Case] = Ready(lambda number: Case.objects.filter(number=number).select_for_update(), number=str)
    for _ in range(2):
        with pytest.raises(TransactionManagementError):
            locking.rows(number="1")


def test_a_lock_made_ready_lets_each_see_what_the_list_of_cases_lets_him_see() -> None:
    """Owner, colleague, stranger, nobody: the query of one must never be that of another."""
    number = Desk("林小窗").receive()
    seen: dict[str, bool] = {}
    for name in ("林小窗", "赵审查", "沈主管", "林小窗", "魏临浦", "李登记", "邹主任"):
        actor = who(name)
        try:
            access.lock_case(actor, number, "accept")
            seen[name] = True
        except (NotFound, NotAllowed) as refused:
            seen[name] = isinstance(refused, NotAllowed)
        assert seen[name] == access.visible_cases(actor).filter(number=number).exists(), name
    with pytest.raises(NotFound):
        access.lock_case(Actor(kind="staff", id="x", name="无权"), number, "accept")
    assert seen["林小窗"]


def test_the_lock_is_taken_in_the_database() -> None:
    number = Desk("林小窗").receive()
    lin, said = who("林小窗"), list[str]()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        access.lock_case(lin, number, "accept")
    assert 'FOR UPDATE OF "cases_case"' in said[0]
