"""Many at once on a real PostgreSQL: numbers, two clerks on one case, a double click, document serials (issue 2, 11 and bad input)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from tests.counter import FREIGHT, PERSON, Desk
from yichuang.cases import numbers
from yichuang.cases.models import Case, Document
from yichuang.cases.operations.render_document import render_document
from yichuang.foundations import clock
from yichuang.foundations.checkpoints import verify_ledger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
DAY = date(2026, 11, 20)


def _together(count: int, act: Callable[[int], object]) -> list[object]:
    """Let so many threads act at the same moment and return what each got."""
    gate = threading.Barrier(count)

    def one(position: int) -> object:
        try:
            gate.wait()
            return act(position)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def desk() -> Iterator[Desk]:
    yield Desk("林小窗")


class Undone(Exception):
    """A transaction that the test rolls back."""


def test_numbers_drawn_at_once_are_never_the_same_and_never_come_again(desk: Desk) -> None:
    """Rulebook 3.5: also what was rolled back is not given to another; nobody waits for anybody."""
    kept: list[str] = []

    def draw(position: int) -> None:
        for turn in range(40):
            try:
                with transaction.atomic():
                    kept.append(numbers.draw_number("330109", "11", DAY, numbers.COUNTER))
                    if turn % 5 == position % 5:
                        raise Undone
            except Undone:
                continue

    _together(8, draw)
    assert len(kept) == len(set(kept)) == 320


def test_a_drawing_transaction_holds_no_lock_that_another_waits_for(desk: Desk) -> None:
    """No hot row: a number drawn inside an open transaction does not hold up the next counter."""
    drawn = threading.Event()
    finish = threading.Event()

    def slow() -> None:
        with transaction.atomic():
            numbers.draw_number("330109", "11", DAY, numbers.COUNTER)
            drawn.set()
            assert finish.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert drawn.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    numbers.draw_number("330109", "11", DAY, numbers.COUNTER)
    finish.set()
    thread.join()


def test_two_clerks_accept_one_case_and_one_is_told_why_not(desk: Desk) -> None:
    """The second gets a reason in words, and the case one notice."""
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desks = [desk, Desk("陈一诺")]
    answers = _together(2, lambda position: desks[position].move(number, "accept"))
    codes = sorted(answer.status_code for answer in answers)  # type: ignore[attr-defined]
    assert codes == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)  # type: ignore[attr-defined]
    assert all(reason["message"] and reason["todo"] for reason in refused.json()["reasons"])  # type: ignore[attr-defined]
    assert Document.objects.filter(case__number=number, kind="acceptance_notice").count() == 1


def test_a_double_click_receives_one_case(desk: Desk) -> None:
    """The same Idempotency-Key at the same moment: one case, one answer."""
    body = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
    answers = _together(4, lambda _: desk.post("/cases", body, key="one-click"))
    seen = {(answer.status_code, answer.json().get("number")) for answer in answers}  # type: ignore[attr-defined]
    assert len(seen) == 1
    assert Case.objects.count() == 1


def test_many_cases_received_and_accepted_at_once_stand_once_each(desk: Desk) -> None:
    """Six counters, four cases each; chains stay whole."""
    desks = [Desk("林小窗") for _ in range(6)]

    def work(position: int) -> list[str]:
        done = []
        for _ in range(4):
            number = desks[position].receive()
            desks[position].must(number, "materials", items=desks[position].materials())
            desks[position].must(number, "accept")
            done.append(number)
        return done

    found = [number for done in _together(6, work) for number in done]  # type: ignore[attr-defined]
    assert len(set(found)) == 24 == Case.objects.filter(state="accepted").count()
    assert not verify_ledger().faults


def test_document_numbers_of_an_authority_run_without_gap_or_double(desk: Desk) -> None:
    """GB/T 9704: one series for authority, kind and year, drawn by several workers at once."""
    for _ in range(6):
        number = desk.receive()
        desk.must(number, "materials", items=desk.materials())
        desk.must(number, "accept")
    waiting = list(Document.objects.filter(kind="acceptance_notice").values_list("pk", flat=True))
    assert len(waiting) == 6
    _together(6, lambda position: render_document(waiting[position], clock.now()))
    _together(2, lambda position: render_document(waiting[position], clock.now()))
    drawn = sorted(Document.objects.filter(pk__in=waiting).values_list("number", flat=True))
    assert [int(text.split("〕")[1].removesuffix("号")) for text in drawn] == [1, 2, 3, 4, 5, 6]
