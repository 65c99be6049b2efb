"""Excel: a workbook's sheets as grids of text, and grids as a workbook that is the same bytes for the same content.

A formula is never evaluated and its stored result never trusted: the cell is reported and left out.
"""

import io
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yichuang.foundations.archives import steady
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.grids import CELL, NOTE, ROW, Grid, Trouble, address, excerpt

LONGEST_CELL = 32_767
TOLD_EVERY = 250
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Yichuang</dc:creator></cp:coreProperties>'
)
HEAD, MACHINE = PatternFill("solid", "DCE6F1"), Font(color="808080", size=9)


Tell = Callable[[int, int], None]


def read_excel(data: bytes, tell: Tell | None = None) -> list[Grid]:
    """Return the visible sheets as grids; merged cells are filled down, and what is odd is noted cell by cell.

    `tell` hears of every few hundred rows how many of how many are read.
    """
    book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    found: list[Grid] = []
    total = sum(sheet.max_row for sheet in book.worksheets if sheet.sheet_state == "visible")
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            told = partial(_told, tell, sum(len(grid.rows) for grid in found), total) if tell else None
            found.append(_grid(sheet, told))
        elif sheet.max_row > 1 or sheet.max_column > 1:
            reason = "这张表是隐藏的，没有使用；需要导入的请取消隐藏"
            found.append(Grid(sheet.title, (), (Trouble(sheet.title, "", reason, ROW),)))
    return found


def _told(tell: Tell, before: int, total: int, done: int) -> None:
    tell(before + done, total)


def _grid(sheet: Worksheet, told: Callable[[int], None] | None) -> Grid:
    troubles: list[Trouble] = []
    rows: list[list[str]] = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        rows.append([_text(sheet.title, cell, troubles) for cell in row])
        if told is not None and number % TOLD_EVERY == 0:
            told(number)
    rows = [row[: _width(row)] for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    _fill_merged(sheet, rows, troubles)
    hidden = [
        number
        for number, shape in sheet.row_dimensions.items()
        if shape.hidden and 0 < number <= len(rows) and rows[number - 1]
    ]
    troubles += [Trouble(sheet.title, f"A{number}", "这一行是隐藏的，也读入了", NOTE) for number in sorted(hidden)]
    return Grid(sheet.title, tuple(map(tuple, rows)), tuple(troubles))


def _width(row: list[str]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell.strip()), default=0)


def _text(sheet: str, cell: Any, troubles: list[Trouble]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        shown = excerpt(str(getattr(value, "text", value)))
        troubles.append(Trouble(sheet, cell.coordinate, "这里是公式，没有使用；请改为直接填写的内容", CELL, shown))
        return ""
    if cell.data_type == "e":
        troubles.append(Trouble(sheet, cell.coordinate, "这里是错误值，没有使用", CELL, str(value)))
        return ""
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n")


def _fill_merged(sheet: Worksheet, rows: list[list[str]], troubles: list[Trouble]) -> None:
    for area in sorted(sheet.merged_cells.ranges, key=lambda one: one.bounds):
        left, top, right, bottom = area.bounds
        bottom = min(bottom, len(rows))
        if top > bottom or left > len(rows[top - 1]):
            continue
        text = rows[top - 1][left - 1]
        for row in rows[top:bottom]:
            row.extend([""] * (left - len(row)))
            row[left - 1] = text
        if text and bottom > top:
            where = f"{address(top - 1, left - 1)}:{address(bottom - 1, right - 1)}"
            troubles.append(
                Trouble(sheet.title, where, "合并的单元格已拆开，每一行都按同样的内容读入", NOTE, excerpt(text))
            )


def write_excel(grids: Iterable[Grid], widths: dict[str, dict[str, int]] | None = None, head: int = 1) -> bytes:
    """Return a workbook with one sheet a grid; `head` is the row of the headings, `widths` the columns' by sheet and heading.

    :raises Refused: 422 when a text is longer than a cell can be.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        _write_sheet(book.create_sheet(_title(grid.name)), grid, (widths or {}).get(grid.name, {}), head)
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue(), {"docProps/core.xml": CORE})


def _write_sheet(sheet: Worksheet, grid: Grid, widths: dict[str, int], head: int) -> None:
    heads = grid.rows[head - 1] if len(grid.rows) >= head else ()
    for number, row in enumerate(grid.rows, start=1):
        for place, text in enumerate(row, start=1):
            if text:
                _write_cell(sheet, number, place, text)
    for place, title in enumerate(heads, start=1):
        cell = sheet.cell(head, place)
        cell.font, cell.fill = Font(bold=True), HEAD
        machine = title.endswith("（机读）") or title == "字段"
        sheet.column_dimensions[get_column_letter(place)].width = 12 if machine else widths.get(title, 18)
    sheet.freeze_panes = f"A{head + 1}"


def _write_cell(sheet: Worksheet, number: int, place: int, text: str) -> None:
    if len(text) > LONGEST_CELL:
        said = f"“{excerpt(text)}”有 {len(text)} 个字，超过 Excel 一格的上限。"
        reason = Reason("cell_too_long", said, kept="草稿没有改动。", todo="请缩短这一段后再导出。")
        raise Refused(reason, status=422, title="不能导出")
    cell = sheet.cell(number, place)
    cell.value, cell.data_type = text, "s"  # never a formula, whatever it begins with
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "表"
