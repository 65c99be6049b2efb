"""What changed between two saved states of a draft, in words; and the words of a conflict's place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.findings import Place
from yichuang.studio.rules.forest import ORDER, flatten
from yichuang.studio.rules.nodes import CONDITION_OF, LISTS, NAMED_BY, members, place_title, say_condition
from yichuang.studio.rules.properties import choices_of, label_of

LONGEST = 120
LIST_OF = {name: (holder, member) for (holder, name), member in LISTS.items() if name != "children"}
CONDITIONS = frozenset(CONDITION_OF.values())


@dataclass(frozen=True)
class Change:
    """One change: where (in words), which field, and what stood there before and after, in words; empty where there was nothing."""

    where: str
    label: str
    before: str
    after: str
    kind: str = "changed"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every change of a document, node by node, in the order of the document."""
    return [_worded(before, after, *difference) for difference in _differences((), before, after)]


Difference = tuple[tuple[str, ...], Any, Any, str]


def _differences(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if path and path[-1] not in CONDITIONS and isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in [*after, *(name for name in before if name not in after)]:
            yield from _differences((*path, name), before.get(name), after.get(name))
    elif not path:
        for name in [*after, *(name for name in before if name not in after)]:
            yield from _differences((name,), before.get(name), after.get(name))
    elif path[-1] in LIST_OF and isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(path, before, after)
    else:
        yield path, before, after, "changed"


def _of_lists(path: tuple[str, ...], before: list[Any], after: list[Any]) -> Iterator[Difference]:
    if path == ("situations",):
        before, after = flatten(before), flatten(after)
    old, new = ({str(one.get("id")): one for one in listed} for listed in (before, after))
    for name, node in new.items():
        if name in old:
            yield from _differences((*path, name), old[name], node)
        else:
            yield (*path, name), None, node, "added"
    for name, node in old.items():
        if name not in new:
            yield (*path, name), node, None, "removed"
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield (*path, ORDER), list(old), list(new), "changed"


def _worded(
    before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...], old: Any, new: Any, kind: str
) -> Change:
    at = place_of(path)
    document = before if kind == "removed" else after
    where = place_title(document, at)
    if kind != "changed":
        return Change(where, "", "", "", kind)
    words = [value_words(one, path, side) for one, side in ((old, before), (new, after))]
    return Change(where, label_of(at.kind, at.field), words[0], words[1])


def place_of(path: Sequence[str]) -> Place:
    """Return the place that a path of the document is about: the innermost node, and the field of it."""
    kind, owner, name, rest = "matter", "", "", list(path)
    while len(rest) >= 2 and rest[0] in LIST_OF and LIST_OF[rest[0]][0] == kind and rest[1] != ORDER:
        kind, owner, name, rest = LIST_OF[rest[0]][1], name, rest[1], rest[2:]
    parent = owner if kind in ("option", "point", "sample") else ""
    return Place(kind, name, parent, ".".join(rest))  # type: ignore[arg-type]


def value_words(value: Any, path: Sequence[str], document: Mapping[str, Any]) -> str:
    """Return a value as an author reads it: choices and conditions in Chinese, lists one after another."""
    at = place_of(path)
    if path and path[-1] in CONDITIONS:
        return say_condition(document, value) if value is not None else "没有条件"
    if path and path[-1] == ORDER and isinstance(value, list):
        called = NAMED_BY[LIST_OF[path[-2]][1]]
        named = {str(one.get("id")): str(one.get(called) or "") for one in _list_at(document, path[:-1])}
        return _short("、".join(named.get(str(one), str(one)) for one in value))
    if path and path[-1] == "marks" and isinstance(value, list):
        return f"{len(value)} 处标注"
    if path and path[-1] == "parent":
        return place_title(document, Place("situation", str(value))) if value else "最上一级"
    names = choices_of(at.kind, at.field)
    return _short(_plain(value, names))


def _list_at(document: Mapping[str, Any], path: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the nodes of the list that a path leads to, situations laid flat."""
    if list(path) == ["situations"]:
        return list(flatten(members(document, "situations")))  # type: ignore[arg-type]
    at: Mapping[str, Any] = document
    for name, id in zip(path[0:-1:2], path[1::2], strict=False):
        at = next((one for one in members(at, name) if one.get("id") == id), {})
    return members(at, path[-1])


def _plain(value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(_plain(one, names) for one in value) or "（空）"
    if isinstance(value, Mapping):
        said = next(
            (value[name] for name in ("text", "name", "question", "evidence", "message") if value.get(name)), None
        )
        return str(said) if said is not None else "，".join(_plain(one, names) for one in value.values())
    return names.get(str(value), str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
