"""What changed between two saved states of a draft, in words; and the words of a conflict's place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.differences import differences
from yichuang.catalog.rules.field_names import ORDER_NAME
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.node_words import DocumentWords
from yichuang.catalog.rules.nodes import LISTS, OWNED_BY, node_words, nodes_of
from yichuang.studio.rules.forest import ORDER

LONGEST = 120
NOTHING = "（空）"
LIST_OF = {name: (holder, member) for (holder, name), member in LISTS.items() if name != "children"}


@dataclass(frozen=True)
class Change:
    """One change: where (in words), which field, and what stood there before and after, in words; empty where there was nothing."""

    where: str
    label: str
    before: str
    after: str
    kind: str = "changed"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every change of a document: nodes in the order of the document, then what was removed, then lists in another order."""
    found = differences(before, after)
    told = []
    for one in found.nodes:
        where = node_words(one.node.place, found.before if one.after is None else found.after)
        if one.what != "changed":
            told += [] if one.inner else [Change(where, "", "", "", one.what)]
            continue
        told += [
            Change(where, field.label, field.before, field.after)
            for field in one.fields(NOTHING, parts=True, short=_short)
        ]
    for moved in found.reordered:
        above = Place(OWNED_BY.get(moved.kind, "situation"), moved.owner) if moved.owner else Place("matter")
        said = ("、".join(nodes[place].title for place in order)
                for nodes, order in ((found.before, moved.before), (found.after, moved.after)))  # fmt: skip
        told.append(Change(node_words(above, found.after), ORDER_NAME, *map(_short, said)))
    return told


def place_of(path: Sequence[str]) -> Place:
    """Return the place that a path of the document is about: the innermost node, and the field of it."""
    kind, owner, name, rest = "matter", "", "", list(path)
    while len(rest) >= 2 and rest[0] in LIST_OF and LIST_OF[rest[0]][0] == kind and rest[1] != ORDER:
        kind, owner, name, rest = LIST_OF[rest[0]][1], name, rest[1], rest[2:]
    parent = owner if kind in OWNED_BY else ""
    return Place(kind, name, parent, ".".join(rest))  # type: ignore[arg-type]


def value_words(value: Any, path: Sequence[str], document: Mapping[str, Any]) -> str:
    """Return a value as an author reads it: choices and conditions in Chinese, lists one after another."""
    at = place_of(path)
    nodes = nodes_of(document)
    if path and path[-1] == ORDER and isinstance(value, list):
        names = {node.id: node.title for node in nodes if node.kind == LIST_OF[path[-2]][1]}
        return _short("、".join(names.get(str(one), str(one)) for one in value))
    node = next((one for one in nodes if one.place == Place(at.kind, at.id, at.parent)), None)
    said = node.say(at.field, value) if node else DocumentWords(document).words(at.kind, at.field, value, {})
    return _short(said) or NOTHING


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
