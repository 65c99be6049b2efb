"""What differs between two specs, node by node, in words: added, changed and removed nodes with their fields before and after (S2-21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.studio.rules.spec_nodes import Node, by_place, nodes_of

Change = Literal["added", "changed", "removed"]
CHANGE_NAMES: dict[str, str] = {"added": "新增", "changed": "修改", "removed": "删除"}
NOTHING = "（无）"
ORDER = "order"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class NodeChange:
    """One node that differs; `fields` are those that a changed node changed in."""

    place: Place
    change: Change
    title: str
    fields: tuple[FieldChange, ...] = ()

    @property
    def name(self) -> str:
        """Return what happened to the node."""
        return CHANGE_NAMES[self.change]


def node_changes(before: MatterSpec, after: MatterSpec) -> tuple[NodeChange, ...]:
    """Return what differs, in the order of `after`, what was removed last; nothing exactly when the contents are equal."""
    earlier, later = nodes_of(before), nodes_of(after)
    known, kept = by_place(earlier), by_place(later)
    moved = _moved(earlier, later)
    found = [
        change
        for node in later
        if (change := _difference(known.get(node.place), node, moved.get(node.place))) is not None
    ]
    return (*found, *(NodeChange(node.place, "removed", node.title) for node in earlier if node.place not in kept))


def _difference(before: Node | None, after: Node, moved: FieldChange | None) -> NodeChange | None:
    if before is None:
        return NodeChange(after.place, "added", after.title)
    fields = [
        FieldChange(new.field, new.label, old.words or NOTHING, new.words or NOTHING)
        for old, new in zip(before.cells, after.cells, strict=True)
        if old.value != new.value
    ]
    fields += [moved] if moved else []
    return NodeChange(after.place, "changed", after.title, tuple(fields)) if fields else None


def _moved(before: Sequence[Node], after: Sequence[Node]) -> dict[Place, FieldChange]:
    """Return the nodes that stand elsewhere among their own, as few as explain the new order."""
    earlier, later = _families(before), _families(after)
    moves = {}
    for family, places in later.items():
        old = [place for place in earlier.get(family, []) if place in set(places)]
        new = [place for place in places if place in set(old)]
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        still = {place for block in matcher.get_matching_blocks() for place in old[block.a : block.a + block.size]}
        for place in new:
            if place not in still:
                said = (f"第 {1 + old.index(place)} 位", f"第 {1 + new.index(place)} 位")
                moves[place] = FieldChange(ORDER, "顺序", *said)
    return moves


def _families(nodes: Sequence[Node]) -> dict[tuple[str, str], list[Place]]:
    families: dict[tuple[str, str], list[Place]] = {}
    for node in nodes:
        families.setdefault((node.place.kind, node.place.parent), []).append(node.place)
    return families
