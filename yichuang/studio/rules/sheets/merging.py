"""What was read put onto the document of a draft: only what the sheets say changes, and nothing of a faulty sheet is taken away."""

from collections.abc import Iterable, Mapping, Sequence
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


def _nodes(base: Sequence[Part], given: Sequence[Part], prefix: str, *, keep: bool, faulty: set[str]) -> list[Part]:
    """Return the rows given, each with what its row of the base says beside; rows not given stay where `keep` says so."""
    left = list(base)
    taken = {row["id"] for row in given if row.get("id")}
    made = []
    for row in given:
        mine = _mine(left, row, "name" if prefix == "m" else "text", taken)
        if mine is not None:
            left.remove(mine)
        one = {**(mine or {}), **row, "id": row.get("id") or (mine or {}).get("id") or _fresh(prefix, taken, base)}
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


def _mine(rows: Iterable[Part], row: Mapping[str, Any], by: str, taken: set[str]) -> Part | None:
    if key := row.get("id"):
        return next((one for one in rows if one.get("id") == key), None)
    return next((one for one in rows if one.get(by) == row.get(by) and one.get("id") not in taken), None)


def _children(one: Part, base: Mapping[str, Any], row: Mapping[str, Any], faulty: set[str]) -> None:
    for name, (sheet, prefix, by) in CHILDREN.items():
        if name not in row:
            continue
        left = list(base.get(name) or ())
        taken = {child["id"] for child in row[name] if child.get("id")}
        made = []
        for child in row[name]:
            mine = _mine(left, child, by, taken) if prefix else None
            if mine is not None:
                left.remove(mine)
            whole = {**(mine or {}), **child}
            if prefix:
                whole["id"] = child.get("id") or (mine or {}).get("id") or _fresh(prefix, taken, base.get(name) or ())
                taken.add(whole["id"])
            made.append(whole)
        one[name] = _kept(base.get(name) or (), made) if sheet in faulty and prefix else made


def _fresh(prefix: str, taken: set[str], rows: Iterable[Mapping[str, Any]]) -> str:
    used = taken | {str(row.get("id")) for row in rows}
    number = 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


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
    left = list(made["materials"])
    materials, troubles = [], []
    taken: set[str] = set()
    for row in rows:
        mine = next((one for one in left if one["name"] == row["name"]), None)
        if mine is not None:
            left.remove(mine)
        one = (
            deepcopy(mine)
            if mine
            else {"id": _fresh("m", taken, made["materials"]), "name": row["name"], "review_points": []}
        )
        taken.add(one["id"])
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
    used = {point["id"] for point in one["review_points"]}
    made = []
    for text in texts:
        known = next((point for point in mine if point["text"] == text), None)
        if known is not None:
            mine.remove(known)
        made.append(known or {"id": _fresh("p", used, ()), "kind": kind, "text": text})
        used.add(made[-1]["id"])
    one["review_points"] = [*made, *others] if kind == "formal" else [*others, *made]


def _complete(document: Part) -> Part:
    """Give the parts that no sheet mentioned their empty form, so that every document has every list."""
    for name in (*NODES, "situations", "legal_basis", "conditions", "remedies", "special_procedures", "results"):
        document.setdefault(name, [])
    taken = {material["id"] for material in document["materials"] if material.get("id")}
    for material in document["materials"]:
        material["id"] = material.get("id") or _fresh("m", taken, ())
        taken.add(material["id"])
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
