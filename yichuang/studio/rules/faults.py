"""What keeps a document from being a `MatterSpec`, beside the node it is about: fields missing or unreadable, names not filled in,
conditions on what was deleted (with the repair that drops them).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.findings import MATTER, Finding, Place, Repair
from yichuang.studio.rules.changes import place_of
from yichuang.studio.rules.nodes import CONDITION_OF, KIND_NAMES, NAMED_BY, Node, members, nodes, say_condition
from yichuang.studio.rules.properties import label_of

RULE = "S2-9"
WORDS: dict[str, str] = {
    "missing": "还没有填写", "string_too_short": "长度不足", "string_too_long": "太长", "literal_error": "没有选择",
    "int_parsing": "应填整数",
    "int_type": "应填整数", "greater_than_equal": "数值太小", "less_than_equal": "数值太大", "too_short": "至少要有一项",
    "date_from_datetime_parsing": "日期应写作 2026-11-20", "date_parsing": "日期应写作 2026-11-20", "extra_forbidden": "是不认识的内容",
}  # fmt: skip


def finding_of(document: Mapping[str, Any], fault: Mapping[str, Any]) -> Finding:
    """Return one of pydantic's faults as a finding at its node and field."""
    path = path_of(document, fault["loc"])
    if fault["type"] == "value_error":
        said = str(fault["msg"]).removeprefix("Value error, ")
        return Finding("structure", "S2-11", "error", place_of(path), said)
    place = place_of(path)
    label = label_of(place.kind, place.field)
    lengths = {12: "12 位", 31: "31 位"}
    wanted = lengths.get((fault.get("ctx") or {}).get("min_length", 0), "")
    word = f"应为 {wanted}" if wanted else WORDS.get(str(fault["type"]), "不能识别")
    return Finding("structure", RULE, "error", place, f"“{label}”{word}。")


def path_of(document: Mapping[str, Any], loc: Sequence[Any]) -> tuple[str, ...]:
    """Return pydantic's location with the ids of nodes in place of their positions, situations laid flat."""
    path: list[str] = []
    at: Any = document
    for part in loc:
        if isinstance(part, int) and isinstance(at, list) and part < len(at):
            at = at[part]
            name = at.get("id") if isinstance(at, Mapping) else None
            path.append(str(name) if isinstance(name, str) else str(part))
        elif isinstance(at, Mapping) and part in at:
            at = at[part]
            path.append(str(part))
        elif isinstance(at, Mapping):
            path.append(str(part))
            at = None
    while "children" in path:
        first = path.index("children")
        path = [*path[: first - 1], *path[first + 1 :]]
    return tuple(path)


def unfinished(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the nodes that nobody has named yet, and those that a matter cannot do without."""
    for node in nodes(document):
        if node.kind not in ("fact", "sample") and not node.name:
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
    for node in nodes(document):
        condition = node.condition
        lost = [
            part for part in parts(condition) if not set(map(str, part["in"])) <= known.get(str(part["fact"]), set())
        ]
        if lost:
            field = CONDITION_OF[node.kind]
            at = _at(node, field)
            repair = Repair("drop_condition", "去掉已失效的条件", {"kind": at.kind, "id": at.id, "parent": at.parent})
            said = f"条件用到了已删除的问题或选项：{say_condition(document, condition)}。"
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


__all__ = ["MATTER", "dangling", "finding_of", "ordered", "parts", "unfinished"]
