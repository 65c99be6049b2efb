"""The department's side of reconciliation: its books, for the platform only, and what it does when it is told that they differ."""

import time
import urllib.parse
from typing import Any

from tests.examples.program import SECRET, Browser, Program, signed, until
from tests.examples.stub import Platform

NUMBERS = [f"33010920026112870{place:04d}" for place in range(5)]


def books(program: Program, secret: str = SECRET, **asked: Any) -> tuple[int, Any]:
    """Ask as the platform does."""
    query = urllib.parse.urlencode({"after": "", "limit": 200, **asked}, doseq=True)
    headers = signed(query.encode(), "r-1", secret)
    return program.call("GET", f"/events/reconciliation?{query}", None, headers)


def pushed(program: Program, platform: Platform, number: str, sequence: int = 1, **more: Any) -> None:
    """Push an event and wait until it is worked off."""
    event = platform.event(number, sequence) | more
    program.push(event)
    until(lambda: program.counted(event["id"]) == (1, 1), "not taken")


def test_a_day_is_told_page_by_page_and_numbers_as_they_are_asked(program: Program, platform: Platform) -> None:
    for number in NUMBERS:
        platform.add_case(number)
        pushed(program, platform, number)
    today, found, after = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600)), [], ""
    for _ in range(3):
        status, page = books(program, day=today, after=after, limit=2)
        found += [row["number"] for row in page["rows"]]
        after = page["next"]
        assert status == 200
    assert found == NUMBERS and after == "" and books(program, day="2020-01-01")[1]["rows"] == []
    (row,) = books(program, number=[NUMBERS[3], "330109990000000000000"])[1]["rows"]
    assert (row["number"], row["events"], row["sequence"], row["concluded_at"]) == (NUMBERS[3], 1, 1, "")


def test_only_the_platform_is_told_and_only_now(program: Program) -> None:
    assert books(program, "whsec_" + "A" * 32, day="2026-11-28")[0] == 401
    query = "day=2026-11-28"
    old = signed(query.encode(), "r-1", at=int(time.time()) - 600)
    assert program.call("GET", f"/events/reconciliation?{query}", None, old)[0] == 400
    changed = signed(query.encode(), "r-1")
    assert program.call("GET", "/events/reconciliation?day=2026-11-27", None, changed)[0] == 401


def test_what_is_asked_for_again_goes_out_again_under_its_id(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBERS[0])
    pushed(program, platform, NUMBERS[0])
    Browser(program).sign_in().report(NUMBERS[0], "accepted")
    assert len(platform.reports) == 1
    (row,) = books(program, number=NUMBERS[0])[1]["rows"]
    assert row["accepted_at"] and not row["concluded_at"]
    pushed(program, platform, NUMBERS[0], 2, type="case.report_again")
    until(lambda: len(platform.attempts) == 2, "not sent again")
    first, again = platform.attempts
    assert first == again and len(platform.reports) == 1, "the same bytes under the same id, taken once"
    assert books(program, number=NUMBERS[0])[1]["rows"][0]["accepted_at"]


def test_a_case_that_the_platform_does_not_have_is_struck_from_the_books(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBERS[0])
    pushed(program, platform, NUMBERS[0])
    pushed(program, platform, NUMBERS[0], 0, type="case.not_here", data={"number": NUMBERS[0]})
    assert books(program, number=NUMBERS[0])[1]["rows"] == []
    assert "平台没有此办件" in Browser(program).sign_in().get(f"/cases/{NUMBERS[0]}").text
