"""The opening rules as stored and as typed: JSON in and out, a line of text a rule, every fault named (S2-38)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from itertools import pairwise
from typing import Any

from yichuang.hall.rules.opening import (
    DAY_ENDS,
    DAY_KINDS,
    LAST,
    WEEKDAYS,
    Blackout,
    Extra,
    Minutes,
    Rules,
    Turn,
    clock_text,
)

_TIME = re.compile(r"^(\d{1,2})[:：](\d{2})$")
_DASH = re.compile(r"\s*(?:-|—|–|~|～|至|到)\s*")


class Unreadable(ValueError):
    """Raised when a text is no time, span or rule; says in Chinese what is wrong."""


def to_json(rules: Rules) -> dict[str, Any]:
    """Return the rules as they are stored."""
    return _plain(asdict(rules))


def from_json(stored: Mapping[str, Any]) -> Rules:
    """Return stored rules; what is missing is empty."""
    weekly = stored.get("weekly") or [[]] * 7
    return Rules(
        weekly=tuple(tuple((int(start), int(end)) for start, end in day) for day in weekly),
        makeup_as=int(stored.get("makeup_as", 0)),
        extras=tuple(_made(Extra, one) for one in stored.get("extras", ())),
        turns=tuple(_made(Turn, one) for one in stored.get("turns", ())),
        blackouts=tuple(_made(Blackout, one) for one in stored.get("blackouts", ())),
    )


def _made(kind: Any, stored: Mapping[str, Any]) -> Any:
    names = {one.name for one in fields(kind)}
    given: dict[str, Any] = {}
    for name, value in stored.items():
        if name in names:
            given[name] = tuple(value) if isinstance(value, list) else value
    for name in ("since", "until"):
        if given.get(name):
            given[name] = date.fromisoformat(given[name])
        elif name in given:
            given[name] = None
    return kind(**given)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def read_time(text: str) -> int:
    """Return the minute of the day that a text such as 8:30 says. :raises Unreadable: when it says none."""
    match = _TIME.match(text.strip())
    minute = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else -1
    if not 0 <= minute <= DAY_ENDS:
        raise Unreadable(f"“{text.strip()}”不是时间，请写成 8:30 这样")
    return minute


def read_spans(text: str) -> tuple[Minutes, ...]:
    """Return the spans of a text such as `8:30-12:00、13:30-17:30`, in order; nothing for an empty one.

    :raises Unreadable: for what is no span, ends before it begins, or overlaps another.
    """
    found: list[Minutes] = []
    for part in filter(None, re.split(r"[、，,；;\n]+", text.strip())):
        ends = _DASH.split(part.strip())
        if len(ends) != 2:
            raise Unreadable(f"“{part.strip()}”不是时段，请写成 8:30-12:00 这样")
        start, end = read_time(ends[0]), read_time(ends[1])
        if start >= end:
            raise Unreadable(f"时段 {part.strip()} 的结束不晚于开始")
        found.append((start, end))
    found.sort()
    for before, after in pairwise(found):
        if after[0] < before[1]:
            raise Unreadable(f"时段 {spans_text([before])} 和 {spans_text([after])} 重叠")
    return tuple(found)


def spans_text(spans: Sequence[Minutes]) -> str:
    """Write spans as they are typed."""
    return "、".join(f"{clock_text(start)}-{clock_text(end)}" for start, end in spans)


def faults(rules: Rules, boards: Sequence[str], windows: Sequence[str]) -> list[str]:
    """Return what is wrong with rules that can be read: names, order of times, unknown boards and windows."""
    said = []
    every: list[Extra | Turn | Blackout] = [*rules.extras, *rules.turns, *rules.blackouts]
    for one in every:
        label = f"“{one.name or '（无名称）'}”"
        if not one.name.strip():
            said.append("有一条规则没有名称：名称会告诉办事群众，请填写。")
        if one.start >= one.end:
            said.append(f"{label}的结束时间不晚于开始时间。")
        said += [f"{label}写到的板块“{board}”本服务点没有。" for board in one.boards if board not in boards]
    for turn in rules.turns:
        said += [f"“{turn.name}”写到的窗口“{one}”本服务点没有。" for one in turn.windows if one not in windows]
        if not turn.boards and not turn.windows:
            said.append(f"“{turn.name}”没有写明哪个板块或窗口轮休。")
    for extra in rules.extras:
        if extra.since and extra.until and extra.until < extra.since:
            said.append(f"“{extra.name}”的截止日期早于开始日期。")
        if not extra.kinds:
            said.append(f"“{extra.name}”没有选择适用于哪些日子。")
    needs_since = [one.name for one in rules.extras if one.every > 1 and one.since is None]
    needs_since += [one.name for one in rules.turns if one.every > 1 and one.since is None]
    said += [f"“{name}”隔周执行，请填写从哪一天的那周算起。" for name in needs_since]
    return said


def in_words(rule: Extra | Turn | Blackout, names: Mapping[str, str] | None = None) -> str:
    """Write a rule as one line; `names` has the boards' names by letter."""
    when = f"{clock_text(rule.start)}—{clock_text(rule.end)}"
    boards = f"，{'、'.join((names or {}).get(one, one) for one in rule.boards)}" if rule.boards else ""
    weeks = 1 if isinstance(rule, Blackout) else rule.every
    every = f"，每 {weeks} 周一次" if weeks > 1 else ""
    if isinstance(rule, Extra):
        days = "、".join(WEEKDAYS[day] for day in rule.weekdays) or "每天"
        kinds = "、".join(DAY_KINDS[kind] for kind in rule.kinds)
        return f"{kinds}（{days}）{when}{boards}{every}"
    if isinstance(rule, Turn):
        who = f"，{'、'.join(rule.windows)} 号窗口轮休" if rule.windows else ""
        return f"{WEEKDAYS[rule.weekday]} {when}{boards}{who}{every}"
    which = "每月最后一个" if rule.nth == LAST else f"每月第 {rule.nth} 个" if rule.nth else "每个"
    return f"{which}{WEEKDAYS[rule.weekday]} {when}{boards}"


def week_in_words(rules: Rules) -> list[tuple[str, str]]:
    """Write the usual week: days of the same hours that follow each other are one line, such as 周一至周五."""
    lines: list[tuple[int, int, tuple[Minutes, ...]]] = []
    for day, spans in enumerate(rules.weekly):
        if lines and lines[-1][2] == spans:
            lines[-1] = (lines[-1][0], day, spans)
        else:
            lines.append((day, day, spans))
    return [
        (
            WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}至{WEEKDAYS[last]}",
            "、".join(f"{clock_text(start)}—{clock_text(end)}" for start, end in spans) or "不开放",
        )
        for first, last, spans in lines
    ]
