"""One-click repairs: a finding's repair is a code and its arguments; here the function behind each code is found.

Draft document and arguments in, document out; pure, and the editor can undo it. The prover's and the naming rules' repairs are theirs, the
table below holds the studio's own.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from yichuang.catalog.rules import prover
from yichuang.catalog.rules.findings import Repair
from yichuang.catalog.rules.node_words import members
from yichuang.catalog.rules.nodes import CONDITION_OF, nodes_of
from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.word_repairs import apply_word_repair
from yichuang.studio.rules.faults import parts

Document = dict[str, Any]
Apply = Callable[[Document, Mapping[str, Any]], Document]


class NoSuchRepair(ValueError):
    """Raised when a repair's code is not in the table, or its node is not there any more."""


def apply_repair(document: Mapping[str, Any], code: str, arguments: Mapping[str, Any]) -> Document:
    """Return the document put right; the one given stays as it is.

    :raises NoSuchRepair: for an unknown code, or when the node is gone.
    """
    if apply := REPAIRS.get(code):
        return apply(copy.deepcopy(dict(document)), arguments)
    repair = Repair(code, "", dict(arguments))
    for others in (prover.apply_repair, apply_word_repair):
        try:
            return others(dict(document), repair)
        except KeyError:
            continue
    raise NoSuchRepair(code)


def drop_condition(document: Document, arguments: Mapping[str, Any]) -> Document:
    """Drop the parts of a node's condition that name a deleted question or option; the rest of it stays."""
    known = {
        str(fact.get("id")): {str(value.get("id")) for value in members(fact, "values")}
        for fact in members(document, "facts")
    }
    if arguments.get("kind") == "matter":
        schema = dict(rows_of(document.get("form"))).get(str(arguments.get("field", "")))
        if schema is None:
            raise NoSuchRepair("drop_condition")
        if (left := _without(schema.pop("x-when", None), known)) is not None:
            schema["x-when"] = left
        return document
    for node in nodes_of(document):
        place = node.place
        if place.kind in CONDITION_OF and (place.kind, place.id, place.parent) == tuple(
            str(arguments.get(name, "")) for name in ("kind", "id", "parent")
        ):
            node.body[CONDITION_OF[node.kind]] = _without(node.condition, known)  # type: ignore[index]
            return document
    raise NoSuchRepair("drop_condition")


def _without(condition: Any, known: Mapping[str, set[str]]) -> Any:
    if not isinstance(condition, Mapping):
        return condition
    for name in ("all", "any"):
        if name in condition:
            left = [one for part in condition[name] if (one := _without(part, known)) is not None]
            return None if not left else left[0] if len(left) == 1 else {name: left}
    if "not" in condition:
        inner = _without(condition["not"], known)
        return None if inner is None else {"not": inner}
    values = [value for part in parts(condition) for value in part["in"] if value in known.get(str(part["fact"]), ())]
    return {**condition, "in": values} if values else None


REPAIRS: dict[str, Apply] = {"drop_condition": drop_condition}
