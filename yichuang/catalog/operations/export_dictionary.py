"""Write the material dictionary into a spreadsheet; it holds nothing about people, so nothing is put on record."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from openpyxl import Workbook

from yichuang.catalog import policies
from yichuang.catalog.models import MaterialType
from yichuang.catalog.rules.material_types import FIELDS, in_words
from yichuang.foundations.actors import Actor

HEADS = ("编号", *FIELDS.values(), "状态", "使用处")


def export_dictionary(*, actor: Actor, rows: Iterable[MaterialType], uses: Mapping[str, int], out: BinaryIO) -> int:
    """Write the rows with the number of materials that use each, and return how many rows; nothing is a formula.

    :raises NotAllowed: without the right to see the dictionary.
    """
    policies.demand_view(actor)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("材料词典")
    sheet.append(list(HEADS))
    count = 0
    for row in rows:
        count += 1
        fields = [_safe(in_words(name, getattr(row, name))) for name in FIELDS]
        sheet.append([row.key, *fields, row.get_state_display(), uses.get(row.key, 0)])
    book.save(out)
    return count


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
