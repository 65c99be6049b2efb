"""What changed between two versions, node by node and in Chinese: fields, questions, options, situations, materials, points, outcomes.

A node is the same where its id is the same. Nothing that differs is left unsaid: a test changes every field of a spec and looks for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from yichuang.catalog.rules.change_words import CONDITIONS, label, say
from yichuang.catalog.rules.findings import MATTER, Kind, Place
from yichuang.catalog.rules.handling import Limit
from yichuang.catalog.rules.spec import MatterSpec, Situation

# Field of the spec that holds nodes → the kind of node, what a node is called, and which field names it.
NODES: dict[str, tuple[Kind, str, str]] = {
    "facts": ("fact", "事实", "text"),
    "questions": ("question", "问题", "text"),
    "materials": ("material", "材料", "name"),
    "outcomes": ("outcome", "不需办理的情形", "message"),
}
INNER: dict[str, tuple[Kind, str, str]] = {
    "options": ("option", "选项", "text"),
    "review_points": ("point", "审查要点", "text"),
}
TITLES = {"facts": "事实", "questions": "问题和选项", "materials": "材料和审查要点", "outcomes": "不需办理的情形"}
NOT_SAID = {"schema_", "key", "situations", *NODES}
LIMITS = ("statutory_limit", "promised_limit", "limit_basis", "count_start", "deemed_rule", "max_extension",
          "special_procedures", "fee", "quantity_limit")  # fmt: skip


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


@dataclass(frozen=True)
class _Pair:
    before: MatterSpec
    after: MatterSpec


def changes(before: MatterSpec, after: MatterSpec) -> tuple[ChangeGroup, ...]:
    """Return every change, grouped as people ask: limits and fees, questions, situations, materials, the rest; nothing when equal."""
    pair = _Pair(before, after)
    fields = [name for name in MatterSpec.model_fields if name not in NOT_SAID]
    groups = [
        ChangeGroup("期限和收费", tuple(_fields(pair, before, after, LIMITS, MATTER))),
        *(ChangeGroup(TITLES[name], tuple(_nodes(pair, name))) for name in ("questions", "materials")),
        ChangeGroup("情形", tuple(_situations(pair))),
        *(ChangeGroup(TITLES[name], tuple(_nodes(pair, name))) for name in ("outcomes", "facts")),
        ChangeGroup(
            "其他内容",
            tuple(_fields(pair, before, after, [name for name in fields if name not in LIMITS], MATTER)),
        ),
    ]
    return tuple(group for group in groups if group.changes)


def _nodes(pair: _Pair, name: str) -> Iterator[Change]:
    kind, called, named_by = NODES[name]
    yield from _listed(pair, getattr(pair.before, name), getattr(pair.after, name), (kind, called, named_by), "")


def _listed(
    pair: _Pair, before: Sequence[Any], after: Sequence[Any], words: tuple[Kind, str, str], parent: str, of: str = ""
) -> Iterator[Change]:
    """Compare two lists of nodes by id; `of` names the question or material that they belong to."""
    kind, called, named_by = words
    old, new = {node.id: node for node in before}, {node.id: node for node in after}
    for key, node in new.items():
        place = Place(kind, key, parent)
        title = f"{of}{called}“{getattr(node, named_by)}”"
        if key not in old:
            yield Change(place, f"新增{title}{_asked(node, pair.after)}。")
        else:
            yield from _changed(pair, old[key], node, place, title)
    for key, node in old.items():
        if key not in new:
            yield Change(Place(kind, key, parent), f"取消{of}{called}“{getattr(node, named_by)}”。")
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield Change(Place(kind, "", parent), f"{of}{called}的顺序有调整。")


def _asked(node: Any, spec: MatterSpec) -> str:
    """Say for whom a new node is, where it has a condition of its own."""
    for field in ("needed_if", "ask_if", "only_if", "condition"):
        if getattr(node, field, None) is not None:
            return f"（{say(getattr(node, field), spec)}）"
    return ""


def _changed(pair: _Pair, old: Any, new: Any, place: Place, title: str) -> Iterator[Change]:
    fields = [name for name in type(new).model_fields if name != "id" and name not in INNER]
    for change in _fields(pair, old, new, fields, place):
        yield Change(change.place, f"{title}的{change.text}")
    for name, words in INNER.items():
        if hasattr(new, name):
            yield from _listed(pair, getattr(old, name), getattr(new, name), words, place.id, f"{title}的")


def _fields(pair: _Pair, old: Any, new: Any, fields: Sequence[str], place: Place) -> Iterator[Change]:
    for field in fields:
        was, now = getattr(old, field), getattr(new, field)
        if was == now:
            continue
        here = Place(place.kind, place.id, place.parent, field)
        inner = _parts(was, now)
        if inner is None:
            yield Change(here, _moved(label(field), was, now, pair))
            continue
        for name in inner:
            text = _moved(f"{label(field)}（{label(name)}）", getattr(was, name), getattr(now, name), pair)
            yield Change(here, text)


def _parts(was: Any, now: Any) -> list[str] | None:
    """Return the fields in which two parts of one kind differ; None where the whole is said better."""
    if not (isinstance(was, BaseModel) and type(was) is type(now)) or isinstance(was, (Limit, *CONDITIONS)):
        return None
    return [name for name in type(was).model_fields if getattr(was, name) != getattr(now, name)]


def _moved(what: str, was: Any, now: Any, pair: _Pair) -> str:
    before, after = say(was, pair.before), say(now, pair.after)
    if before == after:
        return f"{what}有改动（字数较多或写法不同，请对照原文）。"
    return f"{what}由“{before}”改为“{after}”。"


def _situations(pair: _Pair) -> Iterator[Change]:
    old, new = _flat(pair.before.situations), _flat(pair.after.situations)
    for key, (path, node) in new.items():
        place = Place("situation", key)
        if key not in old:
            yield Change(place, f"新增情形“{path}”{_asked(node, pair.after)}。")
            continue
        if old[key][0] != path:
            yield Change(place, f"情形“{old[key][0]}”改为“{path}”。")
        for change in _fields(pair, old[key][1], node, ("axis", "condition"), place):
            yield Change(change.place, f"情形“{path}”的{change.text}")
    for key, (path, _) in old.items():
        if key not in new:
            yield Change(Place("situation", key), f"取消情形“{path}”。")
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield Change(Place("situation"), "情形的顺序有调整。")


def _flat(roots: Sequence[Situation], above: tuple[str, ...] = ()) -> Mapping[str, tuple[str, Situation]]:
    """Return every node of the tree by id, with its path in words."""
    found: dict[str, tuple[str, Situation]] = {}
    for node in roots:
        found[node.id] = (" › ".join((*above, node.name)), node)
        found |= _flat(node.children, (*above, node.name))
    return found
