"""A spec as a list of nodes with their fields in words: what a reviewer reads, what a place points at, what a difference is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.findings import Kind, Place
from yichuang.catalog.rules.spec import MatterSpec, Option, Question, Situation
from yichuang.studio.rules.node_words import KIND_NAMES, LABELS, words


@dataclass(frozen=True)
class Cell:
    """One field of a node: its label, its value, and the value in words."""

    field: str
    label: str
    value: Any
    words: str


@dataclass(frozen=True)
class Node:
    """One node of a matter; `depth` is how far below a root it stands (situations, options, points)."""

    place: Place
    title: str
    cells: tuple[Cell, ...]
    depth: int = 0

    @property
    def kind_name(self) -> str:
        """Return what a node of this kind is called."""
        return KIND_NAMES[self.place.kind]

    @property
    def stated(self) -> tuple[Cell, ...]:
        """Return the fields that say something beyond the title."""
        return tuple(cell for cell in self.cells if cell.words and cell.words != self.title)


def nodes_of(spec: MatterSpec) -> tuple[Node, ...]:
    """Return every node of a spec: the matter, facts, questions with options, situations, outcomes, materials with points and samples."""
    return tuple(_walk(spec))


def _walk(spec: MatterSpec) -> Iterator[Node]:
    yield _node(spec, Place("matter"), spec.name, _flat(spec))
    for fact in spec.facts:
        yield _node(spec, Place("fact", fact.id), fact.text, fact)
    for question in spec.questions:
        yield _node(spec, Place("question", question.id), question.text, question)
        for option in question.options:
            place, claimed = Place("option", option.id, question.id), _claimed(spec, question, option)
            yield _node(spec, place, option.text, option, 1, {"values": claimed})
    for root in spec.situations:
        yield from _situations(spec, root, "", 0)
    for outcome in spec.outcomes:
        yield _node(spec, Place("outcome", outcome.id), outcome.message, outcome)
    for material in spec.materials:
        yield _node(spec, Place("material", material.id), material.name, material)
        for point in material.review_points:
            yield _node(spec, Place("point", point.id, material.id), point.text, point, 1)
        for sample in material.samples:
            yield _node(spec, Place("sample", sample.id, material.id), sample.name, sample, 1)


def _situations(spec: MatterSpec, situation: Situation, parent: str, depth: int) -> Iterator[Node]:
    stated = {"name": situation.name, "axis": situation.axis, "parent": parent, "condition": situation.condition}
    yield _node(spec, Place("situation", situation.id), situation.name, stated, depth)
    for child in situation.children:
        yield from _situations(spec, child, situation.name, depth + 1)


def _flat(spec: MatterSpec) -> dict[str, Any]:
    """Return the fields of the matter itself, those of its guide among them."""
    own = {name: getattr(spec, name) for name in LABELS["matter"] if not name.startswith("guide.")}
    return own | {f"guide.{name}": getattr(spec.guide, name) for name in type(spec.guide).model_fields}


def _claimed(spec: MatterSpec, question: Question, option: Option) -> str:
    """Return what the values that an option claims are called."""
    names = {one.id: one.text for one in spec.fact(question.fact).values} if question.fact else {}
    return "；".join(names.get(value, value) for value in option.values)


def _node(
    spec: MatterSpec, place: Place, title: str, stated: Any, depth: int = 0, said: Mapping[str, str] = {}
) -> Node:
    cells = []
    for field, label in LABELS[place.kind].items():
        value = stated[field] if isinstance(stated, dict) else getattr(stated, field)
        text = said[field] if field in said else words(place.kind, field, value, spec)
        cells.append(Cell(field, label, value, text))
    return Node(place, title, tuple(cells), depth)


def by_place(nodes: Sequence[Node]) -> dict[Place, Node]:
    """Return the nodes by their place."""
    return {node.place: node for node in nodes}


def place_words(place: Place, nodes: Mapping[Place, Node]) -> str:
    """Return a place as people say it: `材料“身份证”的审查要点“在有效期内”`, `事项的承诺期限`."""
    label = LABELS[place.kind].get(place.field, "")
    if place.kind == "matter":
        return f"事项的{label}" if label else "整个事项"
    node = nodes.get(Place(place.kind, place.id, place.parent))
    said = f"{KIND_NAMES[place.kind]}“{node.title if node else place.id}”" + ("" if node else "（已删除）")
    above = _above(place, nodes)
    return f"{above}的{said}" if above and not label else f"{above}{said}的{label}" if label else said


def _above(place: Place, nodes: Mapping[Place, Node]) -> str:
    kind: Kind | None = (
        "question" if place.kind == "option" else "material" if place.kind in ("point", "sample") else None
    )
    node = nodes.get(Place(kind, place.parent)) if kind else None
    return f"{KIND_NAMES[kind]}“{node.title}”" if kind and node else ""
