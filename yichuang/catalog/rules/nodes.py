"""The nodes of a matter/v1 document, finished or not: where each stands, what it is called, and its fields with their words.

Everything works on plain JSON, for a draft need not make a `MatterSpec` yet; a spec is read as the document it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yichuang.catalog.rules.field_names import KIND_NAMES, LABELS, label_of
from yichuang.catalog.rules.findings import Kind, Place
from yichuang.catalog.rules.node_words import DocumentWords, members
from yichuang.catalog.rules.own_form import parts_of
from yichuang.catalog.rules.spec import MatterSpec

Document = Mapping[str, Any]
# Field that a node is called by.
NAMED_BY: dict[str, str] = {
    "matter": "name", "fact": "text", "value": "text", "question": "text", "option": "text", "situation": "name",
    "material": "name", "point": "text", "outcome": "message", "sample": "name",
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
# Kind of node that is told apart only within its owner → kind of the owner.
OWNED_BY: dict[str, Kind] = {"option": "question", "point": "material", "sample": "material"}
# Names in the JSON of a node that are no fields of it: the nodes below, and what it is known by.
NO_FIELDS: dict[str, frozenset[str]] = {
    kind: frozenset({"id", "schema", "guide"} | {name for holder, name in LISTS if holder == kind}) for kind in KIND_NAMES
}  # fmt: skip
PARENT = "parent"


@dataclass(frozen=True)
class Cell:
    """One field of a node: its label, its value, and the value in words."""

    field: str
    label: str
    value: Any
    words: str


@dataclass(frozen=True)
class Node:
    """One node: where it is, the id of the node above it, its JSON, and how far below a root it stands."""

    place: Place
    owner: str
    body: Document
    depth: int = 0
    said_by: DocumentWords = field(default_factory=lambda: DocumentWords({}), repr=False, compare=False)

    @property
    def kind(self) -> Kind:
        """Return the node's kind."""
        return self.place.kind

    @property
    def id(self) -> str:
        """Return the node's id."""
        return self.place.id

    @property
    def name(self) -> str:
        """Return what people call the node; empty while nobody has named it."""
        return str(self.body.get(NAMED_BY[self.kind]) or "").strip()

    @property
    def title(self) -> str:
        """Return what stands for the node on a page, named or not."""
        return self.name or "未填写"

    @property
    def kind_name(self) -> str:
        """Return what a node of this kind is called."""
        return KIND_NAMES[self.kind]

    @property
    def condition(self) -> Any:
        """Return the node's condition as JSON, None when it has none."""
        return self.body.get(CONDITION_OF.get(self.kind, ""))

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Return the node's fields by path, those people know first and in their order; what nobody knows is kept at the end."""
        own = {name: value for name, value in self.body.items() if name not in NO_FIELDS[self.kind]}
        if self.kind == "matter" and isinstance(guide := self.body.get("guide"), Mapping):
            own |= {f"guide.{name}": value for name, value in guide.items()}
        if self.kind == "matter":
            own |= parts_of(own.pop("form", None))
        if self.kind == "situation":
            own[PARENT] = self.owner
        known = [name for name in LABELS[self.kind] if name in own]
        return {name: own[name] for name in [*known, *(name for name in own if name not in LABELS[self.kind])]}

    def label(self, path: str) -> str:
        """Return what one of the node's fields is called; a field of the matter's own form by its title."""
        if self.kind == "matter" and path.startswith("form.") and path.count(".") == 1:
            stated = self.fields.get(path)
            return f"申请表栏目“{stated.get('title') if isinstance(stated, Mapping) else path.removeprefix('form.')}”"
        return label_of(self.kind, path)

    def say(self, path: str, value: Any) -> str:
        """Return a value of one of the node's fields, or of a part of one, in words."""
        return self.said_by.words(self.kind, path, value, self.body)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Return the node's fields with their words."""
        return tuple(Cell(path, self.label(path), value, self.say(path, value)) for path, value in self.fields.items())

    @property
    def stated(self) -> tuple[Cell, ...]:
        """Return the fields that say something beyond the title."""
        return tuple(cell for cell in self.cells if cell.words and cell.words != self.title)


def as_document(content: MatterSpec | Document) -> Document:
    """Return a spec as the document that it is."""
    return content.model_dump(mode="json", by_alias=True) if isinstance(content, MatterSpec) else content


def nodes_of(content: MatterSpec | Document) -> tuple[Node, ...]:
    """Return every node, the matter itself first, parents before children, otherwise in the order of the document."""
    document = as_document(content)
    words = DocumentWords(document)
    return (Node(Place("matter"), "", document, 0, words), *_below(words, "matter", "", document, 0))


def _below(words: DocumentWords, kind: str, owner: str, body: Document, depth: int) -> Iterator[Node]:
    for (holder, name), member in LISTS.items():
        if holder == kind:
            for one in members(body, name):
                id = str(one.get("id", ""))
                place = Place(member, id, owner if member in OWNED_BY else "")
                yield Node(place, owner, one, depth, words)
                yield from _below(words, member, id, one, depth + 1)


def by_place(nodes: Sequence[Node]) -> dict[Place, Node]:
    """Return the nodes by their place."""
    return {node.place: node for node in nodes}


def node_words(place: Place, nodes: Mapping[Place, Node]) -> str:
    """Return the node of a place as people say it: `材料“身份证”的审查要点“在有效期内”`."""
    if place.kind == "matter":
        return "事项信息"
    node = nodes.get(Place(place.kind, place.id, place.parent))
    said = f"{KIND_NAMES[place.kind]}“{node.title if node else place.id}”" + ("" if node else "（已删除）")
    owner = nodes.get(Place(OWNED_BY[place.kind], place.parent)) if place.kind in OWNED_BY else None
    return f"{owner.kind_name}“{owner.title}”的{said}" if owner else said


def place_words(place: Place, nodes: Mapping[Place, Node]) -> str:
    """Return a place with its field as people say it: `材料“身份证”的材料名称`, `事项的承诺期限`."""
    label = label_of(place.kind, place.field) if place.field else ""
    if place.kind == "matter":
        return f"事项的{label}" if label else "整个事项"
    return node_words(place, nodes) + (f"的{label}" if label else "")
