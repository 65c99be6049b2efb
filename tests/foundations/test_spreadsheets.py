"""Lists as spreadsheets: text stays text, numbers stay numbers, nothing is a formula."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from yichuang.foundations.spreadsheets import safe, write_sheet


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_sheet_would_calculate_stays_text(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_a_sheet_has_heads_rows_and_empty_cells() -> None:
    out = BytesIO()
    write_sheet(out, "队列", ("甲", "乙"), [("=HYPERLINK(1)", 3), ("文字", None)])
    sheet = load_workbook(out).active
    assert sheet is not None and sheet.title == "队列"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["甲", "乙"],
        ["'=HYPERLINK(1)", 3],
        ["文字", None],
    ]
