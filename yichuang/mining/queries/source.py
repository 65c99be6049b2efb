"""What a run reads: the cases of a division as steps of persons who are numbers, and the names of what it finds."""

from collections.abc import Iterable, Iterator

from yichuang.cases.queries.histories import histories, situations_named
from yichuang.catalog.queries import PublishedMatter, matter_names, published_matters, versions_in_force
from yichuang.life_events.queries import life_events_in_force
from yichuang.mining.models import MiningRun
from yichuang.mining.rules.baskets import MATTER, SITUATION, Done, matter_of


def cases_of(run: MiningRun) -> Iterator[Done]:
    """Yield the cases that a run reads, person by person (one statement, streamed)."""
    for step in histories(run.division, run.since, run.until, run.kind):
        yield Done(step.person, step.matter, step.situation, step.day)


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
