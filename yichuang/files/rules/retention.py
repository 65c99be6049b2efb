"""How long files are kept: one table, a period for each kind of file and from when it runs (个人信息保护法 19: no longer than needed).

Where a law names no period for a kind, the archive grades of 机关文件材料归档范围和文书档案保管期限规定 are taken
(国家档案局令第8号: 永久、30 年、10 年); rulebook 2.5 has the archive rules (716号令 12: an electronic file is the archive).
A house may name other periods (`YICHUANG_RETENTION`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

CASE = "case"
DOCUMENT_PURPOSE = "document"
# Owners whose key is a number that begins with its division.
NUMBERED = (CASE, "joint_case")
_LENGTH = re.compile(r"(\d{1,3})(y|m|d)")


@dataclass(frozen=True)
class Length:
    """A period in years, months and days of the calendar."""

    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def words(self) -> str:
        """Return it as people say it."""
        parts = ((self.years, "年"), (self.months, "个月"), (self.days, "天"))
        return "".join(f"{number} {unit}" for number, unit in parts if number)

    def before(self, now: datetime) -> datetime:
        """Return the instant from which on it has just passed at `now`; the last day of a month where there is no such day."""
        months = now.year * 12 + now.month - 1 - self.years * 12 - self.months
        year, month = divmod(months, 12)
        for day in (now.day, 30, 29, 28):
            try:
                back = now.replace(year=year, month=month + 1, day=min(day, now.day))
            except ValueError:
                continue
            return back - timedelta(days=self.days)
        raise AssertionError("every month has a 28th")


@dataclass(frozen=True)
class Period:
    """How long one kind of file is kept; `length` None: for good. It runs from `since`, and never before the file itself came."""

    kind: str
    name: str
    length: Length | None
    since: str
    ground: str


TABLE: tuple[Period, ...] = (
    Period(
        "case", "办件材料、签名、业务系统传入的文件", Length(years=10), "办结", "档案局令 8（10 年）；个人信息保护法 19"
    ),
    Period(
        "document", "文书（受理、告知、决定等签章文件）", Length(years=30), "办结", "档案局令 8（30 年）；716号令 12"
    ),
    Period("practice", "练习件的材料和文书", Length(months=6), "收件", "S0-26；个人信息保护法 19"),
    Period(
        "joint_case", "一件事联办收件时的扫描件", Length(years=10), "全部办结", "档案局令 8（10 年）；个人信息保护法 19"
    ),
    Period("desk", "收件前识别的证件、上传的扫描件", Length(days=30), "上传", "个人信息保护法 19、47"),
    Period("online", "网上申请上传的材料（收件的另按办件保存）", Length(days=30), "结束", "个人信息保护法 19、47"),
    Period("adjustment", "动态调整申请的附件", Length(years=10), "决定", "档案局令 8（10 年）"),
    Period("matter", "事项的空白表格、示例和样本", None, "—", "已发布的事项不改，各版本随时可查"),
)


@dataclass(frozen=True)
class Ended:
    """When the matter behind a file ended, None while it goes on; `practice`: it never counted."""

    at: datetime | None
    practice: bool = False


def periods(told: str = "") -> dict[str, Period]:
    """Return the table by kind, with the periods that a house names: `case=15y,desk=7d` (y, m, d).

    :raises ValueError: for a kind that is not in the table, or a length that is none.
    """
    table = {period.kind: period for period in TABLE}
    for part in (piece.strip() for piece in told.split(",") if piece.strip()):
        kind, _, text = part.partition("=")
        found = _LENGTH.fullmatch(text)
        if kind not in table or found is None or int(found[1]) == 0:
            raise ValueError(f"{part}: one of {', '.join(table)} = a number with y, m or d")
        length = Length(**{{"y": "years", "m": "months", "d": "days"}[found[2]]: int(found[1])})
        table[kind] = replace(table[kind], length=length, ground=f"{table[kind].ground}；本地设定")
    return table


def kind_of(owner_kind: str, purpose: str, practice: bool) -> str:
    """Return the kind of a file in the table, from whom it belongs to and what it is for."""
    if practice:
        return "practice"
    return "document" if owner_kind == CASE and purpose == DOCUMENT_PURPOSE else owner_kind


def over(period: Period | None, ended: Ended, came_at: datetime, now: datetime) -> bool:
    """Tell whether a file's period has passed: counted from the later of the end of its matter and its own coming."""
    if period is None or period.length is None or ended.at is None:
        return False
    return max(ended.at, came_at) <= period.length.before(now)


def shortest(owner_kind: str, table: Mapping[str, Period]) -> Length | None:
    """Return the shortest period that a file of this owner can have: what came later need not be looked at."""
    # What was rehearsed, case or joint case, is kept shorter than what is real.
    rehearsed = ("practice",) if owner_kind in NUMBERED else ()
    kinds = (owner_kind, *(("document",) if owner_kind == CASE else ()), *rehearsed)
    lengths = [period.length for kind in kinds if (period := table.get(kind)) and period.length]
    return min(lengths, key=lambda length: (length.years * 12 + length.months) * 31 + length.days, default=None)
