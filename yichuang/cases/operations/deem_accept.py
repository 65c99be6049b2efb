"""Deem an application accepted (视为受理): five working days passed without a notice; the acceptance is back-dated to the receipt."""

from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.operations import beats
from yichuang.cases.operations.accept import write_acceptance
from yichuang.cases.queries import access, facts, timing
from yichuang.cases.rules import clocks
from yichuang.cases.rules.facts import MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

CALENDAR_MISSING = "calendar_missing"


@unit_of_work()
def deem_accept(*, actor: Actor, number: str, now: datetime) -> Case:
    """Accept a case as of its receipt day because no notice was given in time, and record who was responsible.

    :raises Refused: while the notice period still runs, or when the case has moved on. 行政许可法 32(一)4; 不动产登记暂行条例 17.
    """
    case = access.lock_case(actor, number, "deem_accept")
    if case.practice:
        said = "练习件没有申请人在等，不会视为受理。"
        raise Refused(Reason("practice", said, rule="S0-26", kept="没有改动。", todo="请按任务继续练习。"))
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    deemed = clocks.deemed_acceptance(
        timing.clock_facts(case, corrections=list(case.corrections.all())),
        timing.rules_of(spec),
        calendar(),
        day_of(now),
    )
    if deemed and deemed.provisional:
        raise Refused(
            Reason(
                CALENDAR_MISSING,
                "五日告知期限落在放假安排尚未公布的年份，期限的最后一日还不能确定。",
                rule="行政许可法 32(一)4",
                kept="本件仍是已收件。",
                todo="请导入该年的放假安排；导入后自动重新计算。",
            ),
            title="暂不能视为受理",
        )
    beats.decide("deem_accept", facts.facts_of(case, spec, rows), MoveInput(notice_deemed=deemed.why if deemed else ""))
    assert deemed is not None
    return write_acceptance(
        case,
        spec,
        rows,
        actor=actor,
        now=now,
        complete_on=deemed.as_of,
        accepted_on=deemed.as_of,
        deemed=True,
        why=deemed.why,
    )
