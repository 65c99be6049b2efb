"""Write a list of cases into a spreadsheet, and put on record who took it and what was asked (个人信息保护法 51, 54)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from yichuang.cases.events import CasesExported
from yichuang.cases.models import Case, ExportRecord
from yichuang.cases.queries.timing import NEVER
from yichuang.cases.rules.states import TEXTS, State
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotAllowed
from yichuang.foundations.sealed import mask_name
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.foundations.transactions import unit_of_work

HEADS = (
    "统一申报编码",
    "事项",
    "情形",
    "申请人",
    "状态",
    "收件服务点",
    "收件时间",
    "受理日",
    "承诺办结日",
    "法定办结日",
    "下一到期日",
    "承办人",
    "容缺待补",
)


@unit_of_work()
def export_cases(
    *, actor: Actor, rows: Iterable[Case], title: str, asked: Mapping[str, str], out: BinaryIO, now: datetime
) -> int:
    """Write the rows and return how many; natural persons' names are masked, numbers stay text, nothing is a formula.

    :raises NotAllowed: without the right to export. :raises Refused: 422 for more rows than a sheet may have here.
    """
    if not actor.may("case.export"):
        raise NotAllowed("case.export", "您的岗位不能导出办件。")
    return export_rows(actor=actor, heads=HEADS, rows=map(_cells, rows), title=title, asked=asked, out=out, now=now)


@unit_of_work()
def export_rows(
    *,
    actor: Actor,
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | None]],
    title: str,
    asked: Mapping[str, str],
    out: BinaryIO,
    now: datetime,
) -> int:
    """Write the rows of any list and return how many, on record; whoever calls has asked whether the actor may.

    :raises Refused: 422 for more rows than a sheet may have here.
    """
    count = write_sheet(out, title, heads, rows)
    record = ExportRecord(staff_id=actor.id, staff_name=actor.name, title=title, asked=dict(asked), rows=count, at=now)
    ledger.write(record, CasesExported(title=title, asked=dict(asked), rows=count), actor=actor, at=now)
    return count


def shown_name(case: Case) -> str:
    """Return the applicant as spreadsheets show him: natural persons masked."""
    return mask_name(case.applicant_name) if case.applicant_kind == "person" else case.applicant_name


def _cells(case: Case) -> list[str]:
    name = shown_name(case)
    days = (case.accepted_on, case.promised_due, case.statutory_due, case.next_due if case.next_due < NEVER else None)
    return [
        case.number,
        case.matter_name,
        case.situation_name,
        name,
        TEXTS[State(case.state)].name,
        case.site_name,
        f"{case.received_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        *(day.isoformat() if day else "" for day in days),
        case.officer_name,
        str(case.tolerated_open or ""),
    ]
