"""What was read put onto the document of a draft: only what the sheets say changes, and nothing of a faulty sheet is taken away."""

from collections.abc import Container, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from yichuang.foundations.rules.grids import Trouble
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.nine import counts_of
from yichuang.studio.rules.sheets.reading import Found, Part, is_basic, read_basic, read_sheet
from yichuang.studio.rules.sheets.situating import Situations
from yichuang.studio.rules.sheets.writing import sheets

# Lists of the document whose rows have an id: name → (the sheet that is the whole list, name prefix of new ids).
NODES = {
    "facts": (layout.FACTS, "f"),
    "questions": (layout.QUESTIONS, "q"),
    "outcomes": (layout.OUTCOMES, "o"),
    "materials": (layout.MATERIALS, "m"),
}
CHILDREN = {
    "review_points": (layout.POINTS, "p", "text"),
    "samples": (layout.SAMPLES, "s", "file"),
    "justifications": (layout.REASONS, "", "cut"),
}
NINE = "材料表（九列）"


def normal(document: Mapping[str, Any]) -> Part:
    """Return a document with every field written out, as it comes back from its own sheets."""
    found = Found(strict=False)
    for grid in sheets(document):
        read_basic(grid, found) if grid.name == layout.BASIC else read_sheet(grid, found)
    return _complete(found.document)


def merge(base: Mapping[str, Any], read: Mapping[str, Any]) -> tuple[Part, list[Trouble]]:
    """Return the base with what was read put onto it, every field written out; and what did not fit to the base.

    `read` has `document`, `sheets` and `incomplete` (as `Found`), and `nine`: rows of a table of nine columns.
    """
    made = normal(base)
    given = deepcopy(dict(read["document"]))
    for name in ("key", "department", "schema"):
        given.pop(name, None)
    faulty, whole = set(read["incomplete"]), set(read["sheets"])
    for name, (sheet, prefix) in NODES.items():
        if name in given:
            made[name] = _nodes(
                made[name], given.pop(name), prefix, keep=sheet in faulty or sheet not in whole, faulty=faulty
            )
    if "situations" in given:
        made["situations"] = _tree(made["situations"], given.pop("situations"), keep=layout.SITUATIONS in faulty)
    troubles: list[Trouble] = []
    _put_onto(made, given)
    if read.get("nine"):
        troubles += _nine(made, read["nine"], keep=NINE in faulty)
    return normal(made), troubles


def _put_onto(base: Part, given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        if (
            isinstance(value, Mapping)
            and isinstance(base.get(name), dict)
            and name not in ("form", "base_form_defaults")
        ):
            _put_onto(base[name], value)
        else:
            base[name] = value


class _Fresh:
    """New ids of one list: counted up once for all of them, or five thousand rows would look for theirs from the beginning each."""

    def __init__(self, prefix: str, *lists: Iterable[Mapping[str, Any]]) -> None:
        self._prefix, self._number = prefix, 0
        self._used = {str(row.get("id")) for rows in lists for row in rows}

    def take(self) -> str:
        """Return the next id that no row has."""
        self._number += 1
        while (name := f"{self._prefix}{self._number}") in self._used:
            self._number += 1
        self._used.add(name)
        return name


class _Left:
    """The rows of the base that no row given has taken up yet, by id and by name, in their order."""

    def __init__(self, rows: Iterable[Part], by: str) -> None:
        self._by_id = {row.get("id"): row for row in rows}
        self._by_name: dict[Any, list[Part]] = {}
        self._by = by
        for row in self._by_id.values():
            self._by_name.setdefault(row.get(by), []).append(row)

    def take(self, row: Mapping[str, Any], taken: Container[str] = ()) -> Part | None:
        """Return and take out the row that is meant: the one of the same id, else the first of the same name that no other row claims."""
        if key := row.get("id"):
            return self._by_id.pop(key, None)
        same = self._by_name.get(row.get(self._by), ())
        mine = next((one for one in same if one.get("id") in self._by_id and one.get("id") not in taken), None)
        return self._by_id.pop(mine.get("id"), None) if mine is not None else None


def _nodes(base: Sequence[Part], given: Sequence[Part], prefix: str, *, keep: bool, faulty: set[str]) -> list[Part]:
    """Return the rows given, each with what its row of the base says beside; rows not given stay where `keep` says so."""
    left, fresh = _Left(base, "name" if prefix == "m" else "text"), _Fresh(prefix, base, given)
    taken = {row["id"] for row in given if row.get("id")}
    made = []
    for row in given:
        mine = left.take(row, taken)
        one = {**(mine or {}), **row, "id": row.get("id") or (mine or {}).get("id") or fresh.take()}
        if "shared" in row:
            one["shared"] = {**(mine or {}).get("shared", {}), **row["shared"]}
        taken.add(one["id"])
        _children(one, mine or {}, row, faulty)
        made.append(one)
    return _kept(base, made) if keep else made


def _kept(base: Iterable[Part], made: Iterable[Part]) -> list[Part]:
    """Return the base's rows in their order, each as it was made anew where it was, and what is new after them."""
    by_id = {row["id"]: row for row in made}
    return [*[by_id.pop(row.get("id"), row) for row in base], *by_id.values()]


def _children(one: Part, base: Mapping[str, Any], row: Mapping[str, Any], faulty: set[str]) -> None:
    for name, (sheet, prefix, by) in CHILDREN.items():
        if name not in row:
            continue
        left, fresh = _Left(base.get(name) or (), by), _Fresh(prefix, base.get(name) or (), row[name])
        taken = {child["id"] for child in row[name] if child.get("id")}
        made = []
        for child in row[name]:
            mine = left.take(child, taken) if prefix else None
            whole = {**(mine or {}), **child}
            if prefix:
                whole["id"] = child.get("id") or (mine or {}).get("id") or fresh.take()
                taken.add(whole["id"])
            made.append(whole)
        one[name] = _kept(base.get(name) or (), made) if sheet in faulty and prefix else made


def _tree(base: Sequence[Part], given: Sequence[Part], *, keep: bool) -> list[Part]:
    if keep:  # a tree with a missing branch would be another tree
        return list(base)
    known = {node["id"]: node for node in flat(base)}
    by_name = {node["name"]: node for node in flat(base)}
    used = {node["id"] for node in flat(given) if node.get("id")}

    def whole(nodes: Iterable[Part], above: str) -> list[Part]:
        made = []
        for number, node in enumerate(nodes, start=1):
            mine = known.get(node.get("id", "")) or ({} if node.get("id") else by_name.get(node["name"], {}))
            key = (
                node.get("id")
                or (mine.get("id") if mine.get("id") not in used else "")
                or _numbered(above, number, used)
            )
            used.add(key)
            made.append({**mine, **node, "id": key, "children": whole(node.get("children") or (), f"{key}.")})
        return made

    return whole(given, "S")


def _numbered(above: str, number: int, used: set[str]) -> str:
    while f"{above}{number}" in used:
        number += 1
    return f"{above}{number}"


def flat(nodes: Iterable[Part]) -> Iterable[Part]:
    """Yield every node of a tree of situations, from above."""
    for node in nodes:
        yield node
        yield from flat(node.get("children") or ())


def _nine(made: Part, rows: Sequence[Mapping[str, Any]], *, keep: bool) -> list[Trouble]:
    situations = Situations(made, [row.get("situation", "") for row in rows])
    left, fresh = _Left(made["materials"], "name"), _Fresh("m", made["materials"])
    materials, troubles = [], []
    for row in rows:
        mine = left.take({"name": row["name"]})
        one = deepcopy(mine) if mine else {"id": fresh.take(), "name": row["name"], "review_points": []}
        _nine_row(one, row)
        if "situation" in row and (trouble := situations.give(one, row["situation"], row["situation_cell"])):
            troubles.append(trouble)
        materials.append(one)
    made["materials"] = _kept(made["materials"], materials) if keep else materials
    return troubles


def _nine_row(one: Part, row: Mapping[str, Any]) -> None:
    requirement = row.get("formal_requirement")
    if requirement is not None and requirement != one.get("formal_requirement", ""):
        one |= {"formal_requirement": requirement, **(counts_of(requirement) if requirement else {})}
    for name in ("source_channel", "tolerable", "tolerance_days", "tolerance_unit", "blank_form", "sample_required"):
        if name in row:
            one[name] = row[name]
    for kind in ("formal", "content"):
        if kind in row:
            _points(one, kind, row[kind])


def _points(one: Part, kind: str, texts: Sequence[str]) -> None:
    mine = [point for point in one["review_points"] if point["kind"] == kind]
    if [point["text"] for point in mine] == list(texts):
        return
    others = [point for point in one["review_points"] if point["kind"] != kind]
    left, fresh = _Left(mine, "text"), _Fresh("p", one["review_points"])
    made = [left.take({"text": text}) or {"id": fresh.take(), "kind": kind, "text": text} for text in texts]
    one["review_points"] = [*made, *others] if kind == "formal" else [*others, *made]


def _complete(document: Part) -> Part:
    """Give the parts that no sheet mentioned their empty form, so that every document has every list."""
    for name in (*NODES, "situations", "legal_basis", "conditions", "remedies", "special_procedures", "results"):
        document.setdefault(name, [])
    fresh = _Fresh("m", document["materials"])
    for material in document["materials"]:
        material["id"] = material.get("id") or fresh.take()
        for name in CHILDREN:
            material.setdefault(name, [])
    return document


def read_grids(grids: Iterable[Any], found: Found) -> None:
    """Read every sheet of the full layout among the grids, in the order in which they need each other."""
    by_name = {grid.name: grid for grid in grids}
    for name in (layout.BASIC, *layout.SHEETS):
        grid = by_name.get(name)
        if grid is not None and (name != layout.BASIC or is_basic(grid)):
            read_basic(grid, found) if name == layout.BASIC else read_sheet(grid, found)
