"""Lists as spreadsheets: text and whole numbers, nothing that a spreadsheet program would run."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from openpyxl import Workbook

from yichuang.foundations.problems import Reason, Refused

LIMIT = 50_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_sheet(
    out: BinaryIO,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | None]],
    above: Iterable[Sequence[str]] = (),
) -> int:
    """Write one sheet with a row of heads, `above` it what the list is about, and return how many rows; numbers stay numbers.

    :raises Refused: 422 for more rows than a sheet has here, so that no list is cut without a word; ask the database for `LIMIT` + 1.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    count = 0
    for line in (*above, heads):
        sheet.append([safe(cell) for cell in line])
    for count, row in enumerate(rows, 1):
        if count > LIMIT:
            said, todo = f"符合条件的超过 {LIMIT} 行。", "请缩小查询范围后分几次导出。"
            raise Refused(
                Reason("too_many", said, kept="没有导出。", todo=todo), status=422, title="太多了，不能一次导出"
            )
        sheet.append([safe(cell) if isinstance(cell, str) else cell for cell in row])
    book.save(out)
    return count


def safe(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
