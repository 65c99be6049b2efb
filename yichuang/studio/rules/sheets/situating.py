"""The column 所属情形 of the nine columns: the situations it names as a condition on the facts of the draft (S2-18)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.node_words import DocumentWords
from yichuang.foundations.rules.grids import CELL, Trouble, excerpt, flattened
from yichuang.studio.rules.sheets.nine import EVERYWHERE

Part = dict[str, Any]
_BETWEEN = re.compile(r"[\n、,，;；]+")
_BELOW = re.compile(r"\s*[›>＞→]\s*|\s*——\s*")
FACT = "situation"


class Situations:
    """The situations of a draft by name. A draft that has none yet is given those that the table names, with the question for them."""

    def __init__(self, document: Part, named: Sequence[str]) -> None:
        self._document = document
        if not document.get("facts") and not document.get("questions"):
            self._begin([part for text in named for part in parts_of(text)])
        self._leaves = list(leaves(document.get("situations") or ()))
        self._steps = [[flattened(step) for step in path] for path, _ in self._leaves]
        self._known: dict[str, list[int]] = {}
        self._words = DocumentWords(document)

    def _begin(self, named: Sequence[str]) -> None:
        names = list(dict.fromkeys(named))
        if not names:
            return
        values = [{"id": f"s{number}", "text": name} for number, name in enumerate(names, start=1)]
        self._document["facts"] = [{"id": FACT, "text": "办理情形", "values": values}]
        options = [{"id": value["id"], "text": value["text"], "values": [value["id"]]} for value in values]
        question = {"id": FACT, "text": "您要办理哪一种情形？", "kind": "single", "fact": FACT, "options": options}
        self._document["questions"] = [question]
        self._document["situations"] = [
            {"id": f"S{number}", "name": name, "axis": "content", "condition": {"fact": FACT, "in": [f"s{number}"]}}
            for number, name in enumerate(names, start=1)
        ]

    def give(self, material: Part, said: str, cell: str) -> Trouble | None:
        """Set when a material is needed; a trouble for names that the draft has no situation for."""
        before = material.get("needed_if")
        if said and flattened(said) == flattened(self._words.condition(before)):
            return None
        parts = [line for line in said.split("\n") if line.strip()]
        whole = bool(parts) and all(self._matching(line) for line in parts)
        parts = parts if whole else parts_of(said)
        chosen: list[int] = []
        for part in parts:
            found = self._matching(part)
            if not found:
                sheet, _, place = cell.rpartition("!")
                return Trouble(sheet, place, f"没有名为“{excerpt(part)}”的情形，何时需要没有改动", CELL, excerpt(said))
            chosen += found
        conditions = [self._leaves[number][1] for number in sorted(set(chosen))]
        everywhere = len(conditions) == len(self._leaves) or any(condition is None for condition in conditions)
        material["needed_if"] = None if not parts or everywhere else _any(conditions)
        return None

    def _matching(self, part: str) -> list[int]:
        """Return the leaves that a name means: by its whole path, or by the name of any node above it."""
        if part not in self._known:
            wanted = [flattened(step) for step in _BELOW.split(part) if step.strip()]
            self._known[part] = [
                number
                for number, steps in enumerate(self._steps)
                if any(steps[start : start + len(wanted)] == wanted for start in range(len(steps)))
            ]
        return self._known[part]


def parts_of(said: str) -> list[str]:
    """Return the situations that a cell names; none for “all of them”."""
    return [part for piece in _BETWEEN.split(said) if flattened(part := piece.strip()) and part not in EVERYWHERE]


def leaves(nodes: Iterable[Mapping[str, Any]], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every leaf with its path of names and its condition."""
    for node in nodes:
        path = (*above, str(node.get("name") or ""))
        if node.get("children"):
            yield from leaves(node["children"], path)
        else:
            yield path, node.get("condition")


def _any(conditions: Sequence[Any]) -> Any:
    return conditions[0] if len(conditions) == 1 else {"any": list(conditions)}
