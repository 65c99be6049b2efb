"""The leaves of a document's tree of situations, and what stands in a leaf's place once it is split (S2-10, S2-11)."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Document = dict[str, Any]


def expand_leaf(document: Document, leaf: str, children: list[Document], beside: bool = False) -> None:
    """Write the parts of a leaf below it; `beside`: in its place, where there is no further level (S2-10 knows four)."""
    for rows, place in tree(document):
        node = rows[place]
        if node["id"] == leaf:
            made = _made(document, node, children, beside)
            if beside:
                rows[place : place + 1] = made
            else:
                node["condition"], node["children"] = None, made
            return


def _made(document: Document, leaf: Document, children: list[Document], beside: bool) -> list[Document]:
    taken, made = {other[at]["id"] for other, at in tree(document)}, []
    for child in children:
        number = next(number for number in range(1, len(taken) + 2) if f"{leaf['id']}.{number}" not in taken)
        taken.add(f"{leaf['id']}.{number}")
        name = f"{leaf['name']}，{child['name']}" if beside else child["name"]
        made.append({"id": f"{leaf['id']}.{number}", "name": name, "axis": "content",
                     "condition": deepcopy(child["condition"]), "children": []})  # fmt: skip
    return made


def tree(document: Document) -> Iterator[tuple[list[Document], int]]:
    """Yield every node of the tree of situations as (the list it stands in, its place there)."""
    waiting = [document.get("situations", [])]
    while waiting:
        rows = waiting.pop(0)
        for place, row in enumerate(rows):
            yield rows, place
            waiting.append(row.get("children") or [])
