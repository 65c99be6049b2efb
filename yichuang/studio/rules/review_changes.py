"""What a re-review shows of two submitted contents (S2-21): nodes added, changed and removed, and those that stand elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from yichuang.catalog.rules.differences import FieldChange, Reordered, What, differences
from yichuang.catalog.rules.field_names import ORDER, ORDER_NAME
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.spec import MatterSpec

CHANGE_NAMES: dict[str, str] = {"added": "新增", "changed": "修改", "removed": "删除"}
NOTHING = "（无）"


@dataclass(frozen=True)
class NodeChange:
    """One node that differs; `fields` are those that a changed node changed in."""

    place: Place
    change: What
    title: str
    fields: tuple[FieldChange, ...] = ()

    @property
    def name(self) -> str:
        """Return what happened to the node."""
        return CHANGE_NAMES[self.change]


def node_changes(before: MatterSpec, after: MatterSpec) -> tuple[NodeChange, ...]:
    """Return what differs, in the order of `after`, what was removed last; nothing exactly when the contents are equal."""
    found = differences(before, after)
    moved, told = _moved(found.reordered), {one.node.place: one for one in found.nodes}
    changes = []
    for place in [*found.after, *(one.node.place for one in found.nodes if one.after is None)]:
        one = told.get(place)
        fields = (one.fields(NOTHING) if one else []) + ([moved[place]] if place in moved else [])
        if one or fields:
            node = one.node if one else found.after[place]
            changes.append(NodeChange(place, one.what if one else "changed", node.title, tuple(fields)))
    return tuple(changes)


def _moved(lists: Iterable[Reordered]) -> dict[Place, FieldChange]:
    """Return the nodes that stand elsewhere among their own, as few as explain the new order."""
    moves = {}
    for one in lists:
        matcher = SequenceMatcher(None, one.before, one.after, autojunk=False)
        still = {
            place for block in matcher.get_matching_blocks() for place in one.before[block.a : block.a + block.size]
        }
        for place in one.after:
            if place not in still:
                said = (f"第 {1 + one.before.index(place)} 位", f"第 {1 + one.after.index(place)} 位")
                moves[place] = FieldChange(ORDER, ORDER_NAME, *said)
    return moves
