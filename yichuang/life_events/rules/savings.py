"""What a life event saves against doing each matter by itself: papers, fields, visits, days – counted so that it flatters nobody. Pure.

Counted at receipt (`counted`), kept by month (models/savings.py), told only from `LEAST` cases on, so that nobody can be singled out and
no average stands on a handful (S2-25). How each number comes about is said in docs/life-events.md, “What is saved”.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import Reached, Specs, stages

LEAST = 10


@dataclass(frozen=True)
class Savings:
    """Papers to bring, fields to fill and visits to make: each matter by itself, and all at once."""

    materials_separately: int = 0
    materials_once: int = 0
    fields_separately: int = 0
    fields_once: int = 0
    visits_separately: int = 0
    visits_once: int = 0

    @property
    def materials(self) -> int:
        """Return how many papers are saved."""
        return self.materials_separately - self.materials_once

    @property
    def fields(self) -> int:
        """Return how many fields are saved."""
        return self.fields_separately - self.fields_once

    @property
    def visits(self) -> int:
        """Return how many visits are saved."""
        return self.visits_separately - self.visits_once


def counted(spec: LifeEventSpec, specs: Specs, reached: Reached) -> Savings:
    """Return what the members that are needed ask for separately and together; all zero before every question is answered.

    A material that is shared together and by the matter itself too is counted on neither side; of the fields only those that the joint form
    fills, and never the base form (name, number, telephone). A member that needs no visit at all counts for none.
    """
    needed = [member for member in reached.members if member.id in reached.situations]
    separately = sum(
        sum(not one.exempt_submission for _, one in line.asked) if line.way == "data_share" else len(line.asked)
        for line in reached.lines
    )
    asked = {
        member.id: asked_fields(
            specs[member.id], navigator.answers_to_facts(specs[member.id], reached.answers.get(member.id, {}))
        )
        for member in needed
    }
    fed = [
        (one, sum(feed.field in asked.get(feed.member, ()) for feed in one.feeds)) for one in spec.fields
    ]  # how many members' fields each joint field fills
    attended = [member for member in needed if specs[member.id].channels.max_visits > 0]
    return Savings(
        materials_separately=separately,
        materials_once=sum(line.way != "data_share" for line in reached.lines),
        fields_separately=sum(many for _, many in fed),
        fields_once=sum(many > 0 and not one.from_base for one, many in fed),
        visits_separately=len(attended),
        visits_once=1 if attended else 0,
    )


@dataclass(frozen=True)
class Duration:
    """How many cases ended, and how many days (自然日, from receipt to the end) they took together."""

    cases: int = 0
    days: int = 0

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(self.cases + other.cases, self.days + other.days)

    @property
    def mean(self) -> Fraction | None:
        """Return the average; None of too few cases to tell."""
        return Fraction(self.days, self.cases) if self.cases >= LEAST else None


@dataclass(frozen=True)
class Compared:
    """Days on average: the joint cases, and the same matters done one by one in the order that the life event keeps."""

    joint: Fraction
    separately: Fraction

    @property
    def saved(self) -> Fraction:
        """Return the days saved; below nothing when the joint case takes longer."""
        return self.separately - self.joint


def compare_days(
    spec: LifeEventSpec, joint: Duration, combinations: Mapping[frozenset[str], int], ordinary: Mapping[str, Duration]
) -> Compared | None:
    """Return the average days together and one by one, or None when either side has under `LEAST` cases.

    One by one: what waits for each other is added up, what can run side by side counts as its longest matter only – the careful reading:
    whoever goes from door to door one after another needs more. Each joint case is compared with the matters it had (`combinations`:
    members → how many ended cases); `ordinary`: by member id the matter's own cases of the same months.
    """
    total = sum(combinations.values())
    if joint.mean is None or total < LEAST:
        return None
    days = Fraction(0)
    for members, many in combinations.items():
        alone = _one_by_one(spec, members, ordinary)
        if alone is None:
            return None
        days += alone * many
    return Compared(joint.mean, days / total)


def _one_by_one(spec: LifeEventSpec, members: Collection[str], ordinary: Mapping[str, Duration]) -> Fraction | None:
    days = Fraction(0)
    for stage in stages(spec, frozenset(members)):
        means = [ordinary.get(member, Duration()).mean for member in stage]
        known = [mean for mean in means if mean is not None]
        if len(known) < len(means):
            return None
        days += max(known)
    return days


def told(value: Fraction | None) -> str:
    """Return an average with one decimal, cut off and not rounded up; a dash for what is withheld."""
    if value is None:
        return "—"
    tenths = abs(value.numerator) * 10 // value.denominator
    sign = "-" if value < 0 and tenths else ""
    return f"{sign}{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")


def combination_key(members: Collection[str]) -> str:
    """Return the one spelling of a set of members as a key of JSON."""
    return ",".join(sorted(members))


def members_of_key(key: str) -> frozenset[str]:
    """Return the members that a key spells."""
    return frozenset(key.split(",")) if key else frozenset()


def figures_of(payload: Mapping[str, Any]) -> dict[str, int]:
    """Return what `joint.received` adds to its month: of visits one for each member against one, where it does not say itself."""
    members = len(payload.get("members") or ())
    found = {
        name: int(payload.get(name, 0))
        for name in ("materials_separately", "materials_once", "fields_separately", "fields_once")
    }
    return {
        "received": 1,
        **found,
        "visits_separately": int(payload.get("visits_separately", members)),
        "visits_once": int(payload.get("visits_once", 1)),
    }


# How a part of a joint case ends without having been decided (lifecycle.md), or without a case: its days are nobody's measure.
GIVEN_UP = frozenset({"refused", "redirected", "not_required", "withdrawn", "terminated", "stopped", "skipped"})


@dataclass(frozen=True)
class Ended:
    """What `joint.ended` says: the month of the end, the days it took, the members that were decided; no members: the days do not count."""

    month: date
    days: int
    members: frozenset[str]
    extra_visits: int


def ended_of(payload: Mapping[str, Any]) -> Ended:
    """Read the payload of `joint.ended`: `received_on`, `ended_on`, `members` with `member` and `end` each, `extra_visits` if any."""
    received, ended = date.fromisoformat(payload["received_on"]), date.fromisoformat(payload["ended_on"])
    decided = frozenset(one["member"] for one in payload.get("members") or () if one.get("end") not in GIVEN_UP)
    return Ended(ended.replace(day=1), (ended - received).days, decided, int(payload.get("extra_visits", 0)))
