"""Merge what two authors made of one document: a pure three-way rule over nodes by id; what cannot be merged is asked, nothing is dropped.

Objects are merged field by field, lists of nodes by id with their order, everything else as a whole. The tree of situations is merged flat
(each node with its parent), so that one author may move a node while the other renames it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from yichuang.studio.rules.forest import ORDER, flatten, repair_forest, unflatten

Side = Literal["theirs", "mine", "both"]
Path = tuple[str, ...]
# Values that make sense only as a whole.
WHOLE = frozenset(
    {
        "ask_if",
        "only_if",
        "needed_if",
        "condition",
        "x-when",
        "statutory_limit",
        "promised_limit",
        "base_form_defaults",
        "marks",
    }
)
ABSENT: Any = type("Absent", (), {"__repr__": lambda self: "ABSENT"})()


@dataclass(frozen=True)
class Merging:
    """How an author settled conflicts: his choices by path, the revision he saw as the colleagues'; and, where what he wrote grew
    from no saved revision (he wrote on while a merge was under way), the document it grew from.
    """

    choices: Mapping[Path, Side] = field(default_factory=dict)
    against: int = 0
    grown_from: Mapping[str, Any] | None = None


# Nothing was in conflict so far.
NOTHING_SETTLED = Merging()


@dataclass(frozen=True)
class Conflict:
    """One place that both authors changed differently; `base`, `theirs`, `mine` are JSON, None where there is nothing."""

    path: Path
    kind: Literal["field", "deleted", "added", "order"]
    base: Any
    theirs: Any
    mine: Any

    @property
    def both(self) -> bool:
        """Tell whether both sides can be kept: two nodes, or two lists of words."""
        lists = isinstance(self.theirs, list) and isinstance(self.mine, list)
        return self.kind == "added" or (self.kind == "field" and lists)


@dataclass(frozen=True)
class Merged:
    """The merged document, with `theirs` wherever a conflict is open, and the open conflicts."""

    document: Any
    conflicts: tuple[Conflict, ...]


@dataclass
class _Merge:
    choices: Mapping[Path, Side]
    conflicts: list[Conflict] = field(default_factory=list)

    def choose(self, conflict: Conflict) -> Any:
        """Return the value chosen for a conflict; report it and go on with `theirs` while nothing is."""
        side = self.choices.get(conflict.path)
        if side == "both" and conflict.both and conflict.kind == "field":
            return [*conflict.theirs, *(one for one in conflict.mine if one not in conflict.theirs)]
        if side is None or (side == "both" and not conflict.both):
            self.conflicts.append(conflict)
            side = "theirs"
        return conflict.mine if side == "mine" else conflict.theirs


def merge(base: Any, theirs: Any, mine: Any, choices: Mapping[Path, Side] | None = None) -> Merged:
    """Merge two documents that grew from `base`; `choices` settles conflicts of an earlier try by their paths."""
    run = _Merge(choices or {})
    document = _value(run, (), base, theirs, mine)
    return Merged(document, tuple(run.conflicts))


def _value(run: _Merge, path: Path, base: Any, theirs: Any, mine: Any) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    kinds = {type(one) for one in (base, theirs, mine)}
    if path and path[-1] in WHOLE:
        return run.choose(Conflict(path, "field", _plain(base), _plain(theirs), _plain(mine)))
    if kinds == {dict}:
        return _object(run, path, base, theirs, mine)
    if kinds == {list} and all(_named(one) for one in (base, theirs, mine)):
        if path == ("situations",):
            return _tree(run, path, base, theirs, mine)
        return _nodes(run, path, base, theirs, mine)
    return run.choose(Conflict(path, "field", _plain(base), _plain(theirs), _plain(mine)))


def _plain(value: Any) -> Any:
    return None if value is ABSENT else value


def _named(listed: Sequence[Any]) -> bool:
    ids = [one.get("id") if isinstance(one, dict) else None for one in listed]
    return all(isinstance(one, str) for one in ids) and len(set(ids)) == len(ids)


def _object(run: _Merge, path: Path, base: Any, theirs: Any, mine: Any) -> dict[str, Any]:
    names = [*theirs, *(name for name in mine if name not in theirs)]
    merged = {}
    for name in names:
        sides = (one.get(name, ABSENT) for one in (base, theirs, mine))
        value = _value(run, (*path, name), *sides)
        if value is not ABSENT:
            merged[name] = value
    return merged


def _nodes(run: _Merge, path: Path, base: Any, theirs: Any, mine: Any) -> list[Any]:
    old, one, two = ({node["id"]: node for node in listed} for listed in (base, theirs, mine))
    kept: dict[str, Any] = {}
    for name in [*one, *(name for name in two if name not in one)]:
        kept |= _node(run, (*path, name), old.get(name), one.get(name), two.get(name))
    # A node that a choice kept although one side had deleted it stands where the other side has it.
    return [kept[name] for name in _ordered(run, path, list(old), list(one), list(two), kept)]


def _node(run: _Merge, path: Path, base: Any, theirs: Any, mine: Any) -> dict[str, Any]:
    name = path[-1]
    if theirs is not None and mine is not None:
        if base is None and theirs != mine:
            return _added_twice(run, path, theirs, mine)
        return {name: _value(run, path, base if base is not None else theirs, theirs, mine)}
    left = theirs if theirs is not None else mine
    if base is None:
        return {name: left}
    if left == base:
        return {}
    chosen = run.choose(Conflict(path, "deleted", base, theirs, mine))
    return {} if chosen is None else {name: chosen}


def _added_twice(run: _Merge, path: Path, theirs: Any, mine: Any) -> dict[str, Any]:
    conflict = Conflict(path, "added", None, theirs, mine)
    if run.choices.get(path) != "both":
        return {path[-1]: run.choose(conflict)}
    twin = f"{path[-1]}_2"
    return {path[-1]: theirs, twin: {**mine, "id": twin}}


def _ordered(run: _Merge, path: Path, base: list[str], theirs: list[str], mine: list[str], kept: Any) -> list[str]:
    common = [name for name in base if name in theirs and name in mine]
    ours = [name for name in mine if name in common]
    other = [name for name in theirs if name in common]
    lead, follow = (mine, theirs) if other == common and ours != common else (theirs, mine)
    if ours != common and other != common and ours != other:
        chosen = run.choose(Conflict((*path, ORDER), "order", base, theirs, mine))
        lead, follow = (mine, theirs) if chosen == mine else (theirs, mine)
    result = [name for name in lead if name in kept]
    for position, name in enumerate(follow):
        if name in kept and name not in result:
            before = next((one for one in reversed(follow[:position]) if one in result), None)
            result.insert(result.index(before) + 1 if before is not None else 0, name)
    for name in kept:
        if name not in result:
            result.append(name)
    return result


def _tree(run: _Merge, path: Path, base: Any, theirs: Any, mine: Any) -> list[Any]:
    sides = [flatten(one) for one in (base, theirs, mine)]
    if not all(_named(one) for one in sides):
        return list(run.choose(Conflict(path, "field", base, theirs, mine)))
    merged = _nodes(run, path, *sides)
    whole, torn = repair_forest(merged, sides[1], sides[2])
    if torn:
        chosen = run.choose(Conflict((*path, ORDER), "order", base, theirs, mine))
        whole = repair_forest(merged, sides[2], sides[1])[0] if chosen is mine else whole
    return unflatten(whole)
