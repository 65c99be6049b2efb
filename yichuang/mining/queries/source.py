"""What a run reads: the cases of a division as steps of persons who are numbers, and the names of what it finds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from yichuang.cases.queries.histories import histories, situations_named, ways_taken
from yichuang.catalog.queries import PublishedMatter, latest_version, matter_names, published_matters, versions_in_force
from yichuang.life_events.queries import life_events_in_force
from yichuang.mining.models import MiningRun
from yichuang.mining.rules.baskets import MATTER, SITUATION, Done, matter_of
from yichuang.organizations.queries import Department, department


def cases_of(run: MiningRun) -> Iterator[Done]:
    """Yield the cases that a run reads, person by person (one statement, streamed)."""
    for step in histories(run.division, run.since, run.until, run.kind):
        yield Done(step.person, step.matter, step.situation, step.day, step.case)


def answers_of(cases: Iterable[int]) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Yield the answers and the applicant's kind of cases that a proposal stands on."""
    return ways_taken(cases)


def names_of(run: MiningRun, items: Iterable[str]) -> dict[str, str]:
    """Return the items in words: the matter's name, with its situation where the run tells them apart."""
    matters = dict(matter_names())
    situations = {} if run.grain == MATTER else situations_named(run.division, run.since)
    found = {}
    for item in items:
        key, _, situation = item.partition(SITUATION)
        name = matters.get(key, key)
        said = situations.get((key, situation), "")
        found[item] = f"{name}（{said}）" if said else name
    return found


def in_force(matters: Iterable[str]) -> dict[str, PublishedMatter]:
    """Return by key the matters that are received today; one that is suspended or withdrawn is left out (two statements)."""
    keys = {matter_of(item) for item in matters}
    ids = published_matters().filter(key__in=keys).values_list("pk", flat=True)
    return {one.key: one for one in versions_in_force(ids)}


def members_of_life_events() -> list[frozenset[str]]:
    """Return the matters of each life event in force."""
    return [frozenset(member.matter for member in event.spec.members) for event in life_events_in_force()]


def lead_of(matters: Sequence[str]) -> Department:
    """Return who would lead a life event of these matters: the department of the first, as a new draft has it.

    :raises NotFound: when the matter is not there.
    """
    return department(latest_version(matters[0]).department_id)
