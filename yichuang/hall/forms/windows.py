"""Inputs of the hall's pages, shared with its API."""

from collections.abc import Mapping
from typing import Any

from yichuang.hall.operations.transfer import Target
from yichuang.hall.queries.needs import Wanted
from yichuang.hall.rules.skills import HIGHEST_GRADE, PRESETS, Skill, preset
from yichuang.hall.rules.tickets import PURPOSES, RECEIVE


def whole(text: Any, otherwise: int = 0) -> int:
    """Return a whole number as typed, or the other one for what is none."""
    said = str(text or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else otherwise


def wanted_of(given: Mapping[str, Any]) -> Wanted | None:
    """Return what a form's field `wanted` says: `matter:<key>`, `board:<letter>`, `purpose:<purpose>`, `unknown`; None without it."""
    kind, _, value = str(given.get("wanted", "")).partition(":")
    if kind == "matter" and value:
        return Wanted(matter=value)
    if kind == "board" and value:
        return Wanted(board=value)
    if kind == "purpose" and value in PURPOSES:
        return Wanted(purpose=value)
    return Wanted(RECEIVE) if kind == "unknown" else None


def target_of(given: Mapping[str, Any]) -> Target:
    """Return where a form sends somebody: `wanted` as `wanted_of` reads it, and `keep` as `window:<id>` or `staff:<id>`."""
    kind, _, value = str(given.get("keep", "")).partition(":")
    return Target(
        wanted_of(given),
        whole(value) or None if kind == "window" else None,
        value[:40] if kind == "staff" else "",
    )


def skill_of(given: Any) -> Skill | None:
    """Return the skill that a row of the matrix says: by its preset, or by what is ticked; None for “as the window's kind says”."""
    boards = frozenset(one[:1] for one in given.getlist("boards") if one)
    matters = frozenset(one[:60] for one in given.getlist("matters") if one)
    named, unknown, everything = given.get("preset", ""), bool(given.get("unknown")), bool(given.get("everything"))
    if named == "usual":
        return None
    if named in PRESETS:
        return preset(named, boards, matters)
    purposes = {one for one in given.getlist("purposes") if one in PURPOSES}
    if not (everything or boards or matters or unknown):
        purposes -= {RECEIVE}
    return Skill(
        purposes=frozenset(purposes),
        everything=everything,
        boards=boards,
        matters=matters,
        unknown=unknown,
        grade=min(max(whole(given.get("grade"), HIGHEST_GRADE), 1), HIGHEST_GRADE),
    )
