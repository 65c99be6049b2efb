"""Sheets of the full layout as the parts of a document, with the reason and the cell of everything that could not be used.

What comes out holds only what the sheets say: a sheet or a column that is missing leaves the draft as it is (`merging.py`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from yichuang.catalog.rules.conditions import Condition
from yichuang.foundations.rules.grids import CELL, NOTE, ROW, Grid, Trouble, flattened, header_of, is_blank, taken
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.columns import Column, Unreadable
from yichuang.studio.rules.sheets.writing import IDENTITY

Part = dict[str, Any]
CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
# What a row cannot do without: column path → what is said when it is missing.
NEEDED: dict[str, tuple[str, ...]] = {
    layout.LAW: ("kind", "text"),
    layout.PROCEDURES: ("name",),
    layout.PROCESS: ("name",),
    layout.FACTS: ("fact.id",),
    layout.QUESTIONS: ("question.id",),
    layout.SITUATIONS: ("level", "name"),
    layout.MATERIALS: ("name",),
    layout.POINTS: ("text",),
    layout.SAMPLES: ("sample.id",),
    layout.REASONS: ("cut",),
    layout.OUTCOMES: ("kind",),
    layout.RESULTS: ("name",),
    layout.FAQS: ("question",),
}


@dataclass
class Found:
    """What was read: the parts of the document, which sheets said so, which of them had unusable rows, and every trouble."""

    document: Part = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    # A draft that is written out may be unfinished: what is missing there is no trouble.
    strict: bool = True

    def add(self, trouble: Trouble) -> None:
        """Note a trouble."""
        self.troubles.append(trouble)


@dataclass
class Line:
    """One row of a sheet as read: its number, its fields by path, and the grid it stands in."""

    grid: Grid
    number: int
    places: Mapping[str, int]
    values: dict[str, Any]

    def trouble(self, path: str, reason: str, weight: Any = CELL) -> Trouble:
        """Return a trouble at the cell of a field, or at the row's first cell."""
        return self.grid.trouble(self.number, self.places.get(path, 0), reason, weight)

    def part(self, first: str = "") -> Part:
        """Return the row's fields as a part of the document, below `first` when it is given."""
        built: Part = {}
        for path, value in self.values.items():
            if not first or path.startswith(f"{first}."):
                put(built, path.removeprefix(f"{first}.") if first else path, value)
        return built


def put(part: Part, path: str, value: Any) -> None:
    """Set what stands at a path such as `shared.mode`."""
    *before, last = path.split(".")
    for name in before:
        part = part.setdefault(name, {})
    part[last] = value


def headings(columns: tuple[Column, ...]) -> dict[str, Column]:
    """Return the columns by each heading that they go by; the official heading wins over a synonym."""
    found: dict[str, Column] = {}
    for column in columns:
        found.setdefault(flattened(column.title), column)
    for column in columns:
        for synonym in column.synonyms:
            found.setdefault(flattened(synonym), column)
    return found


def read_sheet(grid: Grid, found: Found) -> None:
    """Read one sheet of the full layout into `found`."""
    lines = list(read_lines(grid, layout.SHEETS[grid.name], NEEDED[grid.name], found))
    if any(trouble.weight == ROW for trouble in found.troubles if trouble.sheet == grid.name):
        found.incomplete.add(grid.name)
    found.sheets.add(grid.name)
    READERS[grid.name](lines, found)


def read_lines(grid: Grid, columns: tuple[Column, ...], needed: tuple[str, ...], found: Found) -> Iterator[Line]:
    """Yield the usable rows below the headings; everything else becomes a trouble."""
    known = headings(columns)
    head = header_of(grid, known, 2)
    if head is None:
        found.add(Trouble(grid.name, "", "没有找到表头，整张表没有使用", ROW))
        return
    places, by_path = _places(grid, head, known, found)
    for number in range(head + 1, len(grid.rows)):
        if is_blank(grid.rows[number]):
            continue
        line = Line(grid, number, places, {})
        for path, place in places.items():
            _read_cell(line, by_path[path], place, found)
        missing = next((path for path in needed if line.values.get(path) in ("", None)), None)
        if missing is None or not found.strict:
            yield line
        else:
            title = by_path[missing].title if missing in by_path else _title(columns, missing)
            found.add(line.trouble(missing, f"没有可用的“{title}”，整行没有使用", ROW))


def _title(columns: tuple[Column, ...], path: str) -> str:
    return next(column.title for column in columns if column.path == path)


def _places(
    grid: Grid, head: int, known: Mapping[str, Column], found: Found
) -> tuple[dict[str, int], dict[str, Column]]:
    places: dict[str, int] = {}
    by_path: dict[str, Column] = {}
    for place, cell in enumerate(grid.rows[head]):
        column = known.get(flattened(cell))
        if column is None:
            if cell.strip() or any(grid.at(row, place).strip() for row in range(head + 1, len(grid.rows))):
                found.add(grid.trouble(head, place, "不认识这一列，没有使用"))
        elif column.derived:
            continue
        elif column.path in places:
            found.add(grid.trouble(head, place, f"与前面的“{column.title}”重复，没有使用这一列"))
        else:
            places[column.path], by_path[column.path] = place, column
    return places, by_path


def _read_cell(line: Line, column: Column, place: int, found: Found) -> None:
    cell = line.grid.at(line.number, place)
    try:
        line.values[column.path] = read_value(column, cell)
    except Unreadable as error:
        found.add(line.trouble(column.path, str(error)))


def read_value(column: Column, cell: str) -> Any:
    """Return what a cell means in its column; the column's default when it is blank.

    :raises Unreadable: with the reason, for a cell that is no value of the column.
    """
    if not cell.strip():
        return list(column.empty) if isinstance(column.empty, tuple) else column.empty
    value = column.read(cell)
    if column.machine and "form" not in column.path:
        try:
            CONDITION.validate_python(value)
        except (ValueError, RecursionError) as error:
            raise Unreadable("条件无法识别，请用平台的编辑页修改条件") from error
    return value


def _law(lines: list[Line], found: Found) -> None:
    document = found.document
    document |= {"legal_basis": [], "conditions": [], "remedies": []}
    for line in lines:
        kind, text = line.values["kind"], line.values["text"]
        if kind == "legal_basis":
            document[kind].append({"text": text, "confidence": line.values.get("confidence", "")})
        else:
            document[kind].append(text)


def _listed(name: str) -> Callable[[list[Line], Found], None]:
    def read(lines: list[Line], found: Found) -> None:
        found.document[name] = [line.part() for line in lines]

    return read


def _guide(name: str) -> Callable[[list[Line], Found], None]:
    def read(lines: list[Line], found: Found) -> None:
        put(found.document, f"guide.{name}", [line.part() for line in lines])

    return read


def _grouped(parents: str, parent: str, children: str, child: str) -> Callable[[list[Line], Found], None]:
    def read(lines: list[Line], found: Found) -> None:
        found.document[parents] = families(lines, parent, children, child, found)

    return read


def families(lines: list[Line], parent: str, children: str, child: str, found: Found) -> list[Part]:
    """Return parents with their children; a parent's own fields count in its first row, others must agree or be blank."""
    made: list[Part] = []
    for line in lines:
        mine = line.part(parent)
        if not made or made[-1]["id"] != mine.get("id"):
            made.append({**mine, children: []})
        else:
            _must_agree(line, parent, made[-1], found)
        below = line.part(child)
        if any(
            line.grid.at(line.number, line.places[path]).strip() for path in line.values if path.startswith(f"{child}.")
        ):
            made[-1][children].append(below)
    return made


def _must_agree(line: Line, parent: str, first: Part, found: Found) -> None:
    for path, value in line.values.items():
        name = path.removeprefix(f"{parent}.")
        filled = line.grid.at(line.number, line.places[path]).strip()
        if path.startswith(f"{parent}.") and filled and first.get(name) != value:
            found.add(line.trouble(path, "与同一编号第一行写的不同，以第一行为准"))


def _situations(lines: list[Line], found: Found) -> None:
    roots: list[Part] = []
    above: list[Part] = []
    for line in lines:
        level = line.values["level"]
        if not 1 <= level <= len(above) + 1:
            found.add(line.trouble("level", f"层级应为 1 到 {len(above) + 1}，整行没有使用", ROW))
            found.incomplete.add(layout.SITUATIONS)
            continue
        node = {**line.part(), "children": []}
        del node["level"]
        (above[level - 2]["children"] if level > 1 else roots).append(node)
        above = [*above[: level - 1], node]
    found.document["situations"] = roots


def _of_materials(children: str) -> Callable[[list[Line], Found], None]:
    def read(lines: list[Line], found: Found) -> None:
        for owner, line in _owners(lines, found, children):
            part = line.part()
            part.pop("material", None)
            owner[children].append(part)

    return read


def _samples(lines: list[Line], found: Found) -> None:
    by_material: dict[int, list[Line]] = {}
    owners: dict[int, Part] = {}
    for owner, line in _owners(lines, found, "samples"):
        by_material.setdefault(id(owner), []).append(line)
        owners[id(owner)] = owner
    for key, mine in by_material.items():
        owners[key]["samples"] = families(mine, "sample", "marks", "mark", found)


def _owners(lines: list[Line], found: Found, children: str) -> Iterator[tuple[Part, Line]]:
    """Yield each row with the material it belongs to; of a workbook without the sheet 材料 the draft's materials are meant."""
    materials = found.document.setdefault("materials", [])
    listed = layout.MATERIALS in found.sheets
    by_id = {material["id"]: material for material in reversed(materials) if material.get("id")}
    for material in materials:
        material.setdefault(children, [])
    for line in lines:
        wanted = line.values.get("material", "")
        if wanted not in by_id and not listed and wanted:
            by_id[wanted] = {"id": wanted, children: []}
            materials.append(by_id[wanted])
        if wanted in by_id:
            by_id[wanted].setdefault(children, [])
            yield by_id[wanted], line
        else:
            found.add(line.trouble("material", "“材料”表中没有这个编号，整行没有使用", ROW))
            found.incomplete.add(line.grid.name)


def _materials(lines: list[Line], found: Found) -> None:
    seen: dict[str, str] = {}
    found.document["materials"] = made = []
    for line in lines:
        part = line.part()
        if (key := part.get("id", "")) and key in seen:
            found.add(line.trouble("id", f"编号与“{seen[key]}”重复，将另编新号", NOTE))
            part["id"] = key = ""
        if part["name"] in seen.values():
            found.add(line.trouble("name", "与前面的材料同名，请核对是否重复", NOTE))
        seen[key or f"#{line.number}"] = part["name"]
        made.append(part)


READERS: dict[str, Callable[[list[Line], Found], None]] = {
    layout.LAW: _law,
    layout.PROCEDURES: _listed("special_procedures"),
    layout.PROCESS: _guide("process"),
    layout.FACTS: _grouped("facts", "fact", "values", "value"),
    layout.QUESTIONS: _grouped("questions", "question", "options", "option"),
    layout.SITUATIONS: _situations,
    layout.MATERIALS: _materials,
    layout.POINTS: _of_materials("review_points"),
    layout.SAMPLES: _samples,
    layout.REASONS: _of_materials("justifications"),
    layout.OUTCOMES: _listed("outcomes"),
    layout.RESULTS: _listed("results"),
    layout.FAQS: _guide("faqs"),
}


def is_basic(grid: Grid) -> bool:
    """Tell whether a grid is a table of labels and values that we know three of."""
    known = headings(layout.BASIC_COLUMNS)
    return sum(flattened(label) in known for row in grid.rows for label in row[:3:2]) >= 3


def read_basic(grid: Grid, found: Found) -> None:
    """Read labels and values, in our own layout or as departments have them (label, value, label, value)."""
    known = headings(layout.BASIC_COLUMNS)
    head = header_of(grid, (flattened("项目"), flattened("内容")), 2)
    seen: set[str] = set()
    for number in range(0 if head is None else head + 1, len(grid.rows)):
        width = len(grid.rows[number])
        for place in range(0, 1 if head is not None else width, 2):
            label = grid.at(number, place)
            identity = {flattened(title): path for title, path, _ in IDENTITY}.get(flattened(label))
            column = known.get(flattened(label))
            if identity is not None:
                found.document[identity] = taken(grid.at(number, place + 1))
            elif column is None:
                if label.strip():
                    found.add(grid.trouble(number, place, "不认识这一项，没有使用"))
            elif column.path in seen:
                found.add(grid.trouble(number, place, f"“{column.title}”前面已经写过，没有使用"))
            else:
                seen.add(column.path)
                _read_label(grid, number, place + 1, column, found)


def _read_label(grid: Grid, number: int, place: int, column: Column, found: Found) -> None:
    try:
        put(found.document, column.path, read_value(column, grid.at(number, place)))
    except Unreadable as error:
        found.add(grid.trouble(number, place, f"{column.title}：{error}"))
