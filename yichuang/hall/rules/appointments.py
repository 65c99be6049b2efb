"""Words of an appointment, and what is decided about one: booking limits, check-in, no-shows (S2-35, S2-38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.foundations.rules.calendar import CHINA

DRAFT, BOOKED, CHECKED_IN, NO_SHOW, CANCELLED = "draft", "booked", "checked_in", "no_show", "cancelled"
STATES = {
    DRAFT: "正在预约",
    BOOKED: "已预约",
    CHECKED_IN: "已签到",
    NO_SHOW: "爽约",
    CANCELLED: "已取消",
}
TAKING = (BOOKED, CHECKED_IN)
ONLINE, SYSTEM = "online", "system"
SOURCES = {ONLINE: "网上", "desk": "现场", "phone": "电话", "12345": "12345", SYSTEM: "联网系统"}
CODE_LENGTH = 8


@dataclass(frozen=True)
class Limits:
    """A site's booking rules: minutes early and late at check-in, and when no-shows end booking online for a time."""

    early: timedelta = timedelta(minutes=60)
    late: timedelta = timedelta(minutes=15)
    no_shows: int = 3
    within_days: int = 90
    blocked_days: int = 30
    a_day: int = 2
    open_at_once: int = 5


@dataclass(frozen=True)
class Trouble:
    """Why something cannot be done: a code, what happened, what to do."""

    code: str
    said: str
    todo: str


@dataclass(frozen=True)
class Booked:
    """An appointment as the rule of check-in sees it."""

    state: str
    site_id: int
    site_name: str
    start: datetime
    why: str = ""


def judge_check_in(one: Booked, site_id: int, limits: Limits, now: datetime) -> Trouble | None:
    """Return why somebody cannot check in here and now, None when he can; whoever is late still gets a ticket (S2-31: never refused)."""
    at = one.start.astimezone(CHINA)
    shown = f"{at.month}月{at.day}日 {at:%H:%M}"
    if one.state == DRAFT:
        return Trouble("unknown", "没有找到这个预约码。", "请核对短信里的预约码，或直接取号。")
    if one.state == CANCELLED:
        return Trouble("cancelled", f"这个预约已取消：{one.why}", "请直接取号，或重新预约。")
    if one.site_id != site_id:
        return Trouble(
            "elsewhere", f"您预约的是{one.site_name}（{shown}），不是这里。", "请到预约的服务点，或在这里直接取号。"
        )
    if at.date() != now.astimezone(CHINA).date():
        return Trouble("other_day", f"您预约的是 {shown}，不是今天。", "请在预约当天签到；想今天办的，请直接取号。")
    if now < one.start - limits.early:
        opens = (at - limits.early).strftime("%H:%M")
        return Trouble("early", f"您预约的是今天 {at:%H:%M}，现在还不能签到。", f"请 {opens} 以后签到，或先直接取号。")
    return None


def is_late(start: datetime, limits: Limits, now: datetime) -> bool:
    """Tell whether the slot's precedence is lost: the grace after its beginning has run out."""
    return now > start + limits.late


def blocked_until(no_shows: Sequence[datetime], limits: Limits, now: datetime) -> datetime | None:
    """Return until when a person with these no-shows cannot book online, None when he can (0 no-shows: the rule is off)."""
    since = now - timedelta(days=limits.within_days)
    recent = sorted(at for at in no_shows if since <= at <= now)
    if not limits.no_shows or len(recent) < limits.no_shows:
        return None
    until = recent[-1] + timedelta(days=limits.blocked_days)
    return until if until > now else None


def channel_in_words(source: str, system: str = "") -> str:
    """Write through which channel somebody booked: 电话, 联网系统（12345 热线系统）; `system` is the joined system's name."""
    return f"{SOURCES[source]}（{system}）" if source == SYSTEM and system else SOURCES[source]


def grouped(code: str) -> str:
    """Write a code as people read it aloud: 3820 4190."""
    return f"{code[:4]} {code[4:]}"


def read_code(text: str) -> str:
    """Return the digits of a typed code."""
    return "".join(sign for sign in text if sign.isdigit())[:20]


def slot_in_words(start: datetime, end: datetime) -> str:
    """Write a slot as messages do: 12月1日（周二）9:00—9:20."""
    first, last = start.astimezone(CHINA), end.astimezone(CHINA)
    weekday = "一二三四五六日"[first.weekday()]
    return f"{first.month}月{first.day}日（周{weekday}）{first.hour}:{first:%M}—{last.hour}:{last:%M}"
