"""How one field is written into a cell and read back: text, lines, numbers, yes and no, choices, limits, days, conditions.

A blank cell is the field's default. What cannot be read raises `Unreadable` with a sentence for the person who filled it in.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yichuang.foundations.rules.grids import lines_taken, lines_written, quoted, taken, unquoted, written
from yichuang.foundations.rules.text import storable

YES_WORDS = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "支持", "可", "可容缺", "需要"})
NO_WORDS = frozenset(
    {"否", "无", "×", "x", "✗", "n", "no", "false", "0", "不支持", "不可", "不可容缺", "不需要", "/", "-", "—"}
)
MACHINE = "（机读）"
UNITS = {"workday": "个工作日", "natural_day": "日", "same_day": "当日"}
_LIMIT = re.compile(r"^(\d+)\s*[(（]?\s*(个?工作日|个?自然日|日历日|日|天|当日)\s*[)）]?$")
_DAY = re.compile(r"^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: 00:00(?::00)?)?$")
_NUMBER = re.compile(r"^(\d{1,9})(?:\.0+)?\s*(?:份|天|日|个?工作日|次|年|件|名)?$")


class Unreadable(ValueError):
    """Raised for a cell whose text is no value of its field; the message is the reason."""


@dataclass(frozen=True)
class Column:
    """One column: where the field is in its row of the document, how it is written and read, other headings, help. Its heading is the
    field's name (`named`), unless it says another.

    `machine`: for the platform, not for people. `derived`: made from other fields, never read back.
    """

    path: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    empty: Any = ""
    synonyms: tuple[str, ...] = ()
    title: str = ""
    help: str = ""
    machine: bool = False
    derived: bool = False
    width: int = 16


def named(columns: Iterable[Column], names: Callable[[str], str]) -> tuple[Column, ...]:
    """Return the columns with the names of their fields as headings, where they have none of their own."""
    return tuple(one if one.title else replace(one, title=names(one.path) + MACHINE * one.machine) for one in columns)


def plain(cell: str) -> str:
    """Return a cell's text in half-width characters without blanks around it, for numbers and choices."""
    return unicodedata.normalize("NFKC", cell).strip()


def text(path: str, *synonyms: str, **more: Any) -> Column:
    """Return a column of free text."""
    return Column(path, lambda value: written(str(value)), taken, "", synonyms, **more)


def lines(path: str, *synonyms: str, **more: Any) -> Column:
    """Return a column of several texts, one a line."""
    return Column(path, lambda value: lines_written(map(str, value)), lines_taken, (), synonyms, **more)


def number(path: str, *synonyms: str, empty: int | None = 0, **more: Any) -> Column:
    """Return a column of whole numbers."""

    def read(cell: str) -> int:
        found = _NUMBER.match(plain(cell).replace(",", ""))
        if found is None:
            raise Unreadable("应填写不带小数的数字")
        return int(found[1])

    return Column(path, lambda value: "" if value is None else str(value), read, empty, synonyms, **more)


def flag(path: str, *synonyms: str, empty: bool = False, **more: Any) -> Column:
    """Return a column of 是 and 否."""

    def read(cell: str) -> bool:
        said = plain(cell).lower()
        if said in YES_WORDS or said in NO_WORDS:
            return said in YES_WORDS
        raise Unreadable("应填写“是”或“否”")

    return Column(path, lambda value: "是" if value else "否", read, empty, synonyms, **more)


def choice(path: str, names: Mapping[str, str], *synonyms: str, empty: str = "", **more: Any) -> Column:
    """Return a column of one of several words; codes are read too."""
    codes = _codes(names)

    def read(cell: str) -> str:
        return _code(codes, names, cell)

    return Column(path, lambda value: names.get(value, str(value)), read, empty, synonyms, **more)


def usual(path: str, names: Mapping[str, str], *synonyms: str, **more: Any) -> Column:
    """Return a column of free text in which some values have usual names."""
    codes = _codes(names)

    def show(value: Any) -> str:
        return names.get(value) or (quoted(value) if value in names.values() else written(str(value)))

    def read(cell: str) -> str:
        meant = unquoted(cell.strip())
        return meant if meant and meant in names.values() else codes.get(plain(cell), taken(cell))

    return Column(path, show, read, "", synonyms, **more)


def choices(path: str, names: Mapping[str, str], *synonyms: str, **more: Any) -> Column:
    """Return a column of several of several words, divided by 、."""
    codes = _codes(names)

    def read(cell: str) -> list[str]:
        parts = [part for part in re.split(r"[、,，;；\n]+", cell) if part.strip()]
        return list(dict.fromkeys(_code(codes, names, part) for part in parts))

    def show(value: Any) -> str:
        return "、".join(names.get(item, str(item)) for item in value)

    return Column(path, show, read, (), synonyms, **more)


def _codes(names: Mapping[str, str]) -> dict[str, str]:
    return {plain(name): code for code, name in names.items()} | {code: code for code in names}


def _code(codes: Mapping[str, str], names: Mapping[str, str], cell: str) -> str:
    found = codes.get(plain(cell))
    if found is None:
        raise Unreadable(f"应为：{'、'.join(name for name in names.values() if name)}")
    return found


def limit(path: str, *synonyms: str, **more: Any) -> Column:
    """Return a column of time limits: 20个工作日, 15日, 当场办结."""

    def show(value: Any) -> str:
        return f"{value['value']}{UNITS.get(value['unit'], value['unit'])}" if value else ""

    def read(cell: str) -> dict[str, Any]:
        said = plain(cell).replace(" ", "")
        if said in ("当场办结", "即办", "即时办结", "当场"):
            return {"value": 0, "unit": "same_day"}
        found = _LIMIT.match(said)
        if found is None:
            raise Unreadable("应写明数字和单位，如“20个工作日”“15日”“当场办结”")
        unit = "workday" if "工作" in found[2] else "same_day" if found[2] == "当日" else "natural_day"
        return {"value": int(found[1]), "unit": unit}

    return Column(path, show, read, None, synonyms, **more)


def day(path: str, *synonyms: str, **more: Any) -> Column:
    """Return a column of days."""

    def read(cell: str) -> str:
        found = _DAY.match(plain(cell))
        try:
            return date(*map(int, found.groups())).isoformat() if found else _no_day()
        except ValueError as error:
            raise Unreadable("应为日期，如 2026-01-31") from error

    return Column(path, lambda value: str(value or ""), read, None, synonyms, **more)


def _no_day() -> str:
    raise ValueError("no day")


def exact(path: str, *synonyms: str, empty: Any = None, **more: Any) -> Column:
    """Return a column for the platform itself: JSON in its one spelling."""

    def show(value: Any) -> str:
        return "" if value in (None, {}) else quoted(value)

    def read(cell: str) -> Any:
        try:
            value = json.loads(cell.strip(), parse_float=_no_float, parse_constant=_no_float)
        except (ValueError, RecursionError) as error:
            raise Unreadable("这一格供平台读取，内容已被改动，无法识别") from error
        if not isinstance(value, dict) or not storable(json.dumps(value, ensure_ascii=False)):
            raise Unreadable("这一格供平台读取，内容已被改动，无法识别")
        return value

    return Column(path, show, read, empty, synonyms, machine=True, **more)


def _no_float(said: str) -> Any:
    raise ValueError(f"no exact spelling: {said}")


def said(title: str, **more: Any) -> Column:
    """Return a column that is only for reading: made from the other fields, ignored on the way back."""
    return Column("", str, taken, "", derived=True, title=title, **more)
