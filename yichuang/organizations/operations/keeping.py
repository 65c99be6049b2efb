"""What adding, changing and importing share: a row of a table made of values, and the refusal of values that cannot be kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.foundations.problems import Reason, Refused
from yichuang.organizations.models import Board, Place, Site
from yichuang.organizations.queries.places import MODELS
from yichuang.organizations.rules.places import BOARD, DEPARTMENT, DIVISION, SITE, WINDOW, Fault

KEPT = "没有做任何改动，已填内容还在页面上。"
# Field of the rules → attribute of the row, where the two are spelled differently.
ATTRIBUTES = {
    (DIVISION, "parent"): "parent_id",
    (DEPARTMENT, "division"): "division_id",
    (DEPARTMENT, "served_in"): "served_in_id",
    (SITE, "division"): "division_id",
    (BOARD, "site"): "site",
    (WINDOW, "site"): "site",
    (WINDOW, "board"): "board",
}


def new_place(kind: str, values: Mapping[str, str]) -> Place:
    """Return the row of a new place (unsaved)."""
    row = MODELS[kind]()
    put(row, kind, values)
    return row


def put(row: Any, kind: str, values: Mapping[str, str]) -> list[str]:
    """Write values into a row (unsaved); return the columns that were written."""
    written = []
    for name, text in values.items():
        attribute = ATTRIBUTES.get((kind, name), name)
        setattr(row, attribute, _meant(row, kind, name, text))
        written.append(attribute.removesuffix("_id"))
    return written


def _meant(row: Any, kind: str, name: str, text: str) -> Any:
    if name == "site" and kind in (BOARD, WINDOW):
        return Site.objects.get(key=text)
    if name == "board":
        return Board.objects.get(site=row.site, letter=text) if text else None
    if name in ("parent", "served_in"):
        return text or None
    if name == "valid_from":
        return date.fromisoformat(text) if text else None
    return text


def refuse(faults: Iterable[Fault], title: str, status: int = 422) -> None:
    """Raise `Refused` with every fault; nothing happens when there is none."""
    reasons = [
        Reason("unusable", fault.said, field=fault.field, rule="S0-25", kept=KEPT, todo=fault.todo) for fault in faults
    ]
    if reasons:
        raise Refused(*reasons, status=status, title=title)
