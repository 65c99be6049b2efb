"""What an import would change in a draft, cell by cell, in the words of the sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from yichuang.foundations.rules.grids import Grid, excerpt
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.columns import MACHINE
from yichuang.studio.rules.sheets.writing import sheets

NEW, CHANGED, REMOVED, MOVED = "new", "changed", "removed", "moved"
KIND_NAMES: dict[str, str] = {NEW: "新增", CHANGED: "修改", REMOVED: "删除", MOVED: "调整顺序"}
# Columns (by heading) that tell the rows of a sheet apart; of the others a row is what it says.
KEYS: dict[str, tuple[str, ...]] = {
    layout.FACTS: ("事实编号", "取值编号"),
    layout.QUESTIONS: ("问题编号", "选项编号"),
    layout.SITUATIONS: ("编号",),
    layout.MATERIALS: ("编号",),
    layout.POINTS: ("材料编号", "要点编号"),
    layout.SAMPLES: ("材料编号", "示例编号", "要点编号"),
    layout.REASONS: ("材料编号", "取消情形"),
    layout.OUTCOMES: ("编号",),
}
LABELS = (
    "情形名称",
    "材料名称",
    "审查要点",
    "选项",
    "题目",
    "问题",
    "取值",
    "事实",
    "告知内容",
    "结果名称",
    "环节",
    "名称",
    "内容",
)


@dataclass(frozen=True)
class Change:
    """One difference: what kind, in which sheet, of which row, and for a changed cell its heading, before and after."""

    kind: Literal["new", "changed", "removed", "moved"]
    sheet: str
    what: str
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def kind_name(self) -> str:
        """Return the kind in Chinese."""
        return KIND_NAMES[self.kind]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every difference between two documents, in the order of the workbook."""
    changes: list[Change] = []
    for old, new in zip(sheets(before), sheets(after), strict=True):
        changes += _basic(old, new) if old.name == layout.BASIC else _sheet(old, new)
    return changes


def _basic(old: Grid, new: Grid) -> Iterator[Change]:
    for before, after in zip(old.rows[1:], new.rows[1:], strict=True):
        if before[1] != after[1] and before[3] not in ("schema", "key", "department"):
            yield Change("changed", old.name, before[0], "", excerpt(before[1]), excerpt(after[1]))


def _sheet(old: Grid, new: Grid) -> Iterator[Change]:
    heads = old.rows[0]
    before, after = _rows(old), _rows(new)
    for key, row in after.items():
        if key not in before:
            yield Change("new", old.name, _label(heads, row))
        elif before[key] != row:
            yield from _cells(old.name, heads, before[key], row)
    for key, row in before.items():
        if key not in after:
            yield Change("removed", old.name, _label(heads, row))
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("moved", old.name, "行的先后")


def _rows(grid: Grid) -> dict[tuple[Any, ...], Sequence[str]]:
    heads = grid.rows[0]
    wanted = [heads.index(title) for title in KEYS.get(grid.name, heads)]
    found: dict[tuple[Any, ...], Sequence[str]] = {}
    for row in grid.rows[1:]:
        key: tuple[Any, ...] = tuple(row[place] for place in wanted)
        while key in found:
            key = (*key, "")
        found[key] = row
    return found


def _cells(sheet: str, heads: Sequence[str], before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    for title, old, new in zip(heads, before, after, strict=True):
        if old != new and not _is_said_beside(title, heads, before, after):
            yield Change("changed", sheet, _label(heads, after), title, excerpt(old), excerpt(new))


def _is_said_beside(title: str, heads: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a machine column's change already shows in the words of the column before it."""
    if not title.endswith(MACHINE):
        return False
    words = heads.index(title) - 1
    return before[words] != after[words]


def _label(heads: Sequence[str], row: Sequence[str]) -> str:
    named = {title: cell for title, cell in zip(heads, row, strict=True) if cell}
    owner = named.get("材料名称", "") if "材料编号" in heads else ""
    own = next((named[title] for title in LABELS if title in named and (title != "材料名称" or not owner)), "")
    return excerpt(" · ".join(part for part in (owner, own or next(iter(named.values()), "")) if part))
