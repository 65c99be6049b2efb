"""The opening calendar (5+X, S2-38): when a site or one of its boards is open on a day, with the reason of every span and closure.

Order of what decides, the later over the earlier: the week (or a make-up working day, or a holiday), the X (lunch duty, evenings,
weekends, holidays), rest by turns, recurring blackouts, exceptional days. Minutes are counted from midnight in China.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from yichuang.foundations.rules.calendar import WorkCalendar

Minutes = tuple[int, int]
DAY_ENDS = 24 * 60
WORKDAY, WEEKEND, HOLIDAY, MAKEUP = "workday", "weekend", "holiday", "makeup"
DAY_KINDS = {WORKDAY: "工作日", WEEKEND: "双休日", HOLIDAY: "法定节假日", MAKEUP: "调休上班日"}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
USUAL = "正常办公"
EVERY, LAST = 0, -1


@dataclass(frozen=True)
class Span:
    """From one minute of the day to another, and why it is open then."""

    start: int
    end: int
    reason: str = USUAL

    def __str__(self) -> str:
        return f"{clock_text(self.start)}—{clock_text(self.end)}"


@dataclass(frozen=True)
class Extra:
    """An X of 5+X (错时、延时、节假日受理): on kinds of days and weekdays, every so many weeks, for some boards or all."""

    name: str
    start: int
    end: int
    kinds: tuple[str, ...] = (WORKDAY, MAKEUP)
    weekdays: tuple[int, ...] = ()
    boards: tuple[str, ...] = ()
    every: int = 1
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Turn:
    """Rest by turns (轮休) on a weekday of every so many weeks: without `windows` the boards are closed, else these windows of them are.

    While windows rest, a slot of the boards has so many places fewer.
    """

    name: str
    weekday: int
    start: int = 0
    end: int = DAY_ENDS
    boards: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    fewer: int = 0
    every: int = 1
    since: date | None = None


@dataclass(frozen=True)
class Blackout:
    """A recurring closure (such as 周五下午学习): a weekday, every one of the month (0), the nth, or the last (-1)."""

    name: str
    weekday: int
    start: int
    end: int
    nth: int = EVERY
    boards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exceptional:
    """An exceptional day of the site (board "") or of one board: closed without spans, else open exactly then; with the reason."""

    day: date
    spans: tuple[Minutes, ...]
    reason: str
    board: str = ""


@dataclass(frozen=True)
class Rules:
    """A site's opening rules: spans by weekday (Monday first), as which weekday a make-up working day counts, and what departs from it."""

    weekly: tuple[tuple[Minutes, ...], ...] = ((),) * 7
    makeup_as: int = 0
    extras: tuple[Extra, ...] = ()
    turns: tuple[Turn, ...] = ()
    blackouts: tuple[Blackout, ...] = ()


@dataclass(frozen=True)
class DayHours:
    """When something is open on a day: spans in order, why it is closed otherwise, who rests, how many places a slot has fewer."""

    day: date
    kind: str
    spans: tuple[Span, ...] = ()
    closed: str = ""
    resting: tuple[str, ...] = ()
    fewer: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Tell whether it is open at all."""
        return bool(self.spans)

    def covers(self, start: int, end: int) -> bool:
        """Tell whether it is open all of the time from one minute to another."""
        return any(span.start <= start and end <= span.end for span in _joined(self.spans))


def kind_of(calendar: WorkCalendar, day: date) -> str:
    """Return what kind of day it is by the State Council's notice (rulebook 2.6)."""
    worked = calendar.days.get(day)
    if worked is False:
        return HOLIDAY
    if day.weekday() >= 5:
        return MAKEUP if worked else WEEKEND
    return WORKDAY


def hours_on(
    rules: Rules, exceptions: Iterable[Exceptional], calendar: WorkCalendar, day: date, board: str = ""
) -> DayHours:
    """Return when a board (or, with "", the site) is open on a day and why."""
    kind = kind_of(calendar, day)
    special = _special(exceptions, day, board)
    if special is not None:
        spans = tuple(Span(start, end, special.reason) for start, end in sorted(special.spans))
        return DayHours(day, kind, _disjoint(spans), "" if spans else special.reason, notes=(special.reason,))
    spans = _with_extras(rules, kind, day, board)
    made = _Made(spans, "" if spans else f"{DAY_KINDS[kind]}不办公")
    for turn in rules.turns:
        if _turn_on(turn, day):
            _rest(made, turn, board)
    for blackout in rules.blackouts:
        if _blackout_on(blackout, day) and _concerns(blackout.boards, board):
            made.close(blackout.start, blackout.end, blackout.name)
    closed = "" if made.spans else made.closed
    return DayHours(day, kind, made.spans, closed, tuple(made.resting), made.fewer, tuple(made.notes))


@dataclass
class _Made:
    """A day in the making."""

    spans: tuple[Span, ...]
    closed: str
    resting: list[str] = field(default_factory=list)
    fewer: int = 0
    notes: list[str] = field(default_factory=list)

    def close(self, start: int, end: int, name: str) -> None:
        """Take a time out; what was closed already keeps its reason."""
        left = _without(self.spans, start, end)
        if left != self.spans:
            self.spans, self.closed = left, name
            self.notes.append(name)


def _rest(made: _Made, turn: Turn, board: str) -> None:
    if not turn.windows:
        if board in turn.boards:
            made.close(turn.start, turn.end, turn.name)
    elif _concerns(turn.boards, board):
        made.resting += [window for window in turn.windows if window not in made.resting]
        made.fewer += turn.fewer
        made.notes.append(turn.name)


def _with_extras(rules: Rules, kind: str, day: date, board: str) -> tuple[Span, ...]:
    spans = _base(rules, kind, day)
    for extra in rules.extras:
        if _extra_on(extra, kind, day) and _concerns(extra.boards, board):
            spans += (Span(extra.start, extra.end, extra.name),)
    return _disjoint(spans)


def _special(exceptions: Iterable[Exceptional], day: date, board: str) -> Exceptional | None:
    """Return the exception that holds: the board's own before the site's; a closed site closes every board."""
    mine = [one for one in exceptions if one.day == day and one.board in ("", board)]
    closed = next((one for one in mine if not one.board and not one.spans), None)
    return closed or max(mine, key=lambda one: one.board, default=None)


def _base(rules: Rules, kind: str, day: date) -> tuple[Span, ...]:
    if kind == HOLIDAY:
        return ()
    weekday = rules.makeup_as if kind == MAKEUP else day.weekday()
    reason = {WEEKEND: "双休日服务", MAKEUP: DAY_KINDS[MAKEUP]}.get(kind, USUAL)
    return tuple(Span(start, end, reason) for start, end in rules.weekly[weekday])


def _extra_on(extra: Extra, kind: str, day: date) -> bool:
    within = (extra.since is None or extra.since <= day) and (extra.until is None or day <= extra.until)
    named = not extra.weekdays or day.weekday() in extra.weekdays
    return kind in extra.kinds and named and within and _week_of(extra.since, extra.every, day)


def _turn_on(turn: Turn, day: date) -> bool:
    begun = turn.since is None or turn.since <= day
    return day.weekday() == turn.weekday and begun and _week_of(turn.since, turn.every, day)


def _week_of(since: date | None, every: int, day: date) -> bool:
    """Tell whether a day lies in one of every so many weeks, the week of `since` the first."""
    if every <= 1 or since is None:
        return True
    first = since - timedelta(days=since.weekday())
    return (day - first).days // 7 % every == 0


def _blackout_on(blackout: Blackout, day: date) -> bool:
    if day.weekday() != blackout.weekday:
        return False
    if blackout.nth == LAST:
        return (day + timedelta(days=7)).month != day.month
    return blackout.nth == EVERY or (day.day - 1) // 7 + 1 == blackout.nth


def _concerns(boards: Sequence[str], board: str) -> bool:
    """Tell whether what holds for some boards holds here; for the whole site only what holds for all boards."""
    return not boards or board in boards


def _disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order that do not overlap: of two, the earlier keeps its time and the later begins where it ends."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        start = max(span.start, found[-1].end if found else 0)
        if start < min(span.end, DAY_ENDS):
            found.append(Span(start, min(span.end, DAY_ENDS), span.reason))
    return tuple(found)


def _without(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in spans:
        parts = ((span.start, min(span.end, start)), (max(span.start, end), span.end))
        found += [Span(first, last, span.reason) for first, last in parts if first < last]
    return tuple(found)


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end, found[-1].reason)
        else:
            found.append(span)
    return found


def back_by(hours: Iterable[DayHours], minute: int) -> str:
    """Return until when somebody who was passed may come back that day, in words that go before 前: the earliest last end still ahead.

    `hours` are those of the boards that he still needs. Where none is set, or all have closed and only those in the house are served
    still, it is the end of calling.
    """
    ends = [max(span.end for span in one.spans) for one in hours if one.spans]
    ahead = [end for end in ends if end > minute]
    return f"今天{clock_text(min(ahead))}" if ahead else "今天停止叫号"


def open_at(hours: Iterable[DayHours], minute: int) -> bool:
    """Tell whether any of these is open at a minute of the day."""
    return any(span.start <= minute < span.end for one in hours for span in one.spans)


def clock_text(minute: int) -> str:
    """Write a minute of the day as people read it: 8:30."""
    return f"{minute // 60}:{minute % 60:02d}"


def hours_in_words(spans: Iterable[Span]) -> str:
    """Write a day's hours on one line; what touches is joined."""
    return "、".join(str(span) for span in _joined(tuple(spans)))
