"""Who did what, one after the other, for readers above who look for what belongs together (S2-25): no number, no name leaves here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries.volumes import counted_cases
from yichuang.cases.rules.states import State
from yichuang.foundations.clock import CHINA

PORTION = 2_000
# What never became a case of the matter says nothing about what people do together.
NEVER_ONE = (State.REFUSED, State.REDIRECTED, State.NOT_REQUIRED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Step:
    """One case: a number that stands for the person in this reading only, matter, situation, day (ordinal, in China), row."""

    person: int
    matter: str
    situation: str
    day: int
    case: int


def histories(division: str, since: datetime, until: datetime, kind: str = "") -> Iterator[Step]:
    """Yield the cases that were received in a division between two instants, person by person and in order (one statement, streamed).

    Persons are told apart by the blind index of their number, never by the number; practice cases are nobody's. `kind`: only applicants of
    one kind (person, enterprise, other_organisation).
    """
    rows = counted_cases().filter(division__startswith=division, received_at__gte=since, received_at__lt=until)
    rows = rows.exclude(state__in=NEVER_ONE).filter(**({"applicant_kind": kind} if kind else {}))
    ordered = rows.order_by("applicant__id_index", "received_at", "pk").values_list(
        "applicant__id_index", "matter__key", "situation_id", "received_at", "pk"
    )
    person, index = -1, None
    for found, matter, situation, at, case in ordered.iterator(chunk_size=PORTION):
        if found != index:
            person, index = person + 1, found
        yield Step(person, matter, situation, at.astimezone(CHINA).toordinal(), case)


def ways_taken(cases: Iterable[int]) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Yield of each case its answers to its matter's questions and the kind of applicant, a statement a portion; nothing about who."""
    left = iter(cases)
    while portion := list(islice(left, PORTION)):
        rows = Case.objects.filter(pk__in=portion).values_list("pk", "answers", "applicant_kind")
        yield from rows.iterator(chunk_size=PORTION)


def situations_named(division: str, since: datetime) -> dict[tuple[str, str], str]:
    """Return the names of the situations that were received in a division, by matter and situation (one statement)."""
    rows = counted_cases().filter(division__startswith=division, received_at__gte=since)
    return {
        (matter, situation): name
        for matter, situation, name in rows.order_by("received_at")
        .values_list("matter__key", "situation_id", "situation_name")
        .distinct()
        if situation
    }
