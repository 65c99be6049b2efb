"""The nodes of an unfinished matter/v1 document, finished or not: where they stand, what they are called, what conditions say.

Everything here works on plain JSON, for a draft need not make a `MatterSpec` yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.catalog.rules.conditions import Condition, describe
from yichuang.catalog.rules.findings import Kind, Place

KIND_NAMES: dict[str, str] = {
    "matter": "事项", "fact": "要素", "value": "取值", "question": "问题", "option": "选项", "situation": "情形", "material": "材料",
    "point": "审查要点", "outcome": "其他结果", "sample": "示例",
}  # fmt: skip
# Field that a node is called by.
NAMED_BY: dict[str, str] = {
    "fact": "text", "value": "text", "question": "text", "option": "text", "situation": "name", "material": "name", "point": "text",
    "outcome": "message", "sample": "name",
}  # fmt: skip
# Field that holds the condition of a node.
CONDITION_OF: dict[str, str] = {
    "question": "ask_if", "option": "only_if", "situation": "condition", "material": "needed_if", "outcome": "condition",
}  # fmt: skip
# List in a node (or in the document, kind "matter") → kind of its members.
LISTS: dict[tuple[str, str], Kind] = {
    ("matter", "facts"): "fact", ("matter", "questions"): "question", ("question", "options"): "option",
    ("matter", "situations"): "situation", ("situation", "children"): "situation", ("matter", "materials"): "material",
    ("material", "review_points"): "point", ("material", "samples"): "sample", ("matter", "outcomes"): "outcome",
}  # fmt: skip
_CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)


@dataclass(frozen=True)
class Node:
    """One node: kind, the node above it (an id), and its JSON."""

    kind: Kind
    parent: str
    body: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Return the node's id."""
        return str(self.body.get("id", ""))

    @property
    def name(self) -> str:
        """Return what people call the node."""
        return str(self.body.get(NAMED_BY[self.kind]) or "").strip()

    @property
    def place(self) -> Place:
        """Return the node as findings name it."""
        owner = self.parent if self.kind in ("option", "point", "sample") else ""
        return Place(self.kind, self.id, owner)

    @property
    def condition(self) -> Any:
        """Return the node's condition as JSON, None when it has none."""
        return self.body.get(CONDITION_OF.get(self.kind, ""))


def nodes(document: Mapping[str, Any]) -> Iterator[Node]:
    """Yield every node of a document, parents first, in the order of the document."""
    yield from _below("matter", "", document)


def _below(kind: str, owner: str, body: Mapping[str, Any]) -> Iterator[Node]:
    for (holder, name), member in LISTS.items():
        if holder == kind:
            for one in members(body, name):
                node = Node(member, owner, one)
                yield node
                yield from _below(member, node.id, one)


def members(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list field; what is no object is passed over."""
    found = body.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []


def title(kind: str, name: str, parent: str = "") -> str:
    """Return how a node is spoken of: `问题“车辆是否已购置”的选项“是”`."""
    said = f"{KIND_NAMES.get(kind, kind)}“{name or '未填写'}”"
    return f"{parent}的{said}" if parent else said


def place_title(document: Mapping[str, Any], place: Place) -> str:
    """Return a place in words; an id that is not there any more is given as it is."""
    by_key: dict[tuple[str, str, str], Node] = {
        (node.kind, node.parent if node.place.parent else "", node.id): node for node in nodes(document)
    }
    if place.kind == "matter":
        return "事项信息"
    node = by_key.get((place.kind, place.parent, place.id))
    above = ""
    if place.parent:
        owner = "question" if place.kind == "option" else "material"
        found = by_key.get((owner, "", place.parent))
        above = title(owner, found.name if found else place.parent)
    return title(place.kind, node.name if node else place.id, above)


class DocumentWords:
    """The words of a document's facts, for `conditions.describe`; what was deleted is said to be."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._facts = {str(fact.get("id")): fact for fact in members(document, "facts")}
        self._ticks = {
            str(option.get("fact"))
            for question in members(document, "questions")
            if question.get("kind") == "multi"
            for option in members(question, "options")
        }

    def say(self, fact: str, values: tuple[str, ...]) -> str:
        """Return “the fact is one of the values” as a Chinese phrase."""
        stated = self._facts.get(fact)
        if stated is None:
            return "（已删除的问题）"
        text = str(stated.get("text") or "未填写的问题")
        if fact in self._ticks and len(values) == 1:
            return text if values[0] == "yes" else f"未勾选“{text}”"
        names = {str(value.get("id")): str(value.get("text") or "未填写") for value in members(stated, "values")}
        return f"{text.rstrip('？?')}：{'或'.join(names.get(value, '（已删除的选项）') for value in values)}"


def say_condition(document: Mapping[str, Any], condition: Any) -> str:
    """Return a condition of a document as a Chinese sentence, also when it names what is not there any more."""
    if condition is None:
        return "各情形均适用"
    try:
        return describe(_CONDITIONS.validate_python(condition), DocumentWords(document))
    except (ValidationError, RecursionError):
        return "（无法识别的条件）"
