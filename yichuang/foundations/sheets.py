"""A list as a spreadsheet: text stays text, nothing is read as a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_of(title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Return a workbook with one sheet: the heads, then the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(heads))
    for row in rows:
        sheet.append([safe(cell) if isinstance(cell, str) else cell for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def safe(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
