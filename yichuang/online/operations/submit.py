"""Submit an online application, take it back, let it lapse (S2-46; 行政许可法 29)."""

from datetime import datetime
from uuid import UUID

from yichuang.accounts.permissions import CLOCK
from yichuang.cases import numbers
from yichuang.cases.operations import beats
from yichuang.cases.operations.prefill import end_prefill, judge_prefilled
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import published
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.online.events import ApplicationEnded, ApplicationSubmitted
from yichuang.online.models import OnlineApplication
from yichuang.online.queries import facts_of, needed_of, prefilled_of
from yichuang.online.rules.standing import DISCARDED, LAPSED, LIVES, TAKEN_BACK, examine_until

TITLE = "没有提交"


def _lock(pk: UUID) -> OnlineApplication:
    row = OnlineApplication.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound("这份网上申请", "请凭预填码，或统一申报编码和查询密码重新打开。")
    return row


@unit_of_work()
def submit(*, pk: UUID, agreed: bool, now: datetime) -> OnlineApplication:
    """Submit an application to its department and return it with its number; a second click finds it submitted.

    The number is drawn at the first submission and stays (统一申报编码). The forms are judged by the version in force now.

    :raises Refused: 422 with every fault of forms and materials, or without the applicant's word; 409 in another state.
    """
    row = _lock(pk)
    if row.state == State.SUBMITTED:
        return row
    matter = published(row.matter_key)
    if not agreed:
        text, todo = "没有确认材料真实。", "请阅读并勾选后提交。"
        raise Refused(Reason("agreed", text, "agreed", "行政许可法 31", _kept(), todo), status=422, title=TITLE)
    if State(row.state) in (State.DRAFT, State.RETURNED):
        judge_prefilled(prefilled_of(row, matter.spec), matter.spec, now, title=TITLE)
        row.version_id = matter.version_id
    beats.decide("submit", facts_of(row, needed_of(row, day_of(now))), MoveInput(today=day_of(now)))
    if not row.number:
        end_prefill(mark=row.code_mark)
        row.number = numbers.draw_number(row.division, matter.department_code, day_of(now), numbers.ONLINE)
        row.query_password = numbers.draw_password()
    row.state, row.submitted_at, row.touched_at = State.SUBMITTED, now, now
    row.submissions, row.due = row.submissions + 1, examine_until(calendar(), day_of(now))
    row.findings = {}
    event = ApplicationSubmitted(
        number=row.number,
        matter=row.matter_key,
        department=row.department_name,
        times=row.submissions,
        due=row.due.isoformat(),
    )
    fields = [
        "version",
        "number",
        "query_password",
        "state",
        "submitted_at",
        "touched_at",
        "submissions",
        "due",
        "findings",
    ]
    ledger.write(row, event, actor=PUBLIC, at=now, update_fields=fields)
    return row


def _kept() -> str:
    return "已填的申请表和已传的文件都在。"


@unit_of_work()
def take_back(*, pk: UUID, now: datetime) -> OnlineApplication:
    """Take an application back, or throw one away that was never submitted; what was filled in is let go of.

    :raises Refused: 409 when a counter received it already or it is over.
    """
    row = _lock(pk)
    if row.state != State.DRAFT:
        beats.decide("take_back", facts_of(row, ()), MoveInput(today=day_of(now)))
    else:
        end_prefill(mark=row.code_mark)
    return end(row, TAKEN_BACK if row.number else DISCARDED, PUBLIC, now)


def end(row: OnlineApplication, why: str, actor: Actor, now: datetime) -> OnlineApplication:
    """End a locked application without a case: its forms are let go of at once, its files after the period for them."""
    row.state, row.ended_at, row.ended_why, row.data, row.due = State.WITHDRAWN, now, why, {}, None
    fields = ["state", "ended_at", "ended_why", "data", "due"]
    ledger.write(row, ApplicationEnded(why=why), actor=actor, at=now, update_fields=fields)
    return row


@unit_of_work()
def lapse(*, now: datetime, most: int = 200) -> int:
    """End what nobody submitted, mended or brought to a counter within thirty days; return how many (one portion)."""
    waiting = (State.DRAFT, State.RETURNED, State.PREAPPROVED)
    rows = OnlineApplication.objects.select_for_update(skip_locked=True).filter(
        ended_at=None, state__in=waiting, touched_at__lte=now - LIVES
    )
    found = list(rows.order_by("touched_at")[:most])
    for row in found:
        end(row, LAPSED, CLOCK, now)
    return len(found)
