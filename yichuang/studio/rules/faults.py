"""What an editor can see without the prover: names not filled in, questions without options, conditions on what was deleted (with the
repair that drops them).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.field_names import KIND_NAMES, label_of
from yichuang.catalog.rules.findings import Finding, Place, Repair
from yichuang.catalog.rules.node_words import DocumentWords, members
from yichuang.catalog.rules.nodes import CONDITION_OF, NAMED_BY, Node, nodes_of
from yichuang.catalog.rules.own_form import rows_of

RULE = "S2-9"


def unfinished(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the nodes that nobody has named yet, and those that a matter cannot do without."""
    for node in nodes_of(document):
        if node.kind not in ("matter", "fact", "sample") and not node.name:
            field = NAMED_BY[node.kind]
            said = f"{KIND_NAMES[node.kind]}还没有填写“{label_of(node.kind, field)}”。"
            yield Finding("unnamed", RULE, "error", _at(node, field), said)
        if node.kind == "question" and not members(node.body, "options"):
            yield Finding("no_options", "S2-24", "error", node.place, "这道题还没有选项。")


def dangling(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the conditions that name a question or an option that is not there any more, each with the repair that drops that part."""
    known = {
        str(fact.get("id")): {str(value.get("id")) for value in members(fact, "values")}
        for fact in members(document, "facts")
    }
    for node in nodes_of(document):
        condition = node.condition
        lost = [
            part for part in parts(condition) if not set(map(str, part["in"])) <= known.get(str(part["fact"]), set())
        ]
        if lost:
            field = CONDITION_OF[node.kind]
            at = _at(node, field)
            repair = Repair("drop_condition", "去掉已失效的条件", {"kind": at.kind, "id": at.id, "parent": at.parent})
            said = f"条件用到了已删除的问题或选项：{node.said_by.condition(condition)}。"
            yield Finding("dangling_condition", "S2-24", "error", at, said, repair=repair)
    words = DocumentWords(document)
    for name, schema in rows_of(document.get("form")):
        if any(
            not set(map(str, part["in"])) <= known.get(str(part["fact"]), set()) for part in parts(schema.get("x-when"))
        ):
            at = Place("matter", field=f"form.{name}")
            repair = Repair(
                "drop_condition", "去掉已失效的条件", {"kind": "matter", "id": "", "parent": "", "field": name}
            )
            title = schema.get("title") or name
            said = f"申请表栏目“{title}”的适用情形用到了已删除的问题或选项：{words.condition(schema['x-when'])}。"
            yield Finding("dangling_condition", "S2-24", "error", at, said, repair=repair)


def parts(condition: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every `fact in values` of a condition's JSON."""
    if isinstance(condition, Mapping):
        if "fact" in condition and isinstance(condition.get("in"), list | tuple):
            yield condition
        for name in ("all", "any"):
            listed = condition.get(name)
            for one in listed if isinstance(listed, list | tuple) else ():
                yield from parts(one)
        yield from parts(condition.get("not"))


def _at(node: Node, field: str) -> Place:
    return Place(node.place.kind, node.place.id, node.place.parent, field)


def ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repetition, errors first, then what could not be settled, then advice."""
    weight = {"error": 0, "undecided": 1, "advice": 2}
    seen: dict[tuple[Any, ...], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.place, finding.code, finding.message), finding)
    return tuple(sorted(seen.values(), key=lambda finding: weight[finding.severity]))
