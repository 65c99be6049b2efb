"""Statement budgets: exact where times are noisy (quality.md). BEGIN, COMMIT and test savepoints are not counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tests.counter import Desk
from yichuang.foundations import calendars

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements of a block."""
    seen: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(sql[:100])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


def test_a_whole_counter_intake_takes_few_statements() -> None:
    """Three requests: declare, materials with their points, accept.

    declare: who acts, matter in force, applicant, serial, case, events, jobs, materials, idempotency key
    record:  who acts, lock, materials, update, case, events, idempotency key
    accept:  who acts, lock, materials, notice, case, events, jobs, idempotency key
    """
    lin = Desk("林小窗")
    items = lin.materials()
    lin.receive()  # the spec and the calendar are in memory, as in any process that has served one person
    calendars.calendar()
    with statements() as seen:
        number = lin.receive()
        lin.must(number, "materials", items=items)
        lin.must(number, "accept")
    assert len(seen) <= 25, "\n".join(seen)


def test_the_list_takes_few_statements() -> None:
    """Who acts, and the page."""
    lin = Desk("林小窗")
    for _ in range(3):
        lin.receive()
    with statements() as seen:
        assert len(lin.get("/cases").json()["cases"]) == 3
    assert len(seen) <= 6, "\n".join(seen)
