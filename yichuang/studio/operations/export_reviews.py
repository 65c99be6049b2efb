"""Write a list of review rounds into a spreadsheet."""

from collections.abc import Iterable
from typing import BinaryIO

from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotAllowed
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.studio.models import ReviewRound
from yichuang.studio.rules.reviewing import RESULT_NAMES

HEADS = (
    "事项名称",
    "基本编码",
    "实施部门",
    "轮次",
    "内容指纹",
    "送审人",
    "送审时间",
    "已完成",
    "专家",
    "结论",
    "评审结束",
)


def export_reviews(*, actor: Actor, rows: Iterable[ReviewRound], title: str, out: BinaryIO) -> int:
    """Write the rounds and return how many; they hold no data of applicants, so nothing is put on record.

    :raises NotAllowed: for those who neither arrange nor judge; Refused 422 for more rows than a sheet may have here.
    """
    if not (actor.may("review.arrange") or actor.may("review.judge")):
        raise NotAllowed("review.arrange", "您的岗位不能导出评审记录。")
    return write_sheet(out, title, HEADS, map(_cells, rows))


def _cells(row: ReviewRound) -> list[str]:
    times = [f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else "" for at in (row.opened_at, row.closed_at)]
    named = "、".join(one.reviewer_name for one in row.assignments.all() if one.replaced_at is None)
    draft, done = row.draft, f"{row.done}/{row.named}"  # type: ignore[attr-defined]
    return [
        draft.name,
        draft.basic_code,
        draft.department.name,
        str(row.number),
        row.content_hash,
        row.opened_by_name,
        times[0],
        done,
        named,
        RESULT_NAMES[row.result],
        times[1],
    ]
