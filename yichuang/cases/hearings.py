"""What the room listens to (a scan read, a year's holidays loaded, news for the applicant), and open cases in the way of closing."""

from datetime import datetime

from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.operations.scan_material import PURPOSE, take_reading
from yichuang.cases.operations.tell_applicant import TEMPLATES, tell_applicant
from yichuang.cases.queries.endings import endings
from yichuang.cases.queries.tenants import open_cases_at
from yichuang.files.ports import tell_endings
from yichuang.foundations import jobs, ledger
from yichuang.foundations.jobs import Later
from yichuang.foundations.models import Event
from yichuang.organizations.ports import ask_before_closing


def _hear_reading(event: Event, now: datetime) -> None:
    """Turn a finished reading of a case's scan into suggestions."""
    if event.payload["owner_kind"] == "case" and event.payload["purpose"] == PURPOSE:
        take_reading(actor=SYSTEM, file_id=event.payload["file_id"], number=event.payload["owner_key"], now=now)


def _hear_calendar(event: Event, now: datetime) -> None:
    """Have every open case that touches the year counted again."""
    year = event.payload["year"]
    why = f"{year} 年放假安排已公布（{event.payload['notice']}）"
    jobs.defer([Later("cases.recount", {"year": year, "why": why}, queue="default")])


def _hear_news(event: Event, now: datetime) -> None:
    """Write the applicant a message."""
    tell_applicant(stream=event.stream, event=event.type, uid=str(event.uid), now=now)


ledger.subscribe("cases.applicant", TEMPLATES, _hear_news, "default")
ledger.subscribe("cases.calendar", ["calendar.year_loaded"], _hear_calendar, "default")
ledger.subscribe("cases.readings", ["files.document_read"], _hear_reading, "default")
ask_before_closing("cases", open_cases_at)
tell_endings("case", endings)
