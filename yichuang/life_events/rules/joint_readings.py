"""What the readings of the scans of one paper say of its review points, for every member that asks for it (S2-18): never a finding."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.cases.rules.suggestions import Suggestion, is_readable, suggest
from yichuang.life_events.rules.together import Line

# (member, point of its material) → what the machine says.
Suggested = Mapping[tuple[str, str], Suggestion]


def readable(line: Line) -> bool:
    """Tell whether the reader knows this kind of certificate."""
    return any(is_readable(stated.name, stated.standard_type) for _, stated in line.asked)


def suggested(
    line: Line, readings: Iterable[Mapping[str, Mapping[str, Any]]], form: Mapping[str, str], on: date
) -> dict[tuple[str, str], Suggestion]:
    """Return what the readings (fields of each, as kept) suggest on the formal points; of two pages the one that finds fault counts."""
    found: dict[tuple[str, str], Suggestion] = {}
    for fields in readings:
        for member, stated in line.asked:
            points = [(one.id, one.check, one.field) for one in stated.review_points if one.kind == "formal"]
            for point, said in suggest(points, fields, form, on).items():
                if (member, point) not in found or said.found == "failed":
                    found[member, point] = said
    return found


def points_of(line: Line, found: Suggested) -> list[tuple[str, Suggestion | None]]:
    """Return each formal point once by its text, with what is suggested on it; of two members' the one that finds fault counts."""
    shown: dict[str, Suggestion | None] = {}
    for member, stated in line.asked:
        for point in stated.review_points:
            if point.kind != "formal":
                continue
            said, before = found.get((member, point.id)), shown.get(point.text)
            shown[point.text] = said if before is None or (said and said.found == "failed") else before
    return list(shown.items())
