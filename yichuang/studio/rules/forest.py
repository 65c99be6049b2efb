"""The tree of situations laid flat, each node with the id of its parent, and made a tree again."""

from collections.abc import Sequence
from typing import Any

PARENT = "parent"
ORDER = "#order"


def flatten(trees: Sequence[dict[str, Any]], parent: str = "") -> list[dict[str, Any]]:
    """Return the nodes in the order they are read, without children, each with its parent's id."""
    flat = []
    for node in trees:
        flat.append({**{name: value for name, value in node.items() if name != "children"}, PARENT: parent})
        children = node.get("children")
        if isinstance(children, list | tuple):
            flat += flatten([one for one in children if isinstance(one, dict)], str(node.get("id", "")))
    return flat


def unflatten(flat: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the trees of flat nodes."""
    below: dict[str, list[dict[str, Any]]] = {}
    for node in flat:
        below.setdefault(node[PARENT], []).append(node)

    def grown(parent: str) -> list[dict[str, Any]]:
        return [
            {**{name: value for name, value in node.items() if name != PARENT}, "children": grown(node["id"])}
            for node in below.get(parent, [])
        ]

    return grown("")


def repair_forest(
    flat: list[dict[str, Any]], lead: Sequence[dict[str, Any]], other: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], bool]:
    """Return the nodes with every parent there and no circle, and whether that took a repair.

    A parent that one author deleted while the other put something under it is brought back; a circle is opened as `lead` has it.
    """
    known = {node["id"]: node for node in [*other, *lead]}
    whole, torn = list(flat), False
    there = {node["id"] for node in whole}
    queue = list(whole)
    while queue:
        node = queue.pop()
        if (parent := node[PARENT]) and parent not in there:
            torn = True
            there.add(parent)
            whole.append(known[parent])
            queue.append(known[parent])
    if _circles(whole):
        torn = True
        places = {node["id"]: node[PARENT] for node in lead}
        position = {name: at for at, name in enumerate(places)}
        whole = [{**node, PARENT: places.get(node["id"], "")} for node in whole]
        whole.sort(key=lambda node: position.get(node["id"], len(position)))
        whole = [node if node[PARENT] in there else {**node, PARENT: ""} for node in whole]
    return whole, torn


def _circles(flat: Sequence[dict[str, Any]]) -> bool:
    parents = {node["id"]: node[PARENT] for node in flat}
    for start in parents:
        seen, at = set(), start
        while at:
            if at in seen:
                return True
            seen.add(at)
            at = parents.get(at, "")
    return False
