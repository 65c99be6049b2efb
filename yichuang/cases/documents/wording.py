"""The phrases that every template shares: who is addressed, who speaks, and the end of a limit as a document states it."""

import re

from yichuang.cases.documents.data import DocumentData, DueDate
from yichuang.foundations.rules.calendar import in_chinese

LIMIT_NAMES = {"promised": "承诺办结期限", "statutory": "法定办结期限"}
# What a screen says about the day it is read on has no place on a paper that is kept; the bracket with the article stays.
_OF_THE_DAY = re.compile(r"[，；](?:已用|还剩|今天|已于).*?(?=（[^（）]*条[^（）]*）|；|。|$)")
_LICENCE_ARTICLE = re.compile(r"（行政许可法[^（）]*）")


def you(applicant_kind: str) -> str:
    """Return how the applicant is addressed: 你 a person, 你单位 an organisation, 你（单位） where it is not known."""
    if not applicant_kind:
        return "你（单位）"
    return "你" if applicant_kind == "person" else "你单位"


def we(authority_name: str) -> str:
    """Return how the issuing authority speaks of itself: an organ is 本机关, a service centre is not an organ."""
    return "本中心" if authority_name.endswith("中心") else "本机关"


def limits(data: DocumentData, licence: bool) -> list[dict[str, str]]:
    """Return name, day and explanation of the promised and the statutory limit, where there is one."""
    return [
        {"name": name, "day": day, "why": on_paper(limit.why, licence) or limit.days}
        for field, name in LIMIT_NAMES.items()
        if (day := last_day(limit := getattr(data, field)))
    ]


def last_day(limit: DueDate) -> str:
    """Write the last day of a limit: 2026年12月1日; a provisional one says what it waits for. Empty where there is none."""
    if limit.due is None:
        return ""
    awaited = f"（暂定，{limit.due.year} 年放假安排公布后更新）" if limit.provisional else ""
    return in_chinese(limit.due) + awaited


def last_day_and_length(limit: DueDate) -> str:
    """Write the last day with the length of the limit: 2026年12月1日（7个工作日）."""
    length = f"（{limit.days.replace(' ', '')}）" if limit.days and limit.due else ""
    return last_day(limit) + length


def on_paper(why: str, licence: bool) -> str:
    """Return a clock's sentence as a paper may say it, without its full stop.

    Left out: the count of the day it was read on, and 行政许可法 where it does not apply.
    """
    text = _OF_THE_DAY.sub("", why)
    text = text if licence else _LICENCE_ARTICLE.sub("", text)
    return text.strip().rstrip("。").replace(" ", "")
