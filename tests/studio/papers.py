"""Files as departments send them, made in the test: workbooks with what spreadsheets do, documents, and what is no such file."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document
from openpyxl import Workbook

from yichuang.studio.rules.sheets.nine import TITLES


def workbook(*rows: Sequence[Any], title: str = "Sheet1", change: Callable[[Any, Any], None] | None = None) -> bytes:
    """Return a workbook with one sheet of rows; `change` gets the book and the sheet before it is saved."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def material(name: str, **more: str) -> list[str]:
    """Return one row of the nine columns."""
    usual = {
        "situation": "",
        "source": "公安局",
        "formal": "原件纸质1",
        "tolerable": "否",
        "content": "",
        "blank": "/",
        "sample": "/",
    }
    return ["1", name, *(usual | more).values()]


def document(*tables: Sequence[Sequence[str]], change: Callable[[Any], None] | None = None) -> bytes:
    """Return a Word document with tables of texts."""
    paper = Document()
    for rows in tables:
        table = paper.add_table(rows=len(rows), cols=len(rows[0]))
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(number, place).text = text
    if change:
        change(paper)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a container with one part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for info in archive.infolist():
            if info.filename != name:
                fresh.writestr(info.filename, archive.read(info))
        fresh.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
NINE = list(TITLES)
