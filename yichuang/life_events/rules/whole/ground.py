"""What the prover of the whole stands on, and the places it points at.

A place has the catalogue's shape: `matter` with an id is a member, `matter` alone with a field is a part of the life event
(`fields.child_name`, `promised_limit`), `question`, `option`, `material` are the life event's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yichuang.catalog.rules.findings import Finding, Place
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.rules.calendar import WorkCalendar
from yichuang.life_events.rules.spec import LifeEventSpec

NO_CALENDAR = WorkCalendar(days={}, years=frozenset())


@dataclass(frozen=True)
class Ground:
    """Facts about the members: `specs` as they were composed with; `closed` in words what cannot be received now; `newer` versions.

    `announced`: in words what will not be received from a later day on; `departments`: names by key of those in use, None where nobody
    asked; `on` the day from which the life event is received.
    """

    specs: Mapping[str, MatterSpec]
    on: date
    closed: Mapping[str, str] = field(default_factory=dict)
    newer: Mapping[str, int] = field(default_factory=dict)
    departments: Mapping[str, str] | None = None
    calendar: WorkCalendar = NO_CALENDAR
    base_fields: frozenset[str] | None = None
    announced: Mapping[str, str] = field(default_factory=dict)

    def name(self, member: str) -> str:
        """Return what a member is called."""
        return self.specs[member].name if member in self.specs else member


def member_place(member: str, part: str = "") -> Place:
    """Return the place of a member, or of one part of it."""
    return Place("matter", member, field=part)


def field_place(name: str) -> Place:
    """Return the place of a joint field."""
    return Place("matter", field=f"fields.{name}")


def section_of(place: Place) -> str:
    """Return the part of the editor that a place is in: members, questions, fields, materials or terms."""
    if place.kind in ("question", "option"):
        return "questions"
    if place.kind == "material":
        return "materials"
    if place.field.startswith("fields"):
        return "fields"
    return "members" if place.id or place.field == "members" else "terms"


def said(spec: LifeEventSpec, answers: Mapping[str, str | tuple[str, ...]]) -> str:
    """Return answers as a Chinese phrase: `父母是否登记结婚：是，随父还是随母：随母`; empty for none."""
    parts = []
    for question in spec.questions:
        if question.id in answers:
            given = answers[question.id]
            chosen = (given,) if isinstance(given, str) else given
            texts = {one.id: one.text for one in question.options}
            parts.append(f"{question.text.rstrip('？?')}：{'、'.join(texts[one] for one in chosen) or '都不选'}")
    return "，".join(parts)


def error(
    code: str, rule: str, place: Place, message: str, example: str = "", facts: Mapping[str, str] | None = None
) -> Finding:
    """Return an error."""
    return Finding(code, rule, "error", place, message, example, dict(facts or {}))


def advice(
    code: str, rule: str, place: Place, message: str, example: str = "", facts: Mapping[str, str] | None = None
) -> Finding:
    """Return an advice."""
    return Finding(code, rule, "advice", place, message, example, dict(facts or {}))
