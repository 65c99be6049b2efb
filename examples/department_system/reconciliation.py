"""`GET /events/reconciliation`: our side of the books, for the platform to compare (docs/exchange.md, “Reconciliation”)."""

import sqlite3
import urllib.parse
from typing import Any

from examples.department_system import clock
from examples.department_system.app import App
from examples.department_system.signatures import WrongSignature, WrongTime, check_push
from examples.department_system.web import Request, Response, as_json, problem

MOST, MOST_NUMBERS = 200, 50
ACCEPTED = ("accepted", "reviewing", "suspended", "granted", "denied", "at_issuing", "delivered", "closed")
CONCLUDED = ("granted", "denied", "at_issuing", "delivered", "closed")
NOT_HERE = "not_here"
OF_DAY = """
SELECT number FROM (
  SELECT case_number AS number, received_at AS at FROM inbox
  UNION ALL SELECT case_number, answered_at FROM outbox
  UNION ALL SELECT number, updated_at FROM cases)
WHERE number > ? AND substr(at, 1, 10) = ? AND number NOT IN (SELECT number FROM cases WHERE state = 'not_here')
GROUP BY number ORDER BY number LIMIT ?
"""


def tell(app: App, request: Request) -> Response:
    """Answer for a day, page by page, or for the numbers asked for; only the platform may ask."""
    try:
        check_push(app.settings.signing_secrets, request.headers, request.raw_query.encode(), clock.unix())
    except WrongSignature as error:
        return problem(401, "签名不符", str(error))
    except WrongTime as error:
        return problem(400, "时间戳超出五分钟", str(error))
    asked = urllib.parse.parse_qs(request.raw_query)
    after, limit = asked.get("after", [""])[0], asked.get("limit", ["100"])[0]
    most = min(int(limit), MOST) if limit.isascii() and limit.isdigit() and 0 < len(limit) < 5 else MOST
    if "number" in asked:
        rows = [row for number in asked["number"][:MOST_NUMBERS] if (row := _row(app, number))]
        return as_json({"rows": rows, "next": ""})
    day = asked.get("day", [""])[0]
    numbers = [row["number"] for row in app.store.all(OF_DAY, after, day, most + 1)]
    rows = [row for number in numbers[:most] if (row := _row(app, number))]
    return as_json({"rows": rows, "next": numbers[most - 1] if len(numbers) > most else ""})


def _row(app: App, number: str) -> dict[str, Any] | None:
    """Return what we have of a case: nothing more than what happened here."""
    case = app.store.one("SELECT * FROM cases WHERE number = ?", number)
    came = app.store.one(
        """SELECT count(*) AS events, coalesce(max(sequence), 0) AS sequence, min(received_at) AS received_at
           FROM inbox WHERE case_number = ?""",
        number,
    )
    if came is None or (case is None and not came["events"]) or (case and case["state"] == NOT_HERE):
        return None
    return {
        "number": number,
        "events": came["events"],
        "sequence": came["sequence"],
        "received_at": came["received_at"] or "",
        "accepted_at": _when(app, number, case, "accepted", ACCEPTED),
        "concluded_at": _when(app, number, case, "concluded", CONCLUDED),
        "state": case["state"] if case else "",
    }


def _when(app: App, number: str, case: sqlite3.Row | None, report: str, states: tuple[str, ...]) -> str:
    """Return when we reported it, or else when we last heard that it is so."""
    row = app.store.one(
        "SELECT answered_at FROM outbox WHERE case_number = ? AND type = ? AND state = 'taken' ORDER BY position LIMIT 1",
        number,
        report,
    )
    if row:
        return str(row["answered_at"])
    return str(case["updated_at"]) if case and case["state"] in states else ""
