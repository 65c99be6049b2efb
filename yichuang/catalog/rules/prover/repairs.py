"""Repairs by one click: pure changes of the JSON document that an editor holds. After one, its finding is gone.

`expand_leaf` writes the fourth level, `divide_leaf` a step of it where that is long, `expand_all` that of every leaf;
`merge_leaves` makes siblings one, `add_other_option` adds the missing option, `close_domain` declares that there is nothing else,
`remove_node` deletes what nobody reaches (and what hung on it).
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from typing import Any

from yichuang.catalog.rules.findings import Finding, Repair
from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.prover.expanding import expand_all
from yichuang.catalog.rules.prover.leaves import expand_leaf, tree
from yichuang.catalog.rules.prover.variables import is_known
from yichuang.catalog.rules.spec import MatterSpec

Document = dict[str, Any]
OTHER = "其他情况"


def apply_repair(document: Mapping[str, Any], repair: Repair) -> Document:
    """Return the document with a repair applied; the one given stays as it is. What the repair speaks of and is gone by now is left alone.

    :raises KeyError: for a repair that does not exist.
    """
    changed: Document = deepcopy(dict(document))
    _REPAIRS[repair.code](changed, **repair.arguments)
    return changed


def alternatives(finding: Finding, spec: MatterSpec) -> tuple[Repair, ...]:
    """Return the repairs of a finding, the offered one first: instead of a further option the domain may be declared closed."""
    offered = (finding.repair,) if finding.repair else ()
    if finding.repair is None or finding.repair.code != "add_other_option":
        return offered
    question = spec.question(finding.repair.arguments["question"])
    claimed = {
        value
        for other in spec.questions
        if other.fact == question.fact
        for option in other.options
        for value in option.values
    }
    unclaimed = [value for value in finding.repair.arguments["values"] if value not in claimed]
    if is_known(spec.fact(question.fact)) or len(unclaimed) < len(finding.repair.arguments["values"]):
        return offered
    return (*offered, Repair("close_domain", "没有其他情况", {"fact": question.fact, "values": unclaimed}))


def _merge_leaves(document: Document, leaves: list[str]) -> None:
    """Make the first of the leaves hold what any of them holds, under their joined names, and drop the others."""
    found = {rows[place]["id"]: (rows, rows[place]) for rows, place in tree(document) if rows[place]["id"] in leaves}
    merged = [found[leaf] for leaf in leaves if leaf in found]
    if len(merged) < 2:
        return
    first = merged[0][1]
    conditions = [node.get("condition") for _, node in merged]
    first["name"] = "、".join(dict.fromkeys(str(node["name"]) for _, node in merged))
    first["condition"] = None if None in conditions else {"any": conditions}
    for rows, node in merged[1:]:
        rows.remove(node)


def _add_other_option(document: Document, question: str, values: list[str]) -> None:
    """Add options for values that lack one: offered where no option with the value is; apart where a condition tells values apart."""
    row = next((item for item in document.get("questions", ()) if item["id"] == question), None)
    if row is None:
        return
    groups: dict[str, tuple[Any, list[str]]] = {}
    mentioned = [
        set(part["in"])
        for condition in _conditions(document)
        for part in _atoms(condition)
        if part["fact"] == row["fact"]
    ]
    for value in values:
        offers = [option.get("only_if") for option in row["options"] if value in option["values"]]
        only = {"not": offers[0] if len(offers) == 1 else {"any": offers}} if offers else None
        key = repr((only, [value in told for told in mentioned], sorted(_claimed_with(document, row["fact"], value))))
        groups.setdefault(key, (only, []))[1].append(value)
    texts = {
        value["id"]: value["text"]
        for fact in document["facts"]
        if fact["id"] == row["fact"]
        for value in fact["values"]
    }
    for only, group in groups.values():
        named = OTHER if len(groups) == 1 else f"{OTHER}（{'、'.join(texts.get(value, value) for value in group)}）"
        whole = sorted(
            set(group).union(*(_claimed_with(document, row["fact"], value) for value in group)), key=list(texts).index
        )
        row["options"].append(
            {"id": _free("other", row["options"]), "text": named, "values": whole, "only_if": deepcopy(only)}
        )


def _claimed_with(document: Document, fact: str, value: str) -> set[str]:
    """Return the values that some option claims together with this one."""
    options = (
        option for question in document["questions"] if question.get("fact") == fact for option in question["options"]
    )
    return {other for option in options if value in option["values"] for other in option["values"]}


def _close_domain(document: Document, fact: str, values: list[str]) -> None:
    for row in document.get("facts", ()):
        if row["id"] == fact and any(value["id"] not in values for value in row["values"]):
            row["values"] = [value for value in row["values"] if value["id"] not in values]
            _rewrite(document, partial(_narrowed, fact, values))


def _narrowed(fact: str, values: list[str], part: Document) -> Any:
    left = [value for value in part["in"] if value not in values]
    return part if part["fact"] != fact else {**part, "in": left} if left else False


def _remove_node(document: Document, kind: str, id: str, parent: str = "") -> None:
    lists = {"material": "materials", "outcome": "outcomes", "question": "questions", "fact": "facts"}
    if kind == "situation":
        _remove_situation(document, id)
    elif kind == "option":
        row = next((item for item in document.get("questions", ()) if item["id"] == parent), None)
        if row is not None:
            row["options"] = [option for option in row["options"] if option["id"] != id]
            if not row["options"]:
                _remove_node(document, "question", parent)
    elif kind in lists:
        document[lists[kind]] = [item for item in document.get(lists[kind], ()) if item["id"] != id]
    _forget_unasked(document)


def _remove_situation(document: Document, id: str) -> None:
    """Delete a leaf, and what above it is left without any; the last situation stays."""

    def without(rows: list[Document]) -> list[Document]:
        kept = []
        for row in rows:
            below = without(row.get("children") or [])
            if row["id"] != id and (below or not row.get("children")):
                kept.append({**row, **({"children": below} if "children" in row else {})})
        return kept

    document["situations"] = without(document["situations"]) or document["situations"]


def _forget_unasked(document: Document) -> None:
    """Drop facts that no question asks about any more; a condition on one, or on one asked only later, never holds and is written so."""
    questions = document.get("questions", ())
    owned = set().union(*map(_owned, questions))
    asked = {fact["id"] for fact in document.get("facts", ()) if fact.get("source", "asked") == "asked"}
    if gone := asked - owned:
        document["facts"] = [fact for fact in document["facts"] if fact["id"] not in gone]
        _rewrite(document, partial(_never, frozenset(gone)))
    waiting = asked - gone
    for question in questions:
        _rewrite(document, partial(_never, frozenset(waiting)), [question, *question["options"]])
        waiting -= _owned(question)


def _owned(question: Document) -> set[str]:
    return {question.get("fact", ""), *(option.get("fact", "") for option in question["options"])}


def _never(facts: frozenset[str], part: Document) -> Any:
    return False if part["fact"] in facts else part


def _rewrite(document: Document, change: Callable[[Document], Any], only: list[Document] | None = None) -> None:
    """Change every “fact in values” of every condition (False: it never holds) and simplify what comes of it; `only`: in these parts."""
    for row, field in list(_holders(document)):
        if row.get(field) is not None and (only is None or any(row is part for part in only)):
            found = _simplified(row[field], change)
            row[field] = (
                None
                if found is True and field != "condition"
                else {"all": []}
                if found is True
                else found or {"any": []}
            )


def _simplified(condition: Document, change: Callable[[Document], Any]) -> Any:
    if "fact" in condition:
        return change(condition)
    if "not" in condition:
        part = _simplified(condition["not"], change)
        return not part if isinstance(part, bool) else {"not": part}
    kind = "all" if "all" in condition else "any"
    parts = [_simplified(part, change) for part in condition[kind]]
    if (kind == "any") in parts:
        return kind == "any"
    kept = [part for part in parts if not isinstance(part, bool)]
    return kept[0] if len(kept) == 1 else {kind: kept} if kept else kind == "all"


def _holders(document: Document) -> Iterator[tuple[Document, str]]:
    """Yield every part that can carry a condition, with the field."""
    for question in document.get("questions", ()):
        yield question, "ask_if"
        yield from ((option, "only_if") for option in question["options"])
    yield from ((rows[place], "condition") for rows, place in tree(document))
    yield from ((material, "needed_if") for material in document.get("materials", ()))
    yield from ((outcome, "condition") for outcome in document.get("outcomes", ()))
    yield from ((schema, "x-when") for _, schema in rows_of(document.get("form")))


def _conditions(document: Document) -> Iterator[Document]:
    return (row[field] for row, field in _holders(document) if row.get(field) is not None)


def _atoms(condition: Document) -> Iterator[Document]:
    if "fact" in condition:
        yield condition
    for part in (
        *condition.get("all", ()),
        *condition.get("any", ()),
        *((condition["not"],) if "not" in condition else ()),
    ):
        yield from _atoms(part)


def _free(name: str, rows: list[Document]) -> str:
    taken = {row["id"] for row in rows}
    return (
        name
        if name not in taken
        else next(f"{name}_{number}" for number in range(2, len(taken) + 3) if f"{name}_{number}" not in taken)
    )


_REPAIRS: dict[str, Callable[..., None]] = {
    "expand_leaf": expand_leaf,
    "divide_leaf": expand_leaf,
    "expand_all": expand_all,
    "merge_leaves": _merge_leaves,
    "add_other_option": _add_other_option,
    "close_domain": _close_domain,
    "remove_node": _remove_node,
}
