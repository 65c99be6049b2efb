"""May-see and reads of places for those who keep them: as values by field, as lists, one by its key."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db.models import Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.models import Board, Department, Division, Site, Window
from yichuang.organizations.models import Place as Place  # doors of the room above name it through these reads
from yichuang.organizations.policies import VIEW
from yichuang.organizations.rules.places import BOARD, DEPARTMENT, DIVISION, FIELDS, KINDS, SITE, WINDOW, Known, key_of

MODELS: dict[str, type[Division] | type[Department] | type[Site] | type[Board] | type[Window]] = {
    DIVISION: Division,
    DEPARTMENT: Department,
    SITE: Site,
    BOARD: Board,
    WINDOW: Window,
}
# Which column tells that a place is closed, and by which path its division is reached.
CLOSED = {DIVISION: "valid_to", DEPARTMENT: "closed_on", SITE: "closed_on", BOARD: "closed_on", WINDOW: "closed_on"}
LIES = {
    DIVISION: "code",
    DEPARTMENT: "division__code",
    SITE: "division__code",
    BOARD: "site__division__code",
    WINDOW: "site__division__code",
}
# Field of the rules → path of the column, where the two are spelled differently.
PATHS = {
    (DIVISION, "parent"): "parent_id",
    (DEPARTMENT, "division"): "division_id",
    (DEPARTMENT, "served_in"): "served_in_id",
    (SITE, "division"): "division_id",
    (BOARD, "site"): "site__key",
    (WINDOW, "site"): "site__key",
    (WINDOW, "board"): "board__letter",
}
# What lists may be sorted by, as their address says it; every list begins in the order of its keys.
ORDERS: dict[str, dict[str, tuple[str, ...]]] = {
    DIVISION: {"code": ("code",), "name": ("name",)},
    DEPARTMENT: {"name": ("name",), "code": ("key",), "division": ("division_id", "name")},
    SITE: {"division": ("division_id", "name"), "name": ("name",), "code": ("key",)},
    BOARD: {"site": ("site__name", "letter"), "name": ("name",)},
    WINDOW: {"site": ("site__name", "number"), "name": ("name",), "number": ("number",)},
}
RELATED = {
    DIVISION: ("parent",),
    DEPARTMENT: ("division",),
    SITE: ("division",),
    BOARD: ("site",),
    WINDOW: ("site", "board"),
}


def kind_of(place: Place) -> str:
    """Return the kind of a place."""
    return next(kind for kind, model in MODELS.items() if isinstance(place, model))


def values_of(place: Place) -> dict[str, str]:
    """Return a place's values by field, as text."""
    kind = kind_of(place)
    return {name: _text(place, PATHS.get((kind, name), name)) for name in FIELDS[kind]}


def _text(place: Any, path: str) -> str:
    for part in path.split("__"):
        place = getattr(place, part) if place is not None else None
    return str(place) if place is not None else ""


def is_closed(place: Place) -> bool:
    """Tell whether a place is not used any more."""
    return getattr(place, CLOSED[kind_of(place)]) is not None


def known(prefix: str = "") -> Known:
    """Return all places in divisions that begin with `prefix`, and what those lie in, in five statements."""
    found = Known()
    for kind in KINDS:
        paths = [PATHS.get((kind, name), name) for name in FIELDS[kind]]
        rows = _rows(kind)
        if prefix:
            inside = Q(**{f"{LIES[kind]}__startswith": prefix})
            rows = rows.filter(inside | Q(code__in=_above(prefix)) if kind == DIVISION else inside)
        for *values, closed in rows.values_list(*paths, CLOSED[kind]):
            texts = {name: "" if one is None else str(one) for name, one in zip(FIELDS[kind], values, strict=True)}
            found.put(kind, texts, closed is not None)
    return found


def _above(prefix: str) -> list[str]:
    return [f"{prefix[:2]}0000", f"{prefix[:4]}00"]


def _rows(kind: str) -> QuerySet[Any]:
    return cast("QuerySet[Any]", MODELS[kind]._default_manager.all())


def find_place(kind: str, key: str, lock: bool = False) -> Place | None:
    """Return a place by its key, locked on request; None when there is none."""
    rows = _rows(kind)
    if lock:
        rows = rows.select_for_update(of=("self",))
    if kind in (BOARD, WINDOW):
        site, _, own = key.partition(":")
        rows = rows.filter(**{"site__key": site, "letter" if kind == BOARD else "number": own})
    else:
        rows = rows.filter(**{"code" if kind == DIVISION else "key": key})
    return cast("Place | None", rows.select_related(*RELATED[kind]).first())


def division_of(place: Place) -> str:
    """Return the division in which a place lies, as rights see it: a division lies in its parent."""
    if isinstance(place, Division):
        return place.parent_id or ""
    return place.division_id if isinstance(place, Department | Site) else place.site.division_id


def key_of_place(place: Place) -> str:
    """Return what a place is called by."""
    return key_of(kind_of(place), values_of(place))


def visible_places(actor: Actor, kind: str) -> QuerySet[Any]:
    """Return the places of a kind that the actor may see: in his division and all below it."""
    scope = Q(pk__in=[])
    for grant in actor.scopes(VIEW):
        if grant.scope == "everywhere":
            scope = ~Q(pk__in=[])
            break
        if grant.scope == "division" and grant.value:
            scope |= Q(**{f"{LIES[kind]}__startswith": grant.value})
    return _rows(kind).filter(scope).select_related(*RELATED[kind])


def place_for(actor: Actor, kind: str, key: str, lock: bool = False) -> Place:
    """Return a place that the actor may see, locked on request.

    :raises NotFound: when there is none or it is not the actor's to see.
    """
    found = find_place(kind, key, lock) if kind in MODELS else None
    if found is None or not visible_places(actor, kind).filter(pk=found.pk).exists():
        name = KINDS.get(kind, "机构")
        raise NotFound(f"这个{name}", f"请从{name}列表中选择；其他地区的不能在这里查看。")
    return found


def filtered(rows: QuerySet[Any], kind: str, given: Mapping[str, str]) -> QuerySet[Any]:
    """Narrow a list by the beginning of a name or code, by type, by what it lies in, and by state (open unless asked)."""
    if asked := given.get("q", "").strip():
        codes = {DIVISION: "code", DEPARTMENT: "key", SITE: "key", BOARD: "site__key", WINDOW: "number"}
        rows = rows.filter(Q(name__contains=asked) | Q(**{f"{codes[kind]}__startswith": asked}))
    if (sort := given.get("kind", "")) and kind in (DIVISION, SITE, WINDOW):
        rows = rows.filter(kind=sort)
    if inside := given.get("inside", ""):
        path = {DIVISION: "parent_id", BOARD: "site__key", WINDOW: "site__key"}.get(kind, "division_id")
        rows = rows.filter(**{path: inside})
    state = given.get("state", "")
    return rows if state == "all" else rows.filter(**{f"{CLOSED[kind]}__isnull": state != "closed"})


def order_of(kind: str, sort: str) -> list[str]:
    """Return the columns to order a list by; an order that is none falls back to the list's first."""
    name = sort.removeprefix("-")
    columns = ORDERS[kind].get(name) or next(iter(ORDERS[kind].values()))
    return [f"-{column}" for column in columns] if sort.startswith("-") and name in ORDERS[kind] else list(columns)


def workbook_rows(actor: Actor) -> Iterable[tuple[str, dict[str, str]]]:
    """Return every open place the actor may see, in the order of the workbook's sheets."""
    for kind in KINDS:
        rows = visible_places(actor, kind).filter(**{f"{CLOSED[kind]}__isnull": True})
        for row in rows.order_by(*order_of(kind, ""), "pk"):
            yield kind, values_of(row)
