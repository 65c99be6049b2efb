"""Lists of cases as screens and spreadsheets ask for them, and the look-up of one by whatever a person has in hand."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet

from yichuang.accounts.queries import applicants_by_number
from yichuang.cases.models import Case, Document
from yichuang.cases.queries import timing
from yichuang.cases.queries.access import case_for, clean_number, visible_cases
from yichuang.cases.queries.happened import happened, instants
from yichuang.cases.rules.clocks import ClockReading
from yichuang.cases.rules.overview import EVENTS
from yichuang.cases.rules.states import OPEN
from yichuang.cases.rules.worklists import SOON_DAYS, Worklist
from yichuang.catalog.queries import specs_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import is_practice_number

CODE_LENGTH = 16
# What a day of a list can be.
EARLIEST, LATEST = date(1949, 10, 1), date(9000, 1, 1)
LONGEST_IDENTIFIER = 18
PRACTICE_NUMBER = Reason(
    "practice",
    "这是练习件的编号（来源位为 0），不是办件，不在办件列表和查询中。",
    field="number",
    rule="S0-26",
    kept="办件不受影响。",
    todo="请从“模拟验收”的任务中打开它。",
)


def cases_of(actor: Actor, worklist: Worklist, today: date) -> QuerySet[Case]:
    """Return the cases of one list that the actor may see (unordered, unread)."""
    rows = visible_cases(actor)
    if worklist.states:
        rows = rows.filter(state__in=worklist.states)
        if set(worklist.states) <= set(OPEN):
            rows = rows.filter(closed_at=None)  # what the indexes of open cases are for
    if worklist.mine:
        rows = rows.filter(**{worklist.mine: actor.id})
    if worklist.late == "over":
        rows = rows.filter(next_due__lt=today)
    if worklist.late == "soon":
        rows = rows.filter(next_due__gte=today, next_due__lte=today + timedelta(days=SOON_DAYS))
    return rows


def filtered(rows: QuerySet[Case], given: Mapping[str, str]) -> QuerySet[Case]:
    """Narrow a list by state, matter, place, days, tolerance and applicant; what cannot be read is left aside.

    The days are those of receipt, or with `on` those on which what a figure of the overview counts happened (rules/overview.py).
    """
    if state := given.get("state"):
        rows = rows.filter(state=state)
    if matter := given.get("matter"):
        rows = rows.filter(matter__key=matter)
    for place in ("department", "site"):
        if (asked := given.get(place, "")).isdecimal():
            rows = rows.filter(**{place: int(asked[:15])})
    rows = _in_days(rows, given.get("on", ""), _day(given.get("since", "")), _day(given.get("until", "")))
    if given.get("tolerated"):
        rows = rows.filter(tolerated_open__gt=0)
    if asked := given.get("q", "").strip():
        found = applicants_by_number(asked)
        rows = rows.filter(applicant__in=found) if found else rows.filter(applicant_name__startswith=asked)
    return rows


def _in_days(rows: QuerySet[Case], on: str, since: date | None, until: date | None) -> QuerySet[Case]:
    if on in EVENTS and (since or until):
        return happened(rows, on, since or EARLIEST, until or LATEST)
    if since:
        rows = rows.filter(received_at__gte=instants(since, since)[0])
    if until:
        rows = rows.filter(received_at__lt=instants(until, until)[1])
    return rows


def with_clocks(rows: Sequence[Case], today: date) -> list[tuple[Case, ClockReading | None]]:
    """Return cases with their pressing clocks as they stand today; one statement, none when this process knows their specs."""
    specs = specs_of(row.version_id for row in rows)
    return [(row, timing.at_a_glance(row, timing.rules_of(specs[row.version_id]), calendar(), today)) for row in rows]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def found_directly(actor: Actor, asked: str) -> Case | None:
    """Return the case that a number, a scanned QR code or a document's code points at; None when `asked` is none of these.

    :raises Refused: 422 for a wrong check digit, or a practice case. :raises NotFound: for one that is not the actor's to see.
    """
    text = asked.strip()
    if "/" in text:
        return _of_address(actor, text)
    digits = "".join(character for character in text if character.isdigit())
    # Longer than any identity number: a case number that was cut short is explained too.
    if len(digits) > LONGEST_IDENTIFIER and not any(character.isalpha() for character in text):
        return _of_number(actor, text)
    if len(text) == CODE_LENGTH and text.isalnum() and not text.isdigit():
        return _of_code(actor, text)
    return None


def _of_address(actor: Actor, text: str) -> Case | None:
    parts = urlsplit(text)
    number = parse_qs(parts.query).get("number", [""])[0]
    if number:
        return _of_number(actor, number)
    steps = [step for step in parts.path.split("/") if step]
    return _of_code(actor, steps[-1]) if "verify" in steps[:-1] else None


def _of_code(actor: Actor, code: str) -> Case | None:
    document = Document.objects.filter(code=code.upper()).select_related("case").first()
    if document is None or document.case is None:
        raise NotFound("这份文书对应的办件", "请核对文书上的验证码。")
    return _of_number(actor, document.case.number)


def _of_number(actor: Actor, text: str) -> Case:
    number = clean_number(text)
    if is_practice_number(number):
        raise Refused(PRACTICE_NUMBER, status=422, title="这是练习件")
    return case_for(actor, number)
