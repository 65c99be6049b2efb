"""Write the material dictionary into a spreadsheet; it holds nothing about people, so nothing is put on record."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from yichuang.catalog import policies
from yichuang.catalog.models import MaterialType
from yichuang.catalog.rules.material_types import FIELDS, in_words
from yichuang.foundations.actors import Actor
from yichuang.foundations.spreadsheets import write_sheet

TITLE = "材料词典"
HEADS = ("编号", *FIELDS.values(), "状态", "使用处")


def export_dictionary(*, actor: Actor, rows: Iterable[MaterialType], uses: Mapping[str, int], out: BinaryIO) -> None:
    """Write the rows with the number of materials that use each.

    :raises NotAllowed: without the right to see the dictionary.
    """
    policies.demand_view(actor)
    write_sheet(out, TITLE, HEADS, (_cells(row, uses.get(row.key, 0)) for row in rows))


def _cells(row: MaterialType, uses: int) -> list[str]:
    fields = [in_words(name, getattr(row, name)) for name in FIELDS]
    return [row.key, *fields, row.get_state_display(), str(uses)]
