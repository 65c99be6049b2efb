"""A file's grids as matters: which of the two layouts each grid has, and which matter it is about."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from yichuang.foundations.rules.grids import ROW, Grid, Trouble, flattened, is_blank
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.merging import NINE, read_grids
from yichuang.studio.rules.sheets.nine import is_nine, name_above, read_nine
from yichuang.studio.rules.sheets.reading import Found, Part, is_basic

USUAL_NAMES = ("sheet", "表", "工作表", "材料表", "材料", "材料清单")


@dataclass(frozen=True)
class Incoming:
    """One matter of a file: its name and key as the file says, and what was read of it (`merging.merge` puts it onto a draft)."""

    name: str
    key: str = ""
    document: Part = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    nine: list[Part] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON, to be kept between the two steps."""
        return asdict(self)


@dataclass(frozen=True)
class Parsed:
    """A whole file: its matters, and everything that could not be used, in the order of the file."""

    matters: tuple[Incoming, ...]
    troubles: tuple[Trouble, ...]


def parse(grids: Sequence[Grid], stem: str) -> Parsed:
    """Read a file's grids; `stem` is the file's name, which names a matter that nothing in the file names."""
    grids = [_official(grid) for grid in grids]
    troubles = [trouble for grid in grids for trouble in grid.troubles]
    full = [grid for grid in grids if grid.name in layout.SHEETS or grid.name == layout.BASIC]
    nine = [grid for grid in grids if grid not in full and is_nine(grid)]
    basic = [grid for grid in grids if grid not in full and grid not in nine and is_basic(grid)]
    for grid in grids:
        if grid not in full and grid not in nine and grid not in basic and any(not is_blank(row) for row in grid.rows):
            reason = "不认识这张表：既不是九列材料表，也不是“基本信息”等全表的一张，整张没有使用"
            troubles.append(Trouble(grid.name, "", reason, ROW))
    if basic and not any(grid.name == layout.BASIC for grid in full):
        full = [Grid(layout.BASIC, basic[0].rows), *full]
    found = Found()
    read_grids(full, found)
    matters = _one(found, nine, stem) if full else _many(found, nine, stem)
    return Parsed(tuple(matters), tuple(_named(troubles + found.troubles, basic)))


def _official(grid: Grid) -> Grid:
    """Give a sheet whose name was written with blanks or full-width forms its official name."""
    names = {flattened(name): name for name in (layout.BASIC, *layout.SHEETS)}
    return Grid(names.get(flattened(grid.name), grid.name), grid.rows, grid.troubles)


def _named(troubles: list[Trouble], basic: list[Grid]) -> list[Trouble]:
    """Call a table of labels by the name it has in the file, not by the one it was read under."""
    real = basic[0].name if basic else layout.BASIC
    return [Trouble(real, *list(asdict(one).values())[1:]) if one.sheet == layout.BASIC else one for one in troubles]


def _one(found: Found, nine: list[Grid], stem: str) -> list[Incoming]:
    rows = [part for grid in nine for _, part in _nine(grid, found)]
    document = found.document
    name = str(document.get("name") or (name_above(nine[0]) if nine else "") or stem)
    key = str(document.get("key") or "")
    return [Incoming(name, key, document, sorted(found.sheets), sorted(found.incomplete), rows)]


def _many(found: Found, nine: list[Grid], stem: str) -> list[Incoming]:
    by_name: dict[str, list[Part]] = {}
    faulty: set[str] = set()
    for grid in nine:
        usual = name_above(grid) or (stem if _usual(grid.name) else grid.name)
        before = len(found.troubles)
        for matter, part in _nine(grid, found):
            by_name.setdefault(matter or usual, []).append(part)
        if any(trouble.weight == ROW for trouble in found.troubles[before:]):
            faulty |= set(by_name)
    return [Incoming(name, incomplete=[NINE] if name in faulty else [], nine=rows) for name, rows in by_name.items()]


def _nine(grid: Grid, found: Found) -> list[tuple[str, Part]]:
    before = len(found.troubles)
    rows = read_nine(grid, found)
    if any(trouble.weight == ROW for trouble in found.troubles[before:]):
        found.incomplete.add(NINE)
    return rows


def _usual(name: str) -> bool:
    return flattened(name).rstrip("0123456789一二三四五六七八九十") in USUAL_NAMES
