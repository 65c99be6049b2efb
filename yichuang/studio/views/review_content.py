"""The content under review as a page shows it: readable in full, or only what changed, each node a place to point at."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yichuang.catalog.queries.choices import type_words
from yichuang.catalog.rules.findings import MATTER, Place
from yichuang.catalog.rules.nodes import Cell, Node, by_place, nodes_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.studio.rules.review_changes import NodeChange
from yichuang.studio.rules.review_items import NOT_JUDGED, REVIEW_ITEMS

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("情形", ("situation",)),
    ("问题与选项", ("question", "option")),
    ("提前结束的情况", ("outcome",)),
    ("材料与审查要点", ("material", "point", "sample")),
    ("事实", ("fact",)),
)
# Keys of the platform: they are the draft's own (submitting sees to it) and say nothing to a reader.
INTERNAL = ("key", "department")
TYPE = "standard_type"
Word = Callable[[str], str]


@dataclass(frozen=True)
class Shown:
    """One node on the page: its title, what is stated, what changed; `pick` is how the script finds its places."""

    title: str
    kind: str
    pick: str
    depth: int = 0
    cells: tuple[Cell, ...] = ()
    change: NodeChange | None = None


@dataclass(frozen=True)
class Part:
    """A part of the content with its nodes."""

    title: str
    rows: tuple[Shown, ...] = field(default_factory=tuple)


def pick_of(place: Place) -> str:
    """Return what a node and the places beside it have in common; a field of the matter is a node of its own here."""
    return json.dumps([place.kind, place.id, place.parent, place.field if place.kind == "matter" else ""])


def whole(spec: MatterSpec, changes: Mapping[Place, NodeChange]) -> list[Part]:
    """Return the whole content: the matter by what its fields are about, then situations, questions, outcomes, materials, facts."""
    nodes, word = nodes_of(spec), type_words()
    changes = {place: _named_change(change, word) for place, change in changes.items()}
    parts = [Part(title, rows) for title, rows in _matter(by_place(nodes)[MATTER])]
    for title, kinds in PARTS:
        parts.append(Part(title, tuple(_shown(node, changes, word) for node in nodes if node.place.kind in kinds)))
    return [part for part in parts if part.rows]


def only_changes(spec: MatterSpec, changes: Sequence[NodeChange]) -> list[Part]:
    """Return what differs from the round before: changed nodes with before and after, new ones in full, removed ones by name."""
    nodes, word = by_place(nodes_of(spec)), type_words()
    rows = []
    for change in (_named_change(one, word) for one in changes):
        node = nodes.get(change.place)
        if change.place.kind == "matter":
            rows += [_field_row(change, one.field) for one in change.fields if one.field not in NOT_JUDGED]
        elif node is None:
            rows.append(Shown(change.title, change.place.kind, "", change=change))
        else:
            stated = _named_cells(node, word) if change.change == "added" else ()
            rows.append(Shown(node.title, change.place.kind, pick_of(change.place), cells=stated, change=change))
    return [Part("改动", tuple(rows))] if rows else []


def _field_row(change: NodeChange, name: str) -> Shown:
    only = tuple(one for one in change.fields if one.field == name)
    narrowed = NodeChange(change.place, change.change, change.title, only)
    return Shown(only[0].label, "matter", pick_of(Place("matter", field=name)), change=narrowed)


def _matter(node: Node) -> list[tuple[str, tuple[Shown, ...]]]:
    cells = {cell.field: cell for cell in node.cells if cell.words and cell.field not in INTERNAL}
    found = []
    for item in REVIEW_ITEMS:
        names = [name for look in item.looks_at if look.kind == "matter" for name in _named(look.fields, cells)]
        if names:
            found.append((item.title, tuple(_field(cells[name]) for name in names)))
    return found


def _named(fields: Sequence[str], cells: Mapping[str, Cell]) -> list[str]:
    """Return the cells of an item's fields; the matter's own form stands field by field (`form.…`)."""
    return [name for one in fields for name in cells if name == one or (one == "form" and name.startswith("form."))]


def _field(cell: Cell) -> Shown:
    return Shown(cell.label, "matter", pick_of(Place("matter", field=cell.field)), cells=(cell,))


def _shown(node: Node, changes: Mapping[Place, NodeChange], word: Word) -> Shown:
    kind, depth = node.place.kind, min(node.depth, 4)
    return Shown(node.title, kind, pick_of(node.place), depth, _named_cells(node, word), changes.get(node.place))


def _named_cells(node: Node, word: Word) -> tuple[Cell, ...]:
    """Return what a node states, its type of the dictionary by the name and not by the key."""
    return tuple(replace(cell, words=word(cell.words)) if cell.field == TYPE else cell for cell in node.stated)


def _named_change(change: NodeChange, word: Word) -> NodeChange:
    fields = (
        replace(one, before=word(one.before), after=word(one.after)) if one.field == TYPE else one
        for one in change.fields
    )
    return replace(change, fields=tuple(fields))
