"""Word: the tables of a document as grids of text. Text outside tables says nothing that a cell could hold, and is not read."""

import io
from typing import Any

from docx import Document
from docx.table import Table

from yichuang.foundations.rules.grids import NOTE, Grid, Trouble, address, excerpt


def read_word(data: bytes) -> list[Grid]:
    """Return the tables of a document, called 表1, 表2 and so on; merged cells are filled down."""
    tables = Document(io.BytesIO(data)).tables
    return [_grid(f"表{number}", table) for number, table in enumerate(tables, start=1)]


def _grid(name: str, table: Table) -> Grid:
    rows: list[tuple[str, ...]] = []
    troubles: list[Trouble] = []
    above: list[Any] = []
    for number, row in enumerate(table.rows):
        cells = row.cells
        texts: list[str] = []
        for place, cell in enumerate(cells):
            across = place > 0 and cells[place - 1]._tc is cell._tc
            texts.append("" if across else cell.text.replace("\r\n", "\n"))
            if not across and cell.text.strip() and place < len(above) and above[place] is cell._tc:
                troubles.append(
                    Trouble(
                        name, address(number, place), "合并的单元格已拆开，按上一行的内容读入", NOTE, excerpt(cell.text)
                    )
                )
        above = [cell._tc for cell in cells]
        rows.append(tuple(texts))
    return Grid(name, tuple(rows), tuple(troubles))
