"""Statement budgets: exact where times are noisy (quality.md). BEGIN, COMMIT and test savepoints are not counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

import pytest
from django.db import connection

from tests.cases.people import signed_in, who
from tests.cases.test_scans import page_
from tests.counter import Desk
from yichuang.cases.operations.scan_material import add_scan
from yichuang.exchange.queries import routes
from yichuang.foundations import calendars, clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements of a block; what a process remembers for some seconds does not grow old meanwhile.

    Otherwise a slow machine reads routes or the calendar again in the middle, once in half a minute, and a sum is one too high.
    """
    seen: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(sql[:100])
        return execute(sql, params, many, context)

    with pytest.MonkeyPatch.context() as held, connection.execute_wrapper(count):
        held.setattr(routes, "READ_EVERY_SECONDS", inf)
        held.setattr(calendars, "_LIVES_SECONDS", inf)
        yield seen


def test_a_whole_counter_intake_takes_few_statements() -> None:
    """Three requests: declare, materials with their points, accept.

    declare: who acts, matter in force, serial, applicant, (case, materials, event, alarms), idempotency key
    record:  who acts, lock, materials, (case, materials, event), idempotency key
    accept:  who acts, lock, materials, (case, notice, events, alarms, deliveries), jobs, idempotency key
    """
    lin = Desk("林小窗")
    items = lin.materials()
    # Spec, calendar and the departments' systems are in memory, as in any process that has served one person.
    first = lin.receive()
    lin.must(first, "materials", items=items)
    lin.must(first, "accept")
    with statements() as seen:
        number = lin.receive()
        lin.must(number, "materials", items=items)
        lin.must(number, "accept")
    assert len(seen) <= 17, "\n".join(seen)


def test_the_list_takes_few_statements() -> None:
    """Who acts, and the page."""
    lin = Desk("林小窗")
    for _ in range(3):
        lin.receive()
    with statements() as seen:
        assert len(lin.get("/cases").json()["cases"]) == 3
    assert len(seen) <= 6, "\n".join(seen)


def test_a_whole_case_on_one_page_takes_few_statements() -> None:
    """With scans, a correction and an officer at work: the session (1–2), who acts, the case with its extension, corrections, suspensions,
    materials, scans, readings, colleagues, confirmations, documents, messages, history: none of them grows with the case.
    """
    lin, number = Desk("林小窗"), ""
    for scans in (1, 3):
        number = lin.receive()
        for shade in range(scans):
            add_scan(
                actor=who("林小窗"),
                number=number,
                material=lin.checklist()[1]["id"],
                content=page_(50 + shade),
                now=clock.now(),
            )
        line = {"id": "m_safe", "name": "安全生产管理制度文本", "what": "缺操作规程", "todo": "补交操作规程"}
        lin.must(number, "request-correction", items=[line])
        for name in ("林小窗", "赵审查"):
            page = signed_in(name)
            with statements() as seen:
                assert page.get(f"/cases/{number}/").status_code == 200
            ours = [sql for sql in seen if "django_session" not in sql]
            assert len(ours) <= 12, "\n".join(ours)
