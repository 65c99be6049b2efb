"""The Chinese of the clocks: counted days, articles, and the phrases that every sentence is put together from."""

from datetime import date

from yichuang.cases.rules.clocks.counting import Tally
from yichuang.cases.rules.clocks.facts import Limit
from yichuang.foundations.rules.calendar import in_chinese

LICENSING_LAW = "行政许可法"
CORRECTION = f"{LICENSING_LAW}第三十二条第一款第四项"
COMPLETION = f"{LICENSING_LAW}第三十二条第一款第五项"
DECISION = f"{LICENSING_LAW}第四十二条"
JOINT_DECISION = f"{LICENSING_LAW}第四十二条第二款"
SERVICE = f"{LICENSING_LAW}第四十四条"
PROCEDURE = f"{LICENSING_LAW}第四十五条"
IN_WORKDAYS = "第八十二条"
REAL_ESTATE = "不动产登记暂行条例第十七条"


def counted(value: int, limit: Limit) -> str:
    """Write a number of days in the unit of a limit: 5 个工作日, 30 日."""
    return f"{value} 日" if limit[1] == "natural_day" else f"{value} 个工作日"


def first_day(limit: Limit) -> str:
    """Name the day from which a limit is counted."""
    return "次日" if limit[1] == "natural_day" else "次一工作日"


def length(name: str, tally: Tally, limit: Limit) -> str:
    """Say how long a limit is: 法定期限 20 个工作日, or 承诺期限为当日."""
    return f"{name} {counted(tally.total, limit)}" if tally.total else f"{name}为当日"


def progress(tally: Tally, limit: Limit, today: date, must: str = "") -> str:
    """Say how far a running clock has come, and what must be done until when."""
    if tally.due is None:
        return f"已用 {counted(tally.used, limit)}，还剩 {counted(tally.left, limit)}"
    if tally.late:
        return overdue(tally, limit) + (f"，请立即{must}" if must else "")
    if today == tally.due:
        return f"今天（{in_chinese(tally.due)}）到期" + (f"，应当日{must}" if must else "")
    until = f"应于{in_chinese(tally.due)}前（含当日）{must or '告知'}"
    return f"已用 {counted(tally.used, limit)}，还剩 {counted(tally.left, limit)}，{until}"


def overdue(tally: Tally, limit: Limit) -> str:
    """Say since when and by how much a limit is exceeded."""
    assert tally.due is not None
    by = f"逾期 {counted(-tally.left, limit)}" if tally.left else "已经逾期"
    return f"已于{in_chinese(tally.due)}期满，{by}"


def outcome(tally: Tally, limit: Limit) -> str:
    """Say whether a stopped clock was in time, and how many days it took."""
    took = f"用 {counted(tally.used, limit)}" if tally.used else "当日完成"
    if tally.due is None:
        return took
    if tally.late:
        by = f"超过 {counted(-tally.left, limit)}" if tally.left else "已经逾期"
        return f"{took}，期限为{in_chinese(tally.due)}，{by}"
    return f"{took}，在期限（{in_chinese(tally.due)}）之内"


def sentence(*parts: str) -> str:
    """Join the parts that have something to say into one sentence."""
    return "；".join(part for part in parts if part) + "。"
