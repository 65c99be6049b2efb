"""The organisation's workbook (docs/operators.md): one sheet a kind, one row a place; every unusable cell with its reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from yichuang.foundations.rules.grids import NOTE, ROW, Grid, Trouble, flattened, header_of, is_blank, taken
from yichuang.organizations.rules.places import (
    CHOICES,
    COLUMNS,
    DIVISION,
    DIVISION_KINDS,
    KINDS,
    Column,
    Known,
    faults,
    key_of,
)

UPPER = ("letter", "board", "number", "code", "parent", "uscc")


@dataclass(frozen=True)
class Row:
    """One place as a file has it: the fields whose columns are there, and where each stands (sheet, row and columns counted from 0)."""

    kind: str
    values: dict[str, str]
    sheet: str = ""
    line: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what the place is called by."""
        return key_of(self.kind, self.values)

    def trouble(self, name: str, reason: str) -> Trouble:
        """Return a trouble at the cell of a field."""
        grid = Grid(self.sheet, ())
        found = grid.trouble(self.line, self.columns.get(name, 0), reason, ROW)
        return Trouble(found.sheet, found.cell, reason, ROW, self.values.get(name, ""))


@dataclass(frozen=True)
class Change:
    """What a row would do: add a place, or change fields of one (field → before, after)."""

    row: Row
    added: bool
    before: dict[str, str]
    after: dict[str, str]

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Return what changes in words: the field's name, before, after."""
        kind = self.row.kind
        return [
            (column.name, in_words(kind, column.field, self.before.get(column.field, "")),
             in_words(kind, column.field, self.after[column.field]))
            for column in COLUMNS[kind]
            if column.field in self.after and (not self.added or self.after[column.field])
        ]  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """What a file would do beside what is there, and everything of it that cannot be used."""

    changes: tuple[Change, ...]
    unchanged: int
    troubles: tuple[Trouble, ...]

    @property
    def usable(self) -> bool:
        """Tell whether every row can be used; with one that cannot, nothing is imported."""
        return not any(trouble.weight != NOTE for trouble in self.troubles)


def in_words(kind: str, name: str, value: str) -> str:
    """Return a value as people write it."""
    return CHOICES.get((kind, name), {}).get(value, value)


def read(grids: Iterable[Grid]) -> tuple[list[Row], list[Trouble]]:
    """Return the rows of a workbook's sheets, in the order in which places stand on each other, and what could not be read."""
    by_name = {flattened(name): kind for kind, name in KINDS.items()}
    found: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    troubles: list[Trouble] = []
    for grid in grids:
        troubles += grid.troubles
        kind = by_name.get(flattened(grid.name))
        if kind is None:
            if any(not is_blank(row) for row in grid.rows) and flattened(grid.name) != "填写说明":
                names = "、".join(KINDS.values())
                troubles.append(Trouble(grid.name, "", f"不认识这张表，没有使用；表名应是{names}之一", NOTE))
            continue
        rows, faulty = _rows(kind, grid)
        found[kind] += rows
        troubles += faulty
    return [row for kind in KINDS for row in found[kind]], troubles


def _rows(kind: str, grid: Grid) -> tuple[list[Row], list[Trouble]]:
    known = {flattened(column.name): column for column in COLUMNS[kind]}
    head = header_of(grid, known, 2)
    if head is None:
        if all(is_blank(row) for row in grid.rows):
            return [], []
        return [], [
            Trouble(
                grid.name,
                "A1",
                f"没有找到表头；{KINDS[kind]}表应有：{'、'.join(one.name for one in COLUMNS[kind])}",
                ROW,
            )
        ]
    columns = {
        known[flat].field: place for place, title in enumerate(grid.rows[head]) if (flat := flattened(title)) in known
    }
    troubles = [
        grid.trouble(head, place, "不认识这一列，没有使用", NOTE)
        for place, title in enumerate(grid.rows[head])
        if title.strip() and flattened(title) not in known
    ]
    missing = [column.name for column in COLUMNS[kind] if column.needed and column.field not in columns]
    if missing:
        return [], [*troubles, grid.trouble(head, 0, f"缺少这些列：{'、'.join(missing)}", ROW)]
    rows = [
        Row(kind, _values(kind, grid, number, columns), grid.name, number, columns)
        for number in range(head + 1, len(grid.rows))
        if not is_blank(grid.rows[number])
    ]
    return rows, troubles


def _values(kind: str, grid: Grid, number: int, columns: Mapping[str, int]) -> dict[str, str]:
    return {name: meant(kind, name, taken(grid.at(number, place))) for name, place in columns.items()}


def meant(kind: str, name: str, text: str) -> str:
    """Return a typed value as it is kept: choices by their code, codes in capitals without blanks."""
    choices = CHOICES.get((kind, name))
    if choices is not None:
        return {word: code for code, word in choices.items()}.get(text.strip(), text.strip())
    return "".join(text.split()).upper() if name in UPPER else text.strip()


def judge(rows: Sequence[Row], known: Known, outside: Callable[[str, Mapping[str, str]], bool]) -> Judged:
    """Return what the rows would do beside what is known (which takes them in), and every reason why one cannot be used.

    `outside` tells whether a place is not the actor's to manage.
    """
    changes: list[Change] = []
    troubles: list[Trouble] = []
    unchanged, seen = 0, set()
    for row in sorted(rows, key=_standing):
        if (place := (row.kind, row.key)) in seen:
            name = COLUMNS[row.kind][0 if row.kind not in ("board", "window") else 1].field
            troubles.append(row.trouble(name, f"{KINDS[row.kind]}“{row.key}”在文件里写了两次"))
            continue
        seen.add(place)
        old = known.places[row.kind].get(row.key)
        wrong = _wrong(row, old, known)
        if not wrong and _changes(row, old) and outside(row.kind, {**(old or {}), **row.values}):
            first = COLUMNS[row.kind][0].field
            wrong = [row.trouble(first, f"{KINDS[row.kind]}“{row.key}”不在您管理的范围内（S0-25）")]
        if wrong:
            troubles += wrong
            continue
        after = {name: value for name, value in row.values.items() if old is None or old.get(name, "") != value}
        if not after:
            unchanged += 1
            continue
        known.put(row.kind, {**(old or {}), **row.values})
        changes.append(Change(row, old is None, {name: (old or {}).get(name, "") for name in after}, after))
    return Judged(tuple(changes), unchanged, tuple(troubles))


def _standing(row: Row) -> tuple[int, int]:
    """Return where a row comes in the order in which places stand on each other: a town after its district, whatever the file says."""
    levels = list(DIVISION_KINDS)
    level = row.values.get("kind", "") if row.kind == DIVISION else ""
    return list(KINDS).index(row.kind), levels.index(level) if level in levels else 0


def _changes(row: Row, old: Mapping[str, str] | None) -> bool:
    return old is None or any(old.get(name, "") != value for name, value in row.values.items())


def _wrong(row: Row, old: Mapping[str, str] | None, known: Known) -> list[Trouble]:
    if not _changes(row, old):
        return []
    if old is not None and (row.kind, row.key) in known.closed:
        return [
            row.trouble(
                COLUMNS[row.kind][0].field, f"{KINDS[row.kind]}“{row.key}”已停用，不能用文件变更；请先在页面上恢复"
            )
        ]
    moved = fixed_faults(row.kind, old, row.values) if old is not None else []
    if moved:
        return [
            row.trouble(column.field, f"“{column.name}”定后不能改（现为“{(old or {}).get(column.field, '')}”）")
            for column in moved
        ]
    found = faults(row.kind, {**(old or {}), **row.values}, known)
    return [row.trouble(one.field, f"{one.said}{one.todo}") for one in found]


def fixed_faults(kind: str, old: Mapping[str, str], values: Mapping[str, str]) -> list[Column]:
    """Return the columns that must stay as they are and would change."""
    return [
        column
        for column in COLUMNS[kind]
        if column.fixed and column.field in values and values[column.field] != old.get(column.field, "")
    ]


def written(places: Iterable[tuple[str, Mapping[str, str]]], guide: bool = False) -> list[Grid]:
    """Return the workbook of places: read back, it changes nothing. `guide` puts a sheet in front that explains the columns."""
    rows: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in KINDS}
    for kind, values in places:
        rows[kind].append(tuple(in_words(kind, column.field, values.get(column.field, "")) for column in COLUMNS[kind]))
    grids = [Grid(name, (tuple(column.name for column in COLUMNS[kind]), *rows[kind])) for kind, name in KINDS.items()]
    return [_guide(), *grids] if guide else grids


def _guide() -> Grid:
    lines = [("表", "列", "必填", "说明")]
    for kind, name in KINDS.items():
        for column in COLUMNS[kind]:
            choices = CHOICES.get((kind, column.field), {})
            said = "、".join(filter(None, [column.help, f"可填：{'、'.join(choices.values())}" if choices else ""]))
            lines.append((name, column.name, "是" if column.needed else "", said))
    return Grid("填写说明", tuple(lines))
