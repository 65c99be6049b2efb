"""Lists as spreadsheets: text and whole numbers, nothing that a spreadsheet program would run."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from openpyxl import Workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_sheet(out: BinaryIO, title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> None:
    """Write one sheet with a row of heads; text stays text, numbers stay numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(heads))
    for row in rows:
        sheet.append([safe(cell) if isinstance(cell, str) else cell for cell in row])
    book.save(out)


def safe(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
