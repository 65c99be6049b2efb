"""The guide of a matter as a Word document on A4: the same content always the same bytes."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yichuang.catalog.rules.guide import NINE_TITLES, Rows, Section, nine_columns, sections
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.archives import steady

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Yichuang</dc:creator></cp:coreProperties>'
)
LABEL, VALUE = Mm(38), Mm(132)
NINE_WIDTHS = tuple(Mm(width) for width in (11, 38, 46, 26, 50, 24, 46, 12, 12))


def guide_paper(spec: MatterSpec, department: str, version: int) -> bytes:
    """Return the guide: what people ask first, the materials in the nine columns of S2-19, and the rest."""
    edition = f"第 {version} 版" if version else "草稿"
    paper = begun(spec.name, f"办事指南 · {department} · {edition}")
    parts = sections(spec, department, version)
    add_sections(paper, [part for part in parts if part.first])
    if len(spec.leaves) > 1:
        paper.add_heading("办理情形", level=1)
        for _, path in spec.leaves:
            paper.add_paragraph(path, style="List Bullet")
    _materials(paper, spec)
    add_sections(paper, [part for part in parts if not part.first])
    return finished(paper)


def begun(title: str, line: str) -> Any:
    """Return a guide on A4 with its title and the line below it."""
    paper = Document()
    _fonts(paper)
    _a4(paper.sections[0])
    paper.add_heading(title, level=0)
    paper.add_paragraph(line)
    return paper


def finished(paper: Any) -> bytes:
    """Return a guide as the bytes of a Word document."""
    out = io.BytesIO()
    paper.save(out)
    return steady(out.getvalue(), {"docProps/core.xml": CORE})


def _fonts(paper: Any) -> None:
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("List Bullet", 10.5)):
        style = paper.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "宋体" if name in ("Normal", "List Bullet") else "黑体")


def _a4(section: Any, *, lying: bool = False) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = Mm(16 if lying else 20)
    section.top_margin = section.bottom_margin = Mm(18)


def add_sections(paper: Any, parts: Sequence[Section]) -> None:
    """Add parts of a guide, each a heading and a table of label and value."""
    for part in parts:
        paper.add_heading(part.title, level=1)
        _pairs(paper, part.rows)


def _pairs(paper: Any, rows: Rows) -> None:
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = LABEL, VALUE
        cells[0].text, cells[1].text = label, value
        cells[0].paragraphs[0].runs[0].bold = True


def _materials(paper: Any, spec: MatterSpec) -> None:
    if not spec.materials:
        return
    _a4(paper.add_section(), lying=True)
    paper.add_heading("申请材料", level=1)
    table = paper.add_table(rows=1, cols=len(NINE_TITLES), style="Table Grid")
    table.autofit = False
    _row(table.rows[0], NINE_TITLES, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(table.rows[0]._tr.makeelement(qn("w:tblHeader"), {}))
    for cells in nine_columns(spec):
        _row(table.add_row(), cells)
    _a4(paper.add_section())


def _row(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, NINE_WIDTHS, strict=True):
        cell.width, cell.text = width, text
        for run in cell.paragraphs[0].runs:
            run.bold, run.font.size = bold, Pt(9)
