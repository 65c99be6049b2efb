"""The one comparison of two documents, node by node (S2-21, S2-23, issue 3 item 7): complete and exact.

A node is the same where its id is the same. The history of a draft, the re-review and the public comparison of versions are told from it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yichuang.catalog.rules.findings import Kind, Place
from yichuang.catalog.rules.node_words import WHOLE
from yichuang.catalog.rules.nodes import OWNED_BY, Document, Node, by_place, nodes_of
from yichuang.catalog.rules.spec import MatterSpec

What = Literal["added", "changed", "removed"]
UNLIKE = "（写法不同）"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One node that came, went or reads otherwise; `paths` are the fields that differ, `inner` that its owner came or went with it."""

    before: Node | None
    after: Node | None
    paths: tuple[str, ...] = ()
    inner: bool = False

    @property
    def node(self) -> Node:
        """Return the node as it is, or was."""
        node = self.after or self.before
        assert node is not None
        return node

    @property
    def what(self) -> What:
        """Return what happened to the node."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    def fields(self, nothing: str, *, parts: bool = False, short: Callable[[str], str] = str) -> list[FieldChange]:
        """Return the fields that differ in words, `nothing` where there is nothing; with `parts` a value with parts by part."""
        if self.before is None or self.after is None:
            return []
        old, new = self.before, self.after
        found = []
        for path, was, now in self._values(parts):
            said = [short(node.say(path, value)) or nothing for node, value in ((old, was), (new, now))]
            said[1] += UNLIKE if said[0] == said[1] else ""
            found.append(FieldChange(path, (new if path in new.fields else old).label(path), said[0], said[1]))
        return found

    def _values(self, parts: bool) -> Iterator[tuple[str, Any, Any]]:
        assert self.before is not None and self.after is not None
        for path in self.paths:
            was, now = self.before.fields.get(path), self.after.fields.get(path)
            if parts and isinstance(was, Mapping) and isinstance(now, Mapping) and not _whole(path):
                for name in dict.fromkeys((*now, *was)):
                    if was.get(name) != now.get(name):
                        yield f"{path}.{name}", was.get(name), now.get(name)
            else:
                yield path, was, now


def _whole(path: str) -> bool:
    """Tell whether a value with parts is read as a whole; so is each field of the matter's own form."""
    return path in WHOLE or path.startswith("form.")


@dataclass(frozen=True)
class Reordered:
    """Nodes of one list, all of them in both documents, that stand in another order."""

    kind: Kind
    owner: str
    before: tuple[Place, ...]
    after: tuple[Place, ...]


@dataclass(frozen=True)
class Differences:
    """What differs between two documents: nodes in the order of the later one, what was removed last, and lists in another order."""

    before: Mapping[Place, Node]
    after: Mapping[Place, Node]
    nodes: tuple[Difference, ...]
    reordered: tuple[Reordered, ...]


def differences(before: MatterSpec | Document, after: MatterSpec | Document) -> Differences:
    """Return what differs; no node and no list exactly when the contents are equal."""
    old, new = by_place(nodes_of(before)), by_place(nodes_of(after))
    found = [one for place, node in new.items() if (one := _difference(old.get(place), node, old)) is not None]
    found += [Difference(node, None, inner=_owner(node) not in new) for place, node in old.items() if place not in new]
    return Differences(old, new, tuple(found), tuple(_reordered(old, new)))


def _owner(node: Node) -> Place:
    return Place(OWNED_BY[node.kind], node.owner) if node.kind in OWNED_BY else Place("matter")


def _difference(before: Node | None, after: Node, earlier: Mapping[Place, Node]) -> Difference | None:
    if before is None:
        return Difference(None, after, inner=_owner(after) not in earlier)
    names = dict.fromkeys((*after.fields, *before.fields))
    paths = tuple(name for name in names if before.fields.get(name) != after.fields.get(name))
    return Difference(before, after, paths) if paths else None


def _reordered(before: Mapping[Place, Node], after: Mapping[Place, Node]) -> Iterator[Reordered]:
    earlier, later = _families(before), _families(after)
    for (kind, owner), places in later.items():
        there = earlier.get((kind, owner), {})
        old, new = (
            tuple(place for place in there if place in places),
            tuple(place for place in places if place in there),
        )
        if old != new:
            yield Reordered(kind, owner, old, new)


def _families(nodes: Mapping[Place, Node]) -> dict[tuple[Kind, str], dict[Place, Node]]:
    families: dict[tuple[Kind, str], dict[Place, Node]] = {}
    for place, node in nodes.items():
        families.setdefault((node.kind, node.owner), {})[place] = node
    return families
