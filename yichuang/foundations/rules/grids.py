"""Grids of text as they come out of a file or go into one, and what could not be used of them, cell by cell."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from yichuang.foundations.rules.text import storable

ROW: Final = "row"
CELL: Final = "cell"
NOTE: Final = "note"
Weight = Literal["row", "cell", "note"]
WEIGHT_NAMES: dict[str, str] = {ROW: "整行没有使用", CELL: "这一格没有使用", NOTE: "已使用，请核对"}
HEADER_WITHIN = 20
EXCERPT = 60


@dataclass(frozen=True)
class Trouble:
    """What could not be used, or was used with a remark: the place (表名!B7), the reason, and what stood there."""

    sheet: str
    cell: str
    reason: str
    weight: Weight = CELL
    shown: str = ""

    @property
    def where(self) -> str:
        """Return the place as spreadsheets write it."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def weight_name(self) -> str:
        """Return what became of the place, in Chinese."""
        return WEIGHT_NAMES[self.weight] if self.cell or self.weight != ROW else "整张表没有使用"


@dataclass(frozen=True)
class Grid:
    """One table of a file: its name, its cells as text, and what was noticed while reading it. `first` is the number of the first row."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    troubles: tuple[Trouble, ...] = ()

    def at(self, row: int, column: int) -> str:
        """Return the text of a cell counted from 0; empty outside."""
        line = self.rows[row] if 0 <= row < len(self.rows) else ()
        return line[column] if 0 <= column < len(line) else ""

    def trouble(self, row: int, column: int, reason: str, weight: Weight = CELL) -> Trouble:
        """Return a trouble at a cell counted from 0."""
        return Trouble(self.name, address(row, column), reason, weight, excerpt(self.at(row, column)))


def address(row: int, column: int) -> str:
    """Return a cell's address, such as B7 for row 6 and column 1 counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def excerpt(text: str) -> str:
    """Return the beginning of a text for a report."""
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else f"{flat[: EXCERPT - 1]}…"


def flattened(title: str) -> str:
    """Return a heading as it is compared: without blanks, line breaks, punctuation and full-width forms."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", title)).lower()


def is_blank(row: Sequence[str]) -> bool:
    """Tell whether nothing is written in a row."""
    return not any(cell.strip() for cell in row)


def header_of(grid: Grid, known: Iterable[str], least: int) -> int | None:
    """Return the row in which at least `least` headings are known; None when there is none near the top."""
    wanted = set(known)
    for number, row in enumerate(grid.rows[:HEADER_WITHIN]):
        if len({flattened(cell) for cell in row} & wanted) >= least:
            return number
    return None


def written(text: str) -> str:
    """Return a text as it stands in a cell: as it is, or quoted like JSON where a cell could not keep it exactly."""
    return quoted(text) if _needs_quotes(text) else text


def quoted(value: object) -> str:
    """Return a value as JSON in its one spelling, with escapes for what a cell cannot keep."""
    found = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not _UNKEEPABLE.search(found):
        return found
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).replace("_x", "\\u005fx")


def taken(cell: str) -> str:
    """Return the text that a cell means: without blanks around it, unless it was quoted to keep them."""
    text = cell.strip()
    meant = unquoted(text)
    return text if meant is None or not _needs_quotes(meant) else meant


def shown(text: str) -> str:
    """Return a text that is only read in a cell, without what a cell cannot keep."""
    return _UNKEEPABLE.sub(" ", text).strip()


def _needs_quotes(text: str) -> bool:
    if text != text.strip() or _UNKEEPABLE.search(text):
        return True
    meant = unquoted(text)
    return meant is not None and _needs_quotes(meant)


# What XML 1.0 cannot hold, what parsers change (CR), and what spreadsheets read as an escape of their own (_x000D_).
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


def unquoted(text: str) -> str | None:
    """Return the text that was written as a JSON string, None for anything else."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, str) and storable(value) else None


def lines_written(items: Iterable[str]) -> str:
    """Return several texts as the lines of one cell."""
    return "\n".join(line_written(item) for item in items)


def line_written(item: str) -> str:
    """Return one text as one line of a cell."""
    return quoted(item) if not item or "\n" in item else written(item)


def lines_taken(cell: str) -> list[str]:
    """Return the texts of a cell's lines; empty lines are left out."""
    return [item for line in cell.split("\n") if (item := line_taken(line)) is not None]


def line_taken(line: str) -> str | None:
    """Return the text that one line means; None for an empty line."""
    text = line.strip()
    meant = unquoted(text)
    if meant is not None and (not meant or "\n" in meant or _needs_quotes(meant)):
        return meant
    return text or None
