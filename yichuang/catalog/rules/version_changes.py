"""What changed between two versions, in Chinese sentences, grouped as people ask: limits and fees, questions, situations, materials."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yichuang.catalog.rules.differences import UNLIKE, Difference, Differences, FieldChange, differences
from yichuang.catalog.rules.field_names import KIND_NAMES
from yichuang.catalog.rules.findings import Kind, Place
from yichuang.catalog.rules.nodes import Node, node_words
from yichuang.catalog.rules.spec import MatterSpec

LIMITS = frozenset({"statutory_limit", "promised_limit", "limit_basis", "count_start", "deemed_rule", "max_extension",
                    "special_procedures", "fee", "quantity_limit"})  # fmt: skip
GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("期限和收费", ()),
    ("问题和选项", ("question", "option")),
    ("材料和审查要点", ("material", "point", "sample")),
    ("情形", ("situation",)),
    ("不需办理的情形", ("outcome",)),
    ("事实", ("fact",)),
    ("其他内容", ("matter",)),
)
GROUP_OF: dict[str, str] = {kind: title for title, kinds in GROUPS for kind in kinds}
NOT_SAID = ("key",)
NOTHING, LONGEST = "（无）", 160


@dataclass(frozen=True)
class Change:
    """One node or field that was added, removed or changed, in a sentence."""

    place: Place
    text: str


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one part of the matter."""

    title: str
    changes: tuple[Change, ...]


def changes(before: MatterSpec, after: MatterSpec) -> tuple[ChangeGroup, ...]:
    """Return every change, by group; nothing when the contents are equal."""
    found: dict[str, list[Change]] = {title: [] for title, _ in GROUPS}
    for group, change in _told(differences(before, after)):
        found[group].append(change)
    return tuple(ChangeGroup(title, tuple(said)) for title, said in found.items() if said)


def _told(found: Differences) -> Iterator[tuple[str, Change]]:
    for one in found.nodes:
        place = one.node.place
        title = _title(one.node, found.before if one.after is None else found.after)
        if one.what == "changed":
            yield from _fields(one, "" if place.kind == "matter" else f"{title}的")
        elif not one.inner:
            text = f"新增{title}{_asked(one.node)}。" if one.what == "added" else f"取消{title}。"
            yield GROUP_OF[place.kind], Change(place, text)
    for moved in found.reordered:
        node = found.after[moved.after[0]]
        owner = found.after.get(Place("material" if node.kind != "option" else "question", node.place.parent))
        of = f"{_title(owner, found.after)}的" if owner else ""
        text = f"{of}{KIND_NAMES[moved.kind]}的顺序有调整。"
        yield GROUP_OF[moved.kind], Change(Place(moved.kind, "", node.place.parent), text)


def _fields(one: Difference, of: str) -> Iterator[tuple[str, Change]]:
    place = one.node.place
    for field in one.fields(NOTHING, parts=True, short=_short):
        top = field.field.split(".")[0]
        if top not in NOT_SAID:
            group = "期限和收费" if place.kind == "matter" and top in LIMITS else GROUP_OF[place.kind]
            yield group, Change(Place(place.kind, place.id, place.parent, top), f"{of}{_sentence(field)}")


def _sentence(field: FieldChange) -> str:
    if field.after == field.before + UNLIKE:
        return f"{field.label}有改动（字数较多或写法不同，请对照原文）。"
    return f"{field.label}由“{field.before}”改为“{field.after}”。"


def _title(node: Node, nodes: Mapping[Place, Node]) -> str:
    """Return how a node is spoken of; a situation with its path."""
    if node.kind != "situation":
        return node_words(node.place, nodes)
    names, seen, at = [node.title], {node.id}, node
    while at.owner and at.owner not in seen:  # nothing forbids a situation to be named as the one above it
        seen.add(at.owner)
        at = nodes[Place("situation", at.owner)]
        names.insert(0, at.title)
    return f"情形“{' › '.join(names)}”"


def _asked(node: Node) -> str:
    """Say for whom a new node is, where it has a condition of its own."""
    return f"（{node.said_by.condition(node.condition)}）" if node.condition is not None else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
